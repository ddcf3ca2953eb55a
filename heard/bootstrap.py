"""Where the rooms are put together: the only place that knows whether this runs embedded or distributed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from engine.db.database import Database
from engine.db.tables import setting
from engine.dispatch.celery import CeleryDispatcher, make_celery
from engine.dispatch.embedded import EmbeddedDispatcher
from engine.flows import calendar, digest, firing, jobs, late_notices, meeting_packs, watching
from engine.flows.demo_clock import SettableClock
from engine.office import Clock, Dispatcher, Office, SystemClock
from engine.recording.jobs import Handler, Job
from engine.recording.outgoing_mail import DEMO as DEMO
from engine.recording.outgoing_mail import Leaving
from heard import logs
from heard.measures import Measures
from heard.settings import Settings
from notifications.handlers import Delivery
from notifications.mailers import Mailer
from notifications.mailers.file import FileMailer
from notifications.mailers.notify import NotifyMailer
from notifications.mailers.smtp import SmtpMailer
from web.app import WebSettings, create_app

LONGEST_WAIT = timedelta(minutes=15)
"""How long due work may wait for the workers before something must be wrong with them: many times a sweep."""

HINTS = 500
"""Jobs of each urgency that one look for due work tells the workers of: what they do until the next, and some more."""


@dataclass(frozen=True)
class House:
    """Everything put together for one process."""

    settings: Settings
    office: Office
    handlers: Mapping[str, Handler]
    mailer: Mailer
    dispatcher: Dispatcher
    watch: watching.Watch = field(default_factory=watching.Watch)
    measures: Measures = field(default_factory=lambda: Measures(None))

    def sweep(self) -> int:
        """Do everything that is due, here; returns how many jobs were run."""
        self._look()
        # What has piled up may take longer than an outage: whoever works it off is not away.
        return jobs.sweep(self.office, {kind: self._awake(handler) for kind, handler in self.handlers.items()})

    def distribute(self) -> int:
        """Tell the workers of everything that is due; returns how many jobs there were."""
        self._look()
        jobs.raise_abandoned(self.office)
        found = jobs.due(self.office, HINTS)
        self.dispatcher.hint(found)
        return len(found)

    def _look(self) -> None:
        """Give a sign of life, and see that the next morning's emails and what comes late are jobs."""
        self._sign()
        late_notices.schedule(self.office)
        digest.schedule(self.office)
        meeting_packs.schedule(self.office)

    def _sign(self) -> None:
        self.watch.sign(self.office, watching.gap_after(self.settings.sweep_seconds))

    def _awake(self, handler: Handler) -> Handler:
        def handle(office: Office, claimed: Job) -> None:
            self._sign()
            handler(office, claimed)

        return handle

    def run_job(self, job_id: int) -> bool:
        """Do one job, if it is due and nobody else has it."""
        return jobs.run(self.office, self.handlers, job_id)

    def web(self) -> Flask:
        """The pages."""
        told = web_settings(self.settings, self.office.database)
        app = create_app(self.office, replace(told, measured=self.measures.lines))
        logs.watch(app, self.measures)
        return app

    def close(self) -> None:
        """Let go of threads and connections."""
        if isinstance(self.dispatcher, EmbeddedDispatcher):
            self.dispatcher.stop()
        self.office.database.close()


def build(settings: Settings) -> House:
    """Put the house together from its settings."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    dispatcher = _dispatcher(settings)
    office = Office(database, _clock(database), dispatcher)
    mailer = _mailer(settings)
    measures = Measures(settings.data_dir / "metrics" if settings.metrics_token else None)
    watched = logs.watched(handlers(settings, mailer), measures)
    return House(settings, office, watched, mailer, dispatcher, measures=measures)


def _mailer(settings: Settings) -> Mailer:
    if settings.notify is not None:
        return NotifyMailer(settings.notify)
    return SmtpMailer(settings.smtp_url) if settings.smtp_url else FileMailer(settings.mail_dir)


def leaving(settings: Settings, mailer: Mailer) -> Leaving:
    """What this installation lets out of the house."""
    return Leaving(settings.mail_allow, settings.mail_per_minute, isinstance(mailer, FileMailer))


def handlers(settings: Settings, mailer: Mailer) -> dict[str, Handler]:
    """Who does which kind of job."""
    deliver = Delivery(mailer, settings.mail_from, settings.base_url, leaving(settings, mailer))
    return {
        "timer": firing.fire_timer,
        "digest": digest.write,
        meeting_packs.KIND: meeting_packs.write,
        late_notices.KIND: late_notices.write,
        calendar.KIND: calendar.look_again,
        "deliver": deliver,
    }


def web_settings(settings: Settings, database: Database) -> WebSettings:
    """What the pages need of the settings, and of a database that may be a demonstration."""
    return WebSettings(
        secret_key=settings.secret_key,
        base_url=settings.base_url,
        demo=is_demo(database),
        mail_dir=settings.mail_dir if settings.keeps_mail else None,
        leaving=leaving(settings, _mailer(settings)),
        notify_callback_token=settings.notify_callback_token,
        metrics_token=settings.metrics_token,
        trusted_proxies=settings.trusted_proxies,
        counts_url=counts_url(settings.broker_url),
        longest_wait=LONGEST_WAIT if settings.is_distributed else None,
    )


def counts_url(broker_url: str) -> str:
    """Where failed attempts to sign in are counted: one place for every process, and a socket by the name it has there.

    Without a broker there is one process, and its memory will do.
    """
    scheme, _, rest = broker_url.partition("://")
    if scheme in ("unix", "redis+socket"):
        return f"redis+unix://{rest.partition('?')[0]}"
    return broker_url or "memory://"


def is_demo(database: Database) -> bool:
    """Whether the database is marked as a demonstration; False for one that has no tables yet."""
    if not has_tables(database):
        return False
    with database.reading() as connection:
        return connection.execute(select(setting.c.value).where(setting.c.name == DEMO)).first() is not None


def has_tables(database: Database) -> bool:
    """Whether the database has ever been migrated."""
    with database.reading() as connection:
        return database.engine.dialect.has_table(connection, setting.name)


def _dispatcher(settings: Settings) -> Dispatcher:
    if settings.is_distributed:
        return CeleryDispatcher(make_celery(settings.broker_url, settings.sweep_seconds), settings.sweep_seconds)
    return EmbeddedDispatcher(settings.sweep_seconds)


def _clock(database: Database) -> Clock:
    return SettableClock(database) if is_demo(database) else SystemClock()
