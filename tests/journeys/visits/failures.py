"""The pages for what goes wrong."""

from datetime import date

from sqlalchemy import delete, insert

from engine.db.tables import definition
from tests.journeys.guest import Guest, officer
from tests.journeys.visits.visit import Visit, at

MOST_ATTEMPTS = 10
BROKEN = {"key": "intake", "version": "1999-01-01", "name": "Broken", "effective_from": date(1999, 1, 1)}


def _stale(guest: Guest) -> None:
    guest.visitor.go(f"/tasks/{guest.ended_task('resolved', 'triage')}")
    guest.visitor.sees("completed it at")


def _nobody_chosen(guest: Guest) -> None:
    guest.task("in triage", "triage")
    guest.visitor.page.get_by_text("I cannot do this").click()
    guest.visitor.press("Give it to them")
    guest.visitor.sees("Select who should do this task")


def _open_too_long(guest: Guest) -> None:
    guest.case("at sign-off", "/withdraw")
    guest.visitor.fill({"What did they say?": "She does not want to go on with it.\n" * 3})
    guest.visitor.page.context.clear_cookies()
    guest.visitor.press("See what it changes")
    guest.visitor.sees("This page had been open too long")


def _too_many(guest: Guest) -> None:
    for _ in range(MOST_ATTEMPTS + 1):
        guest.visitor.go("/sign-in").fill({"Email address": "nobody@fernshire.invalid", "Password": "guessed"})
        guest.visitor.press("Sign in")
        guest.visitor.page.wait_for_load_state()
    guest.visitor.sees("Too many attempts")


def _failed(guest: Guest) -> None:
    """A diagram that nobody can read has come into the database past every check."""
    broken = insert(definition).values(**BROKEN, status="draft", xml=b"no diagram", digest="")
    mended = delete(definition).where(definition.c.version == BROKEN["version"])
    with guest.house.office.database.writing() as connection:
        connection.execute(broken)
    guest.visitor.go("/procedures/intake/1999-01-01")
    with guest.house.office.database.writing() as connection:
        connection.execute(mended)
    guest.visitor.sees("Sorry, something went wrong")


FAILURES = (
    Visit("not-found", "", "tom", at("/nowhere")),
    Visit("not-found-outside", "", None, at("/nowhere")),
    Visit("not-allowed", "admin.every_incident", "hannah", at("/running/incidents")),
    Visit("somebody-was-quicker", "tasks.page", officer("resolved"), _stale),
    Visit("given-to-nobody", "tasks.assign", officer("in triage"), _nobody_chosen),
    Visit("refused", "tasks.assign", "tom", at("/tasks/none/assign")),
    Visit("open-too-long", "case_actions.withdraw", officer("at sign-off"), _open_too_long),
    Visit("too-many-attempts", "sign_in.page", None, _too_many),
    Visit("failed", "procedures.version", "farah", _failed),
)
