"""One email for each person at 08:00 on working days: what waits for them, the most urgent first."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from engine.casework.calendar import WorkingCalendar
from engine.casework.notice_choices import DIGEST, How
from engine.casework.urgency import Urgency
from engine.casework.vocabulary import Role
from engine.db.tables import job, notice_choice, person
from engine.office import LONDON, Office, Transaction
from engine.queries import absences, actions, waiting, who
from engine.recording import collected, messages
from engine.recording.jobs import Job, finish, is_pending, new_job
from engine.recording.timing import morning_of

AT = time(8, 0)


def schedule(office: Office) -> None:
    """See that the next digest is a job. Called with every sweep, it asks for one key and writes only what is new."""
    with office.database.reading() as connection:
        key = _key(_next_morning(office.library.calendar(connection), office.clock.now()))
        if connection.execute(select(job.c.id).where(job.c.key == key)).first():
            return
    with office.transaction() as transaction:
        _schedule_next(office, transaction)


def write(office: Office, claimed: Job) -> None:
    """The handler of digest jobs: a message for everybody for whom something waits, and the next day's job.

    One that comes late (the house was closed, or a bank holiday was announced) is left out when another morning's
    is still to come: nobody gets two, or one on a holiday.
    """
    with office.transaction() as transaction:
        if not is_pending(transaction, claimed.id):
            return
        if _is_digest_day(office, transaction) and not _has_todays(transaction, claimed):
            _write_for_everybody(office, transaction)
            finish(transaction, claimed.id)
        else:
            finish(transaction, claimed.id, "overtaken")
        _schedule_next(office, transaction)


def _has_todays(transaction: Transaction, claimed: Job) -> bool:
    """Whether today has a digest of its own: yesterday's, tried again, would be a second one."""
    todays = _key(morning_of(transaction.today, AT))
    query = select(job.c.id).where(job.c.key == todays, job.c.id != claimed.id)
    return transaction.connection.execute(query).first() is not None


def _is_digest_day(office: Office, transaction: Transaction) -> bool:
    today, calendar = transaction.today, office.library.calendar(transaction.connection)
    return calendar.is_working_day(today) and transaction.now >= morning_of(today, AT)


def _write_for_everybody(office: Office, transaction: Transaction) -> None:
    """What waits for whoever is away goes to their deputy; on the first morning back they hear what was done."""
    connection, today = transaction.connection, transaction.today
    calendar = office.library.calendar(connection)
    for_each = waiting.by_person(connection, today, calendar, without=Role.COMPLAINTS_OFFICER)
    for owner_id, late in actions.overdue_by_owner(connection, today, calendar).items():
        for_each[owner_id] = [*late, *for_each.get(owner_id, [])]
    fields = {person_id: {"rows": [row.stored() for row in rows]} for person_id, rows in for_each.items()}
    away = waiting.away(connection, today)
    for deputy_id in away:
        _add(fields, deputy_id, "covers", _covered(transaction, calendar, deputy_id))
    for person_id, back in absences.back_since(connection, _last_morning(calendar, today), today).items():
        _add(fields, person_id, "back", {"deputy": back.deputy, "tasks": back.tasks})
    gone = set().union(*away.values())
    kept = collected.for_everybody(transaction)
    for person_id, notices in kept.items():
        _add(fields, person_id, "collected", collected.stored(notices))
    none = _without_digest(transaction) - set(kept)
    people = connection.execute(select(person.c.id, person.c.email))
    addresses = {row.id: row.email for row in people}
    rows = [_message(transaction, key, addresses[key], told) for key, told in fields.items() if key not in gone | none]
    if rows:
        collected.carry(transaction, messages.queue(transaction, rows), kept)


def _without_digest(transaction: Transaction) -> set[int]:
    """Who wants no morning's email; what they want in the morning comes in one all the same."""
    c = notice_choice.c
    query = select(c.person_id).where(c.notice == DIGEST, c.how == How.NEVER.value)
    return set(transaction.connection.execute(query).scalars())


def _covered(transaction: Transaction, calendar: WorkingCalendar, deputy_id: int) -> list[dict[str, Any]]:
    deputy = who.load_actor(transaction.connection, deputy_id, transaction.today)
    if deputy is None:
        return []
    found = waiting.for_deputy(
        transaction.connection, deputy, transaction.today, calendar, without=Role.COMPLAINTS_OFFICER
    )
    return [each.stored() for each in found]


def _add(fields: dict[int, dict[str, Any]], person_id: int, name: str, value: Any) -> None:
    if value:
        fields.setdefault(person_id, {"rows": []})[name] = value


def _last_morning(calendar: WorkingCalendar, today: date) -> date:
    """The day of the digest before this one."""
    day = today - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _message(transaction: Transaction, person_id: int, address: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "header_id": messages.new_header_id(),
        "kind": "digest",
        "template": "digest",
        "status": "queued",
        "case_id": None,
        "to_person_id": person_id,
        "to_address": address,
        "channel": "email",
        "fields": fields,
        "created_at": transaction.now,
    }


def _schedule_next(office: Office, transaction: Transaction) -> None:
    due_at = _next_morning(office.library.calendar(transaction.connection), transaction.now)
    values = new_job(transaction, "digest", _key(due_at), due_at, Urgency.PATIENT)
    if transaction.connection.execute(select(job.c.id).where(job.c.key == values["key"])).first() is None:
        with suppress(IntegrityError), transaction.connection.begin_nested():  # another process was quicker
            transaction.connection.execute(insert(job).values(values))


def _key(due_at: datetime) -> str:
    return f"digest:{due_at.astimezone(LONDON).date().isoformat()}"


def _next_morning(calendar: WorkingCalendar, now: datetime) -> datetime:
    """08:00 in London on the next working day that is still to come."""
    today = now.astimezone(LONDON).date()
    if calendar.is_working_day(today) and now < morning_of(today, AT):
        return morning_of(today, AT)
    return morning_of(calendar.next_working_day(today + timedelta(days=1)), AT)
