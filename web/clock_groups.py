"""The clocks of a case in the order in which they matter: what is waited for, what is over, what may matter later."""

from dataclasses import dataclass

from engine.queries.case_file import CaseFile, ClockLine


@dataclass(frozen=True)
class ClockGroups:
    """Every clock of a case, each in one of these."""

    waited_for: tuple[ClockLine, ...]
    """Running, late, paused or frozen."""
    over: tuple[ClockLine, ...]
    """Met, ended, or not needed any more because the case is over."""
    with_more_time: tuple[ClockLine, ...]
    """Milestones beyond the limit that they belong to: they matter only once that is extended."""
    not_started: tuple[ClockLine, ...]


def of_case(case: CaseFile) -> ClockGroups:
    """The clocks of a case, by the day that each is due."""
    begun = [line for line in case.clocks if line.reading.started_on is not None]
    waited = [line for line in begun if case.is_open and line.reading.is_waited_for]
    later = [line for line in waited if _is_beyond_its_limit(line, waited)]
    return ClockGroups(
        waited_for=tuple(line for line in waited if line not in later),
        over=tuple(line for line in begun if line not in waited),
        with_more_time=tuple(later),
        not_started=tuple(line for line in case.clocks if line not in begun),
    )


def _is_beyond_its_limit(line: ClockLine, among: list[ClockLine]) -> bool:
    """Whether a milestone lies after the limit of the same stretch of work: day 45 of a stage that has 25 days.

    The furthest day of that limit is no milestone: it holds with more time and without.
    """
    rule = line.reading.rule
    if not rule.is_guide or line.reading.due_on is None:
        return False
    return any(
        (limit.starts_on, limit.stops_on) == (rule.starts_on, rule.stops_on)
        and limit.extended_days is not None
        and rule.days < limit.extended_days
        and other.reading.due_on is not None
        and other.reading.due_on < line.reading.due_on
        for other in among
        for limit in [other.reading.rule]
        if not limit.is_guide
    )
