"""“I can’t do this”: what is in the way of a task, told to the complaints team; and their list of what to see to."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.lawful import CaseAction, why_not
from engine.casework.policy import Action
from engine.casework.task_requests import Need
from engine.errors import InvalidAnswers
from engine.flows import task_requests as flow
from engine.queries import case_file, case_state, task_page, task_requests
from engine.queries.task_requests import WaitingPage
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, typed

bp = Blueprint("task_requests", __name__)

NEEDS = {
    Need.WRONG_PERSON: "Somebody else should do it",
    Need.MORE_TIME: "I need more time",
    Need.HELP: "I need help",
}
WHAT_HAPPENS = {
    Need.WRONG_PERSON: "The complaints team gives it to the right person. Say who that is, if you know.",
    Need.MORE_TIME: "The complaints team looks whether the law allows more time. Until they tell you, the date stays.",
    Need.HELP: "Somebody from the complaints team gets in touch with you.",
}
bp.context_processor(lambda: {"needs": NEEDS})


@bp.get("/tasks/<task_id>/cannot")
@open_to(EVERYONE_SIGNED_IN)
def cannot(task_id: str) -> ResponseReturnValue:
    """The form on which somebody says what is in the way of their task."""
    need = request.args.get("need", "")
    return _form(task_id, Filled(suggested={"need": need} if need in set(Need) else {}))


@bp.post("/tasks/<task_id>/cannot")
@open_to(EVERYONE_SIGNED_IN)
def ask(task_id: str) -> ResponseReturnValue:
    """Tell the complaints team."""
    answers = typed()
    try:
        flow.ask(office(), actor(), task_id, answers)
    except InvalidAnswers as invalid:
        return _form(task_id, Filled(answers, invalid.errors)), 422
    flash("The complaints team has been told. Their answer will stand on the task’s page.")
    return redirect(url_for("tasks.page", task_id=task_id))


@bp.post("/requests/<int:request_id>/withdraw")
@open_to(EVERYONE_SIGNED_IN)
def withdraw(request_id: int) -> ResponseReturnValue:
    """It is not in the way any more."""
    task_id = flow.withdraw(office(), actor(), request_id)
    flash("Your request is taken back.")
    return redirect(url_for("tasks.page", task_id=task_id))


@bp.get("/requests")
@open_to(Action.ASSIGN_TASK)
def every() -> ResponseReturnValue:
    """Everybody who cannot do a task as it is, whoever has waited longest on top."""
    after = request.args.get("after", "")
    begun = int(after) if after.isdecimal() and len(after) < 10 else None
    page = task_requests.waiting(office(), actor(), begun)
    return render_template("task_requests/list.html", page=page, begun=begun is not None, extendable=_extendable(page))


@bp.get("/requests/<int:request_id>/answer")
@open_to(Action.ASSIGN_TASK)
def to_answer(request_id: int) -> ResponseReturnValue:
    """One request, to be answered in words."""
    return _answering(request_id, Filled())


@bp.post("/requests/<int:request_id>/answer")
@open_to(Action.ASSIGN_TASK)
def answer(request_id: int) -> ResponseReturnValue:
    """Answer it: the asker reads it on the task's page."""
    answers = typed()
    try:
        flow.answer(office(), actor(), request_id, answers)
    except InvalidAnswers as invalid:
        return _answering(request_id, Filled(answers, invalid.errors)), 422
    flash("The answer stands on the task’s page.")
    return redirect(url_for("task_requests.every"))


def _extendable(page: WaitingPage) -> frozenset[int]:
    """The requests for more time that the law lets an officer grant as the case stands."""
    return frozenset(
        row.request.id
        for row in page.rows
        if row.request.need is Need.MORE_TIME and row.clock is not None and _may_extend(row.reference, row.clock)
    )


def _may_extend(reference: str, clock: str) -> bool:
    state = case_state.of_file(office(), case_file.find(office(), actor(), reference))
    return clock in state.extendable and why_not(state, CaseAction.EXTEND) is None


def _form(task_id: str, filled: Filled) -> str:
    found = task_page.find(office(), actor(), task_id)
    asked = task_requests.of_task(office(), actor(), task_id)
    mine = next((each for each in asked if each.is_open and each.asked_by_id == actor().person_id), None)
    return render_template(
        "task_requests/cannot.html", page=found, case=found.case, filled=filled, mine=mine, happens=WHAT_HAPPENS
    )


def _answering(request_id: int, filled: Filled) -> str:
    found = task_requests.find(office(), actor(), request_id)
    return render_template("task_requests/answer.html", found=found, request_id=request_id, filled=filled)
