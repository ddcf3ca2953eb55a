"""England's bank holidays, so that the calendar of a new installation is right from the first day."""

from collections.abc import Iterable
from importlib.metadata import version

import holidays

from engine.casework.calendar import BankHoliday

YEARS = range(2006, 2031)
"""From the year of the 2006 Regulations to the last year loaded."""

SOURCE = (
    "Banking and Financial Dealings Act 1971 and royal proclamations, for England; "
    f"dates from the Python package holidays {version('holidays')}"
)

_OBSERVED = " (observed)"
_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


def england(years: Iterable[int] = YEARS) -> tuple[BankHoliday, ...]:
    """The bank holidays of England in `years`, by date, one-off and substitute days included.

    England is asked for by name: for the United Kingdom as a whole the source leaves out Easter Monday and the summer
    bank holiday. Days that fall on a weekend are in the list and change nothing.
    """
    known = holidays.country_holidays("GB", subdiv="ENG", years=sorted(set(years)))
    return tuple(BankHoliday(day, _name(name), SOURCE) for day, name in sorted(known.items()))


def _name(name: str) -> str:
    plain = name.removesuffix(_OBSERVED)
    said = _NAMES.get(plain, plain)
    return said if plain == name else f"{said} (substitute day)"
