"""What people read all day, each at their own pace: lists, cases, figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from random import Random
from threading import Event

from tests.council import PASSWORD
from tests.load.books import Books
from tests.load.browser import Browser, Page
from tests.load.council import Worker

SHORTEST, MEDIAN, LONGEST, SPREAD = 5, 12, 30, 0.6
"""Seconds that somebody reads, thinks or types before the next page; most take about the median."""
MORNING = 120
"""Seconds within which everybody has come."""
TASKS, CASES = re.compile(r'href="/tasks/([0-9a-f]{32})"'), re.compile(r'href="(/cases/HRD-\d\d-\d+)"')
_SEARCHED = ("visits", "rings", "Invented", "nobody says")


class HomeTime(Exception):
    """The day is over."""


@dataclass(frozen=True)
class Day:
    """What is the same for everybody."""

    address: str
    books: Books
    over: Event
    pace: float
    """1: as people work. Less: quicker."""
    today: date
    deeds: int | None
    """After so many somebody goes home; None: when the day is over."""


class Reader:
    """Somebody at a browser."""

    def __init__(self, day: Day, worker: Worker, seed: int) -> None:
        self._day, self._worker = day, worker
        self._chance = Random(f"{seed} {worker.key}")
        self._browser = Browser(day.address, day.books)

    def _rest(self, seconds: float) -> None:
        if self._day.over.wait(seconds * self._day.pace):
            raise HomeTime

    def _think(self) -> None:
        self._rest(min(LONGEST, max(SHORTEST, self._chance.lognormvariate(log(MEDIAN), SPREAD))))

    def _open(self, path: str) -> Page:
        self._think()
        return self._browser.open(path)

    def _send(self, path: str, form: Mapping[str, str]) -> Page:
        self._think()
        return self._browser.send(path, form)

    def _sign_in(self, browser: Browser, worker: Worker) -> None:
        """Until it is done: whoever got no answer, which is an error already, tries again."""
        while True:
            asked = browser.open("/sign-in").form("/sign-in")
            if "/inbox" in browser.send("/sign-in", {**asked, "email": worker.email, "password": PASSWORD}).path:
                return
            self._think()

    def look_at_the_inbox(self) -> None:
        """What is mine, and the one that is most urgent."""
        found = TASKS.findall(self._open("/inbox").text)
        if found:
            self._open(f"/tasks/{found[0]}")

    def look_into_a_case(self) -> None:
        """The register, a case of it, and what is kept with it."""
        listed = self._open(self._chance.choice(("/cases", "/cases?sort=received", "/cases?status=all")))
        self._read_one_of(listed)

    def search(self) -> None:
        """By words, from the box above the list."""
        form = self._open("/cases").form("/cases/search")
        self._read_one_of(self._send("/cases/search", {**form, "words": self._chance.choice(_SEARCHED)}))

    def look_ahead(self) -> None:
        """What is due when."""
        self._open("/deadlines")

    def look_at_figures(self) -> None:
        """The director’s page, for those whose it is; how the team stands for the others."""
        page = self._browser.open("/reports")
        for path in ("/reports/director", "/worklist", "/reports/meeting-pack"):
            if f'href="{path}"' in page.text:
                self._open(path)

    def _read_one_of(self, listed: Page) -> None:
        found = CASES.findall(listed.text)
        if not found:
            return
        case = self._chance.choice(found)
        self._open(case)
        self._open(case + self._chance.choice(("/history", "/letters", "/dates", "/people", "/documents")))
