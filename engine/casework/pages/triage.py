"""Triage and acknowledge: which way it goes and why, what is complained of, who answers, and the first letter."""

from datetime import date
from enum import StrEnum

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, Head, LetterWords, PageFacts
from engine.casework.dates import long_date
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind, Relation

MOST_HEADS = 20


_WHEN_OFFERED = "Enter the day the child was offered an advocate"


class Route(StrEnum):
    """Where a complaint goes from here."""

    STATUTORY = "statutory"
    RESOLVED = "resolved"
    NOT_ACCEPTED = "not_accepted"


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The manager who answers is never the person complained about (independence, stage 1)."""
    reader = Reader(typed)
    route = reader.choice("route", Route, "Select what should happen with this complaint")
    resolved_on = _resolved_on(reader, facts) if route is Route.RESOLVED else None
    reason = reader.text("route_reason", "Enter the reason for this decision", most=2000)
    about = _complained_about(reader, facts)
    heads = _heads(reader) if route is Route.STATUTORY else None
    manager = _manager(reader, facts, about) if route is Route.STATUTORY else None
    safeguarding = reader.yes_no("safeguarding", "Select yes if somebody may be at risk of harm")
    advocate = _advocate(reader, facts)
    letter = None if route is Route.RESOLVED else _letter(reader, facts, route)
    reader.check()
    assert route is not None
    return Completion(
        variables={"route": route.value},
        answers={"route": route.value, "route_reason": reason},
        case={"route_reason": reason, "safeguarding": bool(safeguarding), **advocate},
        heads=heads,
        relations=_relations(manager, about),
        events=_events(route, resolved_on or facts.today),
        letter=letter,
    )


def _advocate(reader: Reader, facts: PageFacts) -> dict[str, str | date | None]:
    """Who helps the person to be heard. A child is told of advocates and offered one (Children Act 1989, section 26A).

    "Not yet" is an answer: the acknowledgement tells the child of it, and a complaint never waits for the offer.
    """
    named: dict[str, str | date | None] = {"advocate_name": reader.text("advocate_name", most=120) or None}
    if not facts.is_child:
        return named
    offered = reader.yes_no("advocate_offered", "Select yes if the child was offered an advocate")
    if not offered:
        return {**named, "advocate_offered_on": None}
    return {**named, "advocate_offered_on": reader.day("advocate_offered_on", _WHEN_OFFERED, latest=facts.today)}


def _relations(manager: int | None, about: tuple[int, ...]) -> dict[Relation, tuple[int, ...]]:
    relations = {Relation.COMPLAINED_ABOUT: about}
    return relations if manager is None else {**relations, Relation.ALLOCATED_MANAGER: (manager,)}


def _resolved_on(reader: Reader, facts: PageFacts) -> date | None:
    """The day it was put right. Later than the next working day after receipt, the person is owed an answer."""
    day = reader.day("resolved_on", "Enter the day it was resolved", latest=facts.today)
    if day is not None and day < facts.received_on:
        reader.errors["resolved_on"] = "This is before the day it was received"
    if day is not None and facts.resolved_by is not None and day > facts.resolved_by:
        sentence = (
            f"To be resolved at once, it had to be by {long_date(facts.resolved_by)}, the next working day after it was"
            " received. Deal with it as a statutory complaint"
        )
        reader.errors.setdefault("resolved_on", sentence)
    return day


def _events(route: Route, occurred_on: date) -> tuple[DatedEvent, ...]:
    kind = {
        Route.STATUTORY: EventKind.ACKNOWLEDGED,
        Route.RESOLVED: EventKind.RESOLVED_AT_ONCE,
        Route.NOT_ACCEPTED: EventKind.NOT_ACCEPTED,
    }[route]
    return (DatedEvent(kind.value, occurred_on),)


def _heads(reader: Reader) -> tuple[Head, ...]:
    heads: list[Head] = []
    for index in range(1, MOST_HEADS + 1):
        text = reader.text(f"head-{index}-text", most=4000)
        outcome = reader.text(f"head-{index}-outcome", most=2000)
        if text:
            heads.append(Head(len(heads) + 1, text, outcome))
        elif outcome:
            reader.errors[f"head-{index}-text"] = "Enter what this head of complaint is about"
    if not heads:
        reader.errors.setdefault("head-1-text", "Enter at least one thing that is complained of")
    return tuple(heads)


def _complained_about(reader: Reader, facts: PageFacts) -> tuple[int, ...]:
    """Whom it is about; whoever was named when it was logged stays named where the page did not ask."""
    asked = ("complained_about_1", "complained_about_2")
    if not any(name in reader.typed for name in asked):
        return facts.complained_about
    chosen = (reader.whole(name) for name in asked)
    return tuple(dict.fromkeys(person for person in chosen if person is not None and person in facts.people))


def _manager(reader: Reader, facts: PageFacts, about: tuple[int, ...]) -> int | None:
    manager = reader.whole("allocated_manager")
    if manager is None or manager not in facts.people:
        reader.errors["allocated_manager"] = "Select the manager who will answer"
    elif manager in about:
        name = facts.people[manager]
        reader.errors["allocated_manager"] = f"{name} is complained about and cannot answer; select somebody else"
    return manager


def _letter(reader: Reader, facts: PageFacts, route: Route | None) -> LetterWords | None:
    """A complaint that is not taken on is declined in writing, with the reason and the way to the Ombudsman."""
    template = "not_accepted" if route is Route.NOT_ACCEPTED else "acknowledgement"
    body = reader.text("letter_body", "Enter what the letter should say")
    written_for = reader.text("letter_for")
    if route is not None and written_for not in ("", template):
        reader.errors.setdefault("letter_body", "These words were written for another decision: write the letter again")
    return LetterWords(template, body, sent_on=facts.today)
