"""The built-in pages that a task can have: what each is for, what the diagram has to tell it, and what it records."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.casework.completion import MEETS
from engine.casework.vocabulary import EventKind
from engine.procedures.definition import Element

LETTER, STAGE, CLOCK, APPOINTS = "letter", "stage", "clock", "appoints"
"""The settings that a page can be told (`camunda:property` on the user task)."""


@dataclass(frozen=True)
class BuiltInPage:
    """One built-in page, named by `camunda:formKey`."""

    key: str
    sentence: str
    needs: tuple[str, ...] = ()
    """The settings that the diagram must give."""
    takes: tuple[str, ...] = ()
    """The settings that it may give."""
    events: tuple[EventKind, ...] = ()
    """What finishing it can record, besides what its letter does."""
    variables: tuple[str, ...] = ()
    """The routing variables that it sets; the procedure has to declare them."""
    sends: bool = False
    """Its letter goes out with it. Otherwise the letter stays a draft for another pair of eyes."""


_PAGES = (
    BuiltInPage(
        "triage",
        "Which way it goes and why, what is complained of, who answers, and the first letter.",
        events=(
            EventKind.ACKNOWLEDGED,
            EventKind.RESOLVED_AT_ONCE,
            EventKind.NOT_ACCEPTED,
            EventKind.RECLASSIFIED,
            EventKind.GROUNDS_AROSE,
            EventKind.STAGE_1_SKIPPED,
            EventKind.STAGE_2_REQUESTED,
        ),
        variables=("route",),
    ),
    BuiltInPage(
        "respond",
        "Contact made, what was found on each head, how it is put right, and the reply in draft.",
        takes=(STAGE, LETTER),
        events=(EventKind.COMPLAINANT_CONTACTED,),
    ),
    BuiltInPage(
        "check_and_send",
        "The letter that waits goes out, on the day it really went, or goes back with what to change.",
        takes=(LETTER,),
        variables=("checked",),
        sends=True,
    ),
    BuiltInPage(
        "overrun",
        "Why a limit was missed, when the answer is expected now, and the letter that says sorry.",
        takes=(CLOCK, LETTER),
        events=(EventKind.OVERRUN,),
        sends=True,
    ),
    BuiltInPage(
        "appoint",
        "Who is given a part in the case, checked for independence, and the letter that names them.",
        needs=(APPOINTS, LETTER),
        sends=True,
    ),
    BuiltInPage(
        "statement",
        "The statement of complaint: numbered heads, what would put each right, and the day it was agreed.",
        takes=(STAGE, LETTER),
        events=(EventKind.RECORD_AGREED,),
        sends=True,
    ),
    BuiltInPage(
        "investigate",
        "The milestones of an investigation, a finding for each head, and what is recommended.",
        needs=(STAGE,),
        events=(EventKind.INVESTIGATION_REPORTED,),
    ),
    BuiltInPage(
        "adjudicate",
        "Both reports read, each finding and recommendation accepted or rejected with the reason, and the actions.",
        needs=(STAGE, LETTER),
    ),
    BuiltInPage(
        "stage_3_request",
        "The request for a panel acknowledged, or an early referral to the Ombudsman where all its conditions are met.",
        takes=(STAGE,),
        variables=("way",),
        events=(EventKind.STAGE_3_ACKNOWLEDGED, EventKind.REFERRED_EARLY),
        sends=True,
    ),
    BuiltInPage(
        "panel",
        "The chair and two members, all independent, and a day that everybody can come, with the invitation.",
        takes=(LETTER,),
        events=(EventKind.CHAIR_APPOINTED, EventKind.PANEL_ARRANGED),
        sends=True,
    ),
    BuiltInPage(
        "panel_report",
        "The day the panel met, the day its report came, and what it recommends.",
        needs=(STAGE,),
        takes=(LETTER,),
        events=(EventKind.PANEL_HELD, EventKind.PANEL_REPORT_RECEIVED),
        sends=True,
    ),
    BuiltInPage(
        "answer_panel",
        "The director's answer to each recommendation, with the independent person consulted.",
        needs=(STAGE, LETTER),
    ),
    BuiltInPage(
        "share_compliment",
        "Who is praised and who hears of it, what for, and the thanks to the giver.",
        events=(EventKind.COMPLIMENT_SHARED,),
        sends=True,
    ),
)

PAGES: Mapping[str, BuiltInPage] = {page.key: page for page in _PAGES}
"""Every built-in page by its key."""

EVENT_FIELD = "event."
"""A question of type date whose id is `event.<kind>` records that this happened on the day that is typed."""
UNTIL_FIELD = "until."
"""A question of type date whose id is `until.<kind>` is the day that such an event names."""

DEFAULT_LETTERS: Mapping[str, str] = {
    "respond": "stage_1_response",
    "check_and_send": "stage_1_response",
    "overrun": "overrun",
    "statement": "statement_of_complaint",
    "panel": "panel_invitation",
    "panel_report": "panel_report",
}
"""The letter of a page where the diagram names none."""


def letter_of(element: Element) -> str | None:
    """The letter that a task's page comes with, or None. The pages of triage and of stage 3's request choose theirs."""
    return element.settings.get(LETTER) or DEFAULT_LETTERS.get(element.form_key or "")


def events_of(element: Element) -> frozenset[str]:
    """The kinds of event that finishing a user task can record, as the diagram and the page tell it."""
    page = PAGES.get(element.form_key or "")
    letter = letter_of(element)
    sends = page.sends if page is not None else True
    asked = {f.id.removeprefix(EVENT_FIELD) for f in element.fields if f.id.startswith(EVENT_FIELD)}
    by_letter = {MEETS[letter].value} if letter is not None and letter in MEETS and sends else set()
    return frozenset(asked | by_letter | {kind.value for kind in (page.events if page else ())})
