"""A council with as many open tasks as are asked for, written in bulk: the same people, and the same work for some.

Each task is a case of its own, with a timer that waits for its day.

Whoever measures has the same tasks at every size, and every filter the same number of matches; all else is other
people's work between them. It is placed so that each filter alone would meet a great deal of it: children are in every
second case but hardly in one stage of one service, that stage is full in all other services, and so on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert, text

from engine.db.tables import interest, line_management, membership, person, role_holding, service, team
from engine.office import Office
from tests.council import LONG_AGO

SERVICES = range(1, 9)
QUIET_SERVICE = 3
"""Where little of the statutory procedure is open, and much of another."""
OLIVE, OSCAR, MARA, MAX, HEATHER, ADA, SAM, LENA = range(1, 9)
GONE, OTHER_OFFICERS, OTHER_MANAGERS, OTHER_HEADS = 20, range(21, 25), range(31, 61), range(71, 79)
DECLARED = datetime(2020, 1, 1, tzinfo=UTC)
LONGEST_WAY_OFF = 120
"""Days; before that no timer of these cases is due."""
FEWEST = 1_000
"""Fewer tasks than this leave no room for other people's work."""


@dataclass(frozen=True)
class Piece:
    """So many tasks of one sort."""

    number: int
    element: str
    """A user task; one of the statutory procedure unless `procedure` says otherwise."""
    service: str
    """SQL, as the others are: `n` counts from 1 within the piece."""
    relates: str = "NULL"
    assignee: str = "NULL"
    due_in: str = "60 + n % 200"
    """Days from today; NULL for none."""
    child: str = "false"
    safeguarding: str = "false"
    warning: str = "NULL"
    advocate: str = "NULL"
    extended: str = "false"
    words: str = "'visit child letter'"
    put_by: str = "NULL"
    asks_help: bool = False
    unheld: str = "false"
    procedure: str = "statutory_complaint"


OTHERS_SERVICE = "1 + (n % 8)"
BUSY_SERVICE = f"CASE WHEN {OTHERS_SERVICE} = {QUIET_SERVICE} THEN 1 ELSE {OTHERS_SERVICE} END"
MANAGER = "31 + n % 30"


def pieces(tasks: int) -> Iterator[Piece]:
    """What is open, `tasks` in all: what is measured, the same at every size, and what other people have."""
    same = tuple(_the_same())
    yield from same
    others = tasks - sum(each.number for each in same)
    officers, some = others * 7 // 10, others // 20
    of = partial(Piece, relates=MANAGER, child="n % 2 = 0", extended="n % 3 = 0")
    yield of(officers, "check_and_send", BUSY_SERVICE, assignee="21 + n % 4")
    yield of(some, "sign_off", f"4 + ({BUSY_SERVICE}) % 4")
    yield of(some, "respond", str(QUIET_SERVICE), procedure="corporate_complaint")
    yield of(others - officers - 2 * some, "respond", BUSY_SERVICE)


def _the_same() -> Iterator[Piece]:
    quiet = str(QUIET_SERVICE)
    yield Piece(40, "triage", OTHERS_SERVICE, assignee=str(OLIVE), procedure="intake")
    yield Piece(60, "triage", OTHERS_SERVICE, procedure="intake")
    yield Piece(30, "respond", "1", str(MARA), words="'otter river'")
    yield Piece(30, "close_out", quiet, MANAGER)
    yield Piece(40, "respond", quiet, MANAGER, child="n <= 30", extended="n > 10")
    yield Piece(30, "respond", "1", MANAGER, due_in="-n")
    yield Piece(30, "respond", "2", MANAGER, due_in="0")
    yield Piece(30, "respond", "4", MANAGER, due_in="1 + n % 4")
    yield Piece(30, "respond", "5", MANAGER, due_in="NULL")
    yield Piece(30, "respond", "6", MANAGER, safeguarding="true", warning="'Ring after six'", advocate="'Ann Advocate'")
    yield Piece(30, "respond", "7", MANAGER, asks_help=True)
    yield Piece(30, "respond", "8", MANAGER, put_by="10")
    yield Piece(5, "sign_off", "1", str(HEATHER))  # their own answer: nobody can sign it off
    yield Piece(5, "respond", "2", str(GONE))  # the manager has left
    yield Piece(5, "respond", "2", unheld="true")  # nobody was ever asked


def build(office: Office, tasks: int) -> None:
    """Fill the invented council with people and open tasks, and let the database look at what it has."""
    assert tasks >= FEWEST
    with office.transaction() as transaction:
        connection = transaction.connection
        _people(connection)
        # What refers to what is right as it is written here; asking each time takes longer than writing.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        begin = 0
        for piece in pieces(tasks):
            _write(office, connection, piece, begin, transaction.today)
            begin += piece.number
        _count_on(connection)
    with office.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _people(connection: Connection) -> None:
    since: dict[str, Any] = {"from_on": LONG_AGO}
    names = {GONE: "Gone Manager"}
    names |= {key: f"Officer {key}" for key in OTHER_OFFICERS} | {key: f"Manager {key}" for key in OTHER_MANAGERS}
    names |= {key: f"Head {key}" for key in OTHER_HEADS}
    put = connection.execute
    put(insert(service), [{"id": key, "name": f"Service {key}"} for key in SERVICES if key > 2])
    put(insert(team), [{"id": 10 + key, "name": f"Team {key}", "service_id": key} for key in SERVICES])
    put(
        insert(person),
        [
            {"id": key, "name": name, "email": f"p{key}@heard.invalid", "active": key != GONE}
            for key, name in names.items()
        ],
    )
    held: list[tuple[int, str, int | None]] = [(key, "complaints_officer", None) for key in OTHER_OFFICERS]
    held += [(key, "head_of_service", of) for key, of in zip(OTHER_HEADS, SERVICES, strict=True) if of != 1]
    put(insert(role_holding), [{"person_id": p, "role": role, "service_id": of, **since} for p, role, of in held])
    teams = [{"person_id": key, "team_id": 11 + n % 8, **since} for n, key in enumerate(OTHER_MANAGERS)]
    put(insert(membership), teams)
    put(insert(line_management), [{"person_id": key, "manager_id": 71 + key % 8, **since} for key in OTHER_MANAGERS])
    put(
        insert(interest),
        [
            {
                "person_id": SAM,
                "about_service_id": 1,
                "what": "A friend works there.",
                **since,
                "declared_at": DECLARED,
            }
        ],
    )


def _write(office: Office, connection: Connection, piece: Piece, begin: int, today: date) -> None:
    if not piece.number:
        return
    known = {"begin": begin, "last": piece.number, "today": today, **_place(office, connection, piece)}
    for statement in _STATEMENTS:
        written = statement(piece)
        connection.execute(text(written), {name: known[name] for name in known if f":{name}" in written})


def _count_on(connection: Connection) -> None:
    """The keys above were given: the next case's comes after them."""
    for table in ("case_file", "process_instance"):
        counted = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        connection.execute(text(counted))


def _place(office: Office, connection: Connection, piece: Piece) -> dict[str, Any]:
    """Where these tasks stand in the version that is in force, as the copies on a task say it."""
    row = office.library.in_effect(connection, piece.procedure, office.today())
    found = row.compiled.procedure.elements[piece.element]
    of = {"definition_id": row.id, "key": row.key, "stage": found.parent or ""}
    return {**of, "element": found.id, "name": found.name, "candidate": found.candidate}


def _cases(piece: Piece) -> str:
    return f"""
INSERT INTO case_file (id, reference, kind, status, received_on, logged_at, channel, service_id, complainant_name,
  reply_by, contact_warning, is_child, advocate_name, safeguarding, procedure, words, history_seq, history_head)
SELECT :begin + n, 'HRD-26-' || lpad((:begin + n)::text, 8, '0'), 'complaint', 'open', CAST(:today AS date) - 5, now(),
  'email', {piece.service}, 'Jo Invented', 'email', {piece.warning}, {piece.child}, {piece.advocate},
  {piece.safeguarding}, :key, 'Nobody rings me back.', 0, ''::bytea
FROM generate_series(1, :last) n"""


def _words(piece: Piece) -> str:
    return f"""
INSERT INTO case_search (case_id, words)
SELECT :begin + n, array_to_tsvector(string_to_array({piece.words} || ' hrd 26 ' || (:begin + n)::text, ' '))
FROM generate_series(1, :last) n"""


def _relations(piece: Piece) -> str:
    return f"""
INSERT INTO case_relation (case_id, relation, person_id)
SELECT :begin + n, 'allocated_manager', {piece.relates} FROM generate_series(1, :last) n
WHERE {piece.relates} IS NOT NULL"""


def _clocks(piece: Piece) -> str:
    return f"""
INSERT INTO clock (case_id, name, sentence, definition_id, state, is_guide, limit_on, due_on)
SELECT :begin + n, 'stage_1_response', '10 working days from received', :definition_id, 'running', false,
  CAST(:today AS date) + 30, CAST(:today AS date) + 30 + CASE WHEN {piece.extended} THEN 14 ELSE 0 END
FROM generate_series(1, :last) n"""


def _instances(piece: Piece) -> str:
    return """
INSERT INTO process_instance (id, case_id, definition_id, status, state, armed, resting, started_at)
SELECT :begin + n, :begin + n, :definition_id, 'active', ''::bytea, '[]', false, now()
FROM generate_series(1, :last) n"""


def _tasks(piece: Piece) -> str:
    return f"""
INSERT INTO task (id, instance_id, case_id, element, name, candidate, status, assignee_id, clock, due_on, service_id,
  procedure, stage, is_child, safeguarding, has_warning, has_advocate, is_extended, unheld, not_before, opened_at)
SELECT md5((:begin + n)::text), :begin + n, :begin + n, :element, :name, :candidate, 'open', {piece.assignee},
  'stage_1_response', CAST(:today AS date) + CAST({piece.due_in} AS integer), {piece.service}, :key, :stage,
  {piece.child}, {piece.safeguarding}, {piece.warning} IS NOT NULL,
  {piece.advocate} IS NOT NULL, {piece.extended}, {piece.unheld},
  CAST(:today AS date) + CAST({piece.put_by} AS integer), now() - ((:begin + n) % 5000) * interval '1 minute'
FROM generate_series(1, :last) n"""


def _requests(piece: Piece) -> str:
    return f"""
INSERT INTO task_request (task_id, case_id, kind, note, asked_at, asked_by)
SELECT md5((:begin + n)::text), :begin + n, 'help', 'I have not done one of these.', now(), {MARA}
FROM generate_series(1, :last) n WHERE {str(piece.asks_help).lower()}"""


def _jobs(piece: Piece) -> str:
    """A timer for each, whose day comes long after everything that is measured."""
    day = f"CAST(:today AS date) + {LONGEST_WAY_OFF} + n % 200"
    return f"""
INSERT INTO job (kind, key, status, urgency, due_at, first_due_at, attempts_left, case_id, instance_id, timer_id,
  element, clock, deadline_on, created_at)
SELECT 'timer', 'timer:' || md5('timer ' || (:begin + n)::text) || ':' || ({day})::text, 'pending', n % 2, {day}, {day},
  6, :begin + n, :begin + n, md5('timer ' || (:begin + n)::text), 'one_day_before', 'stage_1_response', {day}, now()
FROM generate_series(1, :last) n"""


_STATEMENTS = (_cases, _words, _relations, _clocks, _instances, _tasks, _requests, _jobs)
