"""The people of stages 2 and 3, and how a complaint comes through both, page by page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, independent_register, person, role_holding
from engine.flows import escalating, tasks
from engine.office import Office
from engine.queries import who
from tests import story
from tests.council import HASHED, LONG_AGO
from tests.story import LETTER

NEWCOMERS: Mapping[str, tuple[int, str, str | None]] = {
    "ivan": (101, "Ivan Investigator", None),
    "ines": (102, "Ines Independent", None),
    "adele": (103, "Adele Adjudicator", None),
    "dora": (104, "Dora Director", "director"),
    "clara": (105, "Clara Clerk", "admin_support"),
    "chike": (106, "Chike Chair", None),
    "milo": (107, "Milo Member", None),
    "mina": (108, "Mina Member", None),
}
"""Sign-in name, then key, name and role."""

PARTS = {
    Relation.INVESTIGATING_OFFICER: "ivan",
    Relation.INDEPENDENT_PERSON: "ines",
    Relation.ADJUDICATING_OFFICER: "adele",
}
FROM_OUTSIDE = {
    "ines": Relation.INDEPENDENT_PERSON,
    "chike": Relation.PANEL_CHAIR,
    "milo": Relation.PANEL_MEMBER,
    "mina": Relation.PANEL_MEMBER,
}
FAR_OFF = date(2030, 1, 1)
ASKED = {"way": "telephone", "ground": "not_happy"}
FOUND: Mapping[str, str] = {
    "finding-1": "partially_upheld",
    "reason-1": "Two of the five visits were announced.",
    "recommendation-1": "Tell families of every change by telephone.",
    "recommendation-2": "Pay for the lost afternoon.",
}


def come(office: Office) -> None:
    """The newcomers join the council."""
    people = [
        {
            "id": key,
            "name": name,
            "email": f"{login}@heard.invalid",
            "password_hash": HASHED,
            "external": login in FROM_OUTSIDE,
        }
        for login, (key, name, _) in NEWCOMERS.items()
    ]
    held = [
        {"person_id": key, "role": role, "service_id": None, "from_on": LONG_AGO}
        for key, _, role in NEWCOMERS.values()
        if role
    ]
    checked = {"from_on": LONG_AGO, "checked_on": LONG_AGO, "check_expires_on": FAR_OFF}
    known = [{"person_id": NEWCOMERS[login][0], "kind": kind.value, **checked} for login, kind in FROM_OUTSIDE.items()]
    with office.transaction() as transaction:
        transaction.connection.execute(insert(person), people)
        transaction.connection.execute(insert(independent_register), known)
        transaction.connection.execute(insert(role_holding), held)


def actor(office: Office, login: str) -> Actor:
    """One of the newcomers, signed in."""
    found = who.actor(office, NEWCOMERS[login][0])
    assert found is not None
    return found


def do(office: Office, login: str, element: str, typed: Mapping[str, str]) -> None:
    """Somebody completes the one open task of an element."""
    doer = actor(office, login) if login in NEWCOMERS else story.somebody(office, login)
    tasks.complete(office, doer, story.open_task(office, element), typed)


def answered_at_stage_1(office: Office) -> str:
    """A complaint whose answer went out today."""
    reference = story.log_and_triage(office)
    story.respond(office)
    if "sign_off" in story.open_elements(office):
        story.sign_off(office)
    story.check_and_send(office)
    return reference


def ask_stage_2(office: Office, reference: str) -> None:
    """The complainant asks for stage 2 today."""
    today = office.today().isoformat()
    escalating.ask_stage_2(office, story.somebody(office, "olive"), reference, {**ASKED, "requested_on": today})


def appoint(office: Office) -> None:
    """Olive accepts it and names the three."""
    named = {relation.value: str(NEWCOMERS[login][0]) for relation, login in PARTS.items()}
    do(office, "olive", "accept_and_appoint", {**named, **LETTER})


def agree(office: Office, **changes: str) -> None:
    """Ivan agrees the statement with the complainant today."""
    heads = {"head-1-text": "Five visits were cancelled without a word.", "head-1-outcome": "To be told in good time."}
    do(office, "ivan", "statement", {**heads, "agreed_on": office.today().isoformat(), **LETTER, **changes})


def investigate(office: Office, **changes: str) -> None:
    """Ivan reports what he found."""
    do(office, "ivan", "investigate", {**FOUND, "reported_on": office.today().isoformat(), **changes})


def independent_report(office: Office) -> None:
    """Ines says whether it was fair."""
    do(office, "ines", "independent_report", {"fair": "yes", "report": "Everybody was heard."})


def pass_on(office: Office) -> None:
    """Olive finds the reports good enough to be judged."""
    do(office, "olive", "quality_check", {"quality": "pass_on"})


def adjudicate(office: Office, **changes: str) -> None:
    """Adele accepts the finding and one recommendation of two."""
    due_on = office.today() + timedelta(days=28)
    said = {
        "read_investigation": "yes",
        "read_independent": "yes",
        "ruling-1": "accept",
        "ruling_reason-1": "The log bears it out.",
        "answer-1": "accept",
        "answer-2": "reject",
        "answer_reason-2": "Nothing was lost that money could make good.",
        "action-1-text": "Ring every family on the day of a change.",
        "action-1-owner": str(NEWCOMERS["adele"][0]),
        "action-1-due": due_on.isoformat(),
        "action-1-for": "1",
    }
    do(office, "adele", "adjudicate", {**said, **LETTER, **changes})


def send_pack(office: Office, by: str = "email") -> None:
    """Olive sends the answer with both reports."""
    do(office, "olive", "send_pack", {"checked": "send", "sent_by": by, **LETTER})


def through_stage_2(office: Office) -> str:
    """A complaint whose stage 2 was answered today; the newcomers have to be there."""
    reference = answered_at_stage_1(office)
    ask_stage_2(office, reference)
    appoint(office)
    agree(office)
    investigate(office)
    independent_report(office)
    pass_on(office)
    adjudicate(office)
    send_pack(office)
    return reference


def relations(office: Office, reference: str) -> dict[str, list[int]]:
    """Who has which part in the case."""
    r = case_relation.c
    query = select(r.relation, r.person_id).join(case_file, case_file.c.id == r.case_id)
    found: dict[str, list[int]] = {}
    row: Any
    for row in story.rows(office, query.where(case_file.c.reference == reference).order_by(r.person_id)):
        found.setdefault(row.relation, []).append(row.person_id)
    return found


def ask_stage_3(office: Office, reference: str) -> None:
    """The complainant asks for a panel today."""
    today = office.today().isoformat()
    escalating.ask_stage_3(office, story.somebody(office, "olive"), reference, {**ASKED, "requested_on": today})


def to_a_panel(office: Office, **changes: str) -> None:
    """Olive acknowledges the request; a panel is to meet."""
    typed = {"way": "panel", "stage_3_reasons": "The afternoon was lost for good.", **LETTER, **changes}
    do(office, "olive", "acknowledge_stage_3", typed)


def arrange_panel(office: Office, meets_on: date, **changes: str) -> None:
    """Olive finds three people and a day."""
    named = {
        "panel_chair": str(NEWCOMERS["chike"][0]),
        "panel_member_1": str(NEWCOMERS["milo"][0]),
        "panel_member_2": str(NEWCOMERS["mina"][0]),
        "meets_on": meets_on.isoformat(),
        "place": "The small hall",
    }
    do(office, "olive", "arrange_panel", {**named, **LETTER, **changes})


def send_papers(office: Office) -> None:
    """Clara sends the papers today."""
    do(office, "clara", "papers", {"event.papers_sent": office.today().isoformat(), "papers_list": "All reports."})


def report_of_the_panel(office: Office, held_on: date, **changes: str) -> None:
    """Clara records that the panel met, and that its report came today."""
    said = {
        "held_on": held_on.isoformat(),
        "attendees": "The panel, Jo Invented, Ines Independent.",
        "report_on": office.today().isoformat(),
        "panel_report": "The panel heard everybody. The afternoon was lost for want of one call.",
        "recommendation-1": "Say sorry in person.",
        "recommendation-2": "Pay for the lost afternoon.",
    }
    do(office, "clara", "panel_report", {**said, **LETTER, **changes})


def answer_panel(office: Office, **changes: str) -> None:
    """Dora answers, having spoken with Ines today."""
    said = {
        "consulted_on": office.today().isoformat(),
        "answer-1": "accept",
        "answer-2": "reject",
        "answer_reason-2": "No money was lost.",
        "action-1-text": "The director says sorry in person.",
        "action-1-owner": str(NEWCOMERS["adele"][0]),
        "action-1-due": (office.today() + timedelta(days=28)).isoformat(),
        "action-1-for": "1",
    }
    do(office, "dora", "answer_panel", {**said, **LETTER, **changes})


def send_answer(office: Office) -> None:
    """Olive sends the director's answer."""
    do(office, "olive", "send_answer", {"checked": "send", "sent_by": "email", **LETTER})
