"""The council's settings hold from the moment that they are set, and open cases follow."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import clock as clock_table
from engine.db.tables import history, setting, task
from engine.flows import council
from engine.flows.council import SettingRefused, SettingUnknown
from engine.office import Office
from engine.recording import chain
from tests.story import due_days, log_and_triage, respond, rows, sign_off

A_SATURDAY = date(2026, 10, 3)


def limit(office: Office) -> date:
    c = clock_table.c
    [row] = rows(office, select(c.due_on).where(c.name == "stage_1_response"))
    found: date = row.due_on
    return found


def test_what_letters_print_can_be_set_and_set_again_and_taken_away(office: Office) -> None:
    for value in ("Fernshire", "Fernshire Council", ""):
        council.change(office, "council_name", f" {value} ")
        kept = rows(office, select(setting.c.value).where(setting.c.name == "council_name"))
        assert [row.value for row in kept] == ([value] if value else [])


@pytest.mark.parametrize("name", ["demo", "clock_offset_seconds", "outgoing_mail_held", "", "councilname"])
def test_only_settings_of_the_council_can_be_set(office: Office, name: str) -> None:
    with pytest.raises(SettingUnknown, match="Known: council_name"):
        council.change(office, name, "yes")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("check_before_sending", "perhaps", "one of yes, no"),
        ("receipt", "tomorrow", "one of as_received, next_working_day"),
        ("council_name", "x" * 1001, "at most 1000"),
        ("council_name", "Fern\x00shire", "plain"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(office: Office, name: str, value: str, words: str) -> None:
    with pytest.raises(SettingRefused, match=words):
        council.change(office, name, value)


def test_a_council_that_checks_nothing_sends_what_was_signed_off(office: Office) -> None:
    council.change(office, "check_before_sending", "no")
    log_and_triage(office)
    respond(office)
    sign_off(office)
    assert [row.element for row in rows(office, select(task.c.element).where(task.c.status == "open"))] == []


def test_receipt_on_the_next_working_day_moves_every_date_of_open_cases_and_says_so(office: Office) -> None:
    log_and_triage(office, A_SATURDAY)
    before = due_days(office)
    assert limit(office) == date(2026, 10, 16)
    council.change(office, "receipt", "next_working_day")
    assert limit(office) == date(2026, 10, 19)
    assert due_days(office) != before
    [noted] = rows(office, select(history).where(history.c.what == "receipt_read_anew"))
    with office.database.reading() as connection:
        assert chain.broken_at(connection, noted.case_id) is None
    council.change(office, "receipt", "")
    assert (limit(office), due_days(office)) == (date(2026, 10, 16), before)


def test_setting_what_holds_already_touches_no_case(office: Office) -> None:
    log_and_triage(office)
    council.change(office, "receipt", "next_working_day")
    council.change(office, "receipt", "next_working_day")
    assert len(rows(office, select(history.c.id).where(history.c.what == "receipt_read_anew"))) == 1
