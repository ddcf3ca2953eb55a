"""The facts of a letter as plain values, so that they can be kept beside it as they were on the day."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from notifications.fields import LetterFields


def kept(facts: LetterFields) -> dict[str, Any]:
    """The facts as JSON can hold them; what is empty is left out."""
    plain: dict[str, Any] = _plain(facts)
    return plain


def restored(plain: Mapping[str, Any]) -> LetterFields:
    """The facts that `kept` made plain. A name that is not known any more is passed over."""
    facts: LetterFields = _restored(LetterFields, plain)
    return facts


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        pairs = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _plain(inner) for name, inner in pairs.items() if inner not in (None, "", ())}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _restored(kind: Any, plain: Any) -> Any:
    if isinstance(kind, UnionType):
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return tuple(_restored(get_args(kind)[0], inner) for inner in plain)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _restored(hints[name], inner) for name, inner in plain.items() if name in hints})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(plain)
    return plain
