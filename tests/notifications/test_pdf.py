"""Letters as PDF, on a computer that has Pango: what is on the page is in the file, and nothing is fetched for it."""

import http.server
import re
import threading
import zlib
from dataclasses import replace

import pytest

from notifications import render
from notifications.render import LETTERS, Letter
from tests.notifications.examples import ADULT, finished
from tests.notifications.pdf_text import words_of

every_letter = pytest.mark.parametrize("letter", LETTERS)

_LABEL = re.compile(r"^(•|\d+\.) ")
"""A list's bullets and numbers are set apart from their lines."""


@every_letter
def test_the_pdf_says_what_the_page_says(letter: str) -> None:
    page = finished(letter)
    # Where one style ends and another begins, the file moves the pen instead of setting a space.
    in_pdf = words_of(render.pdf(page)).replace(" ", "")
    assert [line for line in page.text.splitlines() if _LABEL.sub("", line).replace(" ", "") not in in_pdf] == []


@pytest.mark.parametrize("letter", [name for name in LETTERS if name.endswith("_child")])
def test_a_letter_to_a_child_is_one_page(letter: str) -> None:
    assert render.pages(finished(letter)) == 1


def test_a_long_letter_runs_on_and_says_so_on_each_page() -> None:
    letter = render.letter("stage_1_response", replace(ADULT, notice="All invented."), "A long story.\n\n" * 90)
    assert render.pages(letter) > 1
    assert words_of(render.pdf(letter)).count("All invented.") == render.pages(letter)


def test_the_pdf_is_tagged_for_people_who_listen_to_it() -> None:
    assert b"/Marked true" in _unpacked(render.pdf(finished("acknowledgement")))


def test_making_a_pdf_fetches_nothing() -> None:
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        page = (
            f'<html><head><link rel="stylesheet" href="{address}/a.css"><style>body{{background:url({address}/b)}}'
            f'@import url({address}/c.css);</style></head><body><img src="{address}/d"><img src="file:///etc/hostname">'
            "<p>Still here</p></body></html>"
        )
        written = render.pdf(Letter("Our reference 1", page, "Still here"))
        server.shutdown()
    assert asked == []
    assert words_of(written) == "Still here"


def _unpacked(pdf: bytes) -> bytes:
    packed = re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(objects) for objects in packed)
