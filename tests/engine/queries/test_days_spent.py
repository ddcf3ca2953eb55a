"""The days that a case spends in each step, from its history."""

from datetime import UTC, datetime

from engine.casework.calendar import WorkingCalendar
from engine.flows import undoing
from engine.office import Office
from engine.queries import case_file, days_spent
from engine.queries.days_spent import Spent, Visit, spent
from tests.council import StandingClock
from tests.stories import ANSWER, do, somebody, triaged

TODAY = datetime(2026, 10, 16, 12, tzinfo=UTC)


def at(day: int, hour: int = 9) -> datetime:
    """A moment of October 2026; the 5th is a Monday."""
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def counted(*visits: Visit) -> dict[tuple[int, str], Spent]:
    """What the visits come to on Friday 16 October 2026, in a year without holidays."""
    return spent(visits, WorkingCalendar(()), TODAY.date())


def test_only_working_days_count_and_never_the_first() -> None:
    found = counted(Visit(1, 1, "respond", ((at(8), at(12)),)))[1, "respond"]
    assert (found.days, found.rounds, found.is_there) == (2, 1, False)


def test_rounds_are_summed_and_an_open_one_runs_on() -> None:
    found = counted(Visit(1, 1, "respond", ((at(5), at(7)),)), Visit(1, 1, "respond", ((at(14), None),)))
    assert found[1, "respond"] == Spent(4, 2, is_there=True, first_on=at(5).date(), last_on=None)


def test_a_step_of_one_day_takes_no_days_and_a_weekend_none_either() -> None:
    found = counted(Visit(1, 1, "triage", ((at(9), at(9, 16)),)), Visit(1, 2, "check", ((at(10), at(11)),)))
    assert (found[1, "triage"].days, found[2, "check"].days) == (0, 0)


def test_a_case_that_is_sent_back_is_there_twice(either_office: Office, clock: StandingClock) -> None:
    office, reference = either_office, triaged(either_office)
    clock.forward(days=2)
    do(office, "mara", reference, "respond", ANSWER)
    clock.forward(days=1)
    do(office, "heather", reference, "sign_off", {"signed_off": "send_back", "what_to_change": "Say sorry."})
    clock.forward(days=1)
    case = case_file.find(office, somebody(office, "olive"), reference)
    found = {element: each for (_, element), each in days_spent.of_case(office, case.id).items()}
    assert (found["respond"].days, found["respond"].rounds, found["respond"].is_there) == (3, 2, True)
    assert (found["sign_off"].days, found["sign_off"].rounds) == (1, 1)


def test_a_task_that_is_undone_goes_on_as_the_same_round(office: Office, clock: StandingClock) -> None:
    reference = triaged(office)
    clock.forward(days=1)
    do(office, "mara", reference, "respond", ANSWER)
    clock.forward(days=1)
    undoing.undo(office, somebody(office, "olive"), reference, {"reason": "The wrong head."})
    clock.forward(days=1)
    case = case_file.find(office, somebody(office, "olive"), reference)
    found = {element: each for (_, element), each in days_spent.of_case(office, case.id).items()}
    assert (found["respond"].days, found["respond"].rounds, found["respond"].is_there) == (2, 1, True)
    assert "sign_off" not in found, "what was undone never happened"
