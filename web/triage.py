"""Triage and acknowledge: what is known before anything is typed, and which letter goes with the decision."""

from typing import Any

from engine.casework.pages.triage import MOST_HEADS, Route
from engine.casework.pages.typed import Reader
from engine.office import Office
from engine.queries import task_page
from engine.queries.task_page import TaskPage
from web.built_in import BuiltIn, Letter, Rows, Typed
from web.filled import day_parts


def suggested(found: TaskPage) -> dict[str, str]:
    """What was said when it was logged."""
    offered_on = found.case.advocate_offered_on
    about = enumerate(found.facts.complained_about, start=1)
    return {
        **{f"complained_about_{number}": str(person_id) for number, person_id in about},
        **({"advocate_offered": "yes", **day_parts("advocate_offered_on", offered_on)} if offered_on else {}),
        "advocate_name": found.case.advocate_name or "",
        "head-1-outcome": found.case.desired_outcome or "",
    }


def letter(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """The acknowledgement, or why it is not taken on; none for what has been resolved."""
    route = typed.get("route", "")
    if route == Route.RESOLVED:
        return None
    if route == Route.NOT_ACCEPTED:
        return "not_accepted", {"route_reason": typed.get("route_reason", "").strip()}
    due_on, maximum_on = task_page.limits(office, "statutory_complaint", "stage_1_response", page.case.received_on)
    facts = {
        "heads": heads(typed),
        "answering_manager": page.facts.people.get(Reader(typed).whole("allocated_manager") or 0, ""),
        "due_on": due_on.isoformat() if due_on else None,
        "maximum_on": maximum_on.isoformat() if maximum_on else None,
    }
    return "acknowledgement", facts


def heads(typed: Typed) -> list[dict[str, Any]]:
    """The heads as they are typed so far, as a letter is told of them."""
    texts = [(typed.get(f"head-{n}-text", "").strip(), n) for n in range(1, MOST_HEADS + 1)]
    return [
        {"number": number, "text": text, "desired_outcome": typed.get(f"head-{n}-outcome", "").strip()}
        for number, (text, n) in enumerate((each for each in texts if each[0]), start=1)
    ]


TRIAGE = BuiltIn("tasks/triage.html", suggested, letter, {"head": Rows("head-{}-text", MOST_HEADS)})
