"""The letters of a case: drafts to read, and what went out, kept as it was sent, to print or to work on."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.casework.policy import Action, may
from engine.errors import InvalidAnswers
from engine.flows import post
from engine.flows.sending_again import AGAIN
from engine.queries import documents, letters, parties, waiting_letters
from engine.queries.case_file import CaseFile
from engine.queries.letters import LetterRow
from notifications import render
from web import case_words, file_words
from web.access import actor, office, open_to
from web.cases import opened, shown
from web.filled import Filled, day_parts, typed

bp = Blueprint("case_letters", __name__)
bp.context_processor(lambda: {"words": case_words})

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A letter is a page of its own with its own styles, shown in a frame: it runs nothing and reaches nothing.
PAPER = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


@bp.get("/letters-to-post")
@open_to(Action.RECORD_POST)
def to_post() -> ResponseReturnValue:
    """Every letter that waits to be printed and posted, the oldest first."""
    after = request.args.get("after", "")
    begun = after.isdecimal() and len(after) < 10
    post = letters.to_post(office(), actor(), int(after) if begun else 0)
    return render_template("cases/to_post.html", post=post, begun=begun, after=after if begun else "")


@bp.post("/letters-to-post/print")
@open_to(Action.RECORD_POST)
def print_all() -> ResponseReturnValue:
    """The letters that stand on one page of the list, as one PDF; that they were printed is on record then."""
    after = typed().get("after", "")
    waiting = letters.to_post(office(), actor(), int(after) if after.isdecimal() and len(after) < 10 else 0)
    if not waiting.rows:
        return redirect(url_for("case_letters.to_post"))
    try:
        content = render.pdf_of_all([_letter(opened(row.reference, "letter to print"), row.id) for row in waiting.rows])
    except render.PdfUnavailable as missing:
        return render_template("cases/no_pdf_of_all.html", why=str(missing)), 503
    post.printed(office(), actor(), [row.id for row in waiting.rows])
    named = 'attachment; filename="letters-to-post.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": named})


@bp.get("/cases/<reference>/letters")
@open_to(Action.SEE_CASE)
def every(reference: str) -> ResponseReturnValue:
    """The letters of a case, newest first, and its documents."""
    case = opened(reference, "letters and documents")
    papers = documents.of_case(office(), case)
    may_add = may(actor(), Action.ADD_DOCUMENT, case.standing)
    facts = {"documents": papers, "may_add_document": may_add, **file_words.FACTS}
    return shown("cases/letters.html", case, letters=letters.of_case(office(), case), **facts)


@bp.get("/cases/<reference>/letters/<int:letter_id>")
@open_to(Action.SEE_CASE)
def one(reference: str, letter_id: int) -> ResponseReturnValue:
    """One letter: what it says, where it stands, and what can be done with it."""
    case = opened(reference, "letter")
    return _page(case, letters.find(office(), case, letter_id), Filled(suggested=day_parts("posted_on", case.today)))


@bp.get("/cases/<reference>/letters/<int:letter_id>/page")
@open_to(Action.SEE_CASE)
def sheet(reference: str, letter_id: int) -> Response:
    """The letter by itself, as the person gets it."""
    letter = _letter(opened(reference, "letter as it is sent"), letter_id)
    return Response(letter.html, mimetype="text/html", headers={"Content-Security-Policy": PAPER})


@bp.get("/cases/<reference>/letters/<int:letter_id>/<name>.pdf")
@open_to(Action.SEE_CASE)
def as_pdf(reference: str, letter_id: int, name: str) -> ResponseReturnValue:
    """The letter to print. Where the computer cannot make PDF files the page says so, and what to do instead."""
    case = opened(reference, "letter as a PDF")
    try:
        return _file(case, letter_id, render.pdf, "application/pdf", "pdf")
    except render.PdfUnavailable as missing:
        return render_template("cases/no_pdf.html", case=case, letter_id=letter_id, why=str(missing)), 503


@bp.get("/cases/<reference>/letters/<int:letter_id>/<name>.docx")
@open_to(Action.SEE_CASE)
def as_word(reference: str, letter_id: int, name: str) -> ResponseReturnValue:
    """The letter for Word."""
    return _file(opened(reference, "letter for Word"), letter_id, render.docx, WORD, "docx")


@bp.post("/cases/<reference>/letters/<int:letter_id>/printed")
@open_to(Action.RECORD_POST)
def printed(reference: str, letter_id: int) -> ResponseReturnValue:
    """Record that a letter was printed today."""
    case = opened(reference, "letter")
    post.printed(office(), actor(), [letters.find(office(), case, letter_id).id])
    flash("That it was printed is on record.")
    return redirect(url_for("case_letters.one", reference=reference, letter_id=letter_id))


@bp.post("/cases/<reference>/letters/<int:letter_id>/posted")
@open_to(Action.RECORD_POST)
def posted(reference: str, letter_id: int) -> ResponseReturnValue:
    """Record the day that a printed letter was posted."""
    case = opened(reference, "letter")
    letter = letters.find(office(), case, letter_id)
    try:
        post.posted(office(), actor(), letter.id, typed())
    except InvalidAnswers as invalid:
        return _page(case, letter, Filled(typed(), invalid.errors)), 422
    flash("The day it was posted is on record.")
    return redirect(url_for("case_letters.one", reference=reference, letter_id=letter_id))


def _page(case: CaseFile, letter: LetterRow, filled: Filled) -> str:
    lacks: str | None = None
    try:
        written(case, letter)
    except (render.LetterLacks, render.LetterTooLong) as missing:
        lacks = str(missing)
    may_post = letter.status == "to_post" and may(actor(), Action.RECORD_POST, case.standing)
    body: Markup | None = render.fragment(letter.body or "") if lacks else None
    gone = letter.status != "draft" and letter.to_name is None
    may_copy = gone and may(actor(), Action.CHANGE_DETAILS, case.standing) and bool(parties.of_case(office(), case))
    may_settle = may(actor(), Action.CORRECT, case.standing) and waiting_letters.may_be_settled(office(), case, letter)
    may_again = letter.to_name is None and letter.status in AGAIN and may(actor(), Action.CHANGE_DETAILS, case.standing)
    doings = {"may_post": may_post, "may_copy": may_copy, "may_settle": may_settle, "may_again": may_again}
    return shown("cases/letter.html", case, letter=letter, filled=filled, lacks=lacks, body=body, **doings)


def written(case: CaseFile, letter: LetterRow) -> render.Letter:
    """The whole letter: as it was stored when it went out, or a draft with today's facts. Raises `LetterLacks`."""
    if letter.html is not None:
        return render.Letter(letter.subject or "", letter.html, letter.text or "")
    facts = letter.fields
    if letter.status == "draft":
        facts = {**letters.facts(office(), case, actor().person_id, letter.template), **facts}
    fields, kept = render.letter_fields(facts), render.letters_of(office())
    body = letter.body if letter.body is not None else kept.draft(letter.template, fields).body
    return kept.write(letter.template, fields, body)


def _letter(case: CaseFile, letter_id: int) -> render.Letter:
    return written(case, letters.find(office(), case, letter_id))


def _file(case: CaseFile, letter_id: int, made: Callable[[render.Letter], bytes], kind: str, ending: str) -> Response:
    content = made(_letter(case, letter_id))
    name = f"{case.reference}-letter-{letter_id}.{ending}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
