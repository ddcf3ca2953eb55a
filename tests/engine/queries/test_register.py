"""The register finds what a person may see, and nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.casework.vocabulary import CaseStatus
from engine.db.tables import case_relation
from engine.flows import timing, withdrawal
from engine.office import Office
from engine.queries import register
from engine.queries.register_filters import Cursor, Filters, Flag, Sort
from tests.bench.statements import listening
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
    for spelled in ("hrd 26 0001", "HRD260001", "HRD–26–0001", "hrd26-0001"):
        assert register.reference_of(office, somebody(office, "olive"), spelled) == reference
    for words in ("26 0001", "0001", "HRD-26-0001 and more", "%", "HRD-26-0001\x00", ""):
        assert register.reference_of(office, somebody(office, "olive"), words) is None


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


def test_filters_narrow_by_procedure_stage_manager_and_flag(either_office: Office) -> None:
    office = either_office
    with_mara, new = triaged(office), logged(office, is_child=True, contact_warning=None)
    mara = somebody(office, "mara").person_id
    assert references(office, "olive", Filters(procedure="statutory_complaint")) == [with_mara]
    assert references(office, "olive", Filters(procedure="statutory_complaint", stage="stage_1")) == [with_mara]
    assert references(office, "olive", Filters(procedure="statutory_complaint", stage="stage_2")) == []
    assert references(office, "olive", Filters(manager_id=mara)) == [with_mara]
    assert references(office, "olive", Filters(manager_id=1)) == []
    assert references(office, "olive", Filters(flag=Flag.CHILD)) == [new]
    assert references(office, "olive", Filters(flag=Flag.CONTACT_WARNING)) == [with_mara]
    for flag in (Flag.SAFEGUARDING, Flag.ADVOCATE, Flag.EXTENDED, Flag.NEEDS_HELP):
        assert references(office, "olive", Filters(flag=flag)) == []
    extension = {"until_on": "2026-11-02", "ground": "complexity", "reason": "Two teams.", "letter_body": "More time."}
    timing.extend(office, somebody(office, "olive"), with_mara, "stage_1_response", extension)
    assert references(office, "olive", Filters(flag=Flag.EXTENDED)) == [with_mara]


def test_what_was_closed_last_stands_first(office: Office, clock: StandingClock) -> None:
    first, second, still_open = triaged(office), triaged(office), triaged(office)
    typed = {"reason": "They rang.", "letter_body": "As you asked."}
    withdrawal.withdraw(office, somebody(office, "olive"), second, {"withdrawn_on": "2026-10-05", **typed})
    clock.forward(days=1)
    withdrawal.withdraw(office, somebody(office, "olive"), first, {"withdrawn_on": "2026-10-06", **typed})
    found = references(office, "olive", Filters(status=None, sort=Sort.CLOSED))
    assert found == [first, second, still_open]


def test_words_that_very_many_cases_have_find_the_newest_and_say_so(
    either_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "MOST_COUNTED", 3)
    office = either_office
    every = [logged(office, received_on=date(2026, 10, 5) - timedelta(days=n)) for n in range(5)]
    page = register.page(office, somebody(office, "olive"), Filters(words="rings", sort=Sort.RECEIVED))
    assert (page.total, page.is_more) == (3, True)
    assert [row.reference for row in page.rows] == every[2:]
    whole = register.page(office, somebody(office, "olive"), Filters(sort=Sort.RECEIVED))
    assert (whole.total, whole.is_more, len(whole.rows)) == (3, True, 5), "without words all are in order"


def test_the_page_of_a_search_costs_as_many_statements_as_any(office: Office) -> None:
    for _ in range(3):
        triaged(office)
    olive, counts = somebody(office, "olive"), set()
    for filters in (Filters(), Filters(words="rings"), Filters(words="rings back", sort=Sort.CLOSED)):
        with listening(office.database.engine) as asked:
            register.page(office, olive, filters)
        counts.add(asked.count)
    assert len(counts) == 1


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
    if sort is Sort.DUE:
        days = [row.due.on or date.max for row in rows]
        assert days == sorted(days)
    if sort is Sort.RECEIVED:
        assert [row.received_on for row in rows] == sorted((row.received_on for row in rows), reverse=True)
    if sort is Sort.REFERENCE:
        assert [row.reference for row in rows] == sorted((row.reference for row in rows), reverse=True)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-10-05", "2026-13-01.4", "2026-10-05.x", "2026-10-05.99999999999999999"]
)
def test_a_cursor_that_was_tampered_with_is_no_cursor(text: str) -> None:
    assert Cursor.read(text) is None
