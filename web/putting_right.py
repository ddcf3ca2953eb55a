"""How things are put right on a case: what was promised, by whom and by when, and payments with their approval."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.money import in_pounds
from engine.casework.policy import Action, may, require
from engine.casework.vocabulary import Relation
from engine.errors import InvalidAnswers
from engine.flows import actions as promises
from engine.flows import payments as flow
from engine.queries import actions, payments, people
from engine.queries.case_file import CaseFile
from web import case_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.cases import opened, shown
from web.filled import Filled, day_parts, typed
from web.letter_forms import LETTER, drafted

bp = Blueprint("putting_right", __name__)
bp.context_processor(lambda: {"words": case_words, "in_pounds": in_pounds})

SORTS = (
    (flow.Sort.GOODWILL.value, "Goodwill", "For distress, or for time and trouble"),
    (flow.Sort.FINANCIAL.value, "Financial", "Money that they lost, or should have had"),
)


@bp.get("/cases/<reference>/putting-right")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """What was promised and what is paid."""
    return _page(opened(reference, "putting right"))


@bp.post("/cases/<reference>/actions")
@open_to(Action.RECORD)
def add_action(reference: str) -> ResponseReturnValue:
    """Promise something."""
    case, answers = opened(reference, "putting right"), typed()
    try:
        promises.add(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _page(case, action=Filled(answers, invalid.errors)), 422
    flash("The action is on record.")
    return _back(reference)


@bp.post("/cases/<reference>/payments")
@open_to(Action.RECORD)
def propose(reference: str) -> ResponseReturnValue:
    """Propose a payment."""
    case, answers = opened(reference, "putting right"), typed()
    try:
        flow.propose(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _page(case, payment=Filled(answers, invalid.errors)), 422
    flash("The payment is proposed. Somebody who may approve it has been told.")
    return _back(reference)


@bp.get("/payments")
@open_to(EVERYONE_SIGNED_IN)
def to_approve() -> ResponseReturnValue:
    """The payments that wait for this person's approval."""
    return render_template("putting_right/to_approve.html", waiting=payments.to_approve(office(), actor()))


@bp.get("/cases/<reference>/payments/<int:number>")
@open_to(Action.SEE_CASE)
def payment(reference: str, number: int) -> ResponseReturnValue:
    """One payment: where it stands, and what can be done with it."""
    return _payment(opened(reference, "payment"), number, Filled())


@bp.post("/cases/<reference>/payments/<int:number>")
@open_to(Action.SEE_CASE)
def decide(reference: str, number: int) -> ResponseReturnValue:
    """Approve it, decline it, take it back, or say when it was paid."""
    case, answers = opened(reference, "payment"), typed()
    deed = _DEEDS.get(answers.get("deed", ""))
    try:
        if deed is None:
            raise InvalidAnswers({"deed": "Select what to do"})
        said = deed(reference, number, answers)
    except InvalidAnswers as invalid:
        return _payment(case, number, Filled(answers, invalid.errors)), 422
    flash(said)
    return _back(reference)


@bp.route("/cases/<reference>/payments/<int:number>/letter", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def letter(reference: str, number: int) -> ResponseReturnValue:
    """Write to the complainant about an approved payment."""
    case = opened(reference, "payment letter")
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    found = payments.find(office(), actor(), case, number)
    draft, lacks = drafted(case, flow.LETTER, flow.letter_facts(found.pence, found.purpose))
    answers = typed()
    filled = Filled(answers, suggested={LETTER: draft.body if draft else ""})
    if answers and lacks is None:
        try:
            flow.write(office(), actor(), reference, number, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The letter is on its way.")
            return _back(reference)
    shown_page = render_template(
        "putting_right/letter.html", case=case, payment=found, draft=draft, lacks=lacks, filled=filled
    )
    return shown_page, 422 if answers else 200


def _approve(reference: str, number: int, answers: dict[str, str]) -> str:
    flow.approve(office(), actor(), reference, number, answers)
    return "The payment is approved."


def _decline(reference: str, number: int, answers: dict[str, str]) -> str:
    flow.decline(office(), actor(), reference, number, answers)
    return "The payment is not approved. The reason stays in the history."


def _take_back(reference: str, number: int, answers: dict[str, str]) -> str:
    flow.take_back(office(), actor(), reference, number, answers)
    return "The payment is taken back. The reason stays in the history."


def _paid(reference: str, number: int, answers: dict[str, str]) -> str:
    flow.paid(office(), actor(), reference, number, answers)
    return "The day it was paid is on record."


_DEEDS: dict[str, Callable[[str, int, dict[str, str]], str]] = {
    "approve": _approve,
    "decline": _decline,
    "take_back": _take_back,
    "paid": _paid,
}


def _payment(case: CaseFile, number: int, filled: Filled) -> str:
    found = payments.find(office(), actor(), case, number)
    return render_template(
        "putting_right/payment.html",
        case=case,
        payment=found,
        filled=Filled(filled.typed, filled.errors, day_parts("paid_on", case.today)),
        may_record=may(actor(), Action.RECORD, case.standing),
        may_write=may(actor(), Action.CHANGE_DETAILS, case.standing),
    )


def _page(case: CaseFile, action: Filled | None = None, payment: Filled | None = None) -> str:
    about = {part.person_id for part in case.related if part.relation == Relation.COMPLAINED_ABOUT}
    return shown(
        "cases/putting_right.html",
        case,
        actions=actions.of_case(office(), case),
        payments=payments.of_case(office(), actor(), case),
        may_add=may(actor(), Action.RECORD, case.standing),
        owners=[(one.id, one.name) for one in people.colleagues(office()) if one.id not in about],
        sorts=SORTS,
        of_action=action or Filled(),
        of_payment=payment or Filled(),
        filled=action or payment,
    )


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("putting_right.page", reference=reference))
