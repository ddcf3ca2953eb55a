"""The register of cases: what somebody may see, found by words, narrowed and in order."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.search_words import MOST_WORDS, looked_for
from engine.casework.vocabulary import CaseStatus, Kind
from engine.flows import searches
from engine.queries import narrowing, people, register, saved_views
from engine.queries import searches as wanted
from engine.queries.register_filters import Cursor, Filters, Flag, Sort
from engine.queries.saved_views import OfList
from web import view_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.cases import bp as bp
from web.filled import typed
from web.words import said

ORDERS = {
    Sort.DUE: "Due first",
    Sort.RECEIVED: "Received last",
    Sort.REFERENCE: "Newest reference first",
    Sort.CLOSED: "Closed last",
}
FLAGS = {
    Flag.NEEDS_HELP: "Somebody needs help",
    Flag.SAFEGUARDING: "Safeguarding",
    Flag.CONTACT_WARNING: "Contact warning",
    Flag.CHILD: "From a child or young person",
    Flag.ADVOCATE: "With an advocate",
    Flag.EXTENDED: "Given more time",
}


@bp.get("/cases", endpoint="register")
@open_to(EVERYONE_SIGNED_IN)
def listed() -> ResponseReturnValue:
    """Every case that the person may see, narrowed and in order."""
    choices, key = _choices(), _key()
    filters = _filters(choices)
    after = Cursor.read(request.args.get("after", ""))
    found, parts = register.page(office(), actor(), filters, after), _parts(filters, key if filters.words else "")
    views = saved_views.of_person(office(), actor(), OfList.CASES)
    return render_template(
        "cases/register.html",
        page=found,
        filters=filters,
        search=key,
        looked_for=filters.words,
        spelled=looked_for(filters.words),
        most_words=MOST_WORDS,
        is_forgotten=bool(key) and not filters.words,
        narrowed=filters != Filters(words=filters.words, status=filters.status, sort=filters.sort),
        begun=after is None,
        parts=parts,
        views=views,
        changed_view=view_words.changed(views, parts, filters.words),
        following=url_for("cases.register", **parts, after=str(found.following)) if found.following else None,
        **choices,
    )


@bp.post("/cases/search")
@open_to(EVERYONE_SIGNED_IN)
def search() -> ResponseReturnValue:
    """Look for words. They stay in the house: a name in an address or a cookie would end up in logs and on disks."""
    words = typed().get("words", "").strip()[: wanted.MOST_CHARACTERS]
    if not words:
        return redirect(url_for("cases.register"))
    reference = register.reference_of(office(), actor(), words)
    if reference is not None:
        return redirect(url_for("cases.page", reference=reference))
    return redirect(url_for("cases.register", search=searches.keep(office(), actor(), words), status="all"))


def _choices() -> dict[str, dict[str, str]]:
    """What the boxes above the list offer: what stands in the address, and what is read."""
    return {
        "statuses": {"all": "All", **{status.value: said(status) for status in CaseStatus}},
        "kinds": {kind.value: f"{said(kind)}s" for kind in Kind},
        "procedures": dict(_procedures()),
        "services": {str(each.id): each.name for each in people.services(office())},
        "managers": {str(key): name for key, name in narrowing.managers(office())},
        "flags": {flag.value: words for flag, words in FLAGS.items()},
        "orders": {sort.value: words for sort, words in ORDERS.items()},
    }


def _procedures() -> Iterator[tuple[str, str]]:
    """Every procedure, and behind it every stage of it."""
    for procedure in narrowing.procedures(office()):
        yield procedure.key, procedure.name
        if len(procedure.stages) > 1:
            yield from (
                (f"{procedure.key}.{stage.id}", f"{procedure.name}: {stage.name}") for stage in procedure.stages
            )


def _key() -> str:
    """Under which words are kept, if the address has one."""
    key = request.args.get("search", "")
    return key if key.isascii() and key.isalnum() and len(key) <= 32 else ""


def _filters(choices: Mapping[str, Mapping[str, str]]) -> Filters:
    """What the address asks for. What is not among the choices is as if it were not there."""

    def chosen(name: str, of: str, otherwise: str = "") -> str:
        value = request.args.get(name, "")
        return value if value in choices[of] else otherwise

    status, kind, flag = chosen("status", "statuses", "open"), chosen("kind", "kinds"), chosen("flag", "flags")
    procedure, _, stage = chosen("procedure", "procedures").partition(".")
    return Filters(
        words=wanted.words(office(), actor(), _key()) if _key() else "",
        status=None if status == "all" else CaseStatus(status),
        kind=Kind(kind) if kind else None,
        procedure=procedure,
        stage=stage,
        service_id=int(chosen("service", "services") or 0) or None,
        manager_id=int(chosen("manager", "managers") or 0) or None,
        flag=Flag(flag) if flag else None,
        only_overdue=request.args.get("overdue") == "yes",
        sort=Sort(chosen("sort", "orders", Sort.DUE.value)),
    )


def _parts(filters: Filters, key: str) -> dict[str, Any]:
    """The address of the list as it is shown, part by part: the next page, the first and a kept view begin with it."""
    parts = {
        "search": key,
        "status": filters.status.value if filters.status else "all",
        "kind": filters.kind.value if filters.kind else "",
        "procedure": ".".join(filter(None, (filters.procedure, filters.stage))),
        "service": str(filters.service_id or ""),
        "manager": str(filters.manager_id or ""),
        "flag": filters.flag.value if filters.flag else "",
        "overdue": "yes" if filters.only_overdue else "",
        "sort": filters.sort.value if filters.sort is not Sort.DUE else "",
        **view_words.opened_from(),
    }
    return {name: value for name, value in parts.items() if value}
