"""What a condition of a diagram may read besides its variables: facts of the case, looked for when they are read."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Label, select

from engine.casework.clocks import ClockState
from engine.casework.step import Context, Scalar
from engine.db.tables import setting
from engine.recording import timing
from engine.recording.case import CaseRecord

CHECK_BEFORE_SENDING = "check_before_sending"
STAGE_1_RESPONSE = "stage_1_response"


class Facts(Mapping[str, Scalar]):
    """The routing facts of a case, each looked for only when a condition reads it."""

    def __init__(self, case: CaseRecord) -> None:
        self._case = case

    def __getitem__(self, name: str) -> Scalar:
        return _FACTS[name](self._case)

    def __iter__(self) -> Iterator[str]:
        return iter(_FACTS)

    def __len__(self) -> int:
        return len(_FACTS)


def context_of(case: CaseRecord) -> Context:
    """The routing facts that conditions may read."""
    return Context(Facts(case))


def _checked_before_sending(case: CaseRecord) -> bool:
    if hasattr(case.row, CHECK_BEFORE_SENDING):
        return bool(getattr(case.row, CHECK_BEFORE_SENDING) != "no")
    return case.transaction.connection.execute(select(check_before_sending())).scalar() != "no"


def _answer_overdue(case: CaseRecord) -> bool:
    """The answer at stage 1 is late by its own limit, with the pauses and extensions that it had."""
    reading = timing.readings(case).get(STAGE_1_RESPONSE)
    return reading is not None and reading.state is ClockState.OVERDUE


_FACTS: Mapping[str, Callable[[CaseRecord], Scalar]] = {
    CHECK_BEFORE_SENDING: _checked_before_sending,
    "is_child": lambda case: bool(case.value("is_child")),
    "answer_overdue": _answer_overdue,
}
"""Each fact of `procedures.profile.CONTEXT_FACTS`."""


def check_before_sending() -> Label[Any]:
    """The council's setting, as a column that a caller can read together with the case."""
    s = setting.c
    return select(s.value).where(s.name == CHECK_BEFORE_SENDING).scalar_subquery().label(CHECK_BEFORE_SENDING)
