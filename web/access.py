"""Who may open which page: every route says so, and the house does not open with one that does not."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import POLICY, Action, Actor, require
from engine.casework.vocabulary import Role
from engine.office import Office
from engine.queries import who
from web.settings import WebSettings


class SignedOut(Exception):
    """Somebody sent a form after their session had ended: what they typed must not be lost on the way to the door."""


CHOOSE_AGAIN = "You were signed out, so nothing was sent. Sign in, and choose the file once more."

View = TypeVar("View", bound=Callable[..., Any])
OFFICE, SETTINGS = "heard.office", "heard.settings"
SIGN_IN = "sign_in"
"""Where the session keeps the key of the sign-in; who that is says only the house."""


class Audience(Enum):
    """Who a page is for when no single action decides."""

    PUBLIC = "public"
    EVERYONE_SIGNED_IN = "everyone signed in"


PUBLIC, EVERYONE_SIGNED_IN = Audience.PUBLIC, Audience.EVERYONE_SIGNED_IN


def open_to(audience: Audience | Action) -> Callable[[View], View]:
    """Say who may use a route: everybody, everybody signed in, or whoever the policy grants the action to.

    An action that somebody's part in a case can grant is let through here; the flow or query behind it decides.
    """

    def declare(view: View) -> View:
        view.open_to = audience  # type: ignore[attr-defined]
        return view

    return declare


def check_routes(app: Flask) -> None:
    """Raise `RuntimeError` naming every route that does not say who may use it."""
    silent = [rule.rule for rule in app.url_map.iter_rules() if audience_of(app, rule.endpoint) is None]
    if silent:
        raise RuntimeError(f"these routes do not say who may use them: {', '.join(sorted(silent))}")


def audience_of(app: Flask, endpoint: str | None) -> Audience | Action | None:
    """What a route declared. Style sheets and scripts are for everybody."""
    if endpoint == "static":
        return PUBLIC
    found: Audience | Action | None = getattr(app.view_functions.get(endpoint or ""), "open_to", None)
    return found


def guard() -> ResponseReturnValue | None:
    """Before every request: find out who is there, and let only those in whom the route is for."""
    g.actor = _who_is_there()
    audience = audience_of(current_app, request.endpoint)
    if request.endpoint is None or audience is PUBLIC:
        return None
    if g.actor is None:
        if (request.content_length or 0) > (request.max_content_length or 0):  # a file: there is no form to be read
            flash(CHOOSE_AGAIN)
            return redirect(url_for("sign_in.page", next=request.path))
        if request.form:
            raise SignedOut
        return redirect(url_for("sign_in.page", next=_wanted()))
    if isinstance(audience, Action) and all(isinstance(grant, Role) for grant in POLICY[audience]):
        require(g.actor, audience)
    return None


def office() -> Office:
    """The office that this app serves."""
    found: Office = current_app.extensions[OFFICE]
    return found


def settings() -> WebSettings:
    """The settings that this app was made with."""
    found: WebSettings = current_app.extensions[SETTINGS]
    return found


def actor() -> Actor:
    """Whoever is signed in. Only for routes that are not public."""
    found: Actor = g.actor
    return found


def may_everywhere(action: Action) -> bool:
    """Whether the person signed in holds a role, in any service, that allows this; for links and buttons."""
    found: Actor | None = g.get("actor")
    return found is not None and any(grant in found.roles for grant in POLICY[action])


def safe_next(target: str | None) -> str | None:
    """The page to go on to, if it is one of ours: a path, never an address of another site."""
    if not target or not target.startswith("/") or target.startswith("//") or set(target) & set("\\\r\n\t"):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _wanted() -> str | None:
    """Where to go after signing in, filters included. What was posted cannot be asked for again."""
    return request.full_path.removesuffix("?") if request.method == "GET" and request.path != "/" else None


def _who_is_there() -> Actor | None:
    key = session.get(SIGN_IN)
    if request.endpoint == "static" or not isinstance(key, str):
        return None
    found = who.signed_in(office(), key)
    if found is None:
        session.clear()
    return found
