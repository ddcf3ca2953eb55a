"""A form carries a number of its own from when it was opened, so that one that is sent twice is done once."""

import hashlib
from collections.abc import Mapping
from secrets import token_hex

import orjson
from flask import Flask, request

from engine.recording import once
from web.access import actor, office

ONCE = "form-once"
"""Where a form carries the number that it was given when it was opened."""


def put_into(app: Flask) -> None:
    """Let every template give its form a number."""
    app.jinja_env.globals["form_once"] = number


def number() -> str:
    """The number of the form of this page: a new one, or that with which it was sent and is shown again."""
    return request.form.get(ONCE) or token_hex(16)


def sign(answers: Mapping[str, str], file: str = "") -> str:
    """A sign for the form that was sent, with these answers and this file's digest; empty where it has no number.

    Sent again with other answers it is another form: somebody has gone back and tells of something else.
    """
    sent = request.form.get(ONCE, "")
    if not sent:
        return ""
    of = [sent, actor().person_id, request.path, sorted(answers.items()), file]
    return hashlib.sha256(orjson.dumps(of)).hexdigest()[:48]


def made_before(form: str) -> int | None:
    """The key of what came of the form with this sign when it was sent before; None where it was not."""
    if not form:
        return None
    with office().database.reading() as connection:
        return once.made_of(connection, form)
