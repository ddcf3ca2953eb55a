"""The pages of one case: where it stands, its dates, its history, its people."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, may
from engine.flows import readings
from engine.procedures.picture import picture
from engine.queries import answers, case_file, contact_log, diagrams, history, links
from engine.queries.case_file import CaseFile
from engine.queries.history_kinds import HistoryKind
from web import case_deeds, case_words, clock_groups, history_words, people_of_case, step_words
from web.access import actor, office, open_to
from web.file_words import next_said
from web.pictures import as_image
from web.questions import said_of

bp = Blueprint("cases", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/cases/<reference>")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """Where a case stands, at a glance."""
    case = opened(reference, "overview")
    recent = [e for e in reversed(case.events) if e.corrected_by_id is None][:3]
    closed_out = answers.close_out(office(), case)
    learned = said_of(closed_out.answers, closed_out.fields) if closed_out else ()
    facts = {"deeds": case_deeds.of_case(case), "linked": links.of_case(office(), actor(), case)}
    may_record = may(actor(), Action.RECORD, case.standing)
    facts |= {"promises": contact_log.promises(contact_log.of_case(office(), case)), "next_said": next_said}
    return shown("cases/overview.html", case, recent=recent, learned=learned, may_record=may_record, **facts)


@bp.get("/cases/<reference>/dates")
@open_to(Action.SEE_CASE)
def dates(reference: str) -> ResponseReturnValue:
    """The clocks of a case, and the dated events that they run on."""
    case = opened(reference, "dates")
    may_correct = may(actor(), Action.CORRECT, case.standing)
    groups = clock_groups.of_case(case)
    return shown("cases/dates.html", case, groups=groups, deeds=case_deeds.on_dates(case), may_correct=may_correct)


@bp.get("/cases/<reference>/dates/<clock>")
@open_to(Action.SEE_CASE)
def why(reference: str, clock: str) -> ResponseReturnValue:
    """Why this date: every day, counted or not, with the reason and the rule."""
    case = opened(reference, "why this date")
    line, explanation = case_file.why_this_date(office(), case, clock)
    facts = {"line": line, "explanation": explanation, "limit_said": case_words.limit_said}
    return render_template("cases/why.html", case=case, **facts)


@bp.get("/cases/<reference>/history")
@open_to(Action.SEE_CASE)
def history_page(reference: str) -> ResponseReturnValue:
    """What happened, a page at a time, of every kind or of one; on the first page the diagrams with the steps."""
    case = opened(reference, "history")
    kind, before = _kind(), _before()
    found = history.page(office(), actor(), case, kind, before)
    is_first = kind is None and before is None
    facts = {
        "entries": found.entries,
        "named": history.people_named(office(), found.entries),
        "drawn": diagrams.of_case(office(), case) if is_first else (),
        "older": _history_address(case, kind, found.older) if found.older is not None else None,
        "kind": kind,
        "kinds": tuple(HistoryKind),
        "before": before,
        "told": history_words,
        "steps": step_words,
    }
    return shown("cases/history.html", case, **facts)


@bp.get("/cases/<reference>/history/all")
@open_to(Action.SEE_CASE)
def whole_history(reference: str) -> ResponseReturnValue:
    """Everything that happened on one page, to be printed."""
    case = opened(reference, "history")
    entries = history.of_case(office(), actor(), case)
    named = history.people_named(office(), entries)
    return shown("cases/whole_history.html", case, entries=entries, named=named, told=history_words)


@bp.get("/cases/<reference>/history/<int:instance_id>.svg")
@open_to(Action.SEE_CASE)
def diagram(reference: str, instance_id: int) -> Response:
    """The picture of one procedure of the case."""
    case = opened(reference, "diagram")
    found = diagrams.one(office(), case, instance_id)
    notes = {element: step_words.spent_briefly(spent) for element, spent in found.spent.items()}
    return as_image(picture(found.xml, found.marks, notes))


@bp.get("/cases/<reference>/people")
@open_to(Action.SEE_CASE)
def people_page(reference: str) -> ResponseReturnValue:
    """Who has a part in the case, and how to reach the complainant."""
    case = opened(reference, "people")
    may_change = may(actor(), Action.CHANGE_DETAILS, case.standing)
    facts = {"concern": people_of_case.concern(case), **people_of_case.facts(case)}
    return shown("cases/people.html", case, may_change=may_change, **facts)


def shown(template: str, case: CaseFile, **facts: object) -> str:
    """A page of a case with its head and tabs around it."""
    return render_template(template, case=case, **facts)


def opened(reference: str, looked_at: str) -> CaseFile:
    """The case, and a note that this person looked at it. Raises `NotFound`."""
    case = case_file.find(office(), actor(), reference)
    readings.note_reading(office(), actor(), case.id, looked_at)
    return case


def _kind() -> HistoryKind | None:
    asked = request.args.get("kind", "")
    return HistoryKind(asked) if asked in set(HistoryKind) else None


def _before() -> int | None:
    asked = request.args.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _history_address(case: CaseFile, kind: HistoryKind | None, before: int | None) -> str:
    return url_for(
        "cases.history_page", reference=case.reference, kind=kind.value if kind is not None else None, before=before
    )
