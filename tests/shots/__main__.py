"""Take a picture of every page of the demo on three screens, and some in high contrast and on paper, into shots/."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.journeys import council, running
from tests.journeys.reception import Reception
from tests.journeys.visits.every import EVERY
from tests.journeys.visits.visit import Council, Visit
from tests.parts.browser import launch

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "shots"
PICTURE = ROOT / "docs" / "pictures" / "case.png"
WIDTHS = (1280, 768, 320)
"""A desk's screen, a tablet's, a telephone's; the last is a desk's at 400 % too."""
CONTRAST = ("case", "inbox-officer", "worklist", "reply-wrong", "deadlines-month", "history", "director")
PRINTED = ("case", "worklist", "meeting-pack", "director", "whole-file", "history-to-print", "letter")
HEIGHT = 900
PAPER = 794
"""Pixels: as wide as a sheet of A4."""
PATIENCE = 120_000
"""Milliseconds for any one thing: whoever takes pictures waits for nothing, and a busy machine is no failure."""
WHOLE_HEIGHT = "document.documentElement.scrollHeight"


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="only pages whose name begins like this")
    parser.add_argument("--picture", action="store_true", help="take the README's picture, and no other")
    parsed = parser.parse_args(arguments)
    with _reception() as reception:
        if parsed.picture:
            _take_picture(reception)
            return
        chosen = [visit for visit in EVERY if visit.name.startswith(tuple(parsed.names or [""]))]
        missing = [visit.name for visit in chosen if not _is_taken(reception, visit)]
    print(f"{len(chosen) - len(missing)} pages, each {', '.join(map(str, WIDTHS))} wide, are in {SHOTS.name}/")
    if missing:
        parser.exit(1, f"Not taken: {', '.join(missing)}\n")


@contextmanager
def _reception() -> Iterator[Reception]:
    """The demo with its whole story, and a council without any case."""
    with ExitStack() as stack:
        folders = {each: Path(stack.enter_context(tempfile.TemporaryDirectory())) for each in Council}
        council.tell(folders[Council.BUSY])
        council.furnish(folders[Council.NEW])
        houses = {each: stack.enter_context(running.served(folder)) for each, folder in folders.items()}
        yield stack.enter_context(closing(Reception(stack.enter_context(_browser()), houses)))


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def _is_taken(reception: Reception, visit: Visit) -> bool:
    """Take the pictures of one page; where that fails the others are taken all the same."""
    try:
        _take(reception, visit)
    except (Error, AssertionError) as cause:
        print(f"{visit.name}: {str(cause).splitlines()[0]}")
        return False
    return True


def _take(reception: Reception, visit: Visit) -> None:
    with reception.guest(visit) as guest:
        page = guest.visitor.page
        page.set_default_timeout(PATIENCE)
        visit.arrive(guest)
        for width in WIDTHS:
            _picture(page, width, SHOTS / str(width) / f"{visit.name}.png")
        if visit.name in CONTRAST:
            page.emulate_media(forced_colors="active")
            _picture(page, WIDTHS[0], SHOTS / "contrast" / f"{visit.name}.png")
        if visit.name in PRINTED:
            page.emulate_media(forced_colors="none", media="print")
            _picture(page, PAPER, SHOTS / "print" / f"{visit.name}.png")
        page.emulate_media(forced_colors="none", media="screen")


def _picture(page: Page, width: int, path: Path) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    # As high as the page: what lies below the fold of a window is not always painted.
    page.set_viewport_size({"width": width, "height": max(HEIGHT, page.evaluate(WHOLE_HEIGHT))})
    page.screenshot(path=path, full_page=True)


def _take_picture(reception: Reception) -> None:
    """A case as it is seen without scrolling."""
    visit = next(visit for visit in EVERY if visit.name == "case")
    with reception.guest(visit) as guest:
        visit.arrive(guest)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        guest.visitor.page.screenshot(path=PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
