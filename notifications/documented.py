"""The fields that a letter's words may use: what each is, taken from the types themselves."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from notifications.fields import LetterFields

_NOT_FOR_WORDS = ("is_child", "notice")


@dataclass(frozen=True)
class Documented:
    """One field as a keeper of letters reads it."""

    name: str
    kind: str
    """What it is, and how it is printed."""
    inside: tuple[str, ...] = ()
    """What each of it has, where it has parts."""


@cache
def roots() -> Mapping[str, Any]:
    """The type behind each name that a letter may begin with."""
    return {name: hint for name, hint in get_type_hints(LetterFields).items() if name not in _NOT_FOR_WORDS}


def part(kind: Any, name: str) -> Any | None:
    """The type of what a field has under this name; None where it has no such part."""
    one = plain(kind)
    return get_type_hints(one).get(name) if isinstance(one, type) and is_dataclass(one) else None


def plain(kind: Any) -> Any:
    """The type itself, where it may also be missing."""
    if get_origin(kind) in (Union, types.UnionType):
        known = [each for each in get_args(kind) if each is not type(None)]
        return known[0] if known else kind
    return kind


def each_of(kind: Any) -> Any | None:
    """The type of one of several; None where it is not a list."""
    one = plain(kind)
    return get_args(one)[0] if get_origin(one) is tuple else None


def every() -> tuple[Documented, ...]:
    """Every field by name."""
    return tuple(_documented(name, kind) for name, kind in sorted(roots().items()))


def _documented(name: str, kind: Any) -> Documented:
    several = each_of(kind)
    one = plain(several if several is not None else kind)
    inside = tuple(f.name for f in fields(one)) if isinstance(one, type) and is_dataclass(one) else ()
    return Documented(name, _said(kind, several, one), inside)


def _said(kind: Any, several: Any, one: Any) -> str:
    if several is not None:
        return "a list: go through it with “for”"
    if is_a(one, date):
        return "a day: print it with |day"
    if is_a(one, Enum):
        return "one of a few values"
    return "has parts" if isinstance(one, type) and is_dataclass(one) else "words"


def is_a(kind: Any, wanted: type) -> bool:
    """Whether a type is of the kind that is asked for."""
    return isinstance(kind, type) and issubclass(kind, wanted)
