"""What is typed on a long form is kept while it is written, and stands there again when its page is opened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from flask import Blueprint, Flask, Response, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import long_date
from engine.casework.places import COMPLIMENT, LOG, Place, read_place
from engine.errors import HeardError, InvalidAnswers, NotAllowed, NotFound, StaleTask
from engine.flows import drafts as flow
from engine.office import LONDON
from engine.queries import drafts
from engine.queries.drafts import Begun
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, typed

bp = Blueprint("drafts", __name__)

PLACE, KNOWN, SHOWN, BY_SCRIPT = "form-place", "form-known", "form-shown", "form-by-script"
"""What a form says of itself beside its answers: which it is, which kept version it knows, and what its page showed."""
PRESSED = "pressed"
"""In the address of a page that a button of its own has led back to."""
LATER = "What you typed is kept. Open the page again to go on with it."
AGAIN = "You start again. What you had typed is laid aside: “Take the other version” brings it back."
_PAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"/tasks/([0-9a-f]{32})"), "task:{}"),
    (re.compile(r"/cases/(HRD-\d{2}-\d{4,8})/([a-z0-9_/]+)"), "case:{}:{}"),
    (re.compile(r"/log"), LOG),
    (re.compile(r"/log/compliment"), COMPLIMENT),
)


@dataclass(frozen=True)
class Keeping:
    """What the template of a form needs in order to have its words kept."""

    place: str
    known: str
    begun: Begun | None
    """What stands on the page because it was typed earlier; None where nothing was, or where it was sent just now."""

    @property
    def begun_words(self) -> str:
        """When it was begun."""
        return moment(self.begun.begun_at) if self.begun is not None else ""

    @property
    def aside_words(self) -> str:
        """When another version was saved; empty where there is none."""
        found = self.begun.aside_at if self.begun is not None else _aside_alone()
        return moment(found) if found is not None else ""


def put_around(app: Flask) -> None:
    """Let every template ask for what keeps its form, and keep what a page could not take."""
    app.jinja_env.globals["keeping"] = keeping
    app.after_request(_after)


def place_of(path: str) -> Place | None:
    """The form that stands at an address; None where none does."""
    for pattern, name in _PAGES:
        found = pattern.fullmatch(path)
        if found is not None:
            return read_place(name.format(*found.groups()))
    return None


def page_of(place: Place) -> str:
    """The address at which a form stands."""
    if place.task_id is not None:
        return url_for("tasks.page", task_id=place.task_id)
    if place.reference is not None:
        return f"{url_for('cases.page', reference=place.reference)}/{place.name.split(':', 2)[2]}"
    return url_for("intake.log" if place.name == LOG else "intake.compliment")


def here() -> Begun | None:
    """What the person signed in has begun on the page that is asked for."""
    place = place_of(request.path)
    if place is None or g.get("actor") is None:
        return None
    if "begun" not in g:
        g.begun = drafts.find(office(), actor(), place)
    found: Begun | None = g.begun
    return found


def reopened(filled: Filled) -> Filled:
    """A form as it was left, or as it is when nothing was typed on it yet. What is sent just now comes first."""
    begun = here() if request.method == "GET" else None
    return filled if begun is None else Filled(begun.typed, filled.errors, {**filled.suggested})


def keeping() -> Keeping | None:
    """What keeps the form of this page; None on a page that keeps nothing."""
    place = place_of(request.path)
    if place is None or g.get("actor") is None:
        return None
    if request.method == "POST":
        return Keeping(place.name, drafts.mark(flow.worth_keeping(typed())), None)
    begun = here()
    return Keeping(place.name, begun.mark if begun else "", None if PRESSED in request.args else begun)


def moment(at: datetime) -> str:
    """An instant in words, as people in London say it."""
    local = at.astimezone(LONDON)
    return f"{long_date(local.date())} at {local:%H:%M}"


def keep(answers: Mapping[str, str] | None = None) -> flow.Saved:
    """Keep what this form was sent with. Raises what `engine.flows.drafts.save` raises."""
    place = place_of(request.path) or _place_sent()
    return keep_at(place, typed() if answers is None else answers)


def keep_at(place: Place, answers: Mapping[str, str]) -> flow.Saved:
    """The same for another form than that of this address."""
    saved = flow.save(office(), actor(), place.name, answers, request.form.get(KNOWN, ""), shown_before())
    g.kept_for_now = True
    return saved


def forget_here() -> None:
    """The form of this address was taken: nothing of it is to be done again."""
    place = place_of(request.path)
    if place is not None:
        flow.forget(office(), actor(), place.name)


@bp.post("/drafts")
@open_to(EVERYONE_SIGNED_IN)
def save() -> ResponseReturnValue:
    """Keep what is typed: for the page's script, which goes on, or for somebody who comes back later."""
    if request.form.get(BY_SCRIPT):
        return _said_to_script()
    keep()
    flash(LATER)
    return redirect(url_for("inbox.mine"))


@bp.post("/drafts/again")
@open_to(EVERYONE_SIGNED_IN)
def again() -> ResponseReturnValue:
    """Begin anew; what was typed is laid aside."""
    place = _place_sent()
    flow.start_again(office(), actor(), place.name)
    flash(AGAIN)
    return redirect(page_of(place))


@bp.post("/drafts/other")
@open_to(EVERYONE_SIGNED_IN)
def other() -> ResponseReturnValue:
    """Take up the version that was laid aside; this one is laid aside for it."""
    place = _place_sent()
    flow.swap(office(), actor(), place.name)
    return redirect(page_of(place))


def _place_sent() -> Place:
    place = read_place(request.form.get(PLACE, ""))
    if place is None:
        raise NotFound(what="form")
    return place


def _said_to_script() -> ResponseReturnValue:
    """When it was saved, or in a sentence why it was not."""
    try:
        saved = keep()
    except InvalidAnswers as wrong:
        return jsonify(sorry=f"Not kept. {wrong.errors['draft']}."), 422
    except (StaleTask, NotFound, NotAllowed):
        return jsonify(sorry="Not kept: this is no longer yours to do. Copy what you still need from this page."), 409
    return jsonify(said_of(saved))


def said_of(saved: flow.Saved) -> dict[str, str | None]:
    """What the page's script is told of what it saved."""
    aside = f"{saved.aside_at.astimezone(LONDON):%H:%M}" if saved.aside_at else None
    return {"at": f"{saved.at.astimezone(LONDON):%H:%M}", "known": saved.mark, "aside": aside}


def shown_before() -> dict[str, Any]:
    """What the page that was sent says it showed, as `web.shown` has it; empty where it says nothing."""
    try:
        found = orjson.loads(request.form.get(SHOWN, "") or "{}")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _aside_alone() -> datetime | None:
    """When the version was saved that was laid aside to start again."""
    place = place_of(request.path)
    return drafts.aside(office(), actor(), place) if place is not None else None


def _after(response: Response) -> Response:
    """Of a form that was sent: what it could not take is kept, and what it has taken is forgotten."""
    if request.method != "POST" or response.status_code not in (200, 302, 303, 422) or g.get("actor") is None:
        return response
    place = read_place(request.form.get(PLACE, ""))
    if place is None or place_of(request.path) != place:
        return response
    try:
        if response.status_code in (200, 422):
            _keep_unless_empty()
        elif not g.get("kept_for_now"):
            flow.forget(office(), actor(), place.name)
    except HeardError:
        pass  # It could not be kept, or is not theirs any more: the page that answers says what there is to say.
    return response


def _keep_unless_empty() -> None:
    if any(value.strip() for value in flow.worth_keeping(typed()).values()):
        keep()
