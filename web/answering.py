"""The pages on which a complaint is answered: respond, check and send, and sorry for the delay."""

from collections.abc import Mapping
from typing import Any

from engine.casework.pages import overrun, respond
from engine.casework.pages.overrun import Cause
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import EventKind, Finding, Remedy
from engine.office import Office
from engine.queries.task_page import TaskPage
from web.built_in import BuiltIn, Letter, Typed, letter_that_waits
from web.filled import day_parts

SENSIBLE = (5, 10)
"""Working days from today that are named where a new day is asked for."""


def findings_typed(page: TaskPage, typed: Typed) -> list[dict[str, Any]]:
    """Each head with what is found on it on the page, as a letter is told of it."""
    return [
        {
            "number": head.number,
            "text": head.text,
            "desired_outcome": head.desired_outcome,
            "finding": one_of(Finding, typed.get(f"finding-{head.number}", "")),
            "reason": typed.get(f"reason-{head.number}", "").strip(),
        }
        for head in page.heads
    ]


def findings_known(page: TaskPage, stage: str) -> dict[str, str]:
    """What the stage has found already: a page that came back shows it again."""
    at_stage = ((head.number, head.at(stage)) for head in page.heads)
    known: dict[str, str] = {}
    for number, found in at_stage:
        known |= {f"finding-{number}": found.finding, f"reason-{number}": found.reason} if found else {}
    return known


def one_of(vocabulary: Any, value: str) -> str | None:
    """The value if it is a word of the vocabulary."""
    return value if value in set(vocabulary) else None


def _respond_known(found: TaskPage) -> dict[str, str]:
    """What was answered before. Whoever reviews a first answer speaks with the person and finds for themselves."""
    stage = found.facts.setting("stage", respond.STAGE)
    known = findings_known(found, stage)
    if stage != respond.STAGE and not known:
        return known
    contacted_on = found.facts.latest_event_on.get(EventKind.COMPLAINANT_CONTACTED)
    if contacted_on is not None:
        known |= day_parts("contacted_on", contacted_on)
    for remedy in found.remedies:
        known |= {f"remedy-{remedy.kind}": "yes", "remedy_note": remedy.note or known.get("remedy_note", "")}
    return known


def _respond_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    template = page.facts.setting("letter", respond.LETTER)
    if not typed:
        return template, {}
    note = typed.get("remedy_note", "").strip()
    remedies = [{"kind": kind.value, "note": note} for kind in Remedy if typed.get(f"remedy-{kind.value}")]
    return template, {"heads": findings_typed(page, typed), "remedies": remedies}


def _overrun_letter(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    if overrun.is_over(page.facts):
        return None
    expected_on = Reader(typed).day("expected_on", None)
    cause = one_of(Cause, typed.get("cause", ""))
    if expected_on is None or cause is None:
        return overrun.letter_of(page.facts), {}
    return overrun.letter_of(page.facts), {
        "overrun": {"ground": cause, "until_on": expected_on.isoformat(), "clock": overrun.clock_of(page.facts)}
    }


def _sensible(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    """Days by which an answer that is late already can be expected: the law knows none, the person waits for one."""
    calendar, today = page.facts.working_days, page.facts.today
    return {"sensible": [calendar.add(today, days) for days in SENSIBLE] if calendar is not None else []}


RESPOND = BuiltIn("tasks/respond.html", _respond_known, _respond_letter)
CHECK_AND_SEND = BuiltIn("tasks/check_and_send.html", lambda found: {"sent_by": found.case.reply_by}, letter_that_waits)
OVERRUN = BuiltIn("tasks/overrun.html", letter=_overrun_letter, more=_sensible)
