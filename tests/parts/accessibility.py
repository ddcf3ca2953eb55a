"""What axe-core finds on a page, whether it fits a narrow screen, whether its forms can be sent without a script."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async rules => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations.flatMap(
    item => item.nodes.map(node => `${item.id}: ${item.help} (${node.target.join(" ")})`))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

UNSENT = """() => [
  ...[...document.forms].filter(form => ![...form.elements].some(e => e.type === "submit"))
    .map(form => `the form to ${form.getAttribute("action")} has no button that sends it`),
  ...[...document.querySelectorAll("main button:not([hidden])")].filter(button => !button.form)
    .map(button => `the button ${button.textContent.trim()} belongs to no form`),
  ...[...document.querySelectorAll('main a[href="#"], main a[href^="javascript:"]')]
    .map(link => `the link ${link.textContent.trim()} leads nowhere`),
]"""


@cache
def _axe() -> str:
    return AXE.read_text()


def violations(page: Page) -> list[str]:
    """One sentence for each failed WCAG 2.2 A or AA rule and place. Evaluated, so that no policy has to be opened."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(FIND, RULES)
    return found


def overflow(page: Page, width: int = 320) -> int:
    """How many pixels the page is wider than a screen of `width`: 0 means that nobody scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    excess = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    if before:
        page.set_viewport_size(before)
    return max(0, int(excess))


def needs_scripts(page: Page) -> list[str]:
    """One sentence for each form, button or link that does nothing where scripts do not run."""
    found: list[str] = page.evaluate(UNSENT)
    return found
