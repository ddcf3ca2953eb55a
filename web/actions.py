"""What the council has promised: one's own actions, everybody's, and one of them with what became of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswers
from engine.flows import actions as flow
from engine.queries import actions
from engine.queries.actions import State, Whose
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, day_parts, typed

bp = Blueprint("actions", __name__)

WHOSE = {Whose.MINE: "Mine", Whose.ALL: "Everybody’s"}
STATES = {State.OPEN: "Open", State.OVERDUE: "Overdue", State.ENDED: "Done or dropped"}


@bp.get("/actions")
@open_to(EVERYONE_SIGNED_IN)
def every() -> ResponseReturnValue:
    """Actions by whose they are and where they stand, what is due first on top."""
    asked, after = request.args, request.args.get("after", "")
    whose = Whose(asked["whose"]) if asked.get("whose") in set(Whose) else Whose.MINE
    state = State(asked["state"]) if asked.get("state") in set(State) else State.OPEN
    return render_template(
        "actions/list.html",
        listed=actions.page(office(), actor(), whose, state, after),
        whose=whose,
        state=state,
        lists=WHOSE if actions.may_see_all(actor()) else {Whose.MINE: WHOSE[Whose.MINE]},
        states=STATES,
        begun=bool(after),
    )


@bp.get("/actions/<int:action_id>")
@open_to(EVERYONE_SIGNED_IN)
def one(action_id: int) -> ResponseReturnValue:
    """One action, for its owner and for whoever sees its case."""
    return _page(action_id, Filled())


@bp.post("/actions/<int:action_id>")
@open_to(EVERYONE_SIGNED_IN)
def change(action_id: int) -> ResponseReturnValue:
    """It is done, it gets another day, or it is dropped."""
    answers = typed()
    try:
        _DEEDS[_deed(answers)](office(), actor(), action_id, answers)
    except InvalidAnswers as invalid:
        return _page(action_id, Filled(answers, invalid.errors)), 422
    flash("The action is changed.")
    return redirect(url_for("actions.one", action_id=action_id))


_DEEDS = {"done": flow.done, "move": flow.move, "drop": flow.drop}


def _deed(answers: dict[str, str]) -> str:
    if answers.get("deed") not in _DEEDS:
        raise InvalidAnswers({"deed": "Select what became of it"})
    return answers["deed"]


def _page(action_id: int, filled: Filled) -> str:
    found = actions.find(office(), actor(), action_id)
    suggested = Filled(filled.typed, filled.errors, day_parts("ended_on", found.today))
    return render_template("actions/one.html", found=found, action=found.row, filled=suggested)
