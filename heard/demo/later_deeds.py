"""What is done in the later stages: investigated, judged, heard by a panel. The words are those that were told."""

from datetime import timedelta

from engine.casework.vocabulary import Ruling
from engine.flows import escalating, freezing, timing
from heard.demo.deeds import at, by_what
from heard.demo.desk import Desk
from heard.demo.people import DISABLED
from heard.demo.told import Told

CLOCK = "stage_2_response"
DIRECTOR, SUPPORT = "simon", "iris"
ADJUDICATOR = "bernadette"
PANEL = {"panel_chair": "harriet", "panel_member_1": "adaeze", "panel_member_2": "elis"}
PLACE = "The small hall, the Old Corn Exchange, Market Street, Fernbury FB1 1AA"
MORE_TIME = "Two of the people whom we have to hear are away until next week"


def investigator(told: Told) -> str:
    """Which of the two investigates: as it happens."""
    return ("verity", "marcus")[told.drawn(2, "investigates")]


def watches(told: Told) -> str:
    """The independent person; somebody's niece works with the disabled children."""
    return "yusuf" if told.service == DISABLED else ("yusuf", "clara")[told.drawn(2, "watches")]


def ask_stage_2(desk: Desk, told: Told) -> None:
    """The person is not happy with the answer."""
    asked = {"requested_on": desk.today, "way": "telephone", "ground": "not_happy"}
    escalating.ask_stage_2(*at(desk, told), asked)


def appoint(desk: Desk, told: Told) -> None:
    """The request is acknowledged, and three people are named."""
    typed = {
        "investigating_officer": str(desk.people[investigator(told)]),
        "independent_person": str(desk.people[watches(told)]),
        "adjudicating_officer": str(desk.people[ADJUDICATOR]),
        "fee_note": "£38 an hour, twenty hours at most",
        "report_planned_on": desk.calendar.add(desk.office.today(), 16).isoformat(),
    }
    desk.finish(told, "accept_and_appoint", told.officer, typed)


def agree_statement(desk: Desk, told: Told) -> None:
    """Both sides agree what is looked into."""
    typed = {"agreed_on": desk.today}
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"head-{number}-text": head.text, f"head-{number}-outcome": head.wants}
    desk.finish(told, "statement", investigator(told), typed)


def investigate(desk: Desk, told: Told) -> None:
    """The investigating officer reports."""
    typed = {"reported_on": desk.today, **_recommended(told.later.recommendations)}
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"finding-{number}": head.second.value, f"reason-{number}": head.second_because}
    desk.finish(told, "investigate", investigator(told), typed)


def watch(desk: Desk, told: Told) -> None:
    """The independent person says whether it was fair."""
    desk.finish(told, "independent_report", watches(told), {"fair": "yes", "report": told.later.watched})


def pass_on(desk: Desk, told: Told) -> None:
    """The reports are good enough to be judged."""
    desk.finish(told, "quality_check", told.officer, {"quality": "pass_on"})


def adjudicate(desk: Desk, told: Told) -> None:
    """The adjudicating officer takes the findings on and promises what was recommended."""
    typed = {"read_investigation": "yes", "read_independent": "yes"}
    for number, _ in enumerate(told.heads, start=1):
        typed |= _accepts("ruling", number, "I have read the evidence, and it bears the finding out.")
    for number, text in enumerate(told.later.recommendations, start=1):
        typed |= _accepts("answer", number) | _promise(desk, number, text, told.manager, 28)
    desk.finish(told, "adjudicate", ADJUDICATOR, typed)


def send_pack(desk: Desk, told: Told) -> None:
    """The answer goes out with both reports."""
    desk.finish(told, "send_pack", told.officer, {"checked": "send", "sent_by": by_what(told)})


def decide_in_time(desk: Desk, told: Told) -> None:
    """The investigation is on its way: no more time is needed."""
    typed = {"on_time": "yes", "note": "The report comes this week."}
    desk.finish(told, "decide_extension", told.officer, typed)


def decide_more_time(desk: Desk, told: Told) -> None:
    """More time is needed, and has been given."""
    typed = {"on_time": "extended", "note": f"{MORE_TIME}."}
    desk.finish(told, "decide_extension", told.officer, typed)


def extend_stage_2(desk: Desk, told: Told) -> None:
    """More time for stage 2, with the letter that says so."""
    until_on = desk.on(told, told.until).isoformat()
    extension = {"until_on": until_on, "ground": "complexity", "reason": told.why}
    body = desk.letter(told, timing.EXTENSION_LETTERS[CLOCK], told.officer, extended=extension)
    timing.extend(*at(desk, told), CLOCK, {**extension, "letter_body": body})


def ask_stage_3(desk: Desk, told: Told) -> None:
    """The person asks for a panel."""
    escalating.ask_stage_3(*at(desk, told), {"requested_on": desk.today, "way": "letter"})


def acknowledge_stage_3(desk: Desk, told: Told) -> None:
    """A panel is to meet."""
    typed = {"way": "panel", "stage_3_reasons": told.later.unhappy}
    desk.finish(told, "acknowledge_stage_3", told.officer, typed)


def arrange_panel(desk: Desk, told: Told) -> None:
    """Three people and a day are found."""
    named = {question: str(desk.people[name]) for question, name in PANEL.items()}
    day = desk.on(told, told.until).isoformat()
    why = {"why_panel_member_2": "He never worked in this service, and nobody else can come before the limit."}
    desk.finish(told, "arrange_panel", told.officer, {**named, **why, "meets_on": day, "place": PLACE})


def send_papers(desk: Desk, told: Told) -> None:
    """The papers go to everybody who comes."""
    listed = "The answer, the statement, both reports, the adjudication and the reasons: to the panel and everybody."
    desk.finish(told, "papers", SUPPORT, {"event.papers_sent": desk.today, "papers_list": listed})


def report_of_panel(desk: Desk, told: Told) -> None:
    """The panel has met, and its report has come."""
    typed = {
        "held_on": desk.on(told, told.until).isoformat(),
        "attendees": f"The panel, {told.who}, the investigating officer and the independent person.",
        "report_on": desk.today,
        "panel_report": _report(told),
        **_recommended(told.later.panel_said),
    }
    desk.finish(told, "panel_report", SUPPORT, typed)


def answer_panel(desk: Desk, told: Told) -> None:
    """The director answers, together with the independent person."""
    typed = {"consulted_on": desk.today}
    for number, text in enumerate(told.later.panel_said, start=1):
        typed |= _accepts("answer", number) | _promise(desk, number, text, ADJUDICATOR, 28)
    desk.finish(told, "answer_panel", DIRECTOR, typed)


def send_answer(desk: Desk, told: Told) -> None:
    """The director's answer goes out."""
    desk.finish(told, "send_answer", told.officer, {"checked": "send", "sent_by": by_what(told)})


def put_aside(desk: Desk, told: Told) -> None:
    """It waits until a court has decided."""
    typed = {"proceedings": "court", "reason": told.why, "extent": "all"}
    body = desk.letter(told, freezing.LETTER, told.officer, **freezing.told(typed, ()))
    freezing.put_aside(*at(desk, told), {**typed, "letter_body": body})


def _report(told: Told) -> str:
    """What the panel's report says, head by head."""
    heard = f"The panel heard {told.who}, the investigating officer and the independent person."
    heads = (f"{n}. {head.text} {head.second_because}" for n, head in enumerate(told.heads, start=1))
    return "\n\n".join((heard, *heads, "On each of these the panel comes to what stage 2 found."))


def _recommended(texts: tuple[str, ...]) -> dict[str, str]:
    return {f"recommendation-{number}": text for number, text in enumerate(texts, start=1)}


def _accepts(question: str, number: int, because: str = "") -> dict[str, str]:
    return {f"{question}-{number}": Ruling.ACCEPT.value, f"{question}_reason-{number}": because}


def _promise(desk: Desk, number: int, text: str, owner: str, within: int) -> dict[str, str]:
    """What will be done about a recommendation, in days from today."""
    return {
        f"action-{number}-text": text,
        f"action-{number}-owner": str(desk.people[owner]),
        f"action-{number}-due": (desk.office.today() + timedelta(days=within)).isoformat(),
        f"action-{number}-for": str(number),
    }
