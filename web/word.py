"""A letter goes out to Word to be worked on, and its words come back onto the page; nothing is saved by that."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, render_template, request
from flask.typing import ResponseReturnValue

from engine.casework.dates import how_many
from engine.errors import NotFound
from engine.flows import readings
from engine.queries import task_page
from engine.queries.task_page import TaskPage
from notifications import render
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.built_in import Typed
from web.filled import typed
from web.task_letters import first_words, letter_for
from web.task_pages import page_of

bp = Blueprint("word", __name__)

IN, FILE, LETTER, LETTER_FOR = "word_in", "letter_file", "letter_body", "letter_for"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_SAID = 60
"""How many characters of a mandatory paragraph are quoted when somebody is told that it is back."""


@dataclass(frozen=True)
class TakenIn:
    """The answers with the words out of the file, or what is wrong with the file."""

    answers: Typed
    error: str | None = None


@bp.route("/tasks/<task_id>/letter.docx", methods=["GET", "POST"])
@open_to(EVERYONE_SIGNED_IN)
def out(task_id: str) -> ResponseReturnValue:
    """The letter of a task as a Word file: as it is on the page (posted with it), or as it is first written."""
    found, answers = task_page.find(office(), actor(), task_id), typed()
    readings.note_reading(office(), actor(), found.case.id, "letter for Word")
    letter = letter_for(office(), found, answers)
    if letter is None:
        raise NotFound(what="letter")
    if letter.lacks is not None:
        return render_template("tasks/no_word.html", task_id=task_id, why=letter.lacks), 422
    body = answers.get(LETTER) or first_words(found, letter)
    return sent_out(found.case.reference, letter.template, _fields(found, answers), body)


def taken_in(found: TaskPage, answers: Typed) -> TakenIn:
    """Put the words of the file that was sent along into the letter on the page, and tell the person what was ours."""
    file, letter = request.files.get(FILE), letter_for(office(), found, answers)
    if file is None or not file.filename:
        return TakenIn(answers, "Choose the Word file first")
    if letter is None or letter.lacks is not None:
        return TakenIn(answers, letter.lacks if letter is not None else "This task has no letter")
    taken = words_taken_in(answers, letter.template, _fields(found, answers))
    return taken if taken.error else TakenIn({**taken.answers, LETTER_FOR: letter.template})


def words_taken_in(answers: Typed, template: str, fields: render.LetterFields) -> TakenIn:
    """The same for a letter whose template and facts are known, whatever page it stands on."""
    file = request.files.get(FILE)
    if file is None or not file.filename:
        return TakenIn(answers, "Choose the Word file first")
    try:
        read = render.from_word(file.read(), file.filename, render.letters_of(office()), template, fields)
    except render.WordRefused as refused:
        return TakenIn(answers, str(refused))
    if not read.body:
        return TakenIn(answers, "There are no words of your own in this file")
    _tell(read)
    return TakenIn({**answers, LETTER: read.body})


def sent_out(reference: str, template: str, fields: render.LetterFields, body: str) -> Response:
    """A letter as a Word file to be worked on."""
    content = render.docx(render.letters_of(office()).write(template, fields, body))
    named = f'attachment; filename="{reference}-{template.replace("_", "-")}.docx"'
    return Response(content, mimetype=WORD, headers={"Content-Disposition": named})


def _tell(read: render.FromWord) -> None:
    flash("The words from Word are in the letter below. Nothing is sent or saved yet: look at them, then go on.")
    if read.restored:
        quoted = "; ".join(f"“{_short(words)}”" for words in read.restored)
        flash(f"Mandatory paragraphs are restored. These had been cut or changed in the file: {quoted}.")
    if read.left_out:
        # By their number: they are about the person, and what is said here travels to the next page in a cookie.
        were = "was" if len(read.left_out) == 1 else "were"
        lines = f"{how_many(len(read.left_out), 'line')} of the file {were} left out"
        flash(f"Address and date are added by themselves, so {lines}.")


def _short(words: str) -> str:
    return words if len(words) <= MOST_SAID else f"{words[:MOST_SAID].rstrip()}…"


def _fields(found: TaskPage, answers: Typed) -> render.LetterFields:
    made = page_of(found).letter(office(), found, answers)
    return render.letter_fields({**found.letter_facts, **(made[1] if made is not None else {})})
