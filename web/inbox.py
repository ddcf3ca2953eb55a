"""What is to be done, and by when: mine, my team's, and for complaints officers everybody's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.flows import tasks
from engine.queries import actions, inbox, letters, payments, post_box, worker
from engine.queries.inbox import Cursor, Tab
from web import case_words
from web.access import EVERYONE_SIGNED_IN, actor, may_everywhere, office, open_to, safe_next

bp = Blueprint("inbox", __name__)
bp.context_processor(lambda: {"words": case_words})

NAMES = {Tab.MINE: "Mine", Tab.TEAM: "My team’s", Tab.EVERYBODY: "Everybody’s"}


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


@bp.get("/inbox/everybody")
@open_to(EVERYONE_SIGNED_IN)
def everybody() -> ResponseReturnValue:
    """Every open task; the query opens it to complaints officers only."""
    return _list(Tab.EVERYBODY)


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
    after = Cursor.read(request.args.get("after"))
    return render_template(
        "inbox/list.html",
        tab=tab,
        names=NAMES,
        listed=inbox.page(office(), actor(), tab, after),
        begun=after is None,
        here=f"inbox.{tab}",
        to_approve=len(payments.to_approve(office(), actor())),
        about_me=worker.in_inbox(office(), actor()),
        to_read=post_box.unread(office(), actor()),
        has_post=post_box.has_any(office(), actor()),
        all_actions=actions.may_see_all(actor()),
        my_actions=actions.how_many_of_mine(office(), actor()),
        to_post=letters.how_many_to_post(office(), actor()) if may_everywhere(Action.RECORD_POST) else 0,
    )
