"""What the person who looks may do with a case now, grouped; what is not lawful is not offered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from engine.casework.lawful import CaseAction, CaseState, lawful
from engine.casework.policy import Action, may
from engine.casework.vocabulary import Kind
from engine.queries import case_state
from engine.queries.case_file import CaseFile
from web.access import actor, office
from web.case_words import clock_said


@dataclass(frozen=True)
class Offer:
    """Something that the person may do with the case now."""

    words: str
    address: str


@dataclass(frozen=True)
class Group:
    """Deeds of one sort under their heading."""

    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Refused:
    """Something that the person may do with a case, and that is not lawful now."""

    words: str
    why: str
    """A sentence without its end."""


@dataclass(frozen=True)
class Deeds:
    """What a person may do with a case: now, and what they might look for that is not lawful now."""

    offered: tuple[Group, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class _Way:
    action: CaseAction
    needs: Action
    words: str
    endpoint: str


_GROUPS: tuple[tuple[str, tuple[_Way, ...]], ...] = (
    (
        "Stages",
        (
            _Way(CaseAction.ASK_STAGE_2, Action.ESCALATE, "Stage 2 is asked for", "stages.ask_stage_2"),
            _Way(CaseAction.ASK_STAGE_3, Action.ESCALATE, "Stage 3 is asked for", "stages.ask_stage_3"),
            _Way(CaseAction.MOVE_PANEL, Action.ESCALATE, "The panel cannot meet then", "stages.move_panel"),
            _Way(CaseAction.PUT_ASIDE, Action.FREEZE, "Put it aside for proceedings elsewhere", "put_aside.put_aside"),
            _Way(CaseAction.RESUBMIT, Action.FREEZE, "It is brought again", "put_aside.resubmit"),
            _Way(CaseAction.WITHDRAW, Action.WITHDRAW, "Record that it is withdrawn", "case_actions.withdraw"),
            _Way(CaseAction.REOPEN, Action.REOPEN, "Open the case again", "corrections.reopen"),
        ),
    ),
    (
        "Corrections",
        (
            _Way(CaseAction.CORRECT_DATE, Action.CORRECT, "Correct a date", "cases.dates"),
            _Way(CaseAction.CORRECT_FINDING, Action.CORRECT, "Correct a finding", "corrections.findings"),
            _Way(CaseAction.UNDO, Action.UNDO, "Undo what was done last", "corrections.undo"),
            _Way(CaseAction.REROUTE, Action.REROUTE, "It belongs in another procedure", "corrections.reroute"),
            _Way(CaseAction.CHANGE_MANAGER, Action.CORRECT, "Somebody else answers it", "corrections.manager"),
            _Way(CaseAction.CHANGE_ABOUT, Action.CORRECT, "Change whom it is about", "corrections.about"),
            _Way(CaseAction.CHANGE_DETAILS, Action.CHANGE_DETAILS, "Change contact details", "case_details.change"),
        ),
    ),
    (
        "Ombudsman",
        (_Way(CaseAction.OMBUDSMAN, Action.OMBUDSMAN, "The Ombudsman has been in touch", "ombudsman.record"),),
    ),
)


def of_case(case: CaseFile) -> Deeds:
    """What the person can do by group, in the order of the day, and why they cannot do the rest."""
    if not _may_any(case):
        return Deeds()
    state = case_state.of_file(office(), case)
    rules = lawful(state)
    groups = [Group("Dates", _dates(case, state))]
    for title, ways in _GROUPS:
        ways = tuple(w for w in ways if rules[w.action] is None and may(actor(), w.needs, case.standing))
        groups.append(Group(title, tuple(Offer(w.words, url_for(w.endpoint, reference=case.reference)) for w in ways)))
    groups.append(Group("Other cases", _with_others(case)))
    return Deeds(tuple(group for group in groups if group.offers), tuple(_refused(case, rules)))


def _refused(case: CaseFile, rules: Mapping[CaseAction, str | None]) -> Iterator[Refused]:
    ways = (*_OF_CLOCKS, *((w.action, w.needs, w.words) for _, group in _GROUPS for w in group))
    for action, needs, words in ways:
        why = rules[action]
        if why is not None and action not in _NOBODY_EXPECTS and may(actor(), needs, case.standing):
            yield Refused(words, why)


_OF_CLOCKS = (
    (CaseAction.EXTEND, Action.EXTEND, "Take more time"),
    (CaseAction.SUSPEND, Action.SUSPEND, "Pause while an advocate is found"),
)
_NOBODY_EXPECTS = frozenset({CaseAction.REOPEN, CaseAction.RESUME, CaseAction.RESUBMIT, CaseAction.MOVE_PANEL})
"""Each only takes back something else, or follows from it: where that has not happened nobody looks for it."""


def _with_others(case: CaseFile) -> tuple[Offer, ...]:
    """Putting cases together and apart; the flows say what is lawful of the other case too."""
    if not may(actor(), Action.JOIN, case.standing):
        return ()
    ways = [("Link with another case", "joining.link")]
    if case.is_open and case.row.kind == Kind.COMPLAINT:
        ways.append(("Put together with another case", "joining.merge"))
        ways.extend([("Take heads out into a new case", "joining.split")] if len(case.heads) > 1 else [])
    return tuple(Offer(words, url_for(endpoint, reference=case.reference)) for words, endpoint in ways)


def on_dates(case: CaseFile) -> tuple[Offer, ...]:
    """The deeds about time limits alone."""
    return _dates(case, case_state.of_file(office(), case)) if _may_any(case) else ()


def _may_any(case: CaseFile) -> bool:
    """Whether any of it is for this person at all: where the case stands costs something to find out."""
    needs = {way.needs for _, ways in _GROUPS for way in ways} | {Action.EXTEND, Action.SUSPEND}
    return any(may(actor(), action, case.standing) for action in needs)


def _dates(case: CaseFile, state: CaseState) -> tuple[Offer, ...]:
    rules = lawful(state)
    offers: list[Offer] = []
    of_clocks: tuple[tuple[CaseAction, Action, frozenset[str], str, str], ...] = (
        (CaseAction.EXTEND, Action.EXTEND, state.extendable, "Take more time", "case_actions.extend"),
        *((CaseAction.SUSPEND, Action.SUSPEND, state.pausable, "Pause while an advocate is found", _SUSPEND),),
        (CaseAction.RESUME, Action.SUSPEND, state.paused, "Start the clock again", "case_actions.resume"),
    )
    for action, needs, clocks, words, endpoint in of_clocks:
        if rules[action] is None and may(actor(), needs, case.standing):
            named: Callable[[str], str] = _plain(words) if len(clocks) == 1 else _with_clock(words)
            offers.extend(
                Offer(named(line.name), url_for(endpoint, reference=case.reference, clock=line.name))
                for line in case.clocks
                if line.name in clocks
            )
    return tuple(offers)


_SUSPEND = "case_actions.suspend"


def _plain(words: str) -> Callable[[str], str]:
    return lambda clock: words


def _with_clock(words: str) -> Callable[[str], str]:
    return lambda clock: f"{words}: {clock_said(clock).lower()}"
