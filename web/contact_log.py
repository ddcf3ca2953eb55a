"""Contact and notes: who was spoken with and who has the ball since, and what colleagues tell each other."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.contacts import Next, Way, Whom
from engine.casework.dates import how_many, long_date
from engine.casework.policy import Action, may, require
from engine.errors import InvalidAnswers
from engine.flows import contact_log as flow
from engine.queries import contact_log, notes, working_days
from engine.queries.case_file import CaseFile
from engine.queries.contact_log import ContactRow
from web import case_words, file_words, once
from web.access import actor, office, open_to
from web.cases import opened, shown
from web.filled import Filled, day_parts, typed
from web.words import said

bp = Blueprint("contact_log", __name__)

DAYS_OFFERED = 10
"""Working days that are offered for what is promised; any other day is typed."""


@bp.get("/cases/<reference>/contact")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """The contacts of a case, newest first, with what to be careful about on top; and its notes."""
    return contact_page(opened(reference, "contact and notes"), {}, {})


@bp.post("/cases/<reference>/contact")
@open_to(Action.RECORD)
def add(reference: str) -> ResponseReturnValue:
    """Note a contact."""
    case, answers = opened(reference, "contact"), typed()
    try:
        flow.add(office(), actor(), reference, answers, once.sign(answers))
    except InvalidAnswers as invalid:
        return contact_page(case, answers, invalid.errors), 422
    return _done(reference, "The contact is on record.")


@bp.route("/cases/<reference>/contact/<int:contact_id>/correct", methods=["GET", "POST"])
@open_to(Action.RECORD)
def correct(reference: str, contact_id: int) -> ResponseReturnValue:
    """Put a contact right: the wrong entry stays, struck out, beside the right one."""
    case, answers = _case(reference), typed()
    row = contact_log.find(office(), case, contact_id)
    filled = Filled(suggested=_as_noted(row))
    if request.method == "POST":
        try:
            flow.correct(office(), actor(), reference, contact_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            return _done(reference, "The contact is put right. The entry before stays, struck out.")
    found = {"contact": row, "filled": filled, **_questions(case, row.next_on)}
    return shown("contact/correct.html", case, **found), 422 if request.method == "POST" else 200


@bp.route("/cases/<reference>/contact/<int:contact_id>/strike", methods=["GET", "POST"])
@open_to(Action.RECORD)
def strike(reference: str, contact_id: int) -> ResponseReturnValue:
    """Strike a contact out, with the reason."""
    case, answers = _case(reference), typed()
    row, filled = contact_log.find(office(), case, contact_id), Filled(answers)
    if request.method == "POST":
        try:
            flow.strike(office(), actor(), reference, contact_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            return _done(reference, "The contact is struck out. It can still be read, with your reason.")
    facts = {"heading": "Strike out a contact", "text": row.note, "filled": filled}
    return shown("contact/strike.html", case, **facts), 422 if request.method == "POST" else 200


@bp.post("/cases/<reference>/contact/<int:contact_id>/happened")
@open_to(Action.RECORD)
def happened(reference: str, contact_id: int) -> ResponseReturnValue:
    """What was promised in a contact has happened."""
    _case(reference)
    flow.happened(office(), actor(), reference, contact_id)
    return _done(reference, "Nobody waits for it any more. What came of it can be noted as a contact of its own.")


def contact_page(case: CaseFile, answers: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The whole page; what stands on it already wins over what most contacts are like."""
    contacts = contact_log.of_case(office(), case)
    usual = {
        **day_parts("happened_on", case.today),
        "way": Way.TELEPHONE.value,
        "with_whom": (Whom.CHILD if case.row.is_child else Whom.COMPLAINANT).value,
        "next_by": Next.NOBODY.value,
    }
    return shown(
        "cases/contact.html",
        case,
        contacts=contacts,
        promises=contact_log.promises(contacts),
        notes=notes.of_case(office(), case),
        last_contact_on=contact_log.last_contact_on(case, contacts),
        may_add=may(actor(), Action.RECORD, case.standing),
        filled=Filled({**({} if "way" in answers else usual), **answers} if answers else {}, errors, usual),
        words=case_words,
        next_said=file_words.next_said,
        **_questions(case),
    )


def _questions(case: CaseFile, beside: date | None = None) -> dict[str, object]:
    days = working_days.following(office(), case.today, DAYS_OFFERED)
    offered = [
        (day.isoformat(), f"{long_date(day)} ({how_many(number, 'working day')})") for number, day in enumerate(days, 1)
    ]
    if beside is not None and beside not in days:
        offered.insert(0, (beside.isoformat(), long_date(beside)))
    return {
        "ways": [(way.value, said(way)) for way in Way],
        "whom": [(whom.value, said(whom)) for whom in Whom],
        "nexts": [(each.value, file_words.NEXT[each]) for each in Next],
        "days": offered,
    }


def _as_noted(row: ContactRow) -> dict[str, str]:
    return {
        **day_parts("happened_on", row.happened_on),
        "way": row.way,
        "with_whom": row.with_whom,
        "note": row.note,
        "next_by": row.next_by or Next.NOBODY.value,
        "next_in": row.next_on.isoformat() if row.next_on else "",
    }


def _case(reference: str) -> CaseFile:
    case = opened(reference, "contact")
    require(actor(), Action.RECORD, case.standing)
    return case


def _done(reference: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("contact_log.page", reference=reference))
