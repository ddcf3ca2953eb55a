"""How somebody is told: at once, with the morning's email or not at all, where the law leaves a choice."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.notice_choices import ALWAYS, CHOICES, How
from engine.errors import InvalidAnswers
from engine.flows import notice_choices as flow
from engine.queries import notice_choices
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import Filled, typed

bp = Blueprint("notices", __name__)

KINDS = {
    "task_waiting": "A task waits for you",
    "due_in_three_days": "An answer of yours is due in three working days",
    "stage_2_progress": "It is time to note how far an investigation has come",
    "case_notice": "Something was decided or brought together in a case of yours",
    "case_withdrawn": "A case that you work on is withdrawn",
    "digest": "The morning’s email: what waits for you",
}
WORDS = {How.AT_ONCE: "At once", How.MORNING: "With the morning’s email", How.NEVER: "Not at all"}
OF_DIGEST = {
    How.MORNING: "Every working day at 8:00",
    How.NEVER: "Only when it brings a notice that you have in the morning",
}
LAID_DOWN = {
    "due_tomorrow": "a limit ends on the next working day",
    "overdue": "a limit has passed, also to the line manager of whoever answers",
    "acknowledgement_overdue": "an acknowledgement is overdue",
    "clock_due_soon": "another limit of a case is near",
    "clock_overdue": "another limit of a case has passed",
    "stage_2_decide_extension": "more time at stage 2 has to be decided on",
    "stage_2_draft_report_due": "the draft report at stage 2 is due",
    "stage_2_adjudication_due": "the adjudication is due",
    "letter_waiting": "a letter to you waits in Heard",
    "worker_told": "there is something that you have a right to read",
}


@bp.get("/notices")
@open_to(EVERYONE_SIGNED_IN)
def page() -> ResponseReturnValue:
    """What comes how, and what nobody can switch off."""
    chosen = notice_choices.of_person(office(), actor())
    return _shown(Filled(suggested={notice: how.value for notice, how in chosen.items()}))


@bp.post("/notices")
@open_to(EVERYONE_SIGNED_IN)
def choose() -> ResponseReturnValue:
    """Keep what was chosen; it holds from the next notice on."""
    answers = typed()
    try:
        flow.choose(office(), actor(), answers)
    except InvalidAnswers as invalid:
        return _shown(Filled(answers, invalid.errors)), 422
    flash("Kept. It holds from the next notice on, and you can choose otherwise at any time.")
    return redirect(url_for("notices.page"))


def _shown(filled: Filled) -> str:
    words = {notice: OF_DIGEST if notice == "digest" else WORDS for notice in CHOICES}
    asked = [
        (notice, KINDS[notice], [(how.value, words[notice][how]) for how in CHOICES[notice]]) for notice in CHOICES
    ]
    return render_template("people/notices.html", asked=asked, always=[LAID_DOWN[n] for n in ALWAYS], filled=filled)
