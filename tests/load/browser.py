"""One person's browser, as light as it can be: two hundred of them must not be the load themselves."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode, urlsplit

from tests.load.books import Asked, Books

PATIENCE = 30
"""Seconds after which somebody gives up on an answer: an error."""
FASTER = 409
"""Somebody else was faster, and the page says so: no error."""
MOST_TURNS = 5
_TASK, _CASE = re.compile(r"/[0-9a-f]{32}"), re.compile(r"/HRD-\d\d-\d+")
_HIDDEN = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')


@dataclass(frozen=True)
class Page:
    """What came back."""

    path: str
    status: int
    text: str
    sent: int = 0
    """What was said to the form that led here; 0: nothing, in time, and nobody knows whether it was taken."""

    @property
    def taken(self) -> bool:
        """Whether the form was taken, wherever it led."""
        return self.sent in (302, 303)

    @property
    def shows(self) -> str:
        """The address without the query."""
        return self.path.partition("?")[0]

    def form(self, action: str) -> dict[str, str]:
        """What the form for this address carries by itself; empty where the page has no such form."""
        _, found, rest = self.text.partition(f'action="{action}"')
        if not found:
            return {}
        inputs = _HIDDEN.findall(rest.partition("</form>")[0])
        return {_first(_NAME, each): unescape(_first(_VALUE, each)) for each in inputs}


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


class Browser:
    """Asks for pages, follows where they lead, keeps cookies and the time that each took."""

    def __init__(self, address: str, books: Books) -> None:
        self._host = urlsplit(address).netloc
        self._books = books
        self.cookies: dict[str, str] = {}

    def twin(self) -> "Browser":
        """Another window of the same browser."""
        other = Browser(f"http://{self._host}", self._books)
        other.cookies = dict(self.cookies)
        return other

    def open(self, path: str) -> Page:
        """Ask for a page and follow it where it leads."""
        return self._follow(self._ask("GET", path))

    def send(self, path: str, form: Mapping[str, str]) -> Page:
        """Send a form; the page that comes of it. Its status is that of the form where it was not taken."""
        answer = self.put(path, form)
        return replace(self._follow(answer), sent=answer.sent)

    def put(self, path: str, form: Mapping[str, str]) -> Page:
        """Send a form, and look no further."""
        page = self._ask("POST", path, urlencode(form))
        return replace(page, sent=page.status)

    def _follow(self, page: Page) -> Page:
        for _ in range(MOST_TURNS):
            if page.status not in (302, 303):
                return page
            page = self._ask("GET", page.text.partition("#")[0])
        self._books.errors.append(f"{page.path} leads on and on")
        return page

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        """The page; where it leads elsewhere, its text is that address."""
        what = f"{method} {_CASE.sub('/…', _TASK.sub('/…', path.partition('?')[0]))}"
        began = time.perf_counter()
        try:
            page = self._answer(method, path, body)
        except (HTTPException, OSError) as error:
            page = Page(path, 0, type(error).__name__)
        self._books.asked.append(Asked(what, time.perf_counter() - began, page.status))
        if page.status >= 400 or page.status == 0:
            self._wonder(what, page)
        return page

    def _wonder(self, what: str, page: Page) -> None:
        if page.status != FASTER:
            said = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
            self._books.errors.append(f"{what}: {page.status} {said.group(1).strip() if said else page.text[:60]}")

    def _answer(self, method: str, path: str, body: str | None) -> Page:
        connection = HTTPConnection(self._host, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        self._keep(answer)
        return Page(path, answer.status, answer.headers.get("Location", "") if answer.status in (302, 303) else text)

    def _keep(self, answer: HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
