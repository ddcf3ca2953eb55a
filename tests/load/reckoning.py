"""After the day: does the record hold what was taken, all of it and nothing else?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import String, cast, func, select

from engine.db.tables import case_file, case_note, draft, finding, head, history_payload, incident, message, task
from engine.office import Office
from tests.load.books import MARK, Books
from tests.load.council import Busy
from tests.modes.running import wait_for
from tests.storm import reckoning

_ANSWERED = select(cast(task.c.answers, String)).where(task.c.status == "completed")
_KEPT = (head.c.text, finding.c.reason, message.c.body, history_payload.c.payload)
"""Where the words of a task are kept; what a later answer writes over stays in the history."""


def rest(office: Office) -> None:
    """Wait until everything that is due has been done."""
    wait_for(lambda: not reckoning.due(office), "the work that is due", seconds=600)


def completed(office: Office) -> dict[str, int]:
    """Every completed task, and by whom."""
    return dict(_rows(office, select(task.c.id, task.c.ended_by).where(task.c.status == "completed")))


def wrongs(council: Busy, books: Books, before: Mapping[str, int]) -> Iterator[str]:
    """Everything that was lost or done twice, a sentence each. `before`: the tasks that were completed already."""
    office = council.house.office
    yield from books.lost
    yield from _claims(books)
    yield from _tasks(office, books, before)
    yield from _words(office, books)
    yield from _drafts(office, books)
    yield from _left(office)
    yield from reckoning.told_once(office)
    yield from reckoning.mail(office, council, gusts=0)
    yield from reckoning.verified(council)


def _claims(books: Books) -> Iterator[str]:
    """Nobody puts a task back, so that each is granted to one person."""
    granted = Counter(task_id for task_id, _ in set(books.claimed))
    yield from (f"task {key} was claimed by {number} people" for key, number in granted.items() if number > 1)


def _tasks(office: Office, books: Books, before: Mapping[str, int]) -> Iterator[str]:
    """What was taken is completed by whom it was taken from, once, and nothing else is."""
    done = {key: person_id for key, person_id in completed(office).items() if key not in before}
    taken = Counter(each.task_id for each in books.finished)
    yield from (f"task {key} was taken {number} times" for key, number in taken.items() if number > 1)
    for each in books.finished:
        if done.get(each.task_id) != each.person_id:
            yield f"task {each.task_id} was taken from {each.person_id} and is that of {done.get(each.task_id)}"
    yield from (
        f"task {key} is completed, and nobody was told so" for key in done.keys() - taken.keys() - books.unknown
    )


def _words(office: Office, books: Books) -> Iterator[str]:
    """Every word that was taken is on record; of a form that was not taken, none is."""
    kept = sum((_marks(office, select(column)) for column in _KEPT), _marks(office, _ANSWERED))
    yield from (f"{each} is lost" for each in books.finished if each.mark and not kept[each.mark])
    yield from (f"{mark} was refused, and is on record" for mark in books.refused if kept[mark])
    logged, noted = _marks(office, select(case_file.c.words)), _marks(office, select(case_note.c.text))
    yield from (f"{mark} was logged {logged[mark]} times" for mark in books.logged if logged[mark] != 1)
    yield from (f"{mark} was noted {noted[mark]} times" for mark in books.noted if noted[mark] != 1)
    untold = logged.keys() - set(books.logged) - books.unknown
    if untold:
        yield f"{len(untold)} cases were logged, and nobody was told so"


def _drafts(office: Office, books: Books) -> Iterator[str]:
    d = draft.c
    kept = {
        (person_id, place): str(typed)
        for person_id, place, typed in _rows(office, select(d.person_id, d.place, d.typed))
    }
    for (person_id, task_id), mark in books.drafts.items():
        if mark not in kept.get((person_id, f"task:{task_id}"), ""):
            yield f"what {person_id} had begun at task {task_id} is lost"


def _left(office: Office) -> Iterator[str]:
    m = message.c
    unsent = select(m.status, func.count()).where(m.status.not_in(("sent", "draft", "to_post"))).group_by(m.status)
    yield from (f"{number} messages are {status}" for status, number in _rows(office, unsent))
    (open_,) = _rows(office, select(func.count()).where(incident.c.status == "open"))
    if open_[0]:
        yield f"{open_[0]} incidents are open"


def _marks(office: Office, query: Any) -> Counter[str]:
    return Counter(mark for (text,) in _rows(office, query) for mark in set(MARK.findall(_words_of(text))))


def _words_of(kept: str | bytes | None) -> str:
    return kept.decode(errors="replace") if isinstance(kept, bytes) else kept or ""


def _rows(office: Office, query: Any) -> list[tuple[Any, ...]]:
    with office.database.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]
