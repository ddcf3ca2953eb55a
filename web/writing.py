"""A letter beside the tasks: which one, what it has to be told, its words, and away it goes."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, may, require
from engine.errors import InvalidAnswers, NotFound
from engine.flows import writing as flow
from engine.queries import task_page
from engine.queries.case_file import CaseFile
from notifications import render
from web import case_words, drafts
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, typed
from web.letter_forms import LETTER, drafted

bp = Blueprint("writing", __name__)
bp.context_processor(lambda: {"words": case_words})

SENT = "The letter is on its way. It is with the letters of the case."
TO_COLLEAGUE = "The letter waits for them in Heard, and an email tells them so. It is with the letters of the case."
STEP, CHANGE = "step", "change"


@bp.get("/cases/<reference>/letters/write")
@open_to(Action.INVITE)
def choose(reference: str) -> ResponseReturnValue:
    """Which letter to write."""
    case = opened(reference, "letter to write")
    allowed = [template for template, kind in flow.KINDS.items() if may(actor(), kind.deed, case.standing)]
    if not allowed:
        require(actor(), flow.DEED, case.standing)
    kinds = [(template, render.name_of(template) or template) for template in allowed]
    return render_template("writing/choose.html", case=case, kinds=kinds)


@bp.route("/cases/<reference>/letters/write/<template>", methods=["GET", "POST"])
@open_to(Action.INVITE)
def write(reference: str, template: str) -> ResponseReturnValue:
    """Write a letter: first what it has to be told, then its words."""
    if template not in flow.KINDS:
        raise NotFound(what="letter")
    case, answers = opened(reference, "letter to write"), typed()
    require(actor(), flow.KINDS[template].deed, case.standing)
    if not answers:
        return _reopened(case, template)
    if answers.get(STEP) == CHANGE:
        return _form(case, template, Filled(answers))
    try:
        if LETTER not in answers:
            return _look(case, template, answers)
        flow.send(office(), actor(), reference, template, answers)
    except InvalidAnswers as invalid:
        if set(invalid.errors) == {LETTER}:
            return _look(case, template, answers, invalid.errors), 422
        return _form(case, template, Filled(answers, invalid.errors)), 422
    flash(TO_COLLEAGUE if flow.KINDS[template].to_colleague else SENT)
    return redirect(url_for("case_letters.every", reference=reference))


def _reopened(case: CaseFile, template: str) -> str:
    """The form as it was left: at the words of the letter, where these were begun already."""
    begun = drafts.here()
    if begun is not None and LETTER in begun.typed:
        with suppress(InvalidAnswers):
            return _look(case, template, dict(begun.typed))
    return _form(case, template, drafts.reopened(Filled()))


def _look(case: CaseFile, template: str, answers: dict[str, str], errors: Mapping[str, str] | None = None) -> str:
    """The letter as first written, once everything that it needs is known; or in the words that were typed."""
    told: dict[str, Any] = flow.look(office(), actor(), case.row.reference, template, answers)
    draft, lacks = drafted(case, template, told)
    words = answers.get(LETTER) or (draft.body if draft else "")
    filled = Filled({**answers, LETTER: words}, errors or {})
    carried = [(name, value) for name, value in answers.items() if name not in (STEP, LETTER)]
    return _shown(case, template, filled, draft=draft, lacks=lacks, carried=carried)


def _form(case: CaseFile, template: str, filled: Filled) -> str:
    return _shown(case, template, filled, draft=None, lacks=None, carried=None)


def _shown(case: CaseFile, template: str, filled: Filled, **more: Any) -> str:
    kind = flow.KINDS[template]
    staff = ((each.id, each.name) for each in task_page.choices(office(), case.row.service_id))
    people = list(flow.addressees(office(), case.id) if kind is flow.KINDS[flow.TERMS] else staff)
    name = render.name_of(template)
    return render_template("writing/write.html", case=case, kind=kind, name=name, people=people, filled=filled, **more)
