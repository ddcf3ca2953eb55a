"""What the council calls itself, and whether its records can be reached."""

from sqlalchemy import select

from engine.db.tables import setting
from engine.office import Office

UNNAMED = "Our council"


def name(office: Office) -> str:
    """The council's name, as pages and letters print it."""
    with office.database.reading() as connection:
        query = select(setting.c.value).where(setting.c.name == "council_name")
        return connection.execute(query).scalar() or UNNAMED


def reachable(office: Office) -> None:
    """Ask the database something small. Raises SQLAlchemy's error when it does not answer."""
    with office.database.reading() as connection:
        connection.execute(select(1))
