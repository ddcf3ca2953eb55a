"""How the council reads the guidance on a late answer at stage 1: a setting that it chooses."""

from sqlalchemy import Connection, select

from engine.casework.late_stage_1 import LateRight
from engine.db.tables import setting

STAGE_2_RIGHT = "stage_2_right"
"""The setting's name; its value is one of `LateRight`."""


LATE_RIGHT = select(setting.c.value).where(setting.c.name == STAGE_2_RIGHT)
"""What the council has chosen; no row while it has not."""


def late_right(connection: Connection) -> LateRight:
    """After which day a late answer gives the right to stage 2: as the council chose, or as commonly read."""
    return as_chosen(connection.execute(LATE_RIGHT).scalar())


def as_chosen(said: str | None) -> LateRight:
    """The same from the setting's value; None where it is not set."""
    return LateRight(said) if said else LateRight.AFTER_THE_LIMIT_IN_FORCE
