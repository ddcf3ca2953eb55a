"""The register finds what a person may see, and nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.casework.vocabulary import CaseStatus
from engine.db.tables import case_relation
from engine.flows import timing, withdrawal
from engine.office import Office
from engine.queries import register
from engine.queries.register import Cursor, Filters, Sort
from tests.council import StandingClock
from tests.stories import answered, logged, somebody, triaged


def references(office: Office, login: str, filters: Filters | None = None) -> list[str]:
    page = register.page(office, somebody(office, login), filters or Filters())
    assert page.total == len(page.rows)
    return [row.reference for row in page.rows]


def test_each_sees_the_cases_that_they_have_a_part_in(office: Office) -> None:
    ours, other = triaged(office), triaged(office, service_id=2)
    assert references(office, "olive") == [ours, other]
    assert references(office, "heather") == [ours], "head of service 1 only"
    assert references(office, "mara") == [ours, other], "she answers both"
    assert references(office, "lena") == [ours, other], "line manager of who answers"
    for login in ("max", "sam", "ada"):
        assert references(office, login) == []


def test_the_person_complained_about_finds_nothing_whatever_their_role(office: Office) -> None:
    reference = logged(office)
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": 1}
        transaction.connection.execute(insert(case_relation).values(about))
    assert references(office, "olive") == []
    assert register.reference_of(office, somebody(office, "olive"), reference) is None
    assert references(office, "oscar") == [reference]


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("arkwright", True),
        ("JOSEPHINE back", True),
        ("cancelled", True),
        ("HRD-26", True),
        ("nothing-like-it", False),
        ("100%", False),
        ("_", False),
        ("\\", False),
    ],
)
def test_words_are_found_in_reference_names_words_and_heads(office: Office, words: str, *, finds: bool) -> None:
    reference = triaged(office)
    assert references(office, "olive", Filters(words=words)) == ([reference] if finds else [])


def test_a_whole_reference_is_found_however_it_is_typed(office: Office) -> None:
    reference = logged(office)
    assert register.reference_of(office, somebody(office, "olive"), f"  {reference.lower()} ") == reference
    assert register.reference_of(office, somebody(office, "olive"), "HRD-26-9999") is None


@pytest.mark.parametrize("words", ["siân", "SIÂN", "Siân ÉVA", "é"])
def test_letters_with_accents_are_found_in_either_case(either_office: Office, words: str) -> None:
    reference = logged(either_office, complainant_name="Siân Éva")
    logged(either_office)
    found = register.page(either_office, somebody(either_office, "olive"), Filters(words=words))
    assert [row.reference for row in found.rows] == [reference]


def test_filters_narrow_by_status_service_and_what_is_overdue(office: Office, clock: StandingClock) -> None:
    late, elsewhere = triaged(office), triaged(office, service_id=2)
    gone = triaged(office)
    olive = somebody(office, "olive")
    typed = {"withdrawn_on": "2026-10-05", "reason": "They rang.", "letter_body": "As you asked."}
    withdrawal.withdraw(office, olive, gone, typed)
    assert references(office, "olive") == [late, elsewhere]
    assert references(office, "olive", Filters(status=CaseStatus.WITHDRAWN)) == [gone]
    assert references(office, "olive", Filters(service_id=2)) == [elsewhere]
    assert references(office, "olive", Filters(only_overdue=True)) == []
    extension = {"until_on": "2026-10-27", "ground": "complexity", "reason": "Two teams.", "letter_body": "More time."}
    timing.extend(office, olive, elsewhere, "stage_1_response", extension)
    clock.forward(days=15)
    assert references(office, "olive", Filters(only_overdue=True)) == [late]


def test_a_row_says_what_is_due_who_has_it_and_nothing_of_a_childs_name(office: Office) -> None:
    triaged(office, is_child=True)
    row = register.page(office, somebody(office, "olive"), Filters()).rows[0]
    assert (row.due.on, row.due.words) == (date(2026, 10, 19), "10 working days left")
    assert row.ball == "Respond: Mara Manager"
    assert row.is_child
    assert row.has_warning


def test_an_answered_case_that_waits_for_its_close_out_has_no_due_date(office: Office) -> None:
    reference = answered(office)
    row = register.page(office, somebody(office, "olive"), Filters()).rows[0]
    assert row.reference == reference
    assert row.due.on is None, "the close-out is outside the clock"


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_repeat(office: Office, sort: Sort) -> None:
    for number in range(28):
        logged(office, received_on=date(2026, 10, 5) - timedelta(days=number % 3))
    olive, filters = somebody(office, "olive"), Filters(sort=sort)
    first = register.page(office, olive, filters)
    assert (len(first.rows), first.total) == (25, 28)
    assert first.following is not None
    second = register.page(office, olive, filters, Cursor.read(str(first.following)))
    assert second.following is None
    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(set(ids)) == 28
    rows = (*first.rows, *second.rows)
    days = [row.received_on if sort is Sort.RECEIVED else row.due.on or date.max for row in rows]
    assert days == sorted(days, reverse=sort is Sort.RECEIVED)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-10-05", "2026-13-01.4", "2026-10-05.x", "2026-10-05.99999999999999999"]
)
def test_a_cursor_that_was_tampered_with_is_no_cursor(text: str) -> None:
    assert Cursor.read(text) is None
