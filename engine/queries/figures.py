"""The figures by which somebody watches an installation: each costs what is due or stuck, never what is open."""

from dataclasses import dataclass
from datetime import timedelta

from engine.office import Office
from engine.queries import signs_of_life, uncertain, work_due
from engine.queries.work_due import WorkDue
from engine.recording.outgoing_mail import is_held

SWEEP, WORKER = "sweep", "worker:"
THERE = timedelta(minutes=3)
"""A worker signs once a minute."""


@dataclass(frozen=True)
class Figures:
    """How the installation stands at this moment."""

    work: WorkDue
    uncertain: int
    mail_held: bool
    workers: int
    since_sweep: timedelta | None
    """Since somebody last looked for due work; None: never."""


def look(office: Office) -> Figures:
    """All of them. Raises SQLAlchemy's error without a database."""
    work = work_due.look(office)
    signs = signs_of_life.every(office)
    workers = sum(sign.name.startswith(WORKER) and work.now - sign.at <= THERE for sign in signs)
    swept = next((work.now - sign.at for sign in signs if sign.name == SWEEP), None)
    with office.database.reading() as connection:
        held = is_held(connection)
    return Figures(work, uncertain.how_many(office), held, workers, swept)
