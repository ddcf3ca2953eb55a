"""A service is restructured: a team gets another line manager, or goes to another service."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import restructuring
from engine.office import Office
from engine.queries import people, teams
from engine.queries.teams import Team
from engine.recording.one_by_one import rehearsing
from web.access import actor, office, open_to
from web.filled import Filled, typed

bp = Blueprint("teams", __name__)

STEP, DO, CHANGE, DEED = "step", "do", "change", "deed"
MOST_SAID = 1000
"""Characters: what is said goes to the next page in a cookie, and a browser drops one that is too large."""
DONE = "It is done from today. Who is in whose line stands below."


@bp.get("/teams/<int:team_id>/moving")
@open_to(Action.MOVE_WORK)
def moving(team_id: int) -> ResponseReturnValue:
    """Who is in the team today, and what can be changed."""
    return _form(team_id, Filled())


@bp.post("/teams/<int:team_id>/moving")
@open_to(Action.MOVE_WORK)
def move(team_id: int) -> ResponseReturnValue:
    """First what it changes, then the change."""
    answers = typed()
    try:
        if answers.get(STEP) == CHANGE:
            return _form(team_id, Filled(answers))
        found, deed = teams.find(office(), actor(), team_id), _deed(answers)
        if answers.get(STEP) != DO:
            return _check(found, deed(rehearsing(office()), found, answers)[1], answers)
        now_id, said = deed(office(), found, answers)
    except InvalidAnswers as invalid:
        return _form(team_id, Filled(answers, invalid.errors)), 422
    words = " ".join(said)
    flash(words if len(words) <= MOST_SAID else DONE)
    return redirect(url_for("teams.moving", team_id=now_id))


_Done = tuple[int, list[str]]


def _deed(answers: dict[str, str]) -> Callable[[Office, Team, dict[str, str]], _Done]:
    if answers.get(DEED) not in _DEEDS:
        raise InvalidAnswers({DEED: "Select what changes"})
    return _DEEDS[answers[DEED]]


def _another_manager(where: Office, found: Team, answers: dict[str, str]) -> _Done:
    done = restructuring.another_manager(where, actor(), found.id, Reader(answers).whole("manager"))
    said = [f"{', '.join(done.moved) or 'Nobody'}: another line manager from today."]
    return found.id, [*said, *(f"Not changed: {each}." for each in done.left)]


def _another_service(where: Office, found: Team, answers: dict[str, str]) -> _Done:
    service_id = Reader(answers).whole("service")
    now_id = restructuring.another_service(where, actor(), found.id, service_id)
    name = next((each.name for each in people.services(office()) if each.id == service_id), "")
    return now_id, [
        f"{found.name} belongs to {name} from today, with its people and the roles of its team managers.",
        "Cases stay with the service that they are about, and with whoever answers them.",
    ]


_DEEDS = {"manager": _another_manager, "service": _another_service}


def _form(team_id: int, filled: Filled) -> str:
    found = teams.find(office(), actor(), team_id)
    colleagues = [(p.id, f"{p.name}, {p.place}" if p.place else p.name) for p in people.colleagues(office())]
    services = [(each.id, each.name) for each in people.services(office()) if each.id != found.service_id]
    return render_template("moving/team.html", found=found, filled=filled, colleagues=colleagues, services=services)


def _check(found: Team, said: list[str], answers: dict[str, str]) -> str:
    carried = [(n, v) for n, v in answers.items() if n != STEP]
    return render_template("moving/team_check.html", found=found, said=said, carried=carried, filled=Filled())
