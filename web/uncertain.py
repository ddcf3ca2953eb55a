"""Letters of which nobody knows, after a restore, whether they have gone out: a person says which."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import NotFound
from engine.flows import uncertain as flow
from engine.queries import uncertain
from web import case_words
from web.access import actor, office, open_to

bp = Blueprint("uncertain", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/running/uncertain")
@open_to(Action.HOLD_MAIL)
def every() -> ResponseReturnValue:
    """Each of them, with the two answers."""
    letters = uncertain.waiting(office(), actor())
    hidden = uncertain.elsewhere(office(), actor())
    return render_template("admin/uncertain.html", letters=letters, elsewhere=hidden)


@bp.post("/running/uncertain/<int:message_id>/send")
@open_to(Action.HOLD_MAIL)
def send(message_id: int) -> ResponseReturnValue:
    """Ask whether it shall really go, and send it."""
    letter = next((each for each in uncertain.waiting(office(), actor()) if each.id == message_id), None)
    if letter is None:
        raise NotFound(what="letter")
    if request.form.get("sure") != "yes":
        return render_template("admin/uncertain_send.html", letter=letter)
    flow.send(office(), actor(), message_id)
    flash("The letter goes out now.")
    return redirect(url_for("uncertain.every"))


@bp.post("/running/uncertain/<int:message_id>/gone")
@open_to(Action.HOLD_MAIL)
def gone(message_id: int) -> ResponseReturnValue:
    """Record that it has gone: it is not sent again."""
    flow.has_gone(office(), actor(), message_id)
    flash("The letter counts as sent. It can be read, and sent again, from its case.")
    return redirect(url_for("uncertain.every"))
