"""The answers on a task's page, checked in one place for pages and for the API."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from engine.casework.step import Scalar
from engine.errors import InvalidAnswers
from engine.procedures.definition import FormField

MAX_LENGTH: Mapping[str, int] = {"string": 255, "text": 20_000}
"""Characters, where the diagram sets no limit."""
MAX_NUMBER = 1_000_000_000
MAX_DEFAULT = 200

TRUE, FALSE = frozenset({"yes", "true", "on"}), frozenset({"no", "false", "off"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_WHOLE = re.compile(r"[+-]?\d{1,12}")
_PLAIN = re.compile(r"[\w\s.,;:'’‘“”\"!?&/%£€–-]*")
_CODE = re.compile(r"_|\.\w*[A-Za-z]")


class _Wrong(Exception):
    """An answer that needs another look; its text is the sentence for the page."""


def validate(fields: Iterable[FormField], submitted: Mapping[str, str]) -> dict[str, Scalar]:
    """The answers as values of their fields' types; None for a question left open.

    A date is read from `<id>` as ISO or from `<id>-day`, `<id>-month` and `<id>-year`. What was submitted for no
    field is left out. Raises InvalidAnswers with a sentence for every field that needs another look, all at once.
    """
    asked = tuple(fields)
    answers: dict[str, Scalar] = {}
    errors: dict[str, str] = {}
    for each in asked:
        try:
            answers[each.id] = _READERS[each.type](each, submitted)
        except _Wrong as wrong:
            errors[each.id] = str(wrong)
    for each in asked:
        if each.id not in errors and answers[each.id] is None and _needed(each, answers):
            errors[each.id] = _missing(each)
    if errors:
        raise InvalidAnswers({each.id: errors[each.id] for each in asked if each.id in errors})
    return answers


def wrong_default(field: FormField) -> str | None:
    """What is wrong with the default that the diagram gives a field, or None. A default is a value, never code."""
    if field.default is None or field.type not in _READERS:
        return None
    if len(field.default) > MAX_DEFAULT:
        return f"is longer than {MAX_DEFAULT} characters"
    if field.type in MAX_LENGTH and (not _PLAIN.fullmatch(field.default) or _CODE.search(field.default)):
        return "looks like code: write plain words without brackets, underscores or joined dots"
    try:
        default_of(field)
    except _Wrong as wrong:
        return f"does not fit the field: {wrong}"
    return None


def default_of(field: FormField) -> Scalar:
    """The value that the question shows at first, or None. Lint has checked that it fits the field."""
    return None if field.default is None else _READERS[field.type](field, {field.id: field.default})


def _needed(field: FormField, answers: Mapping[str, Scalar]) -> bool:
    """Whether the question must be answered, given the other answers."""
    if field.required or field.required_when is None:
        return field.required
    other, value = field.required_when
    return _as_text(answers.get(other)) == value


def _as_text(value: Scalar) -> str:
    """A value as a diagram writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_text(field: FormField, submitted: Mapping[str, str]) -> str | None:
    """Lines kept in a long text, one line in a short one; what a keyboard cannot type is left out."""
    raw = submitted.get(field.id, "").replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", raw).strip()
    if field.type == "string":
        text = " ".join(text.split())
    limit = field.max_length or MAX_LENGTH[field.type]
    if len(text) > limit:
        raise _Wrong(f"{_subject(field)} must be {limit:,} characters or fewer")
    return text or None


def _read_boolean(field: FormField, submitted: Mapping[str, str]) -> bool | None:
    text = submitted.get(field.id, "").strip().lower()
    if not text:
        return None
    if text not in TRUE | FALSE:
        raise _Wrong(_missing(field))
    return text in TRUE


def _read_whole_number(field: FormField, submitted: Mapping[str, str]) -> int | None:
    text = submitted.get(field.id, "").strip().replace(",", "")
    if not text:
        return None
    if not text.isascii() or not _WHOLE.fullmatch(text):
        raise _Wrong(f"{_subject(field)} must be a whole number, like 3")
    number = int(text)
    low = -MAX_NUMBER if field.minimum is None else field.minimum
    high = MAX_NUMBER if field.maximum is None else field.maximum
    if number < low:
        raise _Wrong(f"{_subject(field)} must be {low:,} or more")
    if number > high:
        raise _Wrong(f"{_subject(field)} must be {high:,} or fewer")
    return number


def _read_choice(field: FormField, submitted: Mapping[str, str]) -> str | None:
    text = submitted.get(field.id, "").strip()
    if not text:
        return None
    if text not in {option.value for option in field.options}:
        raise _Wrong(_missing(field))
    return text


def _read_date(field: FormField, submitted: Mapping[str, str]) -> date | None:
    """A day from one ISO text or from the three inputs of a GOV.UK date."""
    whole = submitted.get(field.id, "").strip()
    if whole:
        return _day(field, whole)
    parts = {part: submitted.get(f"{field.id}-{part}", "").strip() for part in ("day", "month", "year")}
    absent = [part for part, text in parts.items() if not text]
    if len(absent) == len(parts):
        return None
    if absent:
        raise _Wrong(f"{_subject(field)} must include a {' and a '.join(absent)}")
    return _day(field, f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2}")


def _day(field: FormField, text: str) -> date:
    if text.isascii() and re.fullmatch(r"\d+-\d\d-\d\d", text):
        if not re.match(r"[12]\d{3}-", text):
            raise _Wrong(f"{_subject(field)} must have a year with 4 numbers, like 2015")
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _Wrong(f"{_subject(field)} must be a real date")


_READERS: Mapping[str, Callable[[FormField, Mapping[str, str]], Scalar]] = {
    "string": _read_text,
    "text": _read_text,
    "boolean": _read_boolean,
    "long": _read_whole_number,
    "date": _read_date,
    "enum": _read_choice,
}

TYPES = frozenset(_READERS)
"""The types that a field may have."""


def _missing(field: FormField) -> str:
    """The sentence for a question that must be answered and was not."""
    verb = {"boolean": "Select yes or no:", "enum": "Select"}.get(field.type, "Enter")
    if field.label.endswith("?"):
        return f"{verb} an answer to “{field.label}”" if field.type != "boolean" else f"{verb} {_in_sentence(field)}"
    return f"{verb} {_in_sentence(field)}"


def _subject(field: FormField) -> str:
    """The field as the beginning of a sentence."""
    return f"The answer to “{field.label}”" if field.label.endswith("?") else field.label


def _in_sentence(field: FormField) -> str:
    """The label in the middle of a sentence; a word in capitals stays as it is."""
    label = field.label
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
