"""Monday's worklist: everything that needs an officer's eye."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.casework.policy import Action
from engine.insight import worklist
from engine.insight.lines import Group, Place
from engine.insight.worklist import Filters
from engine.queries import people
from web import insight_words
from web.access import actor, office, open_to

bp = Blueprint("worklist", __name__)
bp.context_processor(lambda: {"said_of": insight_words, "Group": Group})


@bp.get("/worklist")
@open_to(Action.SEE_WORKLIST)
def page() -> ResponseReturnValue:
    """Every group with its first lines, and the counts on top."""
    filters = _filters()
    return render_template(
        "worklist/page.html",
        found=worklist.whole(office(), actor(), filters),
        filters=filters,
        services=people.services(office()),
        narrowed=_narrowed(filters),
        today=office().today(),
    )


@bp.get("/worklist/<group>")
@open_to(Action.SEE_WORKLIST)
def group(group: str) -> ResponseReturnValue:
    """All of one group, a page at a time."""
    if group not in set(Group):
        raise NotFound
    filters, after = _filters(), Place.read(request.args.get("after", ""))
    section = worklist.one_group(office(), actor(), filters, Group(group), after)
    narrowed = _narrowed(filters)
    following = url_for("worklist.group", group=group, after=str(section.following), **narrowed)
    return render_template(
        "worklist/group.html",
        section=section,
        begun=after is not None,
        narrowed=narrowed,
        following=following if section.following else None,
    )


def _filters() -> Filters:
    return Filters(_chosen("service"), _chosen("manager"))


def _chosen(name: str) -> int | None:
    asked = request.args.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _narrowed(filters: Filters) -> dict[str, Any]:
    """The filters as the address carries them on."""
    asked = {"service": filters.service_id, "manager": filters.manager_id}
    return {name: value for name, value in asked.items() if value is not None}
