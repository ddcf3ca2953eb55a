"""What a built-in page needs to know of its case to check what was typed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Date, Integer, Row, String, bindparam, func, select

from engine.casework.calendar import BankHoliday, WorkingCalendar
from engine.casework.completion import PageFacts
from engine.casework.vocabulary import Relation
from engine.db.tables import bank_holiday, case_event, case_relation, head, recommendation
from engine.db.together import Together
from engine.procedures.definition import Variable
from engine.queries import who

ROUTE = "route"
"""The variable by which an intake says where a representation can go."""

_OF_CASE, _RECEIVED_ON = bindparam("of_case", type_=Integer), bindparam("received_on", type_=Date)
_SOON = timedelta(days=28)
"""No run of days off is longer, so that the next working day is found among the holidays until then."""

_FACTS = Together(
    holidays=select(bank_holiday.c.day, bank_holiday.c.name, bank_holiday.c.source).where(
        bank_holiday.c.day > _RECEIVED_ON, bank_holiday.c.day <= bindparam("soon", type_=Date)
    ),
    heads=select(head.c.number).where(head.c.case_id == _OF_CASE).order_by(head.c.number),
    about=select(case_relation.c.person_id)
    .where(case_relation.c.case_id == _OF_CASE, case_relation.c.relation == Relation.COMPLAINED_ABOUT.value)
    .order_by(case_relation.c.person_id),
    people=who.STAFF,
    latest=select(case_event.c.kind, func.max(case_event.c.occurred_on).label("on"))
    .where(case_event.c.case_id == _OF_CASE, case_event.c.corrected_by_id.is_(None))
    .group_by(case_event.c.kind),
    recommended=select(recommendation.c.number)
    .where(recommendation.c.case_id == _OF_CASE, recommendation.c.stage == bindparam("of_stage", type_=String))
    .order_by(recommendation.c.number),
)


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
    received_on = row.received_on
    asked = {"received_on": received_on, "soon": received_on + _SOON, "of_stage": settings.get("stage")}
    found = _FACTS.read(connection, {"of_case": row.id, **asked})
    return PageFacts(
        today=today,
        received_on=received_on,
        resolved_by=WorkingCalendar(BankHoliday(*holiday) for holiday in found["holidays"]).add(received_on, 1),
        is_child=row.is_child,
        head_numbers=tuple(each.number for each in found["heads"]),
        complained_about=tuple(each.person_id for each in found["about"]),
        people={each.id: each.name for each in found["people"]},
        settings=settings,
        email_known=bool(row.complainant_email),
        address_known=bool(row.complainant_address),
        latest_event_on={event.kind: event.on for event in found["latest"]},
        recommendation_numbers=tuple(each.number for each in found["recommended"]),
        words=row.words,
        reply_by=row.reply_by,
        routes=variables[ROUTE].values if ROUTE in variables else None,
    )
