"""One person's browser: it asks for a page, keeps its cookies, and says how long the answer took."""

import re
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """Somebody at the pages behind one port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()
        self.page = ""
        """The page shown last."""

    def get(self, path: str) -> float:
        """Open a page; milliseconds. It has to be one."""
        return self._ask("GET", path, None, (200,))

    def post(self, path: str, form: Mapping[str, str]) -> float:
        """Send a form with the token of the page shown last; milliseconds. It has to be taken."""
        found = _TOKEN.search(self.page)
        assert found is not None, "the page shown last has a form"
        return self._ask("POST", path, urlencode({"csrf_token": found.group(1), **form}), (200, 302, 303))

    def _ask(self, method: str, path: str, body: str | None, wanted: tuple[int, ...]) -> float:
        headers = {"Cookie": "; ".join(f"{key}={each.value}" for key, each in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        spent = (time.perf_counter() - began) * 1000
        connection.close()
        assert answer.status in wanted, f"{method} {path}: {answer.status}"
        for each in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(each)
        if answer.status == 200:
            self.page = said.decode()
        return spent
