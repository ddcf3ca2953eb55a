"""A form that is sent after its sign-in has ended: its words wait for whoever typed them, and for nobody else."""

from collections.abc import Mapping

from flask import current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer

from engine.casework.places import Place, read_place
from engine.errors import HeardError
from engine.flows import drafts as flow
from engine.queries import who
from web import drafts
from web.access import office, safe_next
from web.filled import Filled, typed
from web.kept_typed import CARRIED, kept

OWNER = "form-owner"
"""What a form says of who it was made for, signed."""
MARKS = (drafts.PLACE, drafts.KNOWN, drafts.SHOWN, OWNER)
BACK = "You are signed in again, and what you typed is back on this page. Nothing of it has been sent yet."
RELOADED = (
    "This page had been open too long, so nothing was sent. What you typed is still here: look and send it again."
)
NOT_THEIRS = "What was typed on the page before was somebody else’s. It was not kept."
NOT_SAVED = "Not saved: this page has been open too long. Copy what you typed, then open the page again."


def owner_token() -> str:
    """For a form: who it was made for. Only they take its words up again; empty where nobody is signed in."""
    return _signer().dumps(g.actor.person_id) if g.get("actor") else ""


def owner() -> int | None:
    """Who the form that was sent had been made for; None where it does not say, or where what it says is forged."""
    try:
        found = _signer().loads(request.form.get(OWNER, ""))
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def is_theirs() -> bool:
    """Whether whoever is signed in now had this form before them."""
    return g.get("actor") is not None and owner() == g.actor.person_id


def signed_out() -> ResponseReturnValue:
    """Ask who is there, and carry along what was typed."""
    if request.form.get(drafts.BY_SCRIPT):
        return jsonify(), 401
    return asked_again(Filled()), 400


def asked_again(filled: Filled) -> str:
    """The page to sign in, with the words of the form that could not be taken."""
    carried = _carried()
    wanted = request.form.get("next") if request.endpoint == "sign_in.enter" else _way_back()
    g.setdefault("actor", None)
    return render_template(
        "sign_in/page.html",
        filled=filled,
        wanted=safe_next(wanted) or "",
        carried=carried,
        comes_back=drafts.PLACE in carried and OWNER in carried,
        kept=kept() if carried else [],
    )


def taken_up(person_id: int) -> str | None:
    """Put the words that came along with a sign-in where they belong; the address at which they are found again.

    None where there were none, or where they have no place. Raises what keeping a draft raises.
    """
    place, answers = read_place(request.form.get(drafts.PLACE, "")), _kept()
    if not answers or place is None:
        return None
    if owner() != person_id:
        flash(NOT_THEIRS)
        return url_for("inbox.mine")
    g.actor = who.actor(office(), person_id)
    drafts.keep_at(place, answers)
    flash(BACK)
    return drafts.page_of(place)


def too_old() -> ResponseReturnValue:
    """Of a form from before the sign-in: the same person finds their words on the page again."""
    place = read_place(request.form.get(drafts.PLACE, ""))
    if not is_theirs() or place is None:
        return _said_too_old()
    try:
        saved = drafts.keep_at(place, typed())
    except HeardError:
        return _said_too_old()
    if request.form.get(drafts.BY_SCRIPT):
        return jsonify(**drafts.said_of(saved), token=generate_csrf())
    flash(RELOADED)
    return redirect(drafts.page_of(place), 303)


def _said_too_old() -> ResponseReturnValue:
    if request.form.get(drafts.BY_SCRIPT):
        return jsonify(sorry=NOT_SAVED), 400
    g.setdefault("actor", None)
    of_somebody_else = g.actor is not None and owner() not in (None, g.actor.person_id)
    facts: Mapping[str, object] = {"kept": [] if of_somebody_else else kept(), "of_another": of_somebody_else}
    return render_template("errors/form_too_old.html", **facts), 400


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="whose form")


def _kept() -> dict[str, str]:
    named = typed().items()
    return {name.removeprefix(CARRIED): value for name, value in named if name.startswith(CARRIED)}


def _carried() -> dict[str, str]:
    """What goes along while somebody signs in: from the form itself, or from the page to sign in a second time."""
    marks = {name: request.form[name] for name in MARKS if request.form.get(name)}
    answers = _kept() if request.endpoint == "sign_in.enter" else flow.worth_keeping(typed())
    return {**marks, **{f"{CARRIED}{name}": value for name, value in answers.items()}} if answers else {}


def _way_back() -> str | None:
    place = _place_sent()
    return drafts.page_of(place) if place is not None else None


def _place_sent() -> Place | None:
    return read_place(request.form.get(drafts.PLACE, ""))
