"""People choose how they are told of what the law leaves open; what it does not leave open reaches them at once."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from engine.casework.notice_choices import ALWAYS, CHOICES, How
from engine.db.tables import case_file, message, notice_choice, person
from engine.errors import InvalidAnswers
from engine.flows import digest, notice_choices, withdrawal
from engine.office import Office
from engine.procedures.blocks import NOTICES
from engine.queries import notice_choices as queries
from tests.council import PEOPLE, StandingClock
from tests.story import Sweeper, log_and_triage, rows, somebody, waiting_until

AS_IT_IS = {notice: options[0].value for notice, options in CHOICES.items()}
MARA = PEOPLE["mara"][0]


def chooses(office: Office, login: str, **changes: str) -> None:
    """Somebody chooses."""
    notice_choices.choose(office, somebody(office, login), {**AS_IT_IS, **changes})


def told_mara(office: Office, template: str) -> list[tuple[str, int | None]]:
    """Where Mara's notices of a kind stand, and what carries them."""
    m = message.c
    query = select(m.status, m.carried_by_id).where(m.template == template, m.to_person_id == MARA).order_by(m.id)
    return [(row.status, row.carried_by_id) for row in rows(office, query)]


def three_days_before(office: Office, clock: StandingClock, sweep: Sweeper) -> str:
    """A case of Mara's on the morning of the reminder; returns its reference."""
    reference = log_and_triage(office)
    sweep()
    clock.instant = datetime(2026, 10, 14, 8, tzinfo=UTC)  # ten working days end on Monday the 19th
    sweep()
    return reference


def next_morning(office: Office, clock: StandingClock, sweep: Sweeper) -> Mapping[str, str]:
    """The emails of the next morning: their words, by address."""
    digest.schedule(office)
    (clock.instant,) = waiting_until(office, "digest")
    sweep()
    m = message.c
    found = rows(office, select(m.to_address, m.text).where(m.kind == "digest", m.created_at == clock.instant))
    return {row.to_address.partition("@")[0]: row.text for row in found}


def test_a_notice_of_the_morning_waits_for_the_mornings_email(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    chooses(office, "mara", due_in_three_days="morning")
    reference = three_days_before(office, clock, sweep)
    assert told_mara(office, "due_in_three_days") == [("collected", None)]
    words = next_morning(office, clock, sweep)["mara"]
    assert "What you are told in the morning" in words
    assert words.count(f"{reference}:") >= 1
    ((status, carrier),) = told_mara(office, "due_in_three_days")
    (sent,) = rows(office, select(message.c.id).where(message.c.kind == "digest", message.c.to_person_id == MARA))
    assert (status, carrier) == ("sent", sent.id)
    assert "What you are told" not in next_morning(office, clock, sweep)["mara"], "once"


def test_what_somebody_wants_not_at_all_is_not_written_but_the_ladder_is(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    chooses(office, "mara", due_in_three_days="never", digest="never")
    three_days_before(office, clock, sweep)
    assert told_mara(office, "due_in_three_days") == []
    for _ in range(8):
        clock.forward(days=1)
        sweep()
    assert told_mara(office, "due_tomorrow")[0][0] == "sent"
    assert told_mara(office, "overdue")[0][0] == "sent"
    assert "mara" not in next_morning(office, clock, sweep)


def test_who_wants_no_mornings_email_has_one_when_it_brings_a_notice(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    chooses(office, "mara", due_in_three_days="morning", digest="never")
    three_days_before(office, clock, sweep)
    assert "mara" in next_morning(office, clock, sweep)
    assert "mara" not in next_morning(office, clock, sweep)


@pytest.mark.parametrize("change", ["closed", "left"])
def test_nobody_is_told_in_the_morning_of_what_is_over(
    change: str, office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    chooses(office, "mara", due_in_three_days="morning", digest="never")
    three_days_before(office, clock, sweep)
    with office.transaction() as transaction:
        over = {
            "closed": update(case_file).values(status="closed"),
            "left": update(person).where(person.c.id == MARA).values(active=False),
        }
        transaction.connection.execute(over[change])
    assert "mara" not in next_morning(office, clock, sweep)
    assert told_mara(office, "due_in_three_days") == [("discarded", None)]


def test_who_has_it_in_the_morning_is_told_of_an_end_after_the_case_has_ended(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    chooses(office, "mara", case_withdrawn="morning", due_in_three_days="morning", digest="never")
    reference = three_days_before(office, clock, sweep)
    gone = {"withdrawn_on": "2026-10-14", "reason": "It is settled.", "letter_body": "As you ask, we stop here."}
    withdrawal.withdraw(office, somebody(office, "olive"), reference, gone)
    assert reference in next_morning(office, clock, sweep)["mara"]
    assert [status for status, _ in told_mara(office, "case_withdrawn")] == ["sent"]
    assert told_mara(office, "due_in_three_days") == [("discarded", None)], "nothing is due any more"


def test_every_notice_that_a_diagram_may_ask_for_is_chosen_about_or_laid_down() -> None:
    assert set(NOTICES) <= set(CHOICES) | set(ALWAYS)
    assert not set(CHOICES) & set(ALWAYS)
    assert not {"due_tomorrow", "overdue", "clock_overdue"} & set(CHOICES)


def test_choices_are_kept_changed_and_checked(office: Office, clock: StandingClock) -> None:
    mara = somebody(office, "mara")
    assert {n: how.value for n, how in queries.of_person(office, mara).items()} == AS_IT_IS
    chooses(office, "mara", case_notice="morning")
    chooses(office, "mara", case_notice="never", overdue="never")
    assert queries.of_person(office, mara)["case_notice"] is How.NEVER
    found = rows(office, select(notice_choice.c.notice, notice_choice.c.chosen_at))
    assert {row.notice for row in found} == set(CHOICES)
    assert {row.chosen_at for row in found} == {clock.now()}
    with pytest.raises(InvalidAnswers) as raised:
        notice_choices.choose(office, mara, {"case_notice": "soon", "digest": "at_once"})
    assert set(raised.value.errors) == set(CHOICES)
