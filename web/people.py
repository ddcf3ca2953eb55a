"""Who holds which role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.queries import people, teams
from web.access import actor, may_everywhere, office, open_to

bp = Blueprint("people", __name__)


@bp.get("/people")
@open_to(Action.SEE_PEOPLE)
def directory() -> ResponseReturnValue:
    """Every role held today, and by whom."""
    found = people.holders(office(), actor())
    roles = dict.fromkeys(holder.role for holder in found)
    by_role = [(role, [holder for holder in found if holder.role == role]) for role in roles]
    may_see_register = may_everywhere(Action.SEE_REGISTER)
    regroups = may_everywhere(Action.MOVE_WORK)
    return render_template(
        "people/directory.html",
        by_role=by_role,
        may_see_register=may_see_register,
        teams=teams.every(office()) if regroups else {},
    )
