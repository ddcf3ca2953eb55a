"""Cases that belong together: linked, put together into one, or heads taken out; the effect is shown first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import joining as flow
from engine.queries import links
from web import case_words
from web.access import actor, office, open_to
from web.filled import Filled, typed
from web.two_steps import Deed, permitted, two_steps

bp = Blueprint("joining", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.route("/cases/<reference>/merge", methods=["GET", "POST"])
@open_to(Action.JOIN)
def merge(reference: str) -> ResponseReturnValue:
    """Put this case together with another, which goes on for both."""
    deed = Deed(
        "joining/merge.html",
        "The two are put together. This case stays to be read.",
        lambda answers: flow.preview_merge(office(), actor(), reference, answers),
        lambda answers: flow.merge(office(), actor(), reference, answers),
        back="Take the heads out again into a case of their own.",
    )
    return two_steps(permitted(reference, Action.JOIN), deed)


@bp.route("/cases/<reference>/split", methods=["GET", "POST"])
@open_to(Action.JOIN)
def split(reference: str) -> ResponseReturnValue:
    """Take heads out into a case of their own."""
    deed = Deed(
        "joining/split.html",
        "The heads are in a case of their own, which waits to be triaged.",
        lambda answers: flow.preview_split(office(), actor(), reference, answers),
        lambda answers: flow.split(office(), actor(), reference, answers),
        back="Put the two together again.",
    )
    return two_steps(permitted(reference, Action.JOIN), deed)


@bp.route("/cases/<reference>/link", methods=["GET", "POST"])
@open_to(Action.JOIN)
def link(reference: str) -> ResponseReturnValue:
    """Note that two cases belong together; both go on by themselves."""
    case, answers = permitted(reference, Action.JOIN), typed()
    filled = Filled(answers)
    if answers:
        try:
            flow.link(office(), actor(), reference, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The cases are linked.")
            return redirect(url_for("cases.page", reference=reference))
    related = [each for each in links.of_case(office(), actor(), case) if each.kind == flow.RELATED]
    page = render_template("joining/link.html", case=case, filled=filled, related=related)
    return page, 422 if answers else 200


@bp.post("/cases/<reference>/link/<other>/remove")
@open_to(Action.JOIN)
def unlink(reference: str, other: str) -> ResponseReturnValue:
    """Take a link back."""
    permitted(reference, Action.JOIN)
    flow.unlink(office(), actor(), reference, other)
    flash("The cases are not linked any more.")
    return redirect(url_for("cases.page", reference=reference))
