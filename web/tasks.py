"""One task at a time: the question, the case in brief, the form, the letter, and what comes after."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import orjson
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.pages import overrun
from engine.casework.pages.check_and_send import SentBy
from engine.casework.pages.overrun import Cause
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action
from engine.casework.vocabulary import Finding, Remedy
from engine.errors import HeardError, InvalidAnswers, NotAllowed, StaleCase, StaleTask
from engine.flows import readings, tasks
from engine.queries import independence, page_answers, task_page, task_requests, task_row
from engine.queries.task_page import Choice, TaskPage
from web import drafts, shown, word
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, day_parts, typed
from web.task_letters import PageLetter, first_words, letter_for
from web.task_pages import page_of

bp = Blueprint("tasks", __name__)

DO, DRAFT, ADD = "do", "draft", "add_"
"""What a button asks for; without one of these the task is completed. `add_head` adds a row for a head."""
TRIES = 3
"""How often a page is compared anew while others work on the same case; each try takes a moment."""
LETTER = "letter_body"
LETTER_FOR = "letter_for"
"""Which letter the words were written for: a decision that changes afterwards needs others."""


@bp.get("/tasks/<task_id>")
@open_to(EVERYONE_SIGNED_IN)
def page(task_id: str) -> ResponseReturnValue:
    """Show a task to whoever may see its case; the form only to whom it is theirs to do."""
    found = task_page.find(office(), actor(), task_id)
    readings.note_reading(office(), actor(), found.case.id, "task")
    return _opened(found, {})


@bp.post("/tasks/<task_id>")
@open_to(EVERYONE_SIGNED_IN)
def work(task_id: str) -> ResponseReturnValue:
    """Complete the task; or, by its other buttons, show the page again with more room or with its letter written."""
    answers = typed()
    wanted = answers.pop(DO, "")
    if wanted:
        return _pressed(task_page.find(office(), actor(), task_id), answers, wanted)
    try:
        return _done(_complete(task_id, answers))
    except InvalidAnswers as wrong:
        found = task_page.find(office(), actor(), task_id)
        return _show(found, Filled(answers, wrong.errors), letter_for(office(), found, answers)), 422
    except StaleCase:
        return _shown_again(task_page.find(office(), actor(), task_id), answers)
    except StaleTask as stale:
        raise StaleTask(**{**stale.facts, "since": _since(task_id)}) from stale


def _complete(task_id: str, answers: dict[str, str]) -> tasks.Completed:
    """Complete it as its page was shown. What happens between looking and doing is looked at once more."""
    for _ in range(TRIES):
        found = task_page.find(office(), actor(), task_id)
        if shown.overtaken(found, drafts.shown_before()) is not None:
            break
        _check_letter(found, answers)
        with suppress(StaleCase):
            return tasks.complete(office(), actor(), task_id, answers, found.case.history_seq)
    raise StaleCase(reference=found.case.reference)


def _shown_again(found: TaskPage, answers: dict[str, str]) -> ResponseReturnValue:
    """What the page shows has changed since it was opened: it says what, keeps every word, and asks to send again."""
    changed = shown.overtaken(found, drafts.shown_before())
    with suppress(HeardError):
        drafts.keep(answers)
    return _show(found, Filled(answers), letter_for(office(), found, answers), changed), 409


def _since(task_id: str) -> tuple[str, ...]:
    """What was recorded in the case since the page was opened, for whoever still sees it."""
    with office().database.reading() as connection:
        reference = task_row.reference(connection, actor(), task_id, office().today())
    return shown.since(reference, drafts.shown_before()) if reference is not None else ()


def _done(done: tasks.Completed) -> ResponseReturnValue:
    """Say what has gone out and what is next, and go on to the next task of the case where it is theirs."""
    drafts.forget_here()
    flash(f"Done: {done.reference}. {done.sentence}")
    if done.next_task_id is not None:
        return redirect(url_for("tasks.page", task_id=done.next_task_id))
    return redirect(url_for("inbox.mine"))


@bp.post("/tasks/<task_id>/assign")
@open_to(Action.ASSIGN_TASK)
def assign(task_id: str) -> ResponseReturnValue:
    """Give a task to somebody else; never to the person complained about, which the flow refuses."""
    person_id = Reader(typed()).whole("person")
    if person_id is None:
        return _opened(task_page.find(office(), actor(), task_id), {"person": "Select who should do this task"}), 422
    tasks.assign(office(), actor(), task_id, person_id)
    flash("The task is given to somebody else.")
    return redirect(url_for("inbox.mine"))


def _check_letter(found: TaskPage, answers: dict[str, str]) -> None:
    """Refuse to finish with a letter that cannot be written: it would be on record as sent and never leave.

    The page's own errors come first; they mostly say the same in plainer words.
    """
    if not (found.mine or found.may_claim):
        return
    goes = page_answers.read(found.element, found.variables, answers, found.facts).letter is not None
    letter = letter_for(office(), found, answers)
    lacks = letter.lacks if letter is not None else None
    lacks = lacks or page_of(found).lacks(office(), found, answers)
    if goes and lacks is not None:
        raise InvalidAnswers({LETTER: lacks})


def _pressed(found: TaskPage, answers: dict[str, str], wanted: str) -> ResponseReturnValue:
    """What a button makes of what was typed so far is kept as a draft; its page is then asked for anew.

    So Back and Reload never send a form again. What cannot be kept is shown at once.
    """
    answers = dict(page_of(found).pressed(found, answers, wanted))
    taken = word.taken_in(found, answers) if wanted == word.IN else word.TakenIn(answers)
    answers = dict(taken.answers)
    letter = letter_for(office(), found, answers)
    rows = page_of(found).rows.get(wanted.removeprefix(ADD))
    if rows is not None:
        answers = {**answers, rows.pattern.format(min(rows.count(answers) + 1, rows.most)): ""}
    if wanted == DRAFT and letter is not None and letter.lacks is None:
        answers = {**answers, LETTER: letter.body, LETTER_FOR: letter.template}
    if taken.error is None and _is_kept(answers):
        return redirect(url_for("tasks.page", task_id=found.id, pressed=wanted), 303)
    errors = {word.FILE: taken.error} if taken.error else {}
    return _show(found, Filled(answers, {**_asked(found, answers, letter, wanted), **errors}), letter)


def _is_kept(answers: Mapping[str, str]) -> bool:
    try:
        drafts.keep(answers)
    except (InvalidAnswers, NotAllowed):
        return False
    return True


def _asked(found: TaskPage, answers: Mapping[str, str], letter: PageLetter | None, wanted: str) -> dict[str, str]:
    """What is wrong or missing, by question, once this button was pressed."""
    lacks = letter.lacks if wanted == DRAFT and letter is not None else None
    cannot_be = page_of(found).cannot_be(found, answers) if wanted else {}
    return {**cannot_be, **({LETTER: lacks} if lacks else {})}


def _opened(found: TaskPage, errors: Mapping[str, str]) -> str:
    """The page before anything is typed on it, or as it was left."""
    begun = drafts.here()
    if begun is not None:
        return _reopened(found, begun.typed, begun.shown, errors)
    letter = letter_for(office(), found, {})
    known = page_of(found).suggested(found)
    return _show(found, Filled(errors=errors, suggested={**known, **_left(found), **_written(found, letter)}), letter)


def _reopened(
    found: TaskPage, typed_before: Mapping[str, str], before: Mapping[str, Any], errors: Mapping[str, str]
) -> str:
    wanted = request.args.get(drafts.PRESSED, "")
    letter = letter_for(office(), found, typed_before)
    answers = {**_written(found, letter), **typed_before}
    filled = Filled(answers, {**_asked(found, answers, letter, wanted), **errors})
    return _show(found, filled, letter, shown.overtaken(found, before))


def _written(found: TaskPage, letter: PageLetter | None) -> dict[str, str]:
    """The letter as the page shows it before anybody has changed a word."""
    words = first_words(found, letter)
    return {LETTER: words, LETTER_FOR: letter.template} if words and letter is not None else {LETTER: words}


def _left(found: TaskPage) -> dict[str, str]:
    """What was typed before the task was undone, as its questions show it again."""
    shown: dict[str, str] = {}
    for name, value in found.left.items():
        text = str(value) if value is not None else ""
        shown |= day_parts(name, date.fromisoformat(text)) if _IS_DAY.fullmatch(text) else {name: text}
    return shown


_IS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _show(found: TaskPage, filled: Filled, letter: PageLetter | None, overtaken: shown.Overtaken | None = None) -> str:
    page = page_of(found)
    answers = filled.typed or filled.suggested
    counts = {word: rows.count(answers) for word, rows in page.rows.items()}
    return render_template(
        page.template,
        page=found,
        case=found.case,
        filled=filled,
        letter=letter,
        shown=orjson.dumps(shown.of(found, letter.template if letter is not None else None)).decode(),
        overtaken=overtaken,
        asked=task_requests.of_task(office(), actor(), found.id),
        answered=overrun.is_over(found.facts),
        counts=counts,
        head_count=counts.get("head", 1),
        choices=_Choices(found),
        **page.more(office(), found, answers),
    )


class _Choices:
    """What can be chosen on the pages, asked for only by the page that shows it."""

    findings = tuple(Finding)
    remedies = tuple(Remedy)
    causes = tuple(Cause)

    def __init__(self, found: TaskPage) -> None:
        self._found = found

    def people(self) -> list[tuple[int, str]]:
        """Everybody who works here, by name."""
        return [_choice(each) for each in task_page.choices(office(), self._found.case.service_id)]

    def others(self) -> list[tuple[int, str]]:
        """Whom this task can be given to: nobody who is barred, and outsiders only from the register."""
        able = independence.holders(office(), self._found.case.id, self._found.case.candidate)
        return [each for each in self.people() if each[0] not in able.barred] + list(able.from_outside)

    def managers(self) -> list[tuple[int, str]]:
        """The same people, the managers of the case's service first."""
        everybody = task_page.choices(office(), self._found.case.service_id)
        return [_choice(each) for each in sorted(everybody, key=lambda each: not each.answers_here)]

    def ways_to_send(self) -> list[SentBy]:
        """How the letter can go, by what is known of the person."""
        known = {SentBy.EMAIL: self._found.facts.email_known, SentBy.POST: self._found.facts.address_known}
        return [way for way in SentBy if known.get(way, True)]


def _choice(person: Choice) -> tuple[int, str]:
    return person.id, f"{person.name}, {person.place}" if person.place else person.name
