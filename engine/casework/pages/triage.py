"""Triage and acknowledge: which way it goes and why, what is complained of, who answers, and the first letter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.casework.advice import advise
from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, Head, LetterWords, PageFacts
from engine.casework.dates import long_date
from engine.casework.eligibility import Asked
from engine.casework.lawful import STAGES
from engine.casework.pages import decided
from engine.casework.pages.asked import STATUS_OF, one_of, read_asked
from engine.casework.pages.typed import Reader, Typed
from engine.casework.routing import ROUTES, Leads
from engine.casework.routing import Route as Route
from engine.casework.vocabulary import ChildStatus, ComplaintCategory, EventKind, Kind, Relation

MOST_HEADS = 20

_WHEN_OFFERED = "Enter the day the child was offered an advocate"
_NO_PROCEDURE = Leads()


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The manager who answers is never the person complained about (independence, stage 1).

    The advice binds nobody; a choice that departs from it has its own reason, and both are kept.
    """
    reader = Reader(typed)
    asked = read_asked(reader, facts.received_on, facts.today)
    advice = advise(asked)
    discretions = decided.discretions(reader, asked, advice)
    route = _route(reader, facts)
    leads = _NO_PROCEDURE if route is None else ROUTES[route]
    resolved_on = _resolved_on(reader, facts) if route is Route.RESOLVED else None
    skipped = _skipped(reader, asked, facts) if route is Route.STATUTORY_STAGE_2 else ()
    reason = reader.text("route_reason", "Enter the reason for this decision", most=2000)
    decision = decided.decision(reader, advice, route)
    about = _complained_about(reader, facts)
    heads = _heads(reader) if leads.asks_heads else None
    manager = _manager(reader, facts, about) if leads.asks_manager else None
    safeguarding = reader.yes_no("safeguarding", "Select yes if somebody may be at risk of harm")
    advocate = _advocate(reader, facts)
    letter = None if leads.letter is None and route is not None else _letter(reader, facts, leads)
    reader.check()
    assert route is not None
    return Completion(
        variables={"route": route.value},
        answers={"route": route.value, "route_reason": reason, **decision.answers},
        case={
            "route_reason": reason,
            "safeguarding": bool(safeguarding),
            **advocate,
            **_standing(reader, asked, route, leads),
            **decided.kept_on_case(asked, advice, route, discretions, decision),
        },
        heads=heads,
        relations=_relations(manager, about),
        events=(
            *_events(leads, resolved_on or facts.today),
            *_arose(asked, facts),
            *skipped,
            *_appointed(advocate, facts),
        ),
        letter=letter,
    )


KIND_OF: Mapping[str, str] = {
    "compliment": Kind.COMPLIMENT.value,
    "comment": Kind.COMMENT.value,
    **dict.fromkeys(STAGES, Kind.COMPLAINT.value),
}
"""What it is from now on, by the procedure that it goes on in."""


def _route(reader: Reader, facts: PageFacts) -> Route | None:
    """One of the ways that the running version of the intake knows: any other would go nowhere."""
    route = reader.choice("route", Route, "Select what should happen with this complaint")
    if route is None or facts.routes is None or route in facts.routes:
        return route
    reader.errors["route"] = _NO_SUCH_WAY
    return None


_NO_SUCH_WAY = "The procedure in which this came in does not know this way: select one of those that are shown"


def _standing(reader: Reader, asked: Asked, route: Route, leads: Leads) -> dict[str, Any]:
    """What the case is from now on: its procedure, what the child is to the council, whose consent there is."""
    categories = [each.value for each in ComplaintCategory if reader.ticked(f"category-{each.value}")]
    status = one_of(reader, "child_status", ChildStatus) or (STATUS_OF.get(asked.who) if asked.who else None)
    found: dict[str, Any] = {
        "procedure": leads.procedure,
        "child_status": status.value if status else None,
        "consent_on": asked.consent_on,
        "provider": reader.text("provider", most=120) or None,
        "categories": categories or None,
        "kind": KIND_OF.get(leads.procedure) if leads.procedure is not None else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _advocate(reader: Reader, facts: PageFacts) -> dict[str, Any]:
    """Who helps the person to be heard. A child is told of advocates and offered one (Children Act 1989, section 26A).

    "Not yet" is an answer: the acknowledgement tells the child of it, and a complaint never waits for the offer.
    """
    named: dict[str, Any] = {"advocate_name": reader.text("advocate_name", most=120) or None}
    if not facts.is_child:
        return named
    offered = reader.yes_no("advocate_offered", "Select yes if the child was offered an advocate")
    if not offered:
        return {**named, "advocate_offered_on": None}
    offered_on = reader.day("advocate_offered_on", _WHEN_OFFERED, latest=facts.today)
    return {**named, "advocate_offered_on": offered_on, **_accepted(reader, facts)}


def _accepted(reader: Reader, facts: PageFacts) -> dict[str, Any]:
    """Whether the child wants an advocate: yes, no, or not known yet."""
    accepted = {"yes": True, "no": False}.get(reader.typed.get("advocate_accepted", ""))
    if not accepted:
        return {} if accepted is None else {"advocate_accepted": False}
    appointed_on = reader.day("advocate_appointed_on", None, latest=facts.today)
    provider = reader.text("advocacy_provider", most=120)
    found = {"advocate_accepted": True, "advocacy_provider": provider, "advocate_appointed_on": appointed_on}
    return {name: value for name, value in found.items() if value}


def _appointed(advocate: dict[str, Any], facts: PageFacts) -> tuple[DatedEvent, ...]:
    day: date | None = advocate.get("advocate_appointed_on")
    if day is None or EventKind.ADVOCATE_APPOINTED in facts.latest_event_on:
        return ()
    return (DatedEvent(EventKind.ADVOCATE_APPOINTED.value, day),)


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


def _skipped(reader: Reader, asked: Asked, facts: PageFacts) -> tuple[DatedEvent, ...]:
    """Stage 1 left out: the day both agreed is the day from which stage 2 counts."""
    day = asked.skip_agreed_on
    reason = reader.text("skip_reason", "Enter why stage 1 is left out", most=2000)
    if day is None:
        reader.errors.setdefault("skip_agreed_on", "Enter the day on which it was agreed to begin at stage 2")
        return ()
    if day < facts.received_on:
        reader.errors["skip_agreed_on"] = "This is before the day it was received"
    return (
        DatedEvent(EventKind.STAGE_1_SKIPPED.value, day, reason=reason),
        DatedEvent(EventKind.STAGE_2_REQUESTED.value, day),
    )


def _arose(asked: Asked, facts: PageFacts) -> tuple[DatedEvent, ...]:
    if asked.grounds_arose_on is None or EventKind.GROUNDS_AROSE in facts.latest_event_on:
        return ()
    return (DatedEvent(EventKind.GROUNDS_AROSE.value, asked.grounds_arose_on),)


def _events(leads: Leads, occurred_on: date) -> tuple[DatedEvent, ...]:
    return (DatedEvent(leads.event.value, occurred_on),) if leads.event is not None else ()


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


def _letter(reader: Reader, facts: PageFacts, leads: Leads) -> LetterWords | None:
    """The acknowledgement of the procedure; what is not taken on is declined in writing, with the reason."""
    body = reader.text("letter_body", "Enter what the letter should say")
    written_for = reader.text("letter_for")
    if leads.letter is None:
        return None
    if written_for not in ("", leads.letter):
        reader.errors.setdefault("letter_body", "These words were written for another decision: write the letter again")
    instead = reader.text("other_route", most=2000) if leads.letter == "not_accepted" else ""
    return LetterWords(leads.letter, body, sent_on=facts.today, facts={"other_route": instead} if instead else {})
