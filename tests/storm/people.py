"""People at work in a storm: at their pages over HTTP, trying again what got no answer, as people do."""

import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from http.cookiejar import CookieJar
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from engine.db.tables import case_file, task
from engine.office import Office
from tests.council import PASSWORD, PEOPLE
from tests.storm.plan import LOG, Step, Story

PATIENCE = 0.2
"""Seconds before somebody who got no answer tries again."""
LONGEST = 600
"""Seconds after which a step that never succeeds is a failure and not a storm."""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_EMAILS = {key: f"{login}@heard.invalid" for login, (key, *_) in PEOPLE.items()}
_SECONDS_FOR_AN_ANSWER = 20


class NoAnswer(Exception):
    """The pages gave none, or one that says to try again."""


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Desk:
    """One person's browser, without scripts."""

    def __init__(self, address: str, person_id: int) -> None:
        self._address, self._person_id = address, person_id
        self._token = ""
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stays())

    def post(self, path: str, answers: Mapping[str, str]) -> int:
        """Send a form; the status of the answer. Signs in where that is asked. Raises `NoAnswer`."""
        if not self._token:
            self._sign_in()
        status, where = self._ask(path, {"csrf_token": self._token, **answers})
        if status in (400, 401, 403) or "/sign-in" in where:
            self._token = ""
            raise NoAnswer
        if status >= 500 or status == 429:
            raise NoAnswer
        return status

    def _sign_in(self) -> None:
        self._read("/sign-in")
        given = {"email": _EMAILS[self._person_id], "password": PASSWORD, "csrf_token": self._token}
        status, _ = self._ask("/sign-in", given)
        if status not in (302, 303):
            self._token = ""
            raise NoAnswer
        self._read("/log")

    def _read(self, path: str) -> None:
        self._token = ""
        try:
            with self._opener.open(self._address + path, timeout=_SECONDS_FOR_AN_ANSWER) as answer:
                found = _TOKEN.search(answer.read().decode())
        except (HTTPException, URLError, OSError) as error:
            raise NoAnswer from error
        if found is None:
            raise NoAnswer
        self._token = found.group(1)

    def _ask(self, path: str, form: Mapping[str, str]) -> tuple[int, str]:
        try:
            body = urlencode(form).encode()
            with self._opener.open(self._address + path, data=body, timeout=_SECONDS_FOR_AN_ANSWER) as answer:
                return answer.status, answer.url
        except HTTPError as said:
            return said.code, said.headers.get("Location", "")
        except (HTTPException, URLError, OSError) as error:
            raise NoAnswer from error


class Crew:
    """So many people at once, each taking the next case when one is done."""

    def __init__(self, office: Office, address: str, stories: list[Story], people: int) -> None:
        self._office, self._address, self._stories, self._people = office, address, stories, people
        self._failed: list[BaseException] = []
        self.references: dict[int, str] = {}
        self.steps = 0

    def answer(self) -> None:
        """Log every case and bring it to its answer."""
        self._each(self._through)

    def close(self) -> None:
        """Do the last step of every case, once a timer has opened it."""
        self._each(lambda desks, story: self._do(desks, self.references[story.number], story.last))

    def _through(self, desks: dict[int, "Desk"], story: Story) -> None:
        self.references[story.number] = self._log(desks, story)
        for step in story.steps:
            self._do(desks, self.references[story.number], step)

    def _each(self, deed: Callable[[dict[int, "Desk"], Story], None]) -> None:
        """All at work until every case is through; raises what went wrong beyond a storm."""
        waiting: Queue[Story] = Queue()
        for story in self._stories:
            waiting.put(story)
        threads = [Thread(target=self._work, args=(waiting, deed), name=f"person-{n}") for n in range(self._people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failed:
            raise self._failed[0]

    def _work(self, waiting: Queue[Story], deed: Callable[[dict[int, "Desk"], Story], None]) -> None:
        desks: dict[int, Desk] = {}
        try:
            while not self._failed:
                deed(desks, waiting.get_nowait())
        except Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised again when all have stopped
            self._failed.append(error)

    def _log(self, desks: dict[int, Desk], story: Story) -> str:
        """Log the case: the same form again and again, until its case is there."""
        name = f"Jo Invented {story.form}"
        known = select(case_file.c.reference).where(case_file.c.complainant_name == name)
        until = time.monotonic() + LONGEST
        while not (found := self._look(known)):
            form = {**LOG, "complainant_name": name, "form-once": story.form, "received_on": str(self._office_today())}
            self._press(desks, 1, "/log", form, until)
        self.steps += 1
        return str(found)

    def _do(self, desks: dict[int, Desk], reference: str, step: Step) -> None:
        """Press until it is done: whether it is, is what the record says and not what the page answered."""
        t = task.c
        of_case = select(case_file.c.id).where(case_file.c.reference == reference).scalar_subquery()
        mine = (t.case_id == of_case, t.element == step.element)
        done = select(func.count()).where(*mine, t.status == "completed")
        until = time.monotonic() + LONGEST
        while (self._look(done) or 0) < step.time:
            key = self._look(select(t.id).where(*mine, t.status == "open"))
            if key is None:
                time.sleep(PATIENCE)
                assert time.monotonic() < until, f"{reference}: no open task at {step.element}"
                continue
            dated = {"contacted_on": str(self._office_today())} if step.dated else {}
            self._press(desks, step.person_id, f"/tasks/{key}", {**step.answers, **dated}, until)
        self.steps += 1

    def _press(self, desks: dict[int, Desk], person_id: int, path: str, form: Mapping[str, str], until: float) -> None:
        desk = desks.setdefault(person_id, Desk(self._address, person_id))
        try:
            status = desk.post(path, form)
            assert status != 422, f"{path}: the answers are not taken"
        except NoAnswer:
            time.sleep(PATIENCE)
        assert time.monotonic() < until, f"{path}: not done within {LONGEST} seconds"

    def _look(self, query: Any) -> Any:
        while True:
            try:
                with self._office.database.reading() as connection:
                    return connection.execute(query).scalar()
            except SQLAlchemyError:
                time.sleep(PATIENCE)

    def _office_today(self) -> object:
        while True:
            try:
                return self._office.today()
            except SQLAlchemyError:
                time.sleep(PATIENCE)
