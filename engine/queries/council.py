"""What the council calls itself, and whether its records can be reached."""

from datetime import timedelta

from sqlalchemy import func, select

from engine.db.tables import job, person, setting
from engine.office import Office

UNNAMED = "Our council"


def name(office: Office) -> str:
    """The council's name, as pages and letters print it."""
    with office.database.reading() as connection:
        query = select(setting.c.value).where(setting.c.name == "council_name")
        return connection.execute(query).scalar() or UNNAMED


def notice(office: Office) -> str:
    """What stands at the foot of everything that is printed, if anything: the demo says there that it is invented."""
    with office.database.reading() as connection:
        return connection.execute(select(setting.c.value).where(setting.c.name == "notice")).scalar() or ""


def has_people(office: Office) -> bool:
    """Whether anybody could sign in."""
    with office.database.reading() as connection:
        return connection.execute(select(person.c.id).where(person.c.active).limit(1)).first() is not None


def longest_overdue(office: Office) -> timedelta:
    """How long the oldest due work has waited, zero without any. Raises SQLAlchemy's error without a database."""
    now = office.clock.now()
    with office.database.reading() as connection:
        oldest = connection.execute(select(func.min(job.c.due_at)).where(job.c.status == "pending")).scalar()
    return max(timedelta(), now - oldest) if oldest is not None else timedelta()
