"""Triage and acknowledge: what is known already, the advice, and which letter goes with the decision."""

from collections.abc import Mapping
from typing import Any

from engine.casework.advice import Advice, advise
from engine.casework.clocks import DatedEvent
from engine.casework.eligibility import COVERED, COVERED_WORK, LISTED
from engine.casework.lawful import ADULTS, CORPORATE, STATUTORY
from engine.casework.pages.asked import CHOICES, DAYS, read_asked, typed_again
from engine.casework.pages.triage import MOST_HEADS, Route
from engine.casework.pages.typed import Reader
from engine.casework.routing import EXCLUDED, NOT_COMPLAINTS, ROUTES, Leads
from engine.casework.vocabulary import ChildStatus, ComplaintCategory, EventKind
from engine.office import Office
from engine.queries import rerouted, task_page
from engine.queries.task_page import TaskPage
from web.access import office as the_office
from web.built_in import BuiltIn, Letter, Rows, Typed
from web.filled import day_parts
from web.words import said

TAKE_OVER = "quote"
"""The button that takes the advice over: its way where none was chosen, and its reasons in its words."""

ACT, ELSEWHERE = "What the Act’s procedure covers", "What it does not cover"

QUESTIONS: Mapping[str, Any] = {
    "natures": [("complaint", "A complaint"), *((nature.value, each.words) for nature, each in NOT_COMPLAINTS.items())],
    "listed": [(who.value, each.words) for who, each in LISTED.items()],
    "matters": [
        *((matter.value, words) for matter, words in COVERED.items()),
        *((matter.value, f"Not under the Act: {each.words}") for matter, each in EXCLUDED.items()),
    ],
    "capacities": [
        ("own_right", "For themselves"),
        ("for_child", "For a child"),
        ("representative", "For somebody else, as a representative"),
    ],
    "before": [
        ("no", "No"),
        ("answered", "Yes, at stage 1, and it went no further"),
        ("answered_corporate", "Yes, under the council’s own procedure"),
        ("exhausted", "Yes, through every stage"),
    ],
    "proceedings": [
        *(("none", "None"), ("court", "A court case"), ("tribunal", "A tribunal")),
        *(("disciplinary", "Disciplinary proceedings"), ("criminal", "A criminal investigation or trial")),
    ],
    "bodies": [
        *(("none", "Nobody else"), ("nhs", "The NHS"), ("school", "A school")),
        ("provider", "A provider that the council commissioned"),
    ],
    "statuses": [(each.value, said(each)) for each in ChildStatus],
    "categories": [(f"category-{each.value}", said(each)) for each in ComplaintCategory],
    "covered_work": COVERED_WORK,
}
"""The choices that the page offers."""


def suggested(found: TaskPage) -> dict[str, str]:
    """What was said when it was logged, and what an earlier triage kept."""
    offered_on = found.case.advocate_offered_on
    about = enumerate(found.facts.complained_about, start=1)
    return {
        **_route_named(found),
        **{f"complained_about_{number}": str(person_id) for number, person_id in about},
        **({"advocate_offered": "yes", **day_parts("advocate_offered_on", offered_on)} if offered_on else {}),
        "advocate_name": found.case.advocate_name or "",
        "head-1-outcome": found.case.desired_outcome or "",
        **{f"head-{head.number}-text": head.text for head in found.heads},
        **{f"head-{head.number}-outcome": head.desired_outcome or "" for head in found.heads},
        **typed_again((found.case.eligibility or {}).get("asked", {})),
    }


def _route_named(found: TaskPage) -> dict[str, str]:
    """A case that was sent to another procedure, and comes by triage first, goes there unless somebody says no."""
    to = rerouted.sent_to(the_office(), found.case.id)
    route = _ROUTES_BACK.get(to) if to is not None else None
    return {"route": route.value, "route_reason": found.case.route_reason or ""} if route is not None else {}


_ROUTES_BACK: Mapping[tuple[str, str], Route] = {
    (STATUTORY, "stage_1"): Route.STATUTORY,
    (STATUTORY, "stage_2"): Route.STATUTORY_STAGE_2,
    (CORPORATE, "stage_1"): Route.CORPORATE,
    (ADULTS, "stage_1"): Route.ADULTS,
}


def advice(page: TaskPage, typed: Typed) -> Advice:
    """The advice on what is typed so far."""
    return advise(read_asked(Reader(typed), page.facts.received_on, page.facts.today))


def cannot_be(page: TaskPage, typed: Typed) -> Mapping[str, str]:
    """Days on which there is no advice, because they cannot be."""
    reader = Reader(typed)
    read_asked(reader, page.facts.received_on, page.facts.today)
    return {name: sentence for name, sentence in reader.errors.items() if name == "grounds_arose_on"}


def letter(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """The acknowledgement, or why it is not taken on; none for what needs no letter from here."""
    chosen = typed.get("route", "")
    route = Route(chosen) if chosen in set(Route) else Route.STATUTORY
    leads = ROUTES[route]
    if leads.letter is None:
        return None
    if route is Route.NOT_ACCEPTED:
        instead = typed.get("other_route", "").strip()
        told = {"route_reason": typed.get("route_reason", "").strip()}
        return leads.letter, {**told, **({"other_route": instead} if instead else {})}
    return leads.letter, {"heads": heads(typed), "procedure": leads.procedure, **_promised(office, page, typed, leads)}


def _promised(office: Office, page: TaskPage, typed: Typed, leads: Leads) -> dict[str, Any]:
    """Who answers, and by when: the limits of the procedure that the way leads to."""
    reader = Reader(typed)
    today, agreed_on = page.facts.today, reader.day("skip_agreed_on", None)
    skips = leads is ROUTES[Route.STATUTORY_STAGE_2]
    happened = [DatedEvent(EventKind.ACKNOWLEDGED, today)]
    if skips:
        happened.append(DatedEvent(EventKind.STAGE_2_REQUESTED, agreed_on or today))
    due_on, maximum_on = task_page.limits(
        office, leads.procedure or "", leads.clock or "", page.case.received_on, happened
    )
    due, furthest = (day.isoformat() if day else None for day in (due_on, maximum_on))
    if skips:
        reason = typed.get("skip_reason", "").strip()
        return {"skipped_reason": reason, "stage_2_due_on": due, "stage_2_maximum_on": furthest}
    manager = page.facts.people.get(reader.whole("allocated_manager") or 0, "")
    return {"answering_manager": manager, "due_on": due, "maximum_on": furthest}


def heads(typed: Typed) -> list[dict[str, Any]]:
    """The heads as they are typed so far, as a letter is told of them."""
    texts = [(typed.get(f"head-{n}-text", "").strip(), n) for n in range(1, MOST_HEADS + 1)]
    return [
        {"number": number, "text": text, "desired_outcome": typed.get(f"head-{n}-outcome", "").strip()}
        for number, (text, n) in enumerate((each for each in texts if each[0]), start=1)
    ]


def pressed(page: TaskPage, typed: Typed, button: str) -> Typed:
    """Take the advice over where that is asked for; what was chosen already stays chosen."""
    if button != TAKE_OVER:
        return typed
    found = advice(page, typed)
    taken = {"route_reason": found.quote, "other_route": found.instead}
    way = {"route": found.route.value} if found.route is not None and not typed.get("route") else {}
    return {**typed, **way, **{name: words for name, words in taken.items() if words}}


def more(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    """The choices, and the advice once there is something to advise on."""
    asked = (*(name for name in CHOICES if name != "nature"), *DAYS, *(f"{name}-day" for name in DAYS))
    wanted = any(typed.get(name) for name in asked) or typed.get("nature", "complaint") not in ("", "complaint")
    return {"questions": QUESTIONS, "advice": advice(page, typed) if wanted else None}


TRIAGE = BuiltIn(
    "tasks/triage.html",
    suggested,
    letter,
    {"head": Rows("head-{}-text", MOST_HEADS)},
    more=more,
    pressed=pressed,
    cannot_be=cannot_be,
)
