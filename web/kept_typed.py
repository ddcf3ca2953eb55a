"""What was typed on a form that could not be taken, to be shown by its questions, so that nobody loses their words."""

import re

from flask import g, request

from engine.procedures.definition import FormField
from engine.queries import answers
from web.access import office
from web.filled import typed
from web.questions import said_of

CHOSEN = 3
"""Characters: what is no longer was chosen or is part of a date, and is quickly given again."""
NO_WORDS = re.compile(r"^(password|email|next|step|seen|do|letter_for)$|-year$")
"""Answers that nobody wants to copy."""
CARRIED = "kept-"
"""How the answers of another form are named that come along while somebody signs in."""


def kept() -> list[tuple[str, str]]:
    """What was typed, by its question. Never a password."""
    task_id = (request.view_args or {}).get("task_id")
    return worded(answers.questions(office(), task_id) if task_id and g.get("actor") else ())


def worded(asked: tuple[FormField, ...]) -> list[tuple[str, str]]:
    """The same by these questions. Without any it asks no database: what nobody has a question for keeps its name."""
    given = {name.removeprefix(CARRIED): value for name, value in typed().items() if not NO_WORDS.search(name)}
    return list(said_of({name: value for name, value in given.items() if len(value.strip()) > CHOSEN}, asked))
