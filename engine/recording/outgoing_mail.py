"""Whether outgoing mail is held back: one setting, read before anything leaves."""

from sqlalchemy import Connection, select

from engine.db.tables import setting

HELD = "outgoing_mail_held"


def is_held(connection: Connection) -> bool:
    """Whether outgoing mail is held."""
    return connection.execute(select(setting.c.value).where(setting.c.name == HELD)).scalar() is not None
