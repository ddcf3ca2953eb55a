"""The views that somebody keeps: lists narrowed as they need them, under names of their own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswers
from engine.flows import saved_views as flow
from engine.flows import searches
from engine.queries import saved_views
from engine.queries import searches as wanted
from engine.queries.saved_views import OfList, SavedView
from web import view_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, typed

bp = Blueprint("saved_views", __name__)
bp.context_processor(lambda: {"lists": view_words.LISTS})

MOST_TYPED = 2000
GONE = "What you looked for is not kept any more: go back, search again, and keep the list then"


@bp.get("/views")
@open_to(EVERYONE_SIGNED_IN)
def every() -> ResponseReturnValue:
    """The views that the person keeps, of either list."""
    return _listed(Filled(), None)


@bp.post("/views")
@open_to(EVERYONE_SIGNED_IN)
def keep() -> ResponseReturnValue:
    """Keep a list as it is shown."""
    answers = typed()
    of_list = OfList(answers["of_list"]) if answers.get("of_list") in set(OfList) else OfList.CASES
    parts, words = _sent(answers)
    try:
        if parts.get("search") and not words:
            raise InvalidAnswers({"name": GONE})
        view_id = flow.keep(office(), actor(), of_list, parts, words, answers)
    except InvalidAnswers as invalid:
        asked = view_words.described(office(), SavedView(0, "", of_list, saved_views.readable(parts), words))
        return _asked_again(Filled(answers, invalid.errors), of_list, asked, _address(of_list, parts)), 422
    flash("The view is kept. It stands above the list, for you only.")
    return redirect(url_for("saved_views.opened", view_id=view_id))


@bp.get("/views/<int:view_id>")
@open_to(EVERYONE_SIGNED_IN)
def opened(view_id: int) -> ResponseReturnValue:
    """Lead to the list. Words that are looked for in it get a key of their own: they stand in no address."""
    view = saved_views.find(office(), actor(), view_id)
    search = searches.keep(office(), actor(), view.words) if view.words else ""
    return redirect(_address(view.of_list, {**view.parts, "search": search, "view": str(view.id)}))


@bp.post("/views/<int:view_id>/list")
@open_to(EVERYONE_SIGNED_IN)
def change(view_id: int) -> ResponseReturnValue:
    """Let a view show the list as it is narrowed now."""
    parts, words = _sent(typed())
    if parts.get("search") and not words:
        raise InvalidAnswers({"search": f"{GONE}. The view is as it was"})
    flow.change(office(), actor(), view_id, parts, words)
    flash("The view shows this list from now on. To have the one before, narrow it as it was and keep it again.")
    return redirect(url_for("saved_views.opened", view_id=view_id))


@bp.post("/views/<int:view_id>")
@open_to(EVERYONE_SIGNED_IN)
def rename(view_id: int) -> ResponseReturnValue:
    """Give a view another name."""
    answers = typed()
    try:
        flow.rename(office(), actor(), view_id, answers)
    except InvalidAnswers as invalid:
        named = {f"name-{view_id}": sentence for sentence in invalid.errors.values()}
        return _listed(Filled({f"name-{view_id}": answers.get("name", "")}, named), view_id), 422
    flash("The view has its new name.")
    return redirect(url_for("saved_views.every"))


@bp.get("/views/<int:view_id>/remove")
@open_to(EVERYONE_SIGNED_IN)
def ask(view_id: int) -> ResponseReturnValue:
    """Ask whether a view may go."""
    view = saved_views.find(office(), actor(), view_id)
    return render_template("views/remove.html", view=view, shows=view_words.described(office(), view))


@bp.post("/views/<int:view_id>/remove")
@open_to(EVERYONE_SIGNED_IN)
def remove(view_id: int) -> ResponseReturnValue:
    """Let a view go."""
    flow.remove(office(), actor(), view_id)
    flash("The view is removed. What it listed is where it was.")
    return redirect(url_for("saved_views.every"))


def _sent(answers: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The list that the page shows, part by part, and what is looked for in it."""
    parts = dict(parse_qsl(answers.get("parts", "")[:MOST_TYPED], max_num_fields=saved_views.MOST_PARTS * 2))
    return parts, _words(parts.get("search", ""))


def _listed(filled: Filled, changing: int | None) -> str:
    views = [(view, view_words.described(office(), view)) for view in saved_views.every(office(), actor())]
    return render_template("views/every.html", views=views, filled=filled, changing=changing)


def _asked_again(filled: Filled, of_list: OfList, shows: tuple[tuple[str, str], ...], back: str) -> str:
    return render_template("views/keep.html", filled=filled, of_list=of_list, shows=shows, back=back)


def _words(key: str) -> str:
    return wanted.words(office(), actor(), key) if key.isascii() and key.isalnum() and len(key) <= 32 else ""


def _address(of_list: OfList, parts: Mapping[str, str]) -> str:
    """Where a list is. The inbox's tabs are addresses of their own; one that has gone leads to the first."""
    first, last = ({name: parts[name]} if parts.get(name) else {} for name in ("search", "view"))
    rest: dict[str, Any] = {**first, **saved_views.readable(parts), **last}
    if of_list is OfList.CASES:
        return url_for("cases.register", **rest)
    endpoint = f"inbox.{rest.pop('tab', 'mine')}"
    known = endpoint in current_app.view_functions and endpoint.removeprefix("inbox.") in view_words.TABS
    return url_for(endpoint if known else "inbox.mine", **rest)
