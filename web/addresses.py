"""What an address may hold: a key that no row can have, or a character that no text has, leads nowhere."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST_KEY = 2**31 - 1
"""The last whole number that a key of the database can be."""


class Key(IntegerConverter):
    """The key of a row."""

    def __init__(self, routes: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(routes, *args, **{"max": LARGEST_KEY, **kwargs})


class Words(UnicodeConverter):
    """A reference, a name: nothing that cannot be printed."""

    def to_python(self, value: str) -> str:
        """The text. Raises `ValidationError`, which is a page that is not there."""
        if not value.isprintable():
            raise ValidationError
        return value


def keep_to(app: Flask) -> None:
    """Put these in the place of the framework's own, before any room is opened."""
    app.url_map.converters.update(int=Key, string=Words, default=Words)
