"""What is complained of, what each stage found on it, what was recommended, and how it is put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select

from engine.db.tables import action, finding, head, recommendation, remedy
from engine.db.together import Together


@dataclass(frozen=True)
class StageFinding:
    """What one stage found on one head, and what the adjudicating officer said of it."""

    stage: str
    finding: str
    reason: str
    decision: str | None = None
    decision_reason: str | None = None


@dataclass(frozen=True)
class HeadRow:
    """One thing that is complained of, with the findings of every stage, in the order of the stages."""

    number: int
    text: str
    desired_outcome: str | None
    found: tuple[StageFinding, ...] = ()

    @property
    def last(self) -> StageFinding | None:
        """What was found last, or None while nothing has been."""
        return self.found[-1] if self.found else None

    @property
    def finding(self) -> str | None:
        """The last finding by itself."""
        return self.last.finding if self.last else None

    @property
    def reason(self) -> str | None:
        """Its reason."""
        return self.last.reason if self.last else None

    def at(self, stage: str) -> StageFinding | None:
        """What one stage found."""
        return next((each for each in self.found if each.stage == stage), None)


@dataclass(frozen=True)
class RecommendationRow:
    """One thing that an investigator or a panel recommends, and the answer to it."""

    stage: str
    number: int
    text: str
    decision: str | None
    decision_reason: str | None


@dataclass(frozen=True)
class PromisedRow:
    """Something that was promised at a stage and is still to be done."""

    text: str
    owner_id: int | None
    due_on: date
    recommendation: int | None
    stage: str | None


@dataclass(frozen=True)
class RemedyRow:
    """One way in which things are put right."""

    kind: str
    note: str | None


@dataclass(frozen=True)
class Found:
    """All of it, of one case."""

    heads: tuple[HeadRow, ...]
    """What is complained of, in its order."""
    recommendations: tuple[RecommendationRow, ...]
    """What was recommended, stage by stage."""
    promised: tuple[PromisedRow, ...]
    """What was promised, as far as it is still open."""
    remedies: tuple[RemedyRow, ...]
    """How things are put right."""


def of_case(connection: Connection, case_id: int) -> Found:
    """What was found in a case, in one statement."""
    found = _FOUND.read(connection, {"of_case": case_id})
    return Found(
        _heads(found["heads"]),
        tuple(RecommendationRow(*row) for row in found["recommendations"]),
        tuple(PromisedRow(*row) for row in found["promised"]),
        tuple(RemedyRow(*row) for row in found["remedies"]),
    )


def _heads(rows: Iterable[Any]) -> tuple[HeadRow, ...]:
    """A row of each head for each stage that found something on it."""
    heads: dict[int, HeadRow] = {}
    for number, text, outcome, stage, *rest in rows:
        before = heads[number].found if number in heads else ()
        made = (StageFinding(stage, *rest),) if stage is not None else ()
        heads[number] = HeadRow(number, text, outcome, (*before, *made))
    return tuple(heads.values())


def _ask() -> Together:
    h, f, r, a, m = head.c, finding.c, recommendation.c, action.c, remedy.c
    case_id = bindparam("of_case", type_=Integer)
    of_head = (f.case_id == h.case_id) & (f.number == h.number)
    return Together(
        heads=select(h.number, h.text, h.desired_outcome, f.stage, f.finding, f.reason, f.decision, f.decision_reason)
        .select_from(head.outerjoin(finding, of_head))
        .where(h.case_id == case_id)
        .order_by(h.number, f.stage),
        recommendations=select(r.stage, r.number, r.text, r.decision, r.decision_reason)
        .where(r.case_id == case_id)
        .order_by(r.stage, r.number),
        promised=select(a.text, a.owner_id, a.due_on, a.recommendation_number, a.stage)
        .where(a.case_id == case_id, a.status == "open")
        .order_by(a.id),
        remedies=select(m.kind, m.note).where(m.case_id == case_id, m.amount.is_(None)).order_by(m.kind),
    )


_FOUND = _ask()
