"""A case with much of everything opens with the same few statements as one with little, and its history by pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select

from engine.db.tables import case_event, head, message, task
from engine.db.tables import case_file as case_table
from engine.office import Office
from engine.queries import case_file, case_state, days_spent, diagrams, history
from engine.queries.history_kinds import HistoryKind
from engine.recording.case import open_case
from tests.council import StandingClock
from tests.stories import answered, somebody, triaged

MANY = 2_000
"""Entries of the history of a long case."""


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """The statements that the database is asked in the meantime."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    engine = office.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def grow(office: Office, reference: str, many: int = 50) -> None:
    """Fifty more of whatever a case can have many of."""
    with office.transaction() as transaction:
        put, now = transaction.connection.execute, transaction.now
        key = put(select(case_table.c.id).where(case_table.c.reference == reference)).scalar_one()
        stamp = {"case_id": key, "recorded_at": now, "recorded_by": 1, "occurred_on": transaction.today}
        put(insert(case_event), [{**stamp, "kind": "complainant_contacted"} for _ in range(many)])
        put(insert(head), [{"case_id": key, "number": n + 2, "text": f"Head {n}."} for n in range(many)])
        letter = {"kind": "letter", "template": "closing", "status": "draft", "channel": "email", "fields": {}}
        letters = [
            {**letter, "header_id": f"g{n}", "case_id": key, "created_at": now, "body": "."} for n in range(many)
        ]
        put(insert(message), letters)
        row = dict(put(select(task).where(task.c.case_id == key, task.c.status == "open").limit(1)).one()._mapping)
        put(insert(task), [{**row, "id": f"grown-{n}"} for n in range(many)])


def lengthen(office: Office, reference: str) -> None:
    """A history of two thousand entries."""
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        for number in range(MANY):
            case.note("contact_added", payload={"way": "telephone", "with_whom": "complainant", "number": number})


def of_the_case_page(office: Office, reference: str) -> int:
    with counted(office) as asked:
        case = case_file.find(office, somebody(office, "olive"), reference)
        case_state.of_file(office, case)
        diagrams.of_case(office, case)
        history.page(office, somebody(office, "olive"), case)
    return len(asked)


def test_the_page_of_a_case_costs_the_same_however_much_is_in_it(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    of_the_case_page(office, reference)  # what is read once is in memory by now
    little = of_the_case_page(office, reference)
    grow(office, reference)
    assert of_the_case_page(office, reference) == little
    assert little < 60


def test_a_long_history_comes_page_by_page_and_nothing_is_lost(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    lengthen(office, reference)
    olive = somebody(office, "olive")
    case = case_file.find(office, olive, reference)
    seen: list[int] = []
    before: int | None = None
    while True:
        with counted(office) as asked:
            page = history.page(office, olive, case, None, before)
        assert len(page.entries) <= history.PAGE
        assert len(asked) <= 6
        seen += [entry.seq for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert seen == list(range(len(seen), 0, -1))
    assert len(seen) > MANY


@pytest.mark.parametrize("kind", HistoryKind)
def test_each_kind_is_a_part_of_everything(office: Office, kind: HistoryKind) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    case = case_file.find(office, olive, reference)
    everything = {entry.seq: entry.what for entry in history.of_case(office, olive, case)}
    found = history.page(office, olive, case, kind).entries
    assert {entry.seq for entry in found} < everything.keys()
    if kind is not HistoryKind.CORRECTIONS:
        assert found


def test_the_days_in_each_step_are_counted_with_one_statement(office: Office, clock: StandingClock) -> None:
    reference = triaged(office)
    case = case_file.find(office, somebody(office, "olive"), reference)
    clock.instant = datetime(2026, 10, 9, 9, tzinfo=UTC) + timedelta(hours=1)
    with office.database.reading() as connection, counted(office) as asked:
        found = list(days_spent.visits(connection, [case.id]))
    assert len([each for each in asked if each != "BEGIN"]) == 1
    assert {visit.element for visit in found} == {"triage", "respond"}
