"""The whole file of a case on paper: to print from the page, or as one PDF with numbered pages and its contents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.casework.money import in_pounds
from engine.casework.policy import Action
from engine.procedures.picture import picture
from engine.queries import (
    actions,
    case_file,
    contact_log,
    council,
    diagrams,
    documents,
    history,
    letters,
    links,
    notes,
    payments,
)
from engine.queries.case_file import CaseFile
from engine.queries.letters import LetterRow
from notifications import render
from web import case_words, file_words, history_words, people_of_case, step_words
from web.access import actor, office, open_to
from web.cases import opened

bp = Blueprint("whole_file", __name__)

WITHOUT = "without"
"""In the address: the notes that staff make for each other are left out."""


@dataclass(frozen=True)
class Paper:
    """One letter of the file: its paragraphs as they went out; none for a draft that nobody has worked on."""

    row: LetterRow
    paragraphs: tuple[render.Paragraph, ...]


@bp.get("/cases/<reference>/file")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """The whole file on one page, to read through or to print."""
    case = opened(reference, "whole file")
    drawings = [_drawn(case, each) for each in diagrams.of_case(office(), case)]
    return render_template("whole_file/page.html", **_facts(case, drawings))


@bp.get("/cases/<reference>/file.pdf")
@open_to(Action.SEE_CASE)
def as_pdf(reference: str) -> ResponseReturnValue:
    """The same as a PDF. Where the computer cannot make one the page says so, and what to do instead."""
    case = opened(reference, "whole file as a PDF")
    body = Markup(render_template("whole_file/_body.html", **_facts(case, _pictures(case))))  # noqa: S704 - a template's own output
    try:
        content = render.whole_file(body, case.reference, council.name(office()), _printed())
    except render.PdfUnavailable as missing:
        return render_template("whole_file/no_pdf.html", case=case, why=str(missing)), 503
    named = f'attachment; filename="{case.reference}-file.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": named})


def _facts(case: CaseFile, drawings: list[tuple[diagrams.Diagram, Markup]]) -> Mapping[str, Any]:
    entries = history.of_case(office(), actor(), case)
    contacts = contact_log.of_case(office(), case)
    papers = documents.of_case(office(), case)
    return {
        "case": case,
        "row": case.row,
        "with_notes": request.args.get("notes") != WITHOUT,
        "notes": notes.of_case(office(), case),
        "contacts": contacts,
        "clocks": [case_file.why_this_date(office(), case, c.name) for c in case.clocks if c.reading.started_on],
        "letters": [_paper(letter) for letter in reversed(letters.of_case(office(), case))],
        "documents": [(each, documents.versions(office(), each)) for each in papers],
        "actions": actions.of_case(office(), case),
        "payments": payments.of_case(office(), actor(), case),
        "linked": links.of_case(office(), actor(), case),
        "entries": tuple(reversed(entries)),
        "named": history.people_named(office(), entries),
        "told": history_words,
        "drawings": drawings,
        "step_words": step_words,
        "words": case_words,
        "in_pounds": in_pounds,
        "next_said": file_words.next_said,
        "printed": _printed(),
        **file_words.FACTS,
        **people_of_case.facts(case),
    }


def _paper(letter: LetterRow) -> Paper:
    if letter.html is not None:
        return Paper(letter, render.paragraphs(letter.html))
    return Paper(letter, render.paragraphs(str(render.fragment(letter.body))) if letter.body else ())


def _drawn(case: CaseFile, diagram: diagrams.Diagram) -> tuple[diagrams.Diagram, Markup]:
    """The picture by its address: a page shows it as it shows every picture."""
    address = url_for("cases.diagram", reference=case.reference, instance_id=diagram.instance_id)
    alt = f"The steps of {diagram.name} as a diagram"
    return diagram, Markup('<img class="heard-diagram__picture" src="{}" alt="{}">').format(address, alt)


def _pictures(case: CaseFile) -> list[tuple[diagrams.Diagram, Markup]]:
    """The pictures themselves: a file on paper fetches nothing. They are drawn by us from what was checked."""
    drawn = []
    for each in diagrams.of_case(office(), case):
        spent = {element: step_words.spent_briefly(found) for element, found in each.spent.items()}
        drawn.append((each, Markup(picture(each.xml, each.marks, spent))))  # noqa: S704 - drawn and escaped by us
    return drawn


def _printed() -> render.Printed:
    return render.Printed(actor().name, office().clock.now())
