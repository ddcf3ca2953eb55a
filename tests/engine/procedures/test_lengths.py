"""What a diagram names fits into the tables, so that no case fails at a step for a name."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Column, String

from engine.casework.law import LIMITS
from engine.casework.vocabulary import EventKind, Relation, Role
from engine.db.tables import case_event, clock, definition, history, job, message, task
from engine.procedures import blocks, profile
from engine.procedures.lint import lint
from engine.procedures.rules import lengths
from tests.engine.procedures.examples import SHIPPED, chain, diagram, end, shipped, simple, start
from tests.engine.procedures.examples import task as work

KEPT = {
    "key": (lengths.LONGEST_KEY, [definition.c.key, history.c.process_key]),
    "title": (lengths.LONGEST_TITLE, [definition.c.name]),
    "id": (lengths.LONGEST_ID, [task.c.element, history.c.element, history.c.what]),
    "task name": (lengths.LONGEST_TASK_NAME, [task.c.name]),
    "clock": (lengths.LONGEST_CLOCK_NAME, [clock.c.name, task.c.clock, job.c.clock, case_event.c.clock]),
}

KNOWN_WORDS: dict[str, tuple[Iterable[str], Column[str]]] = {
    "roles and relations": ([*Role, *(f"case:{each}" for each in Relation)], task.c.candidate),
    "pages": (profile.FORM_KEYS, task.c.form_key),
    "events": (EventKind, case_event.c.kind),
    "events in the history": (EventKind, history.c.what),
    "clocks of the law": (LIMITS, clock.c.name),
    "letters and notices": ((*blocks.LETTERS, *blocks.NOTICES), message.c.template),
}


def room(column: Column[str]) -> int:
    """How many characters a column keeps."""
    assert isinstance(column.type, String) and column.type.length is not None
    return column.type.length


@pytest.mark.parametrize("what", KEPT)
def test_lint_and_the_tables_agree_about_lengths(what: str) -> None:
    most, columns = KEPT[what]
    assert most == min(room(column) for column in columns)


@pytest.mark.parametrize("what", KNOWN_WORDS)
def test_every_word_that_a_diagram_may_choose_fits_its_column(what: str) -> None:
    words, column = KNOWN_WORDS[what]
    assert max(len(word) for word in words) <= room(column)


def named(text: str, name: str) -> bytes:
    """A small diagram with another name in one place."""
    return simple().replace(text.encode(), name.encode())


def with_clock(name: str) -> bytes:
    """A diagram with a clock of this name."""
    declared = ((f"clock:{name}", "5 working days from received, until acknowledged"),)
    return diagram(start() + work() + end() + chain("start", "work", "end"), declared)


def too_long(xml: bytes) -> list[str | None]:
    """The elements whose names do not fit."""
    return [each.element for each in lint(xml) if each.rule == "too-long"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_diagram_fits(name: str) -> None:
    assert too_long(shipped(name)) == []


def test_a_name_that_just_fits_is_allowed_and_one_more_letter_is_not() -> None:
    assert too_long(named("Do work", "n" * 120)) == []
    assert too_long(named("Do work", "n" * 121)) == ["work"]
    assert too_long(named('name="P"', f'name="{"n" * 120}"')) == []
    assert too_long(named('name="P"', f'name="{"n" * 121}"')) == ["p"]
    assert too_long(with_clock("c" * 40)) == []
    assert too_long(with_clock("c" * 41)) == ["p"]


def test_an_id_that_the_history_cannot_keep_is_refused_whatever_it_stands_on() -> None:
    assert too_long(simple().replace(b'"work"', f'"{"w" * 60}"'.encode())) == []
    assert too_long(simple().replace(b'"work"', f'"{"w" * 61}"'.encode())) == ["w" * 61]
    assert too_long(simple().replace(b'"end"', f'"{"e" * 61}"'.encode())) == ["e" * 61]
    assert too_long(simple().replace(b'process id="p"', f'process id="{"p" * 61}"'.encode())) == ["p" * 61]


def test_the_sentence_says_how_much_room_there_is() -> None:
    (finding,) = [each for each in lint(named("Do work", "n" * 200)) if each.rule == "too-long"]
    assert finding.sentence == "The name of the task has 200 characters, and there is room for 120. Shorten it."
    assert finding.line
