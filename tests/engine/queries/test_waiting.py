"""What the morning email leaves out until its day, and what it says of a question that was answered."""

from engine.casework.vocabulary import Role
from engine.flows import follow_up, task_requests
from engine.office import Office
from engine.queries import waiting
from tests import story
from tests.council import PEOPLE, StandingClock

MARA = PEOPLE["mara"][0]


def _told(office: Office) -> list[str]:
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
        found = waiting.by_person(connection, office.today(), calendar, without=Role.COMPLAINTS_OFFICER)
    return [each.name for each in found.get(MARA, [])]


def test_what_is_put_by_is_left_out_until_its_day(either_office: Office, clock: StandingClock) -> None:
    story.log_and_triage(either_office)
    mara, key = story.somebody(either_office, "mara"), story.open_task(either_office, "respond")
    follow_up.put_by(either_office, mara, key, {"day": "2026-10-08"})
    assert _told(either_office) == []
    clock.forward(days=2)
    assert _told(either_office) == []
    clock.forward(days=1)
    assert _told(either_office) == ["Respond"]


def test_an_answer_is_told_of_on_the_next_morning_and_on_no_other(either_office: Office, clock: StandingClock) -> None:
    story.log_and_triage(either_office)
    mara, key = story.somebody(either_office, "mara"), story.open_task(either_office, "respond")
    request = task_requests.ask(either_office, mara, key, {"need": "help", "note": "Who has the file?"})
    assert _told(either_office) == ["Respond"]
    task_requests.answer(either_office, story.somebody(either_office, "olive"), request, {"answer": "The archive."})
    clock.forward(days=1)
    assert _told(either_office) == ["Respond (your question is answered)"]
    clock.forward(days=1)
    assert _told(either_office) == ["Respond"]
