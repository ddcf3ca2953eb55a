"""The register of cases, and the pages of one case: where it stands, its dates, its history, its people."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, may
from engine.casework.vocabulary import CaseStatus, Kind
from engine.flows import readings, searches
from engine.procedures.picture import picture
from engine.queries import answers, case_file, diagrams, history, links, people, register
from engine.queries import searches as wanted
from engine.queries.case_file import CaseFile
from engine.queries.history_kinds import HistoryKind
from web import case_deeds, case_words, history_words, people_of_case, step_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.filled import typed
from web.pictures import as_image
from web.questions import said_of

bp = Blueprint("cases", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/cases", endpoint="register")
@open_to(EVERYONE_SIGNED_IN)
def register_page() -> ResponseReturnValue:
    """Every case that the person may see, narrowed and in order."""
    filters = _filters()
    after = register.Cursor.read(request.args.get("after", ""))
    found = register.page(office(), actor(), filters, after)
    return render_template(
        "cases/register.html",
        page=found,
        filters=filters,
        search=request.args.get("search", ""),
        is_first=after is None,
        services=people.services(office()),
        statuses=tuple(CaseStatus),
        kinds=tuple(Kind),
        following=_address(filters, found.following) if found.following else None,
    )


@bp.post("/cases/search")
@open_to(EVERYONE_SIGNED_IN)
def search() -> ResponseReturnValue:
    """Look for words. They stay in the house: a name in an address or a cookie would end up in logs and on disks."""
    words = typed().get("words", "").strip()[: wanted.MOST_CHARACTERS]
    reference = register.reference_of(office(), actor(), words) if words else None
    if reference is not None:
        return redirect(url_for("cases.page", reference=reference))
    if not words:
        return redirect(url_for("cases.register"))
    return redirect(url_for("cases.register", search=searches.keep(office(), actor(), words), status="all"))


@bp.get("/cases/<reference>")
@open_to(Action.SEE_CASE)
def page(reference: str) -> ResponseReturnValue:
    """Where a case stands, at a glance."""
    case = opened(reference, "overview")
    recent = [e for e in reversed(case.events) if e.corrected_by_id is None][:3]
    closed_out = answers.close_out(office(), case)
    learned = said_of(closed_out.answers, closed_out.fields) if closed_out else ()
    facts = {"groups": case_deeds.offered(case), "linked": links.of_case(office(), actor(), case)}
    return shown("cases/overview.html", case, recent=recent, learned=learned, **facts)


@bp.get("/cases/<reference>/dates")
@open_to(Action.SEE_CASE)
def dates(reference: str) -> ResponseReturnValue:
    """The clocks of a case, and the dated events that they run on."""
    case = opened(reference, "dates")
    may_correct = may(actor(), Action.CORRECT, case.standing)
    return shown("cases/dates.html", case, deeds=case_deeds.on_dates(case), may_correct=may_correct)


@bp.get("/cases/<reference>/dates/<clock>")
@open_to(Action.SEE_CASE)
def why(reference: str, clock: str) -> ResponseReturnValue:
    """Why this date: every day, counted or not, with the reason and the rule."""
    case = opened(reference, "why this date")
    line, explanation = case_file.why_this_date(office(), case, clock)
    return render_template("cases/why.html", case=case, line=line, explanation=explanation)


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
    return shown("cases/people.html", case, may_change=may_change, **people_of_case.facts(case))


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


def _filters() -> register.Filters:
    asked = request.args
    status, service = asked.get("status", CaseStatus.OPEN.value), asked.get("service", "")
    sort, key, kind = asked.get("sort", ""), asked.get("search", ""), asked.get("kind", "")
    return register.Filters(
        words=wanted.words(office(), actor(), key) if key.isalnum() else "",
        status=CaseStatus(status) if status in set(CaseStatus) else None,
        kind=Kind(kind) if kind in set(Kind) else None,
        service_id=int(service) if service.isdecimal() and len(service) < 10 else None,
        only_overdue=asked.get("overdue") == "yes",
        sort=register.Sort(sort) if sort in set(register.Sort) else register.Sort.DUE,
    )


def _address(filters: register.Filters, after: register.Cursor) -> str:
    return url_for(
        "cases.register",
        search=request.args.get("search") or None,
        status=filters.status.value if filters.status else "all",
        kind=filters.kind.value if filters.kind else None,
        service=filters.service_id,
        overdue="yes" if filters.only_overdue else None,
        sort=filters.sort.value,
        after=str(after),
    )
