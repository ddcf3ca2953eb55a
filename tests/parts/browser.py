"""A real browser that can reach nothing but this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

DEBIAN = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""The shell is the same browser without windows, menus and profiles: a page takes it half of the processor's time."""
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    # As the whole browser has it by itself: what stands in a sandbox, as a letter does, is a process of its own.
    "--site-per-process",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: Debian's where it is installed, otherwise the one that `playwright install chromium` fetched."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


def launch(playwright: Playwright) -> Browser:
    """The same browser for whoever is no test. Close it."""
    installed = next((path for path in DEBIAN if path.exists()), None)
    # Chromium's sandbox refuses to run as root, which is who runs tests in a container.
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=installed, args=[*QUIET, *as_root])


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor without any history, sitting in England at a desk."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """One open tab."""
    return browser_context.new_page()
