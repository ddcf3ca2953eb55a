"""The routing variables that a procedure declares, each as a sentence: "one of agree, send_back, at first agree"."""

import re
from datetime import date

from engine.casework.step import Scalar
from engine.errors import VariableSentenceError
from engine.procedures.definition import Variable

MEND = "write for example: one of agree, send_back, at first agree; or: yes or no; or: whole number; or: a date"
_AT_FIRST = re.compile(r",\s*at first\s+(\S+)$")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_TYPES = {"yes or no": "boolean", "whole number": "long", "a date": "date"}
_YES_OR_NO = {"yes": True, "no": False}


def parse_variable(name: str, sentence: str) -> Variable:
    """The variable that `variable:<name>` declares. Raises VariableSentenceError with the way to mend it."""
    text = " ".join(sentence.split())
    at_first = _AT_FIRST.search(text)
    first = at_first.group(1) if at_first else None
    kind = text[: at_first.start()] if at_first else text
    if not _WORD.fullmatch(name):
        raise VariableSentenceError(sentence=sentence, mend=f"{name!r} must be small letters, digits and underscores")
    if kind.startswith("one of "):
        return _choice(name, sentence, tuple(part.strip() for part in kind.removeprefix("one of ").split(",")), first)
    if kind not in _TYPES:
        raise VariableSentenceError(sentence=sentence, mend=MEND)
    return Variable(name, (), _TYPES[kind], _first_value(sentence, _TYPES[kind], first))


def fits(variable: Variable, value: Scalar) -> bool:
    """Whether a variable can take this value. None stands for a question that was left open, and fits."""
    if value is None:
        return True
    if variable.type == "enum":
        return value in variable.values
    return type(value) is _PYTHON[variable.type]


_PYTHON = {"boolean": bool, "long": int, "date": date}


def _choice(name: str, sentence: str, values: tuple[str, ...], first: str | None) -> Variable:
    """A variable that takes one of a few values."""
    if not all(_WORD.fullmatch(value) for value in values) or len(set(values)) != len(values):
        mend = "each value is one word in small letters, written once, with commas between"
        raise VariableSentenceError(sentence=sentence, mend=mend)
    if first is not None and first not in values:
        raise VariableSentenceError(sentence=sentence, mend=f"{first} is not one of {', '.join(values)}")
    return Variable(name, values, "enum", first)


def _first_value(sentence: str, kind: str, first: str | None) -> bool | int | None:
    """The value at first of a variable that is no choice."""
    if first is None:
        return None
    if kind == "boolean" and first in _YES_OR_NO:
        return _YES_OR_NO[first]
    if kind == "long" and re.fullmatch(r"-?\d{1,9}", first):
        return int(first)
    raise VariableSentenceError(sentence=sentence, mend=f"{first} cannot be its value at first")
