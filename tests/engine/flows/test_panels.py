"""A panel of three meets on a day of its own, when everybody can come; a late one says why."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from engine.db.tables import case_event, panel, unavailable
from engine.office import Office
from tests.engine.flows.appointing import (
    PANEL,
    parts,
    to_panel,
    wrong,
)
from tests.independents import arrive, publish
from tests.story import complete, rows


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    """The register is kept, and the procedure asks for all of them."""
    arrive(office)
    publish(office)


def test_a_panel_is_arranged_with_its_day_and_place(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", {**PANEL, "complainant_away": "12 10 2026 to 16 10 2026\n2 11 2026"})
    assert {("panel_chair", 103), ("panel_member", 104), ("panel_member", 105)} <= parts(office)
    (row,) = rows(office, select(panel))
    assert (row.meets_on, row.place, row.status) == (date(2026, 10, 26), "The library, Fern Street", "arranged")
    events = {row.kind: row for row in rows(office, select(case_event))}
    assert events["panel_arranged"].until_on == date(2026, 10, 26)
    assert events["chair_appointed"].occurred_on == office.today()
    away = rows(office, select(unavailable.c.from_on, unavailable.c.to_on).order_by(unavailable.c.from_on))
    assert [tuple(row) for row in away] == [
        (date(2026, 10, 12), date(2026, 10, 16)),
        (date(2026, 11, 2), date(2026, 11, 2)),
    ]


def test_a_panel_that_is_moved_keeps_the_day_that_was_and_says_why(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", PANEL)
    moved = {**PANEL, "meets_on": "2026-10-27"}
    assert "moved_because" in wrong(office, "arrange_again", moved)
    complete(office, "olive", "arrange_again", {**moved, "moved_because": "complainant_unavailable"})
    found = rows(office, select(panel.c.meets_on, panel.c.status, panel.c.moved_because).order_by(panel.c.id))
    assert [tuple(row) for row in found] == [
        (date(2026, 10, 26), "moved", "complainant_unavailable"),
        (date(2026, 10, 27), "arranged", None),
    ]
    kinds = [row.kind for row in rows(office, select(case_event.c.kind))]
    assert kinds.count("chair_appointed") == 1
    assert kinds.count("panel_arranged") == 2


@pytest.mark.parametrize(
    ("changed", "question", "because"),
    [
        ({"panel_chair": "102"}, "panel_chair", "was the independent person at stage 2"),
        ({"panel_member_2": "103"}, "panel_member_2", "chosen above already"),
        ({"panel_member_1": ""}, "panel_member_1", "Select the panel member"),
        ({"panel_member_1": "101"}, "panel_member_1", "Select the panel member"),
        ({"meets_on": ""}, "meets_on", "Select the day"),
        ({"meets_on": "other"}, "other_day", "Enter the day"),
        ({"meets_on": "2026-10-05"}, "meets_on", "after today"),
        ({"meets_on": "2026-10-24"}, "meets_on", "not a working day (Saturday)"),
        ({"complainant_away": "26 10 2026"}, "meets_on", "the complainant cannot come on Monday 26 October 2026"),
        ({"complainant_away": "next week"}, "complainant_away", "“next week” is not a day"),
        ({"complainant_away": "31 2 2026"}, "complainant_away", "is not a day"),
        ({"complainant_away": "3 11 2026 to 2 11 2026"}, "complainant_away", "must not be before the first"),
        ({"meets_on": "2026-11-17"}, "late_cause", "after Monday 16 November 2026, the last day that the law gives"),
        ({"meets_on": "2026-11-17", "late_cause": "other"}, "late_note", "Enter what happened"),
        ({"place": ""}, "place", "Enter where"),
    ],
)
def test_what_a_panel_cannot_be_is_said(office: Office, changed: dict[str, str], question: str, because: str) -> None:
    to_panel(office)
    assert because in wrong(office, "arrange_panel", {**PANEL, **changed})[question]


def test_a_late_panel_is_allowed_with_its_cause_on_record(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", {**PANEL, "meets_on": "2026-11-17", "late_cause": "member_unavailable"})
    (row,) = rows(office, select(case_event).where(case_event.c.kind == "panel_arranged"))
    assert (row.until_on, row.ground) == (date(2026, 11, 17), "member_unavailable")


def test_a_member_who_is_away_blocks_their_day(office: Office) -> None:
    to_panel(office)
    with office.transaction() as transaction:
        off = {"person_id": 104, "from_on": date(2026, 10, 26), "to_on": date(2026, 10, 26)}
        transaction.connection.execute(insert(unavailable).values(off))
    assert wrong(office, "arrange_panel", PANEL)["meets_on"] == "Mel Member cannot come on Monday 26 October 2026"
