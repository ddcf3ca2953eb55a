"""What went before: a complaint that has come to the end of a stage, when the story is about what follows."""

from datetime import date

from tests.cases.forms import Typed
from tests.cases.telling import Telling, people
from tests.cases.town import CHILDREN_IN_CARE, KEYS

HEADS: Typed = {
    "head-1-text": "Contact visits were cancelled without a word.",
    "head-1-outcome": "To be told a day before",
    "head-2-text": "The notes of the review were wrong.",
    "head-2-outcome": "Notes that say what was said",
}
FOUND_AT_STAGE_1: Typed = {
    "finding-1": "upheld",
    "reason-1": "Three visits in May were cancelled on the morning itself.",
    "finding-2": "not_upheld",
    "reason-2": "The notes agree with what the chair remembers.",
    "remedy-apology": "yes",
}
FOUND_AT_STAGE_2: Typed = {
    "finding-1": "upheld",
    "reason-1": "The log and both social workers bear it out.",
    "finding-2": "upheld",
    "reason-2": "Two people who were there remember it as Marion does.",
    "recommendation-1": "Ring the family on the day a visit is changed.",
    "recommendation-2": "Correct the notes of the review.",
}


def marion_complains(story: Telling, day: date) -> None:
    """Marion Fell telephones about her son Toby, who is in care."""
    story.on(day)
    story.logs(
        "sam",
        {
            "kind": "complaint",
            "words": "You cancelled my visits again, and the notes of the review are wrong.",
            "desired_outcome": "To be told in good time",
            "received_on": day,
            "channel": "telephone",
            "service_id": CHILDREN_IN_CARE,
            "complainant_name": "Marion Fell",
            "is_child": False,
            "child_name": "Toby Fell",
            "reply_by": "email",
            "complainant_email": "marion@example.invalid",
            "complainant_address": "3 Weir Lane\nFernbury FB2 4QD",
        },
    )


def olive_sends_it_to_mara(story: Telling, day: date) -> None:
    """Triage: a statutory complaint with two heads, for Mara to answer."""
    story.on(day)
    story.does(
        "olive",
        "triage",
        {
            **HEADS,
            "nature": "complaint",
            "who": "parent",
            "capacity": "own_right",
            "matter": "delivery",
            "route": "statutory",
            "route_reason": "A mother, about the care of her son.",
            "allocated_manager": KEYS["mara"],
            "safeguarding": False,
        },
    )


def stage_1_is_answered(story: Telling, received_on: date, answered_on: date, days: tuple[date, ...] = ()) -> None:
    """Stage 1 from the call to the answer. `days`: where heads of service sign off, the day on which Heather did."""
    marion_complains(story, received_on)
    olive_sends_it_to_mara(story, received_on)
    story.on(days[0] if days else answered_on)
    story.does("mara", "respond", {**FOUND_AT_STAGE_1, "contacted_on": received_on})
    if days:
        story.does("heather", "sign_off", {"signed_off": "agree"})
    story.on(answered_on)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "email"})


def close_out(story: Telling, day: date) -> None:
    """Mara says what was learned; the case is closed."""
    story.on(day)
    story.does("mara", "close_out", {"improvements": "A rota for visits.", "learning_shared": "yes"})
    assert story.status == "closed"


def stage_2_is_asked_for(story: Telling, day: date, ground: str = "not_happy") -> None:
    """Marion asks for stage 2."""
    story.on(day)
    story.deed("olive", "stage-2", {"requested_on": day, "way": "telephone", "ground": ground})


def three_are_appointed(story: Telling, day: date) -> None:
    """Ivan investigates, Ines watches over it, Adele answers."""
    story.on(day)
    named = people(investigating_officer="ivan", independent_person="ines", adjudicating_officer="adele")
    story.does("olive", "accept_and_appoint", named)


def the_statement_is_agreed(story: Telling, day: date) -> None:
    """Ivan and Marion agree what is complained of."""
    story.on(day)
    story.does("ivan", "statement", {**HEADS, "agreed_on": day})


def both_report(story: Telling, day: date) -> None:
    """Ivan has found out what happened, Ines how it was done, and Olive that both can be read."""
    story.on(day)
    story.does("ivan", "investigate", {**FOUND_AT_STAGE_2, "reported_on": day})
    story.does("ines", "independent_report", {"fair": "yes", "report": "Everybody was heard, Toby too."})
    story.does("olive", "quality_check", {"quality": "pass_on"})


REJECTS_ONE: Typed = {
    "ruling-1": "accept",
    "ruling_reason-1": "The log bears it out.",
    "ruling-2": "reject",
    "ruling_reason-2": "The recording of the review says what the notes say.",
    "answer-1": "accept",
    "answer-2": "reject",
    "answer_reason-2": "The notes are right.",
}
ACCEPTS_ALL: Typed = {
    **REJECTS_ONE,
    "ruling-2": "accept",
    "ruling_reason-2": "Both who were there say so.",
    "answer-2": "accept",
    "answer_reason-2": "",
}


def adele_decides(story: Telling, day: date, done_by: date, decides: Typed = REJECTS_ONE) -> None:
    """Adele has read both reports, decides on each finding and recommendation, and says what will be done."""
    story.on(day)
    promised: Typed = {
        "action-1-text": "Ring every family on the day a visit is changed.",
        "action-1-owner": KEYS["mara"],
        "action-1-due": done_by,
        "action-1-for": 1,
    }
    if decides["answer-2"] == "accept":
        second: Typed = {"text": "Go through the notes again.", "owner": KEYS["mara"], "due": done_by, "for": 2}
        promised = {**promised, **{f"action-2-{part}": value for part, value in second.items()}}
    read = {"read_investigation": True, "read_independent": True}
    story.does("adele", "adjudicate", {**read, **decides, **promised})


def the_answer_goes(story: Telling, day: date, by: str = "email") -> None:
    """Olive sends the answer of stage 2 with both reports."""
    story.on(day)
    story.does("olive", "send_pack", {"checked": "send", "sent_by": by})


def stage_2_is_answered(story: Telling, asked_on: date, answered_on: date) -> None:
    """Stage 2 in one breath."""
    stage_2_is_asked_for(story, asked_on)
    three_are_appointed(story, asked_on)
    the_statement_is_agreed(story, asked_on)
    both_report(story, answered_on)
    adele_decides(story, answered_on, date(answered_on.year + 1, 1, 29))
    the_answer_goes(story, answered_on)
