"""The letter on a task's page: its words as first written, and the paragraphs that are always in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.casework.pages import overrun, respond
from engine.casework.pages.overrun import Cause
from engine.casework.pages.triage import MOST_HEADS, Route
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import EventKind, Finding, Remedy
from engine.office import Office
from engine.queries import task_page
from engine.queries.task_page import TaskPage
from notifications import render

Typed = Mapping[str, str]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class PageLetter:
    """A letter that a task comes with."""

    template: str
    body: str
    """As first written from what is known; empty while something is missing."""
    mandatory: tuple[str, ...]
    lacks: str | None
    """What has to be answered before the letter can be shown whole."""


def letter_for(office: Office, page: TaskPage, typed: Typed) -> PageLetter | None:
    """The letter that goes with this page as it is filled in now, or None where there is none."""
    made = _LETTERS.get(page.form_key or "", _waiting)(office, page, typed)
    if made is None:
        return None
    template, facts = made
    return written(template, {**page.letter_facts, **facts})


def written(template: str, facts: Facts) -> PageLetter:
    """A letter from these facts; where one is missing, what it is."""
    fields = render.letter_fields(facts)
    try:
        draft = render.draft(template, fields)
        render.letter(template, fields, draft.body)  # the page around it needs the council's name
    except render.LetterLacks as missing:
        return PageLetter(template, "", (), str(missing))
    return PageLetter(template, draft.body, draft.mandatory, None)


def _triage(office: Office, page: TaskPage, typed: Typed) -> tuple[str, Facts] | None:
    route = typed.get("route", "")
    if route == Route.RESOLVED:
        return None
    if route == Route.NOT_ACCEPTED:
        return "not_accepted", {"route_reason": typed.get("route_reason", "").strip()}
    due_on, maximum_on = task_page.limits(office, "statutory_complaint", "stage_1_response", page.case.received_on)
    facts = {
        "heads": _heads(typed),
        "answering_manager": page.facts.people.get(Reader(typed).whole("allocated_manager") or 0, ""),
        "due_on": _iso(due_on),
        "maximum_on": _iso(maximum_on),
    }
    return "acknowledgement", facts


def _heads(typed: Typed) -> list[dict[str, Any]]:
    texts = [(typed.get(f"head-{n}-text", "").strip(), n) for n in range(1, MOST_HEADS + 1)]
    return [
        {"number": number, "text": text, "desired_outcome": typed.get(f"head-{n}-outcome", "").strip()}
        for number, (text, n) in enumerate((each for each in texts if each[0]), start=1)
    ]


def _respond(office: Office, page: TaskPage, typed: Typed) -> tuple[str, Facts]:
    if not typed:
        return respond.LETTER, {}
    heads = [
        {
            "number": head.number,
            "text": head.text,
            "desired_outcome": head.desired_outcome,
            "finding": _one_of(Finding, typed.get(f"finding-{head.number}", "")),
            "reason": typed.get(f"reason-{head.number}", "").strip(),
        }
        for head in page.heads
    ]
    note = typed.get("remedy_note", "").strip()
    remedies = [{"kind": kind.value, "note": note} for kind in Remedy if typed.get(f"remedy-{kind.value}")]
    return respond.LETTER, {"heads": heads, "remedies": remedies}


def _overrun(office: Office, page: TaskPage, typed: Typed) -> tuple[str, Facts] | None:
    if EventKind.STAGE_1_RESPONSE_SENT in page.facts.latest_event_on:
        return None
    expected_on = Reader(typed).day("expected_on", None)
    cause = _one_of(Cause, typed.get("cause", ""))
    if expected_on is None or cause is None:
        return overrun.LETTER, {}
    return overrun.LETTER, {"overrun": {"ground": cause, "until_on": expected_on.isoformat()}}


def _waiting(office: Office, page: TaskPage, typed: Typed) -> tuple[str, Facts] | None:
    """Where a letter waits for another pair of eyes, it is the letter of the page."""
    return None if page.draft is None else (page.draft.template, {})


def first_words(page: TaskPage, letter: PageLetter | None) -> str:
    """What the letter says when the page is opened: the draft that waits, or as first written."""
    if letter is None:
        return ""
    if page.draft is not None and page.draft.template == letter.template:
        return page.draft.body or letter.body
    if letter.template == overrun.LETTER:
        return _overrun_words(page, letter)
    return letter.body


def _overrun_words(page: TaskPage, letter: PageLetter) -> str:
    """The words that may be changed say nothing of cause and date, so that they can stand there from the start."""
    anything = {"overrun": {"ground": Cause.OTHER.value, "until_on": page.facts.today.isoformat()}}
    return written(letter.template, {**page.letter_facts, **anything}).body


def _one_of(vocabulary: Any, value: str) -> str | None:
    return value if value in set(vocabulary) else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_LETTERS: Mapping[str, Callable[[Office, TaskPage, Typed], tuple[str, Facts] | None]] = {
    "triage": _triage,
    "respond": _respond,
    "overrun": _overrun,
}
"""Which letter a built-in page comes with, and the facts that are typed there and not on record yet."""
