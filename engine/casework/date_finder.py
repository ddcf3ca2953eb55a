"""Finding a day for a review panel: the days on which everybody can come, and who stands in the way of the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.casework.calendar import WorkingCalendar
from engine.casework.dates import how_many, long_date

MEETS_WITHIN = 30
"""Working days from the request within which the panel must meet (stage 3, regulation 19)."""
PAPERS_BEFORE = 10
"""Working days before the panel on which everybody has the papers."""
LOOK_BEYOND = 60
"""Working days after the limit that are looked at for the first day that suits everybody."""


@dataclass(frozen=True)
class Absence:
    """Days on which somebody cannot come, first and last included."""

    who: str
    """As a sentence names them: “Ann Chair”, “the complainant”."""
    from_on: date
    to_on: date
    person_id: int | None = None
    """None: the complainant."""

    def covers(self, day: date) -> bool:
        """Whether they cannot come on this day."""
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True)
class NotPossible:
    """A working day that does not suit, and why."""

    day: date
    away: tuple[str, ...]
    """Who cannot come."""
    papers_late: bool
    """Nobody would have the papers ten working days before."""

    @property
    def why(self) -> str:
        """As a sentence."""
        said = f"{_all(self.away)} cannot come" if self.away else ""
        late = f"the papers could not be with everybody {how_many(PAPERS_BEFORE)} before" if self.papers_late else ""
        return "; ".join(part for part in (said, late) if part)


@dataclass(frozen=True)
class Spell:
    """Working days in a row that do not suit, all for the same reason."""

    first: date
    last: date
    why: str


@dataclass(frozen=True)
class PanelDays:
    """What was found."""

    possible: tuple[date, ...]
    """Days on which all can come, best first: early ones, once the papers can be out in time."""
    others: tuple[NotPossible, ...]
    """The other working days within the limit, in order."""
    meets_by: date
    """The last day that the law gives."""
    first_after: date | None
    """Where nothing is possible within the limit: the first day after it on which all can come."""
    caused_by: tuple[str, ...]
    """Whose absence takes the days that there would be."""

    @property
    def spells(self) -> tuple[Spell, ...]:
        """The other days, put together where they follow each other and have the same reason."""
        shown = sorted((*self.possible, *(each.day for each in self.others)))
        place = {day: n for n, day in enumerate(shown)}
        found: list[Spell] = []
        for each in self.others:
            before = found[-1] if found else None
            if before is not None and before.why == each.why and place[each.day] == place[before.last] + 1:
                found[-1] = replace(before, last=each.day)
            else:
                found.append(Spell(each.day, each.day, each.why))
        return tuple(found)

    @property
    def conclusion(self) -> str:
        """What the page says above the days where there is none within the limit; empty where there is one."""
        if self.possible:
            return ""
        within = f"There is no day until {long_date(self.meets_by)} on which everybody can come."
        cause = f" What stands in the way: {_all(self.caused_by)}." if self.caused_by else ""
        after = "" if self.first_after is None else f" The first day after it is {long_date(self.first_after)}."
        return f"{within}{cause}{after} There is no statutory pause: the cause of the delay is recorded."


def panel_days(
    calendar: WorkingCalendar,
    today: date,
    meets_by: date,
    absences: Iterable[Absence],
    papers_before: int = PAPERS_BEFORE,
) -> PanelDays:
    """The days after today on which a panel can meet by `meets_by`; `papers_before` is the working days they need.

    Only working days count. Where the limit has passed, or is too near for the papers, nothing is possible within it.
    """
    away = tuple(absences)
    days = _working_days(calendar, today, meets_by)
    papers = calendar.add(today, papers_before)
    possible = tuple(day for day in days if day >= papers and not _who_is_away(away, day))
    others = tuple(
        NotPossible(day, _who_is_away(away, day), papers_late=day < papers) for day in days if day not in possible
    )
    first_after = None if possible else _first_after(calendar, max(meets_by, today), papers, away)
    caused_by = () if possible else _causes(others)
    return PanelDays(possible, others, meets_by, first_after, caused_by)


def _working_days(calendar: WorkingCalendar, after: date, until: date) -> list[date]:
    number = calendar.between(after, until)
    return [calendar.add(after, n) for n in range(1, number + 1)]


def _who_is_away(absences: Sequence[Absence], day: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(absence.who for absence in absences if absence.covers(day)))


def _first_after(calendar: WorkingCalendar, after: date, papers: date, absences: Sequence[Absence]) -> date | None:
    for n in range(1, LOOK_BEYOND + 1):
        day = calendar.add(after, n)
        if day >= papers and not _who_is_away(absences, day):
            return day
    return None


def _causes(others: Sequence[NotPossible]) -> tuple[str, ...]:
    """Whoever is away on a day that the papers would have reached; nobody, where no such day was left at all."""
    return tuple(dict.fromkeys(who for each in others if not each.papers_late for who in each.away))


def _all(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
