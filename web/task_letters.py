"""The letter on a task's page: its words as first written, and the paragraphs that are always in it."""

from engine.casework.pages import overrun
from engine.casework.pages.overrun import Cause
from engine.office import Office
from engine.queries.task_page import TaskPage
from web.access import office as this_office
from web.built_in import Typed
from web.page_letter import PageLetter as PageLetter
from web.page_letter import written as written
from web.task_pages import page_of


def letter_for(office: Office, page: TaskPage, typed: Typed) -> PageLetter | None:
    """The letter that goes with this page as it is filled in now, or None where there is none."""
    made = page_of(page).letter(office, page, typed)
    if made is None:
        return None
    template, facts = made
    return written(office, template, {**page.letter_facts, **facts})


def first_words(page: TaskPage, letter: PageLetter | None) -> str:
    """What the letter says when the page is opened: the draft that waits, or as first written."""
    if letter is None:
        return ""
    if page.draft is not None and page.draft.template == letter.template:
        return page.draft.body or letter.body
    if letter.template in overrun.LETTERS:
        return _overrun_words(page, letter)
    return letter.body


def _overrun_words(page: TaskPage, letter: PageLetter) -> str:
    """The words that may be changed say nothing of cause and date, so that they can stand there from the start."""
    anything = {"overrun": {"ground": Cause.OTHER.value, "until_on": page.facts.today.isoformat()}}
    return written(this_office(), letter.template, {**page.letter_facts, **anything}).body
