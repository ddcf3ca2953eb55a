"""What the database itself says is wrong: its age, its clock, and the work that nobody does."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from engine.casework.dates import how_many
from engine.casework.urgency import Urgency
from engine.db import schema
from engine.flows.signs_of_life import WORKER
from engine.office import Office
from engine.queries import council, signs_of_life, uncertain, work_due
from engine.recording.outgoing_mail import is_held
from heard import bootstrap
from heard.bootstrap import House
from heard.finding import Finding, Findings, moment, span

LOOK = "sweep"
"""The sign of whoever looks for due work."""
MOST_SKEW = timedelta(seconds=5)
"""By how much clocks may differ: leases and time limits are counted in minutes."""
SILENT = timedelta(minutes=5)
"""How long a worker may be silent that signs once a minute."""
LATE = timedelta(minutes=15)
"""How long due work may wait before somebody should know."""
WORD = {Urgency.URGENT: "urgent", Urgency.ORDINARY: "ordinary", Urgency.PATIENT: "patient"}


def inside(house: House) -> Findings:
    """Everything that a database which answers can tell. One that is behind is asked nothing else."""
    behind = list(migrations(house.office))
    yield from behind
    if behind:
        return
    yield from clock(house.office)
    yield from looking(house)
    yield from workers(house)
    yield from late(house.office)
    yield from stuck(house.office)
    yield from letting_out(house)
    yield from people(house.office)


def migrations(office: Office) -> Findings:
    """Whether its tables are those of this release."""
    try:
        current = schema.is_current(office.database)
    except SQLAlchemyError:
        current = False
    if not current:
        yield Finding(
            "The database's tables are not those of this release.",
            "Run `heard migrate`, after `heard backup`. Where the database comes from a newer release, install that "
            "one: there is no way back.",
        )


def clock(office: Office) -> Findings:
    """Whether this machine's clock is the database's, and nothing was written in what is still to come."""
    with office.database.reading() as connection:
        before = datetime.now(UTC)
        there = None if office.database.is_sqlite else connection.execute(select(func.clock_timestamp())).scalar_one()
        after = datetime.now(UTC)
    skew = timedelta() if there is None else max(before - there, there - after, timedelta())
    if skew > MOST_SKEW:
        yield Finding(
            f"This machine's clock and the database's differ by {span(skew)}.",
            "Let both keep time with the same time servers (timedatectl, chrony). Until then timers fire by the "
            "clock of whichever machine runs them, and leases may end too early.",
        )
    newest = max((sign.at for sign in signs_of_life.every(office)), default=None)
    if newest is not None and newest > office.clock.now() + MOST_SKEW:
        yield Finding(
            f"The clock has been put back: somebody was at work on {moment(newest)}, which is still to come.",
            "Set this machine's clock right. Where it was ahead before, look at the incidents and at what went out.",
        )


def looking(house: House) -> Findings:
    """Whether somebody looks for due work."""
    at = signs_of_life.last(house.office, LOOK)
    missing = max(SILENT, timedelta(seconds=5 * house.settings.sweep_seconds))
    if at is not None and house.office.clock.now() - at <= missing:
        return
    since = "Nobody has looked for due work " + ("so far" if at is None else f"since {moment(at)}")
    start = (
        "Start the beat (celery -A heard.worker:celery beat) and at least one worker"
        if house.settings.is_distributed
        else "Start `heard run`"
    )
    yield Finding(
        f"{since}: no reminder comes and no email leaves.",
        f"{start}. What has become late is done then, and /running says what it was.",
    )


def workers(house: House) -> Findings:
    """Whether workers are there, and none has fallen silent."""
    if not house.settings.is_distributed:
        return
    now = house.office.clock.now()
    signs = [sign for sign in signs_of_life.every(house.office) if sign.name.startswith(WORKER)]
    if not any(now - sign.at <= SILENT for sign in signs):
        yield Finding(
            "No worker is there: what is due is not done.",
            "Start one (celery -A heard.worker:celery worker), and look into its log if it ends again.",
        )
        return
    for sign in signs:
        if now - sign.at > SILENT:
            yield Finding(
                f"The worker {sign.name.removeprefix(WORKER)} has given no sign of life since {moment(sign.at)}.",
                "Look whether its machine is up, hears the broker and reaches the database. What it had in hand is "
                "done by others. Where it was taken away for good, it is forgotten after a day.",
            )


def late(office: Office) -> Findings:
    """What should have been done by now."""
    look = work_due.look(office)
    for due in look.due:
        if look.now - due.since > LATE:
            yield Finding(
                f"{how_many(due.number, 'job')} of the kind {due.kind} ({WORD[due.urgency]}) should have been done by "
                f"now, the oldest {span(look.now - due.since)} ago.",
                "With workers at work this is a burst: wait, or start more of them. `heard jobs` shows what is due "
                "and what failed and is tried again.",
            )


def stuck(office: Office) -> Findings:
    """What waits for a person to decide."""
    incidents = work_due.look(office).incidents
    if incidents:
        yield Finding(
            f"{how_many(incidents, 'incident')} {'is' if incidents == 1 else 'are'} open.",
            "Open /running/incidents, or `heard jobs`: each says what failed and what to do.",
        )
    waiting = uncertain.how_many(office)
    if waiting:
        yield Finding(
            f"After a restore nobody knows of {how_many(waiting, 'letter')} whether "
            f"{'it has' if waiting == 1 else 'they have'} gone out.",
            "A complaints officer says so at /running/uncertain. Until then nothing is sent.",
        )


def letting_out(house: House) -> Findings:
    """Whether mail leaves as it should: not from a demonstration, and not held by mistake."""
    demo, settings = bootstrap.is_demo(house.office.database), house.settings
    if demo and not settings.keeps_mail:
        yield Finding(
            "This database is a demonstration, and a real way of sending email is set.",
            "Point HEARD_DATABASE_URL or HEARD_DATA_DIR at the council's own database. Where a demonstration is "
            "meant, leave HEARD_SMTP_URL and Notify out, or name those who may be written to in HEARD_MAIL_ALLOW.",
        )
    if not demo and settings.keeps_mail:
        yield Finding(
            "Emails are kept as files: neither letters nor notices reach anybody.",
            "Set HEARD_SMTP_URL, or GOV.UK Notify.",
        )
    if not demo and not settings.keeps_mail and settings.mail_allow is not None:
        yield Finding(
            "Mail reaches nobody but the addresses that are listed; letters to all others are kept back for good.",
            "While you try, that is meant. In earnest take HEARD_MAIL_ALLOW away; /running/mail lists what was kept "
            "back, which has to be sent another way.",
        )
    with house.office.database.reading() as connection:
        held = is_held(connection)
    if held:
        yield Finding(
            "Outgoing mail is held: letters and notices wait.",
            "Let it go at /running/mail when what it was held for is over.",
        )


def people(office: Office) -> Findings:
    """Whether anybody could sign in."""
    if not council.has_people(office):
        yield Finding("Nobody can sign in yet.", "Add people with `heard add-person`.")
