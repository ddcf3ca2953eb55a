"""What a built-in page needs to know of its case to check what was typed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, func, select

from engine.casework.calendar import BankHoliday, WorkingCalendar
from engine.casework.completion import PageFacts
from engine.casework.vocabulary import Relation
from engine.db.tables import bank_holiday, case_event, case_relation, head, recommendation
from engine.procedures.definition import Variable
from engine.queries import who

ROUTE = "route"
"""The variable by which an intake says where a representation can go."""

_OF_CASE = bindparam("of_case", type_=Integer)
_LATEST = (
    select(case_event.c.kind, func.max(case_event.c.occurred_on).label("on"))
    .where(case_event.c.case_id == _OF_CASE, case_event.c.corrected_by_id.is_(None))
    .group_by(case_event.c.kind)
)
_HEADS = select(head.c.number).where(head.c.case_id == _OF_CASE).order_by(head.c.number)
_RECOMMENDED = (
    select(recommendation.c.number)
    .where(recommendation.c.case_id == _OF_CASE, recommendation.c.stage == bindparam("of_stage"))
    .order_by(recommendation.c.number)
)
_ABOUT = (
    select(case_relation.c.person_id)
    .where(case_relation.c.case_id == _OF_CASE, case_relation.c.relation == Relation.COMPLAINED_ABOUT.value)
    .order_by(case_relation.c.person_id)
)
_HOLIDAYS = select(bank_holiday.c.day, bank_holiday.c.name, bank_holiday.c.source)
_SOON = timedelta(days=28)
"""No run of days off is longer, so that the next working day is found among the holidays until then."""


def told(row: Row[Any], today: date, settings: Mapping[str, str]) -> PageFacts:
    """What a page of the diagram's own questions needs: nothing that would have to be looked for."""
    return PageFacts(today, row.received_on, is_child=row.is_child, settings=settings)


def of_case(
    connection: Connection,
    row: Row[Any],
    today: date,
    settings: Mapping[str, str],
    variables: Mapping[str, Variable],
) -> PageFacts:
    """The facts of one case; `row` is its case_file row, `settings` what the diagram tells the page.

    `variables` are those that the running version of its procedure declares.
    """
    this_case = {"of_case": row.id}
    return PageFacts(
        today=today,
        received_on=row.received_on,
        resolved_by=_next_working_day(connection, row.received_on),
        is_child=row.is_child,
        head_numbers=tuple(connection.execute(_HEADS, this_case).scalars()),
        complained_about=tuple(connection.execute(_ABOUT, this_case).scalars()),
        people=who.people(connection),
        settings=settings,
        email_known=bool(row.complainant_email),
        address_known=bool(row.complainant_address),
        latest_event_on={event.kind: event.on for event in connection.execute(_LATEST, this_case)},
        recommendation_numbers=_recommended(connection, row.id, settings),
        words=row.words,
        reply_by=row.reply_by,
        routes=variables[ROUTE].values if ROUTE in variables else None,
    )


def _recommended(connection: Connection, case_id: int, settings: Mapping[str, str]) -> tuple[int, ...]:
    if "stage" not in settings:
        return ()
    return tuple(connection.execute(_RECOMMENDED, {"of_case": case_id, "of_stage": settings["stage"]}).scalars())


def _next_working_day(connection: Connection, day: date) -> date:
    d = bank_holiday.c.day
    soon = connection.execute(_HOLIDAYS.where(d > day, d <= day + _SOON))
    return WorkingCalendar(BankHoliday(*holiday) for holiday in soon).add(day, 1)
