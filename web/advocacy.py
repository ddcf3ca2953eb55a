"""Help from an advocate: what was offered, who was asked, who it is; and the way to start a paused clock again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.clocks import ClockState
from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import advocacy as flow
from engine.queries import letters
from engine.queries.case_file import CaseFile
from web import case_words
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, day_parts, typed
from web.letter_forms import LETTER, drafted

bp = Blueprint("advocacy", __name__)
bp.context_processor(lambda: {"words": case_words})

DAYS = {
    "offered_on": "advocate_offered_on",
    "referred_on": "advocate_referred_on",
    "appointed_on": "advocate_appointed_on",
}


@bp.route("/cases/<reference>/advocacy", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def page(reference: str) -> ResponseReturnValue:
    """What was offered, and what became of it."""
    case, answers = _case(reference), typed()
    if not answers:
        return _form(case, Filled(suggested=_known(case)))
    try:
        flow.record(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _form(case, Filled(answers, invalid.errors)), 422
    paused = _paused(_case(reference))
    if paused and answers.get("appointed_on-day", answers.get("appointed_on")):
        flash("It is on record. A clock was paused while an advocate was found: you can start it again.")
        return redirect(url_for("case_actions.resume", reference=reference, clock=paused[0]))
    flash("It is on record.")
    return redirect(url_for("cases.people_page", reference=reference))


@bp.route("/cases/<reference>/advocacy/refer", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def refer(reference: str) -> ResponseReturnValue:
    """Ask a provider for an advocate: first who and with what consent, then the letter."""
    case, answers = _case(reference), typed()
    suggested = {"provider": case.row.advocacy_provider or _provider(case), **day_parts("consent_on", case.today)}
    if not answers:
        return _referral(case, Filled(suggested=suggested))
    if answers.get("step") == "change":
        return _referral(case, Filled(answers))
    if LETTER not in answers:
        return _look(case, answers)
    try:
        flow.refer(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _referral(case, Filled(answers, invalid.errors)), 422
    flash("The provider is asked. The letter is with the letters of the case.")
    return redirect(url_for("cases.people_page", reference=reference))


def _look(case: CaseFile, answers: dict[str, str]) -> ResponseReturnValue:
    """The letter as first written, once everything that it needs is known."""
    try:
        told = flow.look(answers, case.today)
    except InvalidAnswers as invalid:
        return _referral(case, Filled(answers, invalid.errors)), 422
    draft, lacks = drafted(case, flow.LETTER, {**told, "is_child": False})
    filled = Filled({**answers, LETTER: draft.body if draft else ""})
    carried = [(name, value) for name, value in answers.items() if name != "step"]
    return render_template("advocacy/refer.html", case=case, filled=filled, draft=draft, lacks=lacks, carried=carried)


def _referral(case: CaseFile, filled: Filled) -> str:
    return render_template("advocacy/refer.html", case=case, filled=filled, draft=None, lacks=None, carried=None)


def _form(case: CaseFile, filled: Filled) -> str:
    return render_template("advocacy/page.html", case=case, filled=filled, paused=_paused(case))


def _paused(case: CaseFile) -> list[str]:
    return [line.name for line in case.clocks if case.is_open and line.reading.state is ClockState.PAUSED]


def _provider(case: CaseFile) -> str:
    """The provider that the council works with."""
    return str(letters.facts(office(), case, actor().person_id).get("advocacy_provider", ""))


def _known(case: CaseFile) -> dict[str, str]:
    row, known = case.row, dict[str, str]()
    for name, column in DAYS.items():
        day = getattr(row, column)
        known |= day_parts(name, day) if day is not None else {}
    accepted = {True: "yes", False: "no", None: ""}[row.advocate_accepted]
    provider = row.advocacy_provider or _provider(case)
    return {**known, "accepted": accepted, "provider": provider, "advocate_name": row.advocate_name or ""}


def _case(reference: str) -> CaseFile:
    case = opened(reference, "advocacy")
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    return case
