"""Pages for whoever keeps Heard running: letters after a restore."""

from sqlalchemy import select, update

from engine.db.tables import message
from tests.journeys.guest import Guest
from tests.journeys.visits.rooms import ADMINISTRATOR
from tests.journeys.visits.visit import Council, Visit, at

OFFICER = "priya"


def _uncertain(guest: Guest) -> None:
    letters = select(message.c.id).where(message.c.kind == "letter", message.c.status.in_(("sent", "uncertain")))
    with guest.house.office.transaction() as transaction:
        one = transaction.connection.execute(letters.order_by(message.c.id.desc()).limit(1)).scalar_one()
        transaction.connection.execute(update(message).where(message.c.id == one).values(status="uncertain"))
    guest.visitor.go("/running/uncertain")


def _asked(guest: Guest) -> None:
    _uncertain(guest)
    guest.visitor.page.get_by_role("button", name="It has not gone").first.click()
    guest.visitor.sees("Send this letter?")


OPERATIONS = (
    Visit("after-a-restore-none", "uncertain.every", ADMINISTRATOR, at("/running/uncertain"), Council.NEW),
    Visit("after-a-restore", "uncertain.every", OFFICER, _uncertain),
    Visit("after-a-restore-asked", "uncertain.send", OFFICER, _asked),
)
