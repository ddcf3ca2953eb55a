"""Coming in and going out."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engine.flows import accounts, sign_ins
from web import kept_forms
from web.access import EVERYONE_SIGNED_IN, PUBLIC, SIGN_IN, actor, office, open_to, safe_next
from web.filled import Filled, typed

bp = Blueprint("sign_in", __name__)

WRONG = "The email address or the password is not right"


@bp.get("/")
@open_to(PUBLIC)
def door() -> ResponseReturnValue:
    """The front door leads to the inbox, or to signing in."""
    return redirect(url_for("inbox.mine" if g.actor else "sign_in.page"))


@bp.get("/sign-in")
@open_to(PUBLIC)
def page() -> ResponseReturnValue:
    """Ask who is there."""
    return _page(Filled())


@bp.post("/sign-in")
@open_to(PUBLIC)
def enter() -> ResponseReturnValue:
    """Let somebody in, and on to the page that they wanted. What was wrong is not said."""
    answers = typed()
    person_id = accounts.sign_in(office(), answers.get("email", "").strip(), answers.get("password", ""))
    if person_id is None:
        return kept_forms.asked_again(Filled({**answers, "password": ""}, {"email": WRONG})), 422
    wanted = safe_next(answers.get("next"))
    _end()
    session[SIGN_IN] = sign_ins.begin(office(), person_id)
    session.permanent = True
    return redirect(kept_forms.taken_up(person_id) or wanted or url_for("inbox.mine"))


@bp.post("/sign-out")
@open_to(PUBLIC)
def leave() -> ResponseReturnValue:
    """End the sign-in of this browser: what was copied from it opens nothing any more."""
    _end()
    flash("You are signed out.")
    return redirect(url_for("sign_in.page"))


@bp.post("/sign-out/everywhere")
@open_to(EVERYONE_SIGNED_IN)
def leave_everywhere() -> ResponseReturnValue:
    """End every sign-in of theirs: a machine was left behind, or lost."""
    sign_ins.end_all(office(), actor().person_id)
    session.clear()
    flash("You are signed out everywhere. What you had begun to type is kept for you.")
    return redirect(url_for("sign_in.page"))


def _end() -> None:
    key = session.get(SIGN_IN)
    if isinstance(key, str):
        sign_ins.end(office(), key)
    session.clear()


def _page(filled: Filled) -> str:
    wanted = safe_next(filled.value("next") or request.args.get("next")) or ""
    return render_template("sign_in/page.html", filled=filled, wanted=wanted)
