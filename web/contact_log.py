"""Who was spoken with: the contacts of a case, and a new one noted in half a minute."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engine.casework.contacts import Way, Whom
from engine.casework.policy import Action, may
from engine.errors import InvalidAnswers
from engine.flows import contact_log as notes
from engine.queries import contact_log
from engine.queries.case_file import CaseFile
from web import case_words
from web.access import actor, office, open_to
from web.cases import opened, shown
from web.filled import Filled, day_parts, typed
from web.words import said

bp = Blueprint("contact_log", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/cases/<reference>/contact")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """The contacts of a case, newest first, with what to be careful about on top."""
    return _page(opened(reference, "contact"), None)


@bp.post("/cases/<reference>/contact")
@open_to(Action.RECORD)
def add(reference: str) -> ResponseReturnValue:
    """Note a contact."""
    case, answers = opened(reference, "contact"), typed()
    try:
        notes.add(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _page(case, Filled(answers, invalid.errors)), 422
    flash("The contact is on record.")
    return redirect(url_for("contact_log.page", reference=reference))


def _page(case: CaseFile, filled: Filled | None) -> str:
    contacts = contact_log.of_case(office(), case)
    return shown(
        "cases/contact.html",
        case,
        contacts=contacts,
        last_contact_on=contact_log.last_contact_on(case, contacts),
        may_add=may(actor(), Action.RECORD, case.standing),
        filled=filled or Filled(suggested=day_parts("happened_on", case.today)),
        ways=[(way.value, said(way)) for way in Way],
        whom=[(whom.value, said(whom)) for whom in Whom],
    )
