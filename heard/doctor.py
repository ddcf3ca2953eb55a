"""What is wrong with an installation and what to do about it: each part is really tried, and told of in sentences."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from kombu.exceptions import OperationalError
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from engine.db.database import Database
from engine.dispatch.celery import make_celery
from heard import bootstrap
from heard.doctor_inside import inside
from heard.finding import Check, Finding, Findings
from heard.settings import Settings
from notifications.errors import MailDelayed, MailRefused
from notifications.mailers.notify import NotifyMailer, NotifySettings
from notifications.mailers.smtp import SmtpMailer

LEAST_FREE = 1024**3
"""Bytes that a disk should have left: some weeks of a council's mail and documents, and room to upgrade."""
PATIENCE = 5.0
"""Seconds that the mail server and the broker have to answer."""
HERE_ONLY = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - as a link in an email it leads nowhere
READABLE_BY_OTHERS = 0o077


def examine(settings: Settings, least_free: int = LEAST_FREE) -> Sequence[Finding]:
    """Everything that is wrong, the causes before what follows from them. `least_free` in bytes."""
    checks: tuple[Check, ...] = (
        lambda: disk(settings.data_dir, least_free),
        lambda: key(settings.data_dir),
        lambda: broker(settings),
        lambda: mail(settings),
        lambda: addresses(settings),
    )
    found = [finding for check in checks for finding in check()]
    unreachable = list(database(settings))
    if unreachable:
        return [*unreachable, *found]
    with closing(bootstrap.build(settings)) as house:
        return [*found, *inside(house)]


def database(settings: Settings) -> Findings:
    """Whether it answers. A SQLite file is not made by looking."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield Finding(
            f"There is no database yet: {url.database} does not exist.",
            "Look at HEARD_DATA_DIR and HEARD_DATABASE_URL; `heard migrate` makes an empty one, `heard restore` "
            "brings a backup back.",
        )
        return
    opened = Database(settings.database_url)
    try:
        with opened.reading() as connection:
            connection.execute(text("SELECT 1 FROM sqlite_master" if opened.is_sqlite else "SELECT 1"))
    except SQLAlchemyError as trouble:
        where = url.database if opened.is_sqlite else f"{url.host or 'this machine'}:{url.port or 5432}"
        yield Finding(
            f"The database at {where} does not answer ({type(trouble).__name__}).",
            "See that it runs, that this machine may reach it, and that the name and password in HEARD_DATABASE_URL "
            "are right. Nothing is lost: work goes on where it stopped.",
        )
    finally:
        opened.close()


def disk(folder: Path, least_free: int) -> Findings:
    """Whether the data directory can be written to, and has room."""
    place = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(place).free
    if free < least_free:
        yield Finding(
            f"The disk is nearly full: {free // 1024**2} MB are left where {folder} is.",
            "Make room, or move HEARD_DATA_DIR to a larger disk. SQLite refuses every change when nothing is left.",
        )
    if not _can_write(place):
        yield Finding(
            f"The data directory {folder} cannot be written to.",
            "Give it to the account that Heard runs under, or set HEARD_DATA_DIR.",
        )


def _can_write(folder: Path) -> bool:
    trial = folder / ".heard-doctor"
    try:
        trial.touch()
        trial.unlink()
    except OSError:
        return False
    return True


def key(folder: Path) -> Findings:
    """Whether others on this machine may read what signs the sessions."""
    kept = folder / "secret.key"
    if kept.exists() and kept.stat().st_mode & READABLE_BY_OTHERS:
        yield Finding(
            f"Others on this machine may read {kept}, and could sign in as anybody with it.",
            f"chmod 600 {kept}; then delete it and start again, so that a new one is made and everybody signs in anew.",
        )


def broker(settings: Settings) -> Findings:
    """Whether it answers; without one, one process does everything."""
    if not settings.is_distributed:
        return
    try:
        with make_celery(settings.broker_url, settings.sweep_seconds).connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=int(PATIENCE))
            connection.channel()  # only now is the line used
    except (OperationalError, OSError) as trouble:
        where = urlsplit(settings.broker_url)
        yield Finding(
            f"The broker at {where.hostname or where.path} does not answer ({type(trouble).__name__}).",
            "Start it, and look at HEARD_BROKER_URL. Nothing is lost: what is due waits in the database and is done "
            "as soon as workers and beat hear the broker again.",
        )


def mail(settings: Settings) -> Findings:
    """Whether the mail server, or Notify, lets us in."""
    if settings.notify is not None:
        yield from _notify(settings.notify)
    if not settings.smtp_url:
        return
    try:
        SmtpMailer(settings.smtp_url, timeout=PATIENCE, deadline=2 * PATIENCE).knock()
    except (MailDelayed, MailRefused) as trouble:
        where = urlsplit(settings.smtp_url)
        yield Finding(
            f"The mail server at {where.hostname} does not take our mail: {str(trouble).rstrip('.')}.",
            "See that it runs, and that address, sign-in and encryption in HEARD_SMTP_URL are right. Letters and "
            "notices wait and are tried again for hours; after that each is an incident to be tried again.",
        )


def _notify(account: NotifySettings) -> Findings:
    try:
        NotifyMailer(account, timeout=PATIENCE, deadline=2 * PATIENCE).knock()
    except (MailDelayed, MailRefused) as trouble:
        yield Finding(
            f"GOV.UK Notify does not take our mail: {str(trouble).rstrip('.')}.",
            "See that this machine reaches api.notifications.service.gov.uk and that HEARD_NOTIFY_API_KEY is right. "
            "Letters and notices wait and are tried again for hours; after that each is an incident to be tried again.",
        )


def addresses(settings: Settings) -> Findings:
    """Whether links and senders that leave the house lead back to it."""
    if settings.keeps_mail:
        return
    if urlsplit(settings.base_url).hostname in HERE_ONLY:
        yield Finding(
            f"Links in emails begin with {settings.base_url}, which leads nowhere on other people's machines.",
            "Set HEARD_BASE_URL to the address at which people open Heard.",
        )
    elif settings.base_url.startswith("http://"):
        yield Finding(
            "People open Heard without encryption: passwords and cases can be read on the way.",
            "Put a proxy with a certificate in front, and let HEARD_BASE_URL begin with https://.",
        )
    if settings.smtp_url and settings.mail_from.endswith(".invalid"):
        yield Finding(
            f"Emails come from {settings.mail_from}, which nobody can answer and most servers refuse.",
            "Set HEARD_MAIL_FROM to an address of the council.",
        )
