"""The meeting pack of a head of service, as a page and as a PDF."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.casework.policy import Action
from engine.insight import meeting_pack
from engine.insight.lines import Group
from engine.insight.meeting_pack import Head, Pack
from engine.queries import council
from notifications import render
from web import insight_words
from web.access import actor, office, open_to

bp = Blueprint("meeting_pack", __name__)
bp.context_processor(lambda: {"said_of": insight_words, "Group": Group})


@bp.get("/reports/meeting-pack")
@open_to(Action.SEE_MEETING_PACK)
def page() -> ResponseReturnValue:
    """The pack of the head who is asked for: without one, one's own, or the first."""
    heads = meeting_pack.heads(office(), actor())
    if not heads:
        return render_template("reports/no_pack.html")
    found = _pack(heads)
    return render_template("reports/meeting_pack.html", pack=found, heads=heads, groups=meeting_pack.GROUPS)


@bp.get("/reports/meeting-pack.pdf")
@open_to(Action.SEE_MEETING_PACK)
def as_pdf() -> ResponseReturnValue:
    """The same to print. Where the system cannot make PDFs, a page says so."""
    heads = meeting_pack.heads(office(), actor())
    if not heads:
        return redirect(url_for("meeting_pack.page"))
    found = _pack(heads)
    try:
        content = render.meeting_pack(found, council.name(office()), council.notice(office()))
    except render.PdfUnavailable as missing:
        return render_template("reports/no_pdf.html", why=str(missing), back=url_for("meeting_pack.page")), 503
    named = f'attachment; filename="meeting-pack-{found.today.isoformat()}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": named})


def _pack(heads: tuple[Head, ...]) -> Pack:
    asked = request.args.get("head", "")
    if asked and not (asked.isdecimal() and len(asked) < 10):
        raise NotFound
    own = next((head.person_id for head in heads if head.person_id == actor().person_id), heads[0].person_id)
    return meeting_pack.of_head(office(), actor(), int(asked) if asked else own)
