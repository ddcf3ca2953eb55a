"""What the pages that give people a part in a case need to know: who can be chosen, and when they can come."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.completion import PageFacts, PanelFacts
from engine.casework.date_finder import MEETS_WITHIN, Absence
from engine.casework.independence import ON_THE_PANEL
from engine.casework.pages import appoint
from engine.casework.pages.panel import COMPLAINANT
from engine.casework.vocabulary import EventKind
from engine.db.tables import clock, panel, person, unavailable
from engine.library import Library
from engine.queries import independence
from engine.recording.appointments import ARRANGED

CLOCK = "stage_3_panel"


def with_people(
    connection: Connection, library: Library, form_key: str | None, facts: PageFacts, case_id: int
) -> PageFacts:
    """The facts of a page with whatever else it needs: people for its parts, working days; of others as they are."""
    if form_key == "appoint":
        relations = appoint.appointed(facts)
        return replace(facts, verdicts=independence.verdicts(connection, case_id, relations, facts.today))
    if form_key == "panel":
        found = independence.verdicts(connection, case_id, sorted(ON_THE_PANEL), facts.today)
        people = {person_id for _, person_id in found}
        return replace(facts, verdicts=found, panel=_panel(connection, library, facts, case_id, people))
    if form_key == "panel_report":
        return replace(facts, panel=_panel(connection, library, facts, case_id, ()))
    if form_key == "overrun":
        return replace(facts, working_days=library.calendar(connection))
    return facts


def _panel(
    connection: Connection, library: Library, facts: PageFacts, case_id: int, people: Collection[int]
) -> PanelFacts:
    calendar = library.calendar(connection)
    c, p = clock.c, panel.c
    limit_on = connection.execute(select(c.limit_on).where(c.case_id == case_id, c.name == CLOCK)).scalar()
    requested_on = facts.latest_event_on.get(EventKind.STAGE_3_REQUESTED)
    if limit_on is None and requested_on is not None:
        limit_on = calendar.add(requested_on, MEETS_WITHIN)
    arranged = select(p.meets_on).where(p.case_id == case_id, p.status == ARRANGED).order_by(p.id.desc()).limit(1)
    return PanelFacts(
        working_days=calendar,
        meets_by=limit_on,
        arranged_for=connection.execute(arranged).scalar(),
        absences=_absences(connection, case_id, people, facts.today),
    )


def _absences(connection: Connection, case_id: int, people: Collection[int], today: date) -> tuple[Absence, ...]:
    u = unavailable.c
    query = select(u.person_id, u.from_on, u.to_on, person.c.name).outerjoin(person, person.c.id == u.person_id)
    wanted = query.where((u.case_id == case_id) | u.person_id.in_(people), u.to_on >= today)
    rows = connection.execute(wanted.order_by(u.from_on, u.id))
    return tuple(Absence(row.name or COMPLAINANT, row.from_on, row.to_on, row.person_id) for row in rows)
