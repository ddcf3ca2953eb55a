"""Two people and one document, on both databases: one wins, the other is told who and when, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from engine.casework.files import Upload
from engine.db.tables import document_version, held_file
from engine.errors import HeardError, InvalidAnswers, NewerVersion, NotAllowed
from engine.flows import documents
from engine.office import Office
from engine.queries import case_file
from engine.queries import documents as kept
from tests import story
from tests.council import StandingClock

PDF = b"%PDF-1.4\n%%EOF\n"
SORT = {"kind": "report", "title": "The report"}


def _file(number: int) -> Upload:
    return Upload(f"report {number}.pdf", "application/pdf", PDF + bytes(str(number), "ascii"))


@pytest.fixture
def reference(office: Office) -> str:
    found = story.log(office)
    documents.add(office, story.somebody(office, "olive"), found, SORT, _file(1))
    return found


def test_of_many_who_add_version_2_at_once_one_wins_and_each_other_is_told(office: Office, reference: str) -> None:
    olive, together = story.somebody(office, "olive"), Barrier(4)

    def _add(number: int) -> int | HeardError:
        together.wait()
        try:
            return documents.add_version(office, olive, reference, 1, {"based_on": "1"}, _file(number))
        except HeardError as told:
            return told

    with ThreadPoolExecutor(4) as people:
        results = list(people.map(_add, range(2, 6)))
    assert [each for each in results if isinstance(each, int)] == [2]
    told = [each for each in results if not isinstance(each, int)]
    assert all(isinstance(each, NewerVersion) for each in told)
    assert {each.facts["who"] for each in told if isinstance(each, HeardError)} == {"Olive Officer"}
    with office.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(document_version)).scalar_one() == 2


def test_what_was_kept_is_read_back_byte_for_byte(office: Office, reference: str) -> None:
    olive = story.somebody(office, "olive")
    every = Upload("all.mp3", "audio/mpeg", bytes(range(256)) * 4096)
    key = documents.add(office, olive, reference, SORT, every)
    case = case_file.find(office, olive, reference)
    found = kept.content(office, olive, case, key, 1)
    assert found.content == every.content
    assert found.version.size == len(every.content)


def test_a_held_file_goes_after_a_day_and_somebody_holds_few(
    office: Office, reference: str, clock: StandingClock
) -> None:
    olive = story.somebody(office, "olive")
    first = documents.hold(office, olive, reference, _file(1))
    case = case_file.find(office, olive, reference)
    assert kept.held(office, olive, case, first) == _file(1)
    for number in range(documents.MOST_HELD):
        clock.forward(minutes=1)
        documents.hold(office, olive, reference, _file(number))
    assert kept.held(office, olive, case, first) is None
    assert _how_many(office) == documents.MOST_HELD
    clock.forward(days=1, minutes=1)
    documents.hold(office, story.somebody(office, "olive"), reference, _file(9))
    assert _how_many(office) == 1
    assert timedelta(days=1) == documents.HELD_FOR


def test_a_withdrawn_document_takes_no_version(office: Office, reference: str) -> None:
    olive = story.somebody(office, "olive")
    documents.withdraw(office, olive, reference, 1, {"reason": "Another case."})
    with pytest.raises(InvalidAnswers):
        documents.add_version(office, olive, reference, 1, {"based_on": "1"}, _file(2))
    with pytest.raises(InvalidAnswers):
        documents.withdraw(office, olive, reference, 1, {"reason": "Again."})


def test_who_only_reads_a_case_adds_nothing(office: Office, reference: str) -> None:
    heather = story.somebody(office, "heather")
    with pytest.raises(NotAllowed):
        documents.add(office, heather, reference, SORT, _file(2))
    with pytest.raises(NotAllowed):
        documents.hold(office, heather, reference, _file(2))


def _how_many(office: Office) -> int:
    with office.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(held_file)).scalar_one())
