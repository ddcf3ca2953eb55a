"""What triage decides where the law leaves it to the council: late complaints, sufficient interest, other ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.casework.advice import HOLD, Advice
from engine.casework.eligibility import Asked
from engine.casework.pages.asked import kept
from engine.casework.pages.typed import Reader
from engine.casework.reasons import Discretion
from engine.casework.routing import Route

ACCEPTED, REFUSED = "accepted", "refused"
"""What `case_file.late_decision` says."""


@dataclass(frozen=True)
class Discretions:
    """The council's decisions on what it may decide either way, with their reasons."""

    late_reason: str | None = None
    """None: it was not late, or the question did not arise."""
    interest: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Decision:
    """The way that was chosen, where it departs from the advice, and what the person can do instead."""

    override_reason: str = ""
    other_route: str = ""
    advised: str | None = None

    @property
    def answers(self) -> dict[str, str]:
        """What the task's own record says of it."""
        said = {"advised": self.advised or "", "override_reason": self.override_reason, "other_route": self.other_route}
        return {name: value for name, value in said.items() if value}


def discretions(reader: Reader, asked: Asked, advice: Advice) -> Discretions:
    """Read the decisions that the advice asks for. Each wants both an answer and a reason."""
    late = interest = None
    if Discretion.INTEREST in advice.discretions:
        interest = _interest(reader, asked)
    if Discretion.LATE in advice.discretions:
        late = _late(reader, asked)
    return Discretions(late, interest)


def _interest(reader: Reader, asked: Asked) -> dict[str, str]:
    """Whether somebody else has sufficient interest in the child: for the council to decide (section 26(3)(e))."""
    if asked.sufficient_interest is None:
        reader.errors["sufficient_interest"] = "Select whether their interest in the child is sufficient"
    return {
        "decision": "sufficient" if asked.sufficient_interest else "not_sufficient",
        "reason": reader.text("interest_reason", "Enter how you came to this about their interest", most=2000),
        "child_view": reader.text("child_view", most=2000),
    }


def _late(reader: Reader, asked: Asked) -> str:
    """Whether a late complaint is taken on: both limbs, and the reason either way (regulation 9)."""
    if asked.not_reasonable_earlier is not False and asked.still_fair is not False:
        if asked.not_reasonable_earlier is None:
            reader.errors["not_reasonable_earlier"] = "It came after the year: select yes or no"
        if asked.still_fair is None:
            reader.errors["still_fair"] = "It came after the year: select yes or no"
    return reader.text("late_reason", "Enter why the late complaint is, or is not, taken on", most=2000)


def decision(reader: Reader, advice: Advice, route: Route | None) -> Decision:
    """Read the choice against the advice: another way than a definite advice wants a reason of its own."""
    differs = route is not None and advice.differs(route)
    empty = _WHY_NOT_HELD if advice.holds else "This is not the way that is advised: enter why you choose it"
    override = reader.text("override_reason", empty if differs else None, most=2000)
    instead = reader.text("other_route", most=2000) if route is Route.NOT_ACCEPTED else ""
    return Decision(override if differs else "", instead, advice.advised)


_WHY_NOT_HELD = "The Ombudsman has it already: enter what was agreed with them"


def kept_on_case(asked: Asked, advice: Advice, route: Route, made: Discretions, chosen: Decision) -> dict[str, Any]:
    """The columns of the case that keep what was asked, advised and decided. Nothing asked, nothing kept."""
    answers = {name: value for name, value in kept(asked).items() if name != "safeguarding"}
    if answers in ({}, {"nature": "complaint"}) and not chosen.other_route:
        return {}
    found: dict[str, Any] = {"eligibility": _section(answers, advice, route, made, chosen)}
    if made.late_reason is not None:
        late = REFUSED if route is Route.NOT_ACCEPTED else ACCEPTED
        found |= {"late_decision": late, "late_reason": made.late_reason}
    return found


def _section(
    answers: Mapping[str, Any], advice: Advice, route: Route, made: Discretions, chosen: Decision
) -> dict[str, Any]:
    section = {
        "asked": dict(answers),
        "advised": HOLD if advice.holds else chosen.advised,
        "definite": advice.definite,
        "reasons": [{"sentence": each.sentence, "source": each.source} for each in advice.reasons],
        "undecided": list(advice.undecided),
        "chosen": route.value,
        "override_reason": chosen.override_reason,
        "other_route": chosen.other_route,
        "interest": made.interest,
    }
    return {name: value for name, value in section.items() if value not in (None, "", [])}
