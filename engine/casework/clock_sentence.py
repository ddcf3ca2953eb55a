"""A time limit as a person writes it in the procedure: "10 working days from received, 20 if extended, until ..."."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from engine.errors import ClockSentenceError


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    NAMED_DAY = "named_day"
    """Nothing: the day is named in a letter. How long there still is, is said in calendar days."""


class Ceiling(StrEnum):
    """How hard the extended limit is."""

    FIRM = "firm"
    """No later date is possible; being later still is an overrun."""
    GOOD_REASON = "good_reason"
    """A later date is allowed with a good reason, and warned of (the Ombudsman's Code, paragraphs 6.4 to 6.5)."""


@dataclass(frozen=True)
class ClockRule:
    """One time limit: how long, from what to what, and whether it may be extended or paused."""

    name: str
    days: int
    """How many of `unit`; below zero the clock runs backwards from its start ("10 working days before")."""
    unit: str
    starts_on: str
    """The kind of the event whose day is day 0, or that names it."""
    stops_on: str
    """The kind of the event that meets the clock."""
    extended_days: int | None = None
    """How many of `unit`, from the same day 0, an extension may reach; None when there is no extension."""
    pausable: bool = True
    ceiling: Ceiling = Ceiling.FIRM
    from_named_day: bool = False
    """Day 0 is not the day of `starts_on` but the day that the latest such event names ("the panel meets on ...")."""
    or_from: str | None = None
    """The kind of the event whose own day is day 0 where no day was named."""
    ended_by: tuple[str, ...] = ()
    """The kinds of the events that end the clock without meeting it."""
    is_guide: bool = False
    """A milestone, or somebody else's time: shown, and never the day that the case is due."""
    freezable: bool = True
    """Whether it stops while the complaint is put aside for proceedings elsewhere."""


_UNITS = {
    "working day": Unit.WORKING_DAYS,
    "calendar day": Unit.CALENDAR_DAYS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
}
_MOST = 999

_EVENT = "[a-z][a-z0-9_]*"
_NAMED = "the day named in "
_LIMIT = re.compile(
    r"(\d{1,6}) (working day|calendar day|month|year)s? (from|before)"
    rf" (?:{_NAMED}({_EVENT})(?: or ({_EVENT}))?|({_EVENT}))"
)
_NAMED_DAY = re.compile(f"{_NAMED}({_EVENT})")
_EXTENDED = re.compile(r"(\d{1,6}) if extended( or longer with a good reason)?")
_UNTIL = re.compile(f"until ({_EVENT}(?: or {_EVENT})*)")
_WITHOUT_PAUSE = "without pause"
_AS_A_GUIDE = "as a guide"
_WHILE_FROZEN = "even while frozen"

_EXAMPLE = "10 working days from received, 20 if extended, until stage_1_response_sent"


@lru_cache(maxsize=512)
def parse_clock(name: str, sentence: str) -> ClockRule:
    """Read the time limit `name` from its sentence.

    The parts are separated by commas. First the limit: "10 working days from received", "10 working days before the day
    named in panel_arranged or panel_held", or "the day named in plan_agreed". Then, if wanted, "20 if extended",
    "without pause", "as a guide" and "even while frozen". Then "until" and the event that meets the clock, with "or"
    before each event that ends it without meeting it. Raises ClockSentenceError saying what to mend.
    """
    first, *rest = [" ".join(part.split()) for part in sentence.split(",")]
    start = _start(sentence, first)
    parts = _Parts(sentence)
    for part in rest:
        parts.take(part)
    parts.check(start)
    return ClockRule(
        name=name,
        days=start.days,
        unit=start.unit,
        starts_on=start.starts_on,
        from_named_day=start.from_named_day,
        or_from=start.or_from,
        stops_on=parts.until[0],
        ended_by=parts.until[1:],
        extended_days=parts.extended_days,
        ceiling=parts.ceiling,
        pausable=_WITHOUT_PAUSE not in parts.said,
        is_guide=_AS_A_GUIDE in parts.said,
        freezable=_WHILE_FROZEN not in parts.said,
    )


def write_clock(rule: ClockRule) -> str:
    """The sentence that `parse_clock` reads back as `rule`."""
    parts = [_written_start(rule)]
    if rule.extended_days is not None:
        longer = " or longer with a good reason" if rule.ceiling is Ceiling.GOOD_REASON else ""
        parts.append(f"{rule.extended_days} if extended{longer}")
    if not rule.pausable:
        parts.append(_WITHOUT_PAUSE)
    if rule.is_guide:
        parts.append(_AS_A_GUIDE)
    if not rule.freezable:
        parts.append(_WHILE_FROZEN)
    return ", ".join([*parts, f"until {' or '.join((rule.stops_on, *rule.ended_by))}"])


@dataclass(frozen=True)
class _Start:
    """The first part of a sentence: how long, and from what."""

    days: int
    unit: Unit
    starts_on: str
    from_named_day: bool = False
    or_from: str | None = None


def _start(sentence: str, first: str) -> _Start:
    if named := _NAMED_DAY.fullmatch(first):
        return _Start(0, Unit.NAMED_DAY, named[1], from_named_day=True)
    limit = _LIMIT.fullmatch(first)
    if limit is None:
        raise _wrong(
            sentence, f'it begins with how long and from what, as in "{_EXAMPLE}", or with "{_NAMED}" and an event'
        )
    number, unit, direction, named_in, or_from, event = limit.groups()
    days = _whole(sentence, number)
    signed = -days if direction == "before" else days
    return _Start(signed, _UNITS[unit], named_in or event, named_in is not None, or_from)


def _written_start(rule: ClockRule) -> str:
    event = f"{_NAMED if rule.from_named_day else ''}{rule.starts_on}{f' or {rule.or_from}' if rule.or_from else ''}"
    if rule.unit == Unit.NAMED_DAY:
        return event
    count = abs(rule.days)
    unit = next(word for word, known in _UNITS.items() if known == rule.unit)
    return f"{count} {unit}{'' if count == 1 else 's'} {'before' if rule.days < 0 else 'from'} {event}"


class _Parts:
    """What follows the limit in a sentence, each part at most once."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self.said: set[str] = set()
        self.until: tuple[str, ...] = ()
        self.extended_days: int | None = None
        self.ceiling = Ceiling.FIRM

    def take(self, part: str) -> None:
        if self.until:
            raise _wrong(self._sentence, f'"until {self.until[0]}" comes last, so take out or move "{part}"')
        if until := _UNTIL.fullmatch(part):
            self._stop(until[1])
        elif extended := _EXTENDED.fullmatch(part):
            self._once("if extended")
            self.extended_days = _whole(self._sentence, extended[1])
            self.ceiling = Ceiling.GOOD_REASON if extended[2] else Ceiling.FIRM
        elif part in (_WITHOUT_PAUSE, _AS_A_GUIDE, _WHILE_FROZEN):
            self._once(part)
        else:
            raise _wrong(
                self._sentence,
                f'"{part}" is none of "20 if extended", "{_WITHOUT_PAUSE}", "{_AS_A_GUIDE}", "{_WHILE_FROZEN}",'
                ' "until stage_1_response_sent"',
            )

    def check(self, start: _Start) -> None:
        """Whether the parts make sense together."""
        if not self.until:
            raise _wrong(self._sentence, 'say at the end what meets the limit, as in "until stage_1_response_sent"')
        if self.extended_days is None:
            return
        if start.unit is Unit.NAMED_DAY:
            raise _wrong(self._sentence, "a day that a letter names is moved by naming another, and not extended")
        if start.days < 0:
            raise _wrong(self._sentence, 'a limit that counts backwards ("before") cannot be extended')
        if self.extended_days <= start.days:
            raise _wrong(self._sentence, f"the extended limit has to be more than {start.days}")

    def _stop(self, events: str) -> None:
        named = tuple(events.split(" or "))
        if len(set(named)) < len(named):
            raise _wrong(self._sentence, f'"until {events}" names an event twice')
        self.until = named

    def _once(self, part: str) -> None:
        if part in self.said:
            raise _wrong(self._sentence, f'"{part}" stands in it twice')
        self.said.add(part)


def _whole(sentence: str, digits: str) -> int:
    number = int(digits)
    if not 1 <= number <= _MOST:
        raise _wrong(sentence, f"a limit is between 1 and {_MOST}")
    return number


def _wrong(sentence: str, mend: str) -> ClockSentenceError:
    return ClockSentenceError(sentence=sentence, mend=mend)
