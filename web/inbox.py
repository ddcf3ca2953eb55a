"""What is to be done, and by when: mine, my team's, what nobody has, and for complaints officers everybody's."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.flows import searches, tasks
from engine.queries import inbox, inbox_beside, saved_views
from engine.queries import searches as wanted
from engine.queries.inbox import MOST_COUNTED, Cursor, Tab
from engine.queries.saved_views import OfList
from web import case_words, inbox_narrowed, view_words
from web.access import EVERYONE_SIGNED_IN, actor, may_everywhere, office, open_to, safe_next
from web.filled import typed

bp = Blueprint("inbox", __name__)
bp.context_processor(lambda: {"words": case_words})

NAMES: Mapping[str, str] = view_words.TABS


@bp.get("/inbox")
@open_to(EVERYONE_SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What the person signed in has taken on."""
    return _list(Tab.MINE)


@bp.get("/inbox/team")
@open_to(EVERYONE_SIGNED_IN)
def team() -> ResponseReturnValue:
    """What could be taken on, and what colleagues have in hand."""
    return _list(Tab.TEAM)


@bp.get("/inbox/unassigned")
@open_to(EVERYONE_SIGNED_IN)
def unassigned() -> ResponseReturnValue:
    """What nobody has and the person could take on; for complaints officers also what nobody can do."""
    return _list(Tab.UNASSIGNED)


@bp.get("/inbox/covering")
@open_to(EVERYONE_SIGNED_IN)
def covering() -> ResponseReturnValue:
    """What waits for those whose deputy the person is; the query opens it to deputies only."""
    return _list(Tab.COVERING)


@bp.get("/inbox/everybody")
@open_to(EVERYONE_SIGNED_IN)
def everybody() -> ResponseReturnValue:
    """Every open task; the query opens it to complaints officers only."""
    return _list(Tab.EVERYBODY)


@bp.get("/inbox/done")
@open_to(EVERYONE_SIGNED_IN)
def done() -> ResponseReturnValue:
    """What the person has completed, newest first."""
    return _list(Tab.DONE)


@bp.post("/inbox/search")
@open_to(EVERYONE_SIGNED_IN)
def search() -> ResponseReturnValue:
    """Look for words on a list. They stay in the house: an address would end up in logs and on disks."""
    answers = typed()
    tab = Tab(answers["tab"]) if answers.get("tab") in set(Tab) else Tab.MINE
    words = answers.get("words", "").strip()[: wanted.MOST_CHARACTERS]
    parts = {name: answers.get(name, "") for name in (*inbox_narrowed.NAMES, "sort", view_words.VIEW)}
    if words:
        parts["search"] = searches.keep(office(), actor(), words)
    return redirect(inbox_narrowed.address(tab, parts))


@bp.post("/tasks/<task_id>/claim")
@open_to(EVERYONE_SIGNED_IN)
def claim(task_id: str) -> ResponseReturnValue:
    """Take a task on, and open it."""
    tasks.claim(office(), actor(), task_id)
    return redirect(url_for("tasks.page", task_id=task_id))


@bp.post("/tasks/<task_id>/release")
@open_to(EVERYONE_SIGNED_IN)
def release(task_id: str) -> ResponseReturnValue:
    """Hand a task back."""
    tasks.release(office(), actor(), task_id)
    flash("The task is back on the team’s list.")
    return redirect(safe_next(request.form.get("next")) or url_for("inbox.mine"))


def _list(tab: Tab) -> str:
    asked, after = inbox_narrowed.asked(tab), Cursor.read(request.args.get("after"))
    listed = inbox.page(office(), actor(), tab, after, asked.filters)
    views = saved_views.of_person(office(), actor(), OfList.INBOX)
    return render_template(
        "inbox/done.html" if tab is Tab.DONE else "inbox/list.html",
        tab=tab,
        tabs={each: (name, listed.counts.get(Tab(each))) for each, name in NAMES.items() if each in listed.tabs},
        most=MOST_COUNTED,
        listed=listed,
        asked=asked,
        names=inbox_narrowed.NAMES,
        begun=after is None,
        following=asked.address(after=str(listed.following)) if listed.following else None,
        beside=inbox_beside.waiting(office(), actor()),
        views=views,
        changed_view=view_words.changed(views, {"tab": str(tab), **asked.parts}, asked.filters.words),
        covers=actor().covers,
        may_give=may_everywhere(Action.ASSIGN_TASK),
    )
