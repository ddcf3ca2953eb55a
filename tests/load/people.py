"""What people do all day: log, take on, answer, sign, send; and look whether what they typed is there."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from threading import Thread
from typing import TypeVar

from tests.load import forms
from tests.load.books import Finished, new_mark
from tests.load.browser import FASTER, Browser, Page
from tests.load.council import COLLEAGUE, HEAD, LOOKER, MANAGER, OFFICER, Worker
from tests.load.reading import CASES, MORNING, TASKS, Day, HomeTime, Reader

TOGETHER = 0.1
"""How often two hands send the same task off at once: two windows, or two heads of one service."""
COMES_BACK_LATER = 0.2
"""How often an answer is begun, kept and left for another hour."""
AMONG_THE_FIRST = 12
"""Whoever looks for work takes one of so many at the top of the list, and meets others there."""
_KNOWN = re.compile(r'"known":\s*"([^"]*)"')
T = TypeVar("T")


class Person(Reader):
    """Somebody at work."""

    def __init__(self, day: Day, worker: Worker, other_head: Worker | None, seed: int) -> None:
        super().__init__(day, worker, seed)
        self._other_head = other_head
        self._colleague: Browser | None = None

    def work(self) -> None:
        """From signing in until the day is over."""
        try:
            self._rest(self._chance.uniform(0, MORNING))
            self._sign_in(self._browser, self._worker)
            for _ in count() if self._day.deeds is None else range(self._day.deeds):
                self._chance.choices(*_OF[self._worker.part])[0](self)
        except HomeTime:
            return
        except Exception as error:  # noqa: BLE001 - a load that breaks is a load that failed
            self._day.books.errors.append(f"{self._worker.name}: {type(error).__name__} {error}")

    def log_a_complaint(self) -> None:
        """Somebody has rung."""
        mark = new_mark(self._chance)
        form = self._open("/log").form("/log")
        typed = forms.log(self._chance, mark, self._day.today, self._worker.service_id)
        self._log("/log", {**form, **typed}, mark)

    def pass_on_praise(self) -> None:
        """Somebody was kind."""
        mark = new_mark(self._chance)
        form = self._open("/log/compliment").form("/log/compliment")
        self._log("/log/compliment", {**form, **forms.compliment(mark, self._worker.service_id)}, mark)

    def _log(self, path: str, form: Mapping[str, str], mark: str) -> None:
        page = self._send(path, form)
        if page.taken:
            self._day.books.logged.append(mark)
        elif not page.sent:
            self._day.books.unknown.add(mark)

    def note(self) -> None:
        """A note on a case that others write on as well."""
        found = CASES.findall(self._open("/cases?sort=received").text)
        if not found:
            return
        mark, case = new_mark(self._chance), self._chance.choice(found[:5])
        form = self._open(f"{case}/contact").form(f"{case}/notes")
        page = self._send(f"{case}/notes", {**form, "note_text": f"Rang, no answer. {mark}"})
        if page.taken:
            self._day.books.noted.append(mark)
        if page.status == 200:
            self._must_stand_on(page, mark, "a note")

    def work_from(self, path: str) -> None:
        """Take a task from a list, take it on where that is asked, and answer it."""
        found = TASKS.findall(self._open(path).text)
        if not found:
            return self.look_into_a_case()
        task_id = self._chance.choice(found[:AMONG_THE_FIRST])
        page = self._open(f"/tasks/{task_id}")
        self._must_be_as_it_was_left(page, task_id)
        if f'action="/tasks/{task_id}/claim"' in page.text:
            if self._worker.part == HEAD and self._other_head is not None and self._chance.random() < TOGETHER:
                return self._both_heads(task_id, self._other_head)
            page = self._claimed(page, task_id)
        if page.form(f"/tasks/{task_id}"):
            self._answer(page, task_id)
        return None

    def _claimed(self, page: Page, task_id: str) -> Page:
        page = self._send(f"/tasks/{task_id}/claim", page.form(f"/tasks/{task_id}/claim"))
        if page.taken:
            self._day.books.claimed.append((task_id, self._worker.key))
        return page

    def _answer(self, page: Page, task_id: str) -> None:
        typed, mark = self._typed(page)
        if typed is None:
            return None
        form = {**page.form(f"/tasks/{task_id}"), **typed}
        if self._worker.part == MANAGER:
            form = self._keep(form, task_id, mark)
            if self._chance.random() < COMES_BACK_LATER:
                return None
        if self._chance.random() < TOGETHER:
            return self._twice(form, task_id, mark)
        page = self._send(f"/tasks/{task_id}", form)
        if page.sent == FASTER and (again := page.form(f"/tasks/{task_id}")):
            page = self._send(f"/tasks/{task_id}", {**form, **again})  # the case has changed: read, and sent once more
        self._note_down(task_id, self._worker, mark, page)
        if page.status == 200 and "Done: HRD-" not in page.text:
            self._day.books.lost.append(f"{page.path} does not say that task {task_id} is done")
        return None

    def _typed(self, page: Page) -> tuple[Mapping[str, str] | None, str]:
        mark = new_mark(self._chance)
        typed = forms.answers(page, self._chance, mark, self._day.today)
        return typed, mark if typed is not None and mark in str(typed) else ""

    def _note_down(self, task_id: str, worker: Worker, mark: str, page: Page) -> None:
        if page.taken:
            self._day.books.finished.append(Finished(task_id, worker.key, mark))
        elif not page.sent:
            self._day.books.unknown.add(task_id)
        if page.taken or not page.sent:
            self._day.books.drafts.pop((worker.key, task_id), None)
        elif mark:
            self._day.books.refused.append(mark)

    def _keep(self, form: dict[str, str], task_id: str, mark: str) -> dict[str, str]:
        """As the page’s script does while somebody types."""
        self._think()
        page = self._browser.put("/drafts", {**form, "form-by-script": "yes"})
        if page.status == 200:
            self._day.books.drafts[self._worker.key, task_id] = mark
            known = _KNOWN.search(page.text)
            return {**form, "form-known": known.group(1) if known else ""}
        if not page.sent:
            self._day.books.drafts.pop((self._worker.key, task_id), None)
        return form

    def _must_be_as_it_was_left(self, page: Page, task_id: str) -> None:
        begun = self._day.books.drafts.get((self._worker.key, task_id))
        if begun and page.form(f"/tasks/{task_id}"):
            self._must_stand_on(page, begun, "what was begun")

    def _must_stand_on(self, page: Page, mark: str, what: str) -> None:
        if mark not in page.text:
            self._day.books.lost.append(f"{page.path} does not show {what}: {mark}")

    def _twice(self, form: Mapping[str, str], task_id: str, mark: str) -> None:
        """From two windows at once, with other words in each."""
        other = new_mark(self._chance) if mark else ""
        second = {name: value.replace(mark, other) if mark else value for name, value in form.items()}
        twin = self._browser.twin()
        self._think()
        path = f"/tasks/{task_id}"
        answers = at_once([lambda: self._browser.put(path, form), lambda: twin.put(path, second)])
        self._one_of(answers, task_id, [(self._worker, mark), (self._worker, other)])

    def _both_heads(self, task_id: str, other: Worker) -> None:
        """Two heads of one service have the same task open, and both send it off."""
        if self._colleague is None:
            self._colleague = Browser(self._day.address, self._day.books)
            self._sign_in(self._colleague, other)
        colleague, path = self._colleague, f"/tasks/{task_id}"
        mine = self._browser.open(path).form(f"{path}/claim")
        theirs = colleague.open(path).form(f"{path}/claim")
        mark, mark2 = new_mark(self._chance), new_mark(self._chance)
        self._think()
        answers = at_once(
            [
                lambda: self._browser.put(path, {**mine, **_back(mark)}),
                lambda: colleague.put(path, {**theirs, **_back(mark2)}),
            ]
        )
        self._one_of(answers, task_id, [(self._worker, mark), (other, mark2)])

    def _one_of(self, answers: Sequence[Page], task_id: str, sent: Sequence[tuple[Worker, str]]) -> None:
        taken = [page.taken for page in answers]
        for page, (worker, mark) in zip(answers, sent, strict=True):
            self._note_down(task_id, worker, mark, page)
        if sum(taken) > 1:
            self._day.books.lost.append(f"task {task_id} was taken twice")


def _back(mark: str) -> dict[str, str]:
    return {"signed_off": "send_back", "what_to_change": f"Say it more warmly. {mark}"}


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Several things in one moment; what came of each, in their order."""
    came: dict[int, T] = {}

    def _do(number: int) -> None:
        came[number] = deeds[number]()

    threads = [Thread(target=_do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [came[number] for number in range(len(deeds))]


Deed = Callable[[Person], object]
_MINE: Deed = lambda each: each.work_from("/inbox")  # noqa: E731
_OURS: Deed = lambda each: each.work_from("/inbox/unassigned")  # noqa: E731
_LOOKS: Mapping[Deed, int] = {Person.look_into_a_case: 4, Person.search: 3, Person.look_ahead: 1}
_PARTS: Mapping[str, Mapping[Deed, int]] = {
    OFFICER: {Person.log_a_complaint: 3, _OURS: 8, _MINE: 2, Person.note: 2, **_LOOKS},
    MANAGER: {_MINE: 8, Person.look_at_the_inbox: 2, Person.look_into_a_case: 2, Person.look_ahead: 1},
    HEAD: {_OURS: 6, _MINE: 1, **_LOOKS},
    LOOKER: {Person.look_at_figures: 3, **_LOOKS},
    COLLEAGUE: {Person.pass_on_praise: 1, Person.log_a_complaint: 1, Person.look_at_the_inbox: 3},
}
"""How often who does what, against everything else that they do."""
_OF: Mapping[str, tuple[list[Deed], list[int]]] = {
    part: (list(deeds), list(deeds.values())) for part, deeds in _PARTS.items()
}
