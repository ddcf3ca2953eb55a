"""“I’ll reply on Thursday”: a task is put by until a day, or brought back before it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import long_date
from engine.errors import InvalidAnswers
from engine.flows import follow_up
from engine.queries import task_page
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to, safe_next
from web.filled import Filled, typed

bp = Blueprint("follow_up", __name__)


@bp.get("/tasks/<task_id>/put-by")
@open_to(EVERYONE_SIGNED_IN)
def page(task_id: str) -> ResponseReturnValue:
    """The form that asks for the day."""
    return _form(task_id, Filled())


@bp.post("/tasks/<task_id>/put-by")
@open_to(EVERYONE_SIGNED_IN)
def put_by(task_id: str) -> ResponseReturnValue:
    """Put the task by until that day."""
    answers = typed()
    try:
        day = follow_up.put_by(office(), actor(), task_id, answers)
    except InvalidAnswers as invalid:
        return _form(task_id, Filled(answers, invalid.errors)), 422
    flash(f"The task is put by: it comes back on {long_date(day)}. Its time limit stays.")
    return redirect(safe_next(request.form.get("next")) or url_for("inbox.mine"))


@bp.post("/tasks/<task_id>/bring-back")
@open_to(EVERYONE_SIGNED_IN)
def bring_back(task_id: str) -> ResponseReturnValue:
    """It is to be done now after all."""
    follow_up.bring_back(office(), actor(), task_id)
    flash("The task is back on the list.")
    return redirect(safe_next(request.form.get("next")) or url_for("tasks.page", task_id=task_id))


def _form(task_id: str, filled: Filled) -> str:
    found = task_page.find(office(), actor(), task_id)
    return render_template("task_requests/put_by.html", page=found, case=found.case, filled=filled)
