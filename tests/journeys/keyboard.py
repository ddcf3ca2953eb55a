"""Somebody who works without a mouse: the same deeds as any visitor's, each done with keys alone."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

MOST_STEPS = 400
"""Presses of Tab after which somebody would have given up; a page with a long list has many links."""
MOST_CHOICES = 80
HAS_FOCUS = "element => element === document.activeElement"
STOPS_BETWEEN = """element => {
  const group = element.type === "radio" && `input[type=radio][name="${CSS.escape(element.name)}"]`;
  const goal = group ? document.querySelector(group) : element;
  const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const back = follows(goal, document.activeElement) && !document.activeElement.contains(goal);
  const stops = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary";
  return [...document.querySelectorAll(stops)]
    .filter(e => follows(document.activeElement, e) && (back || follows(e, goal)))
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true })).length;
}"""
"""So many places at least Tab stops at on the way; to look each time whether it is there already takes most of it."""
IN_SAME_GROUP = """element => document.activeElement.type === "radio" && document.activeElement.name === element.name"""


@dataclass(frozen=True)
class KeyboardVisitor(Visitor):
    """One person's browser, and no mouse: whatever cannot be reached with Tab is not there."""

    def press(self, words: str) -> None:
        """Go to the button that says exactly this, press Enter, and wait for the page that comes of it."""
        with self.page.expect_navigation(wait_until="commit"):
            self._enter(self.page.get_by_role("button", name=words, exact=True))

    def follow(self, words: str) -> None:
        """Go to the first link of the page's own that says this, or begins with it, and press Enter."""
        links = self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(words)}"))
        self._enter(links.first)

    def follow_in(self, row: Locator, words: str) -> None:
        """Go to a link of one row, and press Enter."""
        self._enter(row.get_by_role("link", name=words).first)

    def navigate(self, words: str) -> None:
        """Go to a link at the head of the page, and press Enter."""
        self._enter(self.page.get_by_role("banner").get_by_role("link", name=words, exact=True))

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        summary = self.page.get_by_role("main").locator("summary").filter(has_text=words).first
        if not summary.evaluate("element => element.parentElement.open"):
            self._enter(summary)

    def fill(self, answers: dict[str, str]) -> None:
        """Go to each field and type over what stands in it."""
        for label, text in answers.items():
            self._type(self.field(label), text)

    def write_in(self, box: Locator, text: str) -> None:
        """Go to this box and type over what stands in it."""
        self._type(box, text)

    def choose(self, question: str, answer: str) -> None:
        """Tick one answer of a question: with the arrow keys among radios, with Space on a box."""
        self.tick(self.page.get_by_role("group", name=question).get_by_label(answer, exact=True))

    def tick(self, wanted: Locator) -> None:
        """Tick a radio or a box."""
        if wanted.is_checked():
            return
        if wanted.get_attribute("type") == "radio":
            self._walk_radios(wanted)
        else:
            self._tab_to(wanted)
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def pick(self, question: str, answer: str) -> None:
        """Walk through a list with the arrow keys until it says this."""
        field = self.field(question)
        self._tab_to(field)
        self.page.keyboard.press("Home")
        for _ in range(MOST_CHOICES):
            if field.evaluate("list => list.selectedOptions[0].text.trim()") == answer:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the list “{question}” does not come to “{answer}”")

    def date(self, question: str, day: date) -> None:
        """Type a day into the three boxes."""
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self._type(self.field(label, question), str(number))

    def _enter(self, wanted: Locator) -> None:
        self._tab_to(wanted)
        self.page.keyboard.press("Enter")

    def _type(self, box: Locator, text: str) -> None:
        self._tab_to(box)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def _walk_radios(self, wanted: Locator) -> None:
        """Tab enters a group of radios once; arrows go round in it."""
        expect(wanted).to_have_count(1)
        self._tab_until(wanted, IN_SAME_GROUP)
        self.page.keyboard.press("Space")
        for _ in range(MOST_CHOICES):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _tab_to(self, wanted: Locator) -> None:
        expect(wanted).to_have_count(1)
        expect(wanted).to_be_visible()
        self._tab_until(wanted, HAS_FOCUS)

    def _tab_until(self, wanted: Locator, arrived: str) -> None:
        """Press Tab until it is there. Wherever it stops, it is to be seen: a hidden focus is lost."""
        # Found once by its words; what it is called does not change on the way.
        there = wanted.element_handle()
        pressed = 0
        while not there.evaluate(arrived):
            # The first press only begins: a page may be read from its middle, where no focus is yet.
            presses = max(1, there.evaluate(STOPS_BETWEEN) if pressed else 1)
            for _ in range(presses):
                self.page.keyboard.press("Tab")
            pressed += presses
            assert pressed <= MOST_STEPS, f"{MOST_STEPS} times Tab does not lead to {wanted}"
        expect(self.page.locator(":focus")).to_be_in_viewport()
