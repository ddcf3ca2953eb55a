"""The meeting pack by email: to each head of service at 08:00 on the council's day, weekly or fortnightly."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from engine.casework.calendar import WorkingCalendar
from engine.casework.pack_days import A_WEEK, RHYTHM, WEEKDAY, PackDay, Rhythm, pack_days
from engine.casework.urgency import Urgency
from engine.db.tables import job, person, setting
from engine.insight import meeting_pack
from engine.insight.lines import Line, Sort
from engine.insight.meeting_pack import GROUPS, Pack
from engine.office import LONDON, Office, Transaction
from engine.queries import who
from engine.recording import messages
from engine.recording.jobs import Job, finish, is_pending, new_job
from engine.recording.timing import morning_of

KIND = "meeting_pack"
AT = time(8, 0)


def schedule(office: Office) -> None:
    """See that the next pack is a job. Called with every sweep, it asks for one key and writes only what is new."""
    with office.database.reading() as connection:
        due_at = _next_morning(connection, office.library.calendar(connection), office.clock.now())
        if due_at is None or _is_known(connection, _key(due_at)):
            return
    with office.transaction() as transaction:
        _schedule_next(office, transaction)


def write(office: Office, claimed: Job) -> None:
    """The handler of pack jobs: a message to every head of service, also that nothing is overdue, and the next job.

    One whose day is no pack day any more, because the council has chosen another or a later one has come, is left out.
    """
    with office.transaction() as transaction:
        if not is_pending(transaction, claimed.id):
            return
        if _is_the_latest(office, transaction, claimed):
            _write_for_heads(office, transaction)
            finish(transaction, claimed.id)
        else:
            finish(transaction, claimed.id, "overtaken")
        _schedule_next(office, transaction)


def _write_for_heads(office: Office, transaction: Transaction) -> None:
    connection, today = transaction.connection, transaction.today
    calendar = office.library.calendar(connection)
    rows = []
    for head in meeting_pack.all_heads(connection, today):
        reader = who.load_actor(connection, head.person_id, today)
        assert reader is not None
        pack = meeting_pack.gathered(connection, (reader,), reader, today, calendar)
        rows.append(_message(transaction, pack, calendar))
    if rows:
        messages.queue(transaction, rows)


def _message(transaction: Transaction, pack: Pack, calendar: WorkingCalendar) -> dict[str, Any]:
    """Counts, references and links: no name and nothing of what a case is about."""
    address = select(person.c.email).where(person.c.id == pack.head.person_id)
    lines = [_stored(line, pack.today, calendar) for line in pack.lines]
    return {
        "header_id": messages.new_header_id(),
        "kind": "digest",
        "template": KIND,
        "status": "queued",
        "case_id": None,
        "to_person_id": pack.head.person_id,
        "to_address": transaction.connection.execute(address).scalar_one(),
        "channel": "email",
        "fields": {
            "rows": lines,
            "counts": [[group.value, str(pack.total(group))] for group in GROUPS],
            "page": "/reports/meeting-pack",
        },
        "created_at": transaction.now,
    }


def _stored(line: Line, today: date, calendar: WorkingCalendar) -> Mapping[str, Any]:
    """A line as a message keeps it. Without a day by which something is due, how long there is has no number."""
    left = None
    if line.is_due and line.day is not None:
        left = calendar.between(today, line.day) if line.day >= today else -calendar.between(line.day, today)
    of_a_task = line.sort in (Sort.TASK, Sort.NOBODY)
    key = line.key if of_a_task else f"case:{line.reference}"
    return {"task": key, "reference": line.reference or "", "name": line.what, "working_days_left": left}


def _is_the_latest(office: Office, transaction: Transaction, claimed: Job) -> bool:
    """Whether this is the pack of the last pack day up to today."""
    calendar = office.library.calendar(transaction.connection)
    rhythm, weekday = _chosen(transaction.connection)
    if rhythm is Rhythm.NEVER:
        return False
    past = [
        day for day in pack_days(calendar, rhythm, weekday, transaction.today - 4 * A_WEEK) if day <= transaction.today
    ]
    return bool(past) and claimed.key == _key(morning_of(max(past), AT))


def _schedule_next(office: Office, transaction: Transaction) -> None:
    connection = transaction.connection
    due_at = _next_morning(connection, office.library.calendar(connection), transaction.now)
    if due_at is None or _is_known(connection, _key(due_at)):
        return
    values = new_job(transaction, KIND, _key(due_at), due_at, Urgency.PATIENT)
    with suppress(IntegrityError), connection.begin_nested():  # another process was quicker
        connection.execute(insert(job).values(values))


def _is_known(connection: Connection, key: str) -> bool:
    return connection.execute(select(job.c.id).where(job.c.key == key)).first() is not None


def _key(due_at: datetime) -> str:
    return f"{KIND}:{due_at.astimezone(LONDON).date().isoformat()}"


def _next_morning(connection: Connection, calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """08:00 in London on the next pack day that is still to come; None where no packs are wanted."""
    rhythm, weekday = _chosen(connection)
    if rhythm is Rhythm.NEVER:
        return None
    mornings = (morning_of(day, AT) for day in pack_days(calendar, rhythm, weekday, now.date() - A_WEEK))
    return next(morning for morning in mornings if morning > now)


def _chosen(connection: Connection) -> tuple[Rhythm, PackDay]:
    query = select(setting.c.name, setting.c.value).where(setting.c.name.in_((RHYTHM, WEEKDAY)))
    said = {row.name: row.value for row in connection.execute(query)}
    return Rhythm(said.get(RHYTHM, Rhythm.WEEKLY)), PackDay(said.get(WEEKDAY, PackDay.MONDAY))
