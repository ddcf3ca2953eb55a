"""Pages on what came late, and on the dates that a bank holiday has moved."""

from datetime import date, timedelta

from sqlalchemy import insert, select, update

from engine.db.tables import clock, job, message, moved_date, outage
from tests.journeys.guest import Guest
from tests.journeys.visits.rooms import ADMINISTRATOR
from tests.journeys.visits.visit import Arrive, Council, Visit, at

OFFICER = "priya"
CHRISTMAS, A_DAY = date(2026, 12, 25), timedelta(days=1)


def _after_an_outage(guest: Guest) -> int:
    """As if nobody had looked for due work in the fortnight before the last timer that fired."""
    with guest.house.office.transaction() as transaction:
        connection = transaction.connection
        known = connection.execute(select(outage.c.id)).scalar()
        if known is not None:
            return int(known)
        fired = (job.c.kind == "timer") & (job.c.status == "done")
        last = connection.execute(select(job.c.ended_at).where(fired).order_by(job.c.ended_at.desc())).scalars().first()
        assert last is not None
        silence = {"from_at": last - timedelta(days=14), "to_at": last}
        in_it = fired & (job.c.first_due_at >= silence["from_at"])
        some = connection.execute(select(job.c.id, job.c.case_id).where(in_it).limit(5)).all()
        for each in some:
            notice = (message.c.case_id == each.case_id) & message.c.template.in_(("overdue", "due_in_three_days"))
            connection.execute(update(message).where(notice).values(timer_job_id=each.id))
        return int(connection.execute(insert(outage).values(silence).returning(outage.c.id)).scalar_one())


def _outages(guest: Guest) -> None:
    _after_an_outage(guest)
    guest.visitor.go("/running/outages")


def _one(guest: Guest) -> None:
    guest.visitor.go(f"/running/outages/{_after_an_outage(guest)}")


def _moved(path: str) -> Arrive:
    """As if that day had only been announced when some cases were open already."""

    def _arrive(guest: Guest) -> None:
        c, d = clock.c, moved_date.c
        with guest.house.office.transaction() as transaction:
            run = transaction.connection.execute
            if run(select(d.id).where(d.day == CHRISTMAS)).first() is None:
                moved = run(select(c.case_id, c.name, c.due_on).where(c.due_on.is_not(None)).limit(5)).all()
                stamp = {"day": CHRISTMAS, "recorded_at": transaction.now}
                kept = [
                    {"case_id": row.case_id, "clock": row.name, "was_due_on": row.due_on - A_DAY, "due_on": row.due_on}
                    for row in moved
                ]
                run(insert(moved_date), [stamp | each for each in kept])
        guest.visitor.go(path)

    return _arrive


WATCHING = (
    Visit("outages", "outages.every", OFFICER, _outages),
    Visit("outages-none", "outages.every", ADMINISTRATOR, at("/running/outages"), Council.NEW),
    Visit("outages-no-earlier", "outages.every", OFFICER, at("/running/outages?before=1")),
    Visit("outage", "outages.one", OFFICER, _one),
    Visit("outage-of-cases-unseen", "outages.one", ADMINISTRATOR, _one),
    Visit("moved-dates", "moved_dates.every", OFFICER, _moved("/running/moved-dates")),
    Visit("moved-dates-none", "moved_dates.every", ADMINISTRATOR, at("/running/moved-dates"), Council.NEW),
    Visit("moved-by-a-day", "moved_dates.one", OFFICER, _moved(f"/running/calendar/{CHRISTMAS}")),
    Visit("moved-by-a-day-unseen", "moved_dates.one", ADMINISTRATOR, _moved(f"/running/calendar/{CHRISTMAS}")),
    Visit("moved-by-a-day-nothing", "moved_dates.one", ADMINISTRATOR, at("/running/calendar/2027-12-27")),
)
