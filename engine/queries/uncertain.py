"""Letters of which nobody knows, after a restore, whether they have gone out: for those who keep outgoing mail."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_file, message
from engine.office import Office
from engine.queries.visibility import not_about, visible_cases
from engine.recording.messages import UNCERTAIN

MOST_SHOWN = 200


@dataclass(frozen=True)
class UncertainLetter:
    """One of them."""

    id: int
    reference: str
    template: str
    sent_on: date | None
    """The day on which somebody sent it, or a timer asked for it."""


def waiting(office: Office, actor: Actor) -> tuple[UncertainLetter, ...]:
    """Those of cases that this person may see, the oldest first; two hundred at most."""
    require(actor, Action.HOLD_MAIL)
    m = message.c
    query = (
        select(m.id, case_file.c.reference, m.template, m.sent_on)
        .join(case_file, case_file.c.id == m.case_id)
        .where(m.status == UNCERTAIN, visible_cases(actor, office.today()))
        .order_by(m.id)
        .limit(MOST_SHOWN)
    )
    with office.database.reading() as connection:
        return tuple(UncertainLetter(*row) for row in connection.execute(query))


def elsewhere(office: Office, actor: Actor) -> int:
    """How many more there are of cases that are not theirs to see; of complaints about themselves nobody hears."""
    require(actor, Action.HOLD_MAIL)
    m = message.c
    query = select(func.count()).select_from(message).join(case_file, case_file.c.id == m.case_id)
    hidden = (m.status == UNCERTAIN, ~visible_cases(actor, office.today()), not_about(actor, m.case_id))
    with office.database.reading() as connection:
        return int(connection.execute(query.where(*hidden)).scalar_one())


def how_many(office: Office) -> int:
    """How many there are in all, for whoever keeps the installation."""
    with office.database.reading() as connection:
        return connection.execute(select(func.count()).where(message.c.status == UNCERTAIN)).scalar_one()
