"""The director's one page, its PDF, and the list behind each figure."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.casework.policy import Action
from engine.insight import director
from engine.insight.director import Figure
from engine.insight.lines import Place
from engine.queries import council
from notifications import render
from web import insight_words
from web.access import actor, office, open_to

bp = Blueprint("director", __name__)
bp.context_processor(lambda: {"said_of": insight_words, "Figure": Figure, "names": NAMES})

NAMES: Mapping[Figure, str] = {
    Figure.OPEN: "Open complaints",
    Figure.OVERDUE: "Open complaints with an overdue limit",
    Figure.STAGE_2: "At stage 2 beyond 65 working days",
    Figure.OMBUDSMAN: "Days that the Ombudsman has named",
    Figure.ACTIONS: "Actions overdue",
    Figure.DECISIONS: "Decisions needed",
}


@bp.get("/reports/director")
@open_to(Action.SEE_DIRECTORS_PAGE)
def page() -> ResponseReturnValue:
    """Seven things to know, and three decisions."""
    return render_template("reports/director.html", page=director.one_page(office(), actor()))


@bp.get("/reports/director.pdf")
@open_to(Action.SEE_DIRECTORS_PAGE)
def as_pdf() -> ResponseReturnValue:
    """The same on one sheet of A4. Where the system cannot make PDFs, a page says so."""
    found = director.one_page(office(), actor())
    try:
        content = render.directors_page(found, council.name(office()), council.notice(office()))
    except render.PdfUnavailable as missing:
        return render_template("reports/no_pdf.html", why=str(missing), back=url_for("director.page")), 503
    named = f'attachment; filename="complaints-on-one-page-{found.today.isoformat()}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": named})


@bp.get("/reports/director/<figure>")
@open_to(Action.SEE_DIRECTORS_PAGE)
def behind(figure: str) -> ResponseReturnValue:
    """The list behind a figure, a page at a time."""
    if figure not in set(Figure):
        raise NotFound
    after = Place.read(request.args.get("after", ""))
    section = director.behind(office(), actor(), Figure(figure), after)
    return render_template("reports/behind.html", figure=Figure(figure), section=section, begun=after is not None)
