"""A case's history is sealed entry by entry: whoever alters one is found out, and an erased payload breaks nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Delete, Update, delete, func, select, update

from engine.db.tables import case_file, history, history_payload
from engine.office import Office
from engine.recording import chain
from tests.story import log_and_triage, respond, rows, sign_off

ALTERATIONS: Mapping[str, Mapping[str, Any]] = {
    "who did it": {"actor_id": 5},
    "for whom": {"on_behalf_of_id": 5},
    "what was done": {"what": "letter_sent_"},
    "its part in a task's life": {"lifecycle": "withdraw"},
    "the day it happened": {"occurred_on": date(2026, 10, 1)},
    "the moment it was recorded": {"recorded_at": func.now()},
    "the procedure": {"process_key": "another"},
    "its version": {"process_version": "2001-01-01"},
    "the step": {"element": "another"},
    "the task": {"task_id": "0" * 32},
    "the payload's digest": {"payload_digest": bytes(32)},
    "its own digest": {"digest": bytes(32)},
}


def _change(office: Office, statement: Update | Delete) -> None:
    with office.database.writing() as connection:
        assert connection.execute(statement).rowcount == 1


def _broken_at(office: Office, case_id: int = 1) -> int | None:
    with office.database.reading() as connection:
        return chain.broken_at(connection, case_id)


@pytest.fixture
def written(office: Office) -> Office:
    """An office with one case that has some history."""
    log_and_triage(office)
    respond(office)
    return office


def _entry(seq: int) -> Any:
    return (history.c.case_id == 1) & (history.c.seq == seq)


def test_every_entry_follows_the_one_before(written: Office) -> None:
    entries = rows(written, select(history.c.seq).order_by(history.c.seq))
    assert [row.seq for row in entries] == list(range(1, len(entries) + 1))
    assert len(entries) > 15
    assert _broken_at(written) is None


def test_every_column_is_sealed() -> None:
    sealed = {name for values in ALTERATIONS.values() for name in values}
    assert sealed | {"id", "case_id", "seq"} == set(history.c.keys())


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_altered_entry_is_found(written: Office, what: str) -> None:
    _change(written, update(history).where(_entry(7)).values(ALTERATIONS[what]))
    assert _broken_at(written) == 7


def test_an_entry_that_was_taken_out_is_missed(written: Office) -> None:
    _change(written, delete(history_payload).where(history_payload.c.seq == 7))
    _change(written, delete(history).where(_entry(7)))
    assert _broken_at(written) == 8


def test_an_entry_moved_to_another_case_is_missed(written: Office) -> None:
    log_and_triage(written)
    _change(written, delete(history).where((history.c.case_id == 2) & (history.c.seq == 3)))
    _change(written, update(history).where(_entry(3)).values(case_id=2))
    assert _broken_at(written) == 4
    assert _broken_at(written, 2) == 3


def test_the_last_entries_cannot_be_dropped_without_a_trace(written: Office) -> None:
    (last,) = rows(written, select(func.max(history.c.seq)))
    _change(written, delete(history_payload).where(history_payload.c.seq == last[0]))
    _change(written, delete(history).where(_entry(last[0])))
    assert _broken_at(written) == last[0]


def test_an_erased_payload_breaks_nothing(written: Office) -> None:
    with written.database.writing() as connection:
        connection.execute(delete(history_payload).where(history_payload.c.case_id == 1))
    assert _broken_at(written) is None


@pytest.mark.parametrize("column", ["payload", "salt"])
def test_an_altered_payload_is_found(written: Office, column: str) -> None:
    of_entry = (history_payload.c.case_id == 1) & (history_payload.c.seq == 5)
    _change(written, update(history_payload).where(of_entry).values({column: b"0123456789abcdef"}))
    assert _broken_at(written) == 5


def test_the_chain_goes_on_after_an_erasure(written: Office) -> None:
    with written.database.writing() as connection:
        connection.execute(delete(history_payload).where(history_payload.c.case_id == 1))
    log_and_triage(written)
    (reference,) = rows(written, select(case_file.c.reference).where(case_file.c.id == 1))
    sign_off(written, reference.reference)
    assert _broken_at(written) is None


def test_the_same_words_leave_different_digests(written: Office) -> None:
    """Salted: nobody can find out what an erased payload said by trying likely words."""
    log_and_triage(written)
    same = rows(written, select(history.c.payload_digest).where(history.c.what == "heads_agreed"))
    assert len({row.payload_digest for row in same}) == len(same) == 2
