"""Somebody at a browser: finds things by what they are called, as a person does."""

import re
import time
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from heard.demo.outsiders import OUTSIDERS
from heard.demo.people import DOMAIN, PASSWORD

PATIENCE = 15
"""Seconds in which a page has to show something, or the sweep of the house to do it by itself."""
# A machine that is busy with other tests takes its time.
expect.set_options(timeout=PATIENCE * 1000)
DESK: ViewportSize = {"width": 1280, "height": 900}
FROM_OUTSIDE = {each.key: each.email for each in OUTSIDERS}
"""Addresses of those who do not work here, by first name."""


@dataclass(frozen=True)
class Visitor:
    """One person's browser at one house."""

    page: Page
    address: str

    def sign_in(self, name: str, path: str = "/") -> "Visitor":
        """Open a page, and sign in where that is asked."""
        self.page.goto(f"{self.address}{path}")
        return self.give_password(name)

    def give_password(self, name: str) -> "Visitor":
        """Fill in the page that asks who is there; names are first names in small letters."""
        address = FROM_OUTSIDE.get(name, f"{name}@{DOMAIN}")
        self.fill({"Email address": address, "Password": PASSWORD})
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self

    def go(self, path: str) -> "Visitor":
        """Open a page by its address."""
        self.page.goto(f"{self.address}{path}")
        return self

    def press(self, words: str) -> None:
        """Press the button that says exactly this."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """Follow the first link that says this, or begins with it."""
        self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(words)}")).first.click()

    def follow_in(self, row: Locator, words: str) -> None:
        """Follow a link of one row."""
        row.get_by_role("link", name=words).first.click()

    def navigate(self, words: str) -> None:
        """Follow a link at the head of the page."""
        self.page.get_by_role("banner").get_by_role("link", name=words, exact=True).click()

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        summary = self.page.get_by_role("main").locator("summary").filter(has_text=words).first
        if not summary.evaluate("element => element.parentElement.open"):
            summary.click()

    def tick(self, wanted: Locator) -> None:
        """Tick a radio or a box."""
        wanted.check()

    def write_in(self, box: Locator, text: str) -> None:
        """Write into a box."""
        box.fill(text)

    def find_soon(self, path: str, words: str) -> None:
        """Look at a page again and again until it has a link that begins with this, and follow it."""
        until = time.monotonic() + PATIENCE
        link = self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(words)}"))
        self.go(path)
        while not link.count():
            self.page.reload()
            assert time.monotonic() < until, f"nothing called {words} within {PATIENCE} seconds"
        self.follow(words)

    def field(self, label: str, group: str | None = None) -> Locator:
        """The question with this label; `group` names the questions that it is among."""
        within: Page | Locator = self.page if group is None else self.page.get_by_role("group", name=group)
        return within.get_by_label(label, exact=True)

    def fill(self, answers: dict[str, str]) -> None:
        """Write answers under their labels."""
        for label, text in answers.items():
            self.field(label).fill(text)

    def choose(self, question: str, answer: str) -> None:
        """Tick one answer of a question."""
        self.tick(self.page.get_by_role("group", name=question).get_by_label(answer, exact=True))

    def pick(self, question: str, answer: str) -> None:
        """Pick an answer from a list, by its words."""
        self.field(question).select_option(answer)

    def date(self, question: str, day: date) -> None:
        """Write a day into the three boxes."""
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.field(label, question).fill(str(number))

    def sees(self, words: str | re.Pattern[str]) -> "Visitor":
        """These words stand on the page."""
        expect(self.page.get_by_role("main")).to_contain_text(words)
        return self

    def is_told(self, *sentences: str) -> None:
        """The banner on top of the page says this."""
        for words in sentences:
            expect(self.page.get_by_role("alert")).to_contain_text(words)

    def is_asked_again(self, *sentences: str) -> None:
        """The list of problems stands on top of the page, and says this among others."""
        listed = self.page.get_by_role("alert").filter(has_text="There is a problem")
        expect(listed).to_be_visible()
        for sentence in sentences:
            expect(listed).to_contain_text(sentence)

    def kept(self) -> list[str]:
        """What stands in the boxes of the page, to be read or copied."""
        return [box.input_value() for box in self.page.get_by_role("main").get_by_role("textbox").all()]

    def read(self) -> str:
        """Everything that the page says."""
        return self.page.get_by_role("main").inner_text()

    def title(self) -> str:
        """The page's main heading."""
        return self.page.get_by_role("heading", level=1).inner_text()


def desk(browser: Browser, **more: object) -> BrowserContext:
    """A browser without any history at a desk in England."""
    settings: dict[str, object] = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/London"}
    context = browser.new_context(**{**settings, "reduced_motion": "reduce", **more})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    return context
