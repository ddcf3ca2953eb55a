"""A time limit as a person writes it in the procedure: "10 working days from received, 20 if extended, until ..."."""

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import ClockSentenceError


class Unit(StrEnum):
    """What a clock counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


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
    """The kind of the event whose day is day 0."""
    stops_on: str
    """The kind of the event that meets the clock."""
    extended_days: int | None = None
    """How many of `unit`, from the same day 0, an extension may reach; None when there is no extension."""
    pausable: bool = True
    ceiling: Ceiling = Ceiling.FIRM


_UNITS = {
    "working day": Unit.WORKING_DAYS,
    "calendar day": Unit.CALENDAR_DAYS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
}
_MOST = 999

_LIMIT = re.compile(r"(\d{1,6}) (working day|calendar day|month|year)s? (from|before) ([a-z][a-z0-9_]*)")
_EXTENDED = re.compile(r"(\d{1,6}) if extended( or longer with a good reason)?")
_UNTIL = re.compile(r"until ([a-z][a-z0-9_]*)")
_WITHOUT_PAUSE = "without pause"

_EXAMPLE = "10 working days from received, 20 if extended, until stage_1_response_sent"


def parse_clock(name: str, sentence: str) -> ClockRule:
    """Read the time limit `name` from its sentence.

    The parts are separated by commas: the limit ("10 working days from received"), then, if wanted, "20 if extended"
    and "without pause", then "until" and the event that meets the clock. Raises ClockSentenceError saying what to mend.
    """
    first, *rest = [" ".join(part.split()) for part in sentence.split(",")]
    limit = _LIMIT.fullmatch(first)
    if limit is None:
        raise _wrong(sentence, f'it begins with how long and from what, as in "{_EXAMPLE}"')
    number, unit, direction, starts_on = limit.groups()
    parts = _Parts(sentence)
    for part in rest:
        parts.take(part)
    days = _whole(sentence, number)
    parts.check(days, direction)
    return ClockRule(
        name=name,
        days=-days if direction == "before" else days,
        unit=_UNITS[unit],
        starts_on=starts_on,
        stops_on=parts.stops_on,
        extended_days=parts.extended_days,
        pausable=parts.pausable,
        ceiling=parts.ceiling,
    )


def write_clock(rule: ClockRule) -> str:
    """The sentence that `parse_clock` reads back as `rule`."""
    count = abs(rule.days)
    unit = next(word for word, known in _UNITS.items() if known == rule.unit)
    parts = [f"{count} {unit}{'' if count == 1 else 's'} {'before' if rule.days < 0 else 'from'} {rule.starts_on}"]
    if rule.extended_days is not None:
        longer = " or longer with a good reason" if rule.ceiling is Ceiling.GOOD_REASON else ""
        parts.append(f"{rule.extended_days} if extended{longer}")
    if not rule.pausable:
        parts.append(_WITHOUT_PAUSE)
    return ", ".join([*parts, f"until {rule.stops_on}"])


class _Parts:
    """What follows the limit in a sentence, each part at most once."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._seen: set[str] = set()
        self.stops_on = ""
        self.extended_days: int | None = None
        self.pausable = True
        self.ceiling = Ceiling.FIRM

    def take(self, part: str) -> None:
        if self.stops_on:
            raise _wrong(self._sentence, f'"until {self.stops_on}" comes last, so take out or move "{part}"')
        if until := _UNTIL.fullmatch(part):
            self.stops_on = until[1]
        elif extended := _EXTENDED.fullmatch(part):
            self._once("if extended")
            self.extended_days = _whole(self._sentence, extended[1])
            self.ceiling = Ceiling.GOOD_REASON if extended[2] else Ceiling.FIRM
        elif part == _WITHOUT_PAUSE:
            self._once(part)
            self.pausable = False
        else:
            raise _wrong(
                self._sentence, f'"{part}" is none of "20 if extended", "without pause", "until stage_1_response_sent"'
            )

    def check(self, days: int, direction: str) -> None:
        """Whether the parts make sense together."""
        if not self.stops_on:
            raise _wrong(self._sentence, 'say at the end what meets the limit, as in "until stage_1_response_sent"')
        if self.extended_days is None:
            return
        if direction == "before":
            raise _wrong(self._sentence, 'a limit that counts backwards ("before") cannot be extended')
        if self.extended_days <= days:
            raise _wrong(self._sentence, f"the extended limit has to be more than {days}")

    def _once(self, part: str) -> None:
        if part in self._seen:
            raise _wrong(self._sentence, f'"{part}" stands in it twice')
        self._seen.add(part)


def _whole(sentence: str, digits: str) -> int:
    number = int(digits)
    if not 1 <= number <= _MOST:
        raise _wrong(sentence, f"a limit is between 1 and {_MOST}")
    return number


def _wrong(sentence: str, mend: str) -> ClockSentenceError:
    return ClockSentenceError(sentence=sentence, mend=mend)
