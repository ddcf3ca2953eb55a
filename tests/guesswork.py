"""Somebody for every task and something to type on every page: what a case needs to go anywhere at all."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import select

from engine.casework.escalation import EarlyReferral
from engine.casework.policy import Actor
from engine.casework.vocabulary import Finding, Relation
from engine.db.tables import case_file, case_relation, task
from engine.errors import NotFound
from engine.office import Office
from engine.procedures.definition import FormField
from engine.queries import task_page, who
from engine.queries.task_page import TaskPage
from tests.council import PEOPLE
from tests.later_stages import NEWCOMERS
from tests.story import LETTER, TRIAGE, rows

Pick = Callable[[list[str]], str]
"""Chooses one of several: at random, or always the first."""

EVERYBODY = {login: key for login, (key, *_) in {**PEOPLE, **NEWCOMERS}.items()}
WHY = {f"why_{each.value}": "Nobody else was to be found." for each in Relation}
WHY_PANEL = {
    f"why_{each}": "Nobody else was to be found." for each in ("panel_chair", "panel_member_1", "panel_member_2")
}


def signed_in(office: Office, login: str) -> Actor:
    """One of the people, by sign-in name."""
    found = who.actor(office, EVERYBODY[login])
    assert found is not None
    return found


def open_tasks(office: Office, reference: str) -> list[tuple[str, str]]:
    """The open tasks of a case, by id and element, in the order of the elements' names."""
    query = select(task.c.id, task.c.element).join(case_file, case_file.c.id == task.c.case_id)
    found = rows(
        office, query.where(case_file.c.reference == reference, task.c.status == "open").order_by(task.c.element)
    )
    return [(row.id, row.element) for row in found]


def page_for(office: Office, login: str, task_id: str) -> TaskPage | None:
    """The page as this person sees it; None where they see nothing."""
    try:
        return task_page.find(office, signed_in(office, login), task_id)
    except NotFound:
        return None


def whoever_can(office: Office, task_id: str) -> str | None:
    """Somebody who can do a task now."""
    for login in EVERYBODY:
        page = page_for(office, login, task_id)
        if page is not None and (page.mine or page.may_claim):
            return login
    return None


def typed_for(page: TaskPage, element: str, pick: Pick) -> Mapping[str, str]:
    """Answers that the page takes, each choice made by `pick`."""
    made = _PAGES.get(page.form_key or "")
    return made(page, pick) if made is not None else own_fields(page, pick)


def own_fields(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    """Answers to the questions that the diagram asks by itself."""
    today = page.facts.today
    answers = {field.id: _answer(field, today, pick) for field in page.fields}
    for field in page.fields:
        if field.id.startswith("until."):
            answers[field.id] = (today + timedelta(days=30)).isoformat()
    return {**answers, **LETTER}


def _answer(field: FormField, today: date, pick: Pick) -> str:
    if field.type == "enum":
        return pick([option.value for option in field.options])
    return {"date": today.isoformat(), "boolean": "yes", "long": "3"}.get(field.type, "Some words.")


def _triage(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    return {**TRIAGE, "route": pick(["statutory"])}


def _respond(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    return {"contacted_on": page.facts.today.isoformat(), **_findings(page, pick), **LETTER}


def _findings(page: TaskPage, pick: Pick) -> dict[str, str]:
    made: dict[str, str] = {}
    for number in page.facts.head_numbers:
        made |= {f"finding-{number}": pick([each.value for each in Finding]), f"reason-{number}": "The file shows it."}
    return made


def _check_and_send(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    checked = pick(["send", "send", "send_back"])
    return {"checked": checked, "sent_by": pick(["email", "post"]), "what_to_change": "Warmer.", **LETTER}


def _overrun(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    expected = _working_day(page.facts.today + timedelta(days=14))
    return {"cause": pick(["waiting_for_manager", "staff_absence"]), "expected_on": expected.isoformat(), **LETTER}


def _appoint(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    taken: list[str] = []
    for relation in page.facts.setting("appoints", "").split(","):
        free = [each for each in _possible(page, relation.strip()) if each not in taken]
        taken.append(pick(free))
    named = zip(page.facts.setting("appoints", "").split(","), taken, strict=True)
    return {**{relation.strip(): person for relation, person in named}, **WHY, **LETTER}


def _possible(page: TaskPage, relation: str) -> list[str]:
    verdicts = page.facts.verdicts.items()
    return [str(person) for (of, person), verdict in verdicts if of == relation and not verdict.is_barred]


def _statement(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    said = {f"head-{n}-text": f"Visits were cancelled ({n})." for n in page.facts.head_numbers}
    return {**said, "agreed_on": page.facts.today.isoformat(), **LETTER}


def _investigate(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    reported = page.facts.today.isoformat()
    return {**_findings(page, pick), "recommendation-1": "Ring every family.", "reported_on": reported}


def _rulings(name: str, numbers: tuple[int, ...], pick: Pick) -> dict[str, str]:
    made: dict[str, str] = {}
    for number in numbers:
        made |= {f"{name}-{number}": pick(["accept", "reject"]), f"{name}_reason-{number}": "It follows from the log."}
    return made


def _promised(page: TaskPage) -> dict[str, str]:
    """An action for every recommendation, accepted or not."""
    made: dict[str, str] = {}
    due_on = (page.facts.today + timedelta(days=30)).isoformat()
    for n in page.facts.recommendation_numbers:
        made |= {f"action-{n}-text": "Ring them.", f"action-{n}-owner": str(min(page.facts.people))}
        made |= {f"action-{n}-due": due_on, f"action-{n}-for": str(n)}
    return made


def _adjudicate(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    rulings = _rulings("ruling", page.facts.head_numbers, pick)
    answers = _rulings("answer", page.facts.recommendation_numbers, pick)
    return {"read_investigation": "yes", "read_independent": "yes", **rulings, **answers, **_promised(page), **LETTER}


def _stage_3_request(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    conditions = {f"condition-{each.value}": "yes" for each in EarlyReferral}
    return {"way": pick(["panel", "panel", "early_referral"]), **conditions, **LETTER}


def _panel(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    chair = pick(_possible(page, Relation.PANEL_CHAIR.value))
    members = [each for each in _possible(page, Relation.PANEL_MEMBER.value) if each != chair][:2]
    assert page.facts.panel is not None
    day = page.facts.panel.working_days.add(page.facts.today, 12)
    causes = {"late_cause": "complainant_unavailable", "moved_because": "complainant_unavailable"}
    named = {"panel_chair": chair, "panel_member_1": members[0], "panel_member_2": members[1]}
    when = {"meets_on": "other", "other_day": day.isoformat(), "place": "The small hall"}
    return {**named, **when, **causes, **WHY_PANEL, **LETTER}


def _panel_report(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    today = page.facts.today.isoformat()
    said = {"held_on": today, "attendees": "The panel and Jo.", "report_on": today, "panel_report": "It heard Jo."}
    said |= {"other_day_reason": "The hall was shut."}
    return {**said, "recommendation-1": "Say sorry in person.", **LETTER}


def _answer_panel(page: TaskPage, pick: Pick) -> Mapping[str, str]:
    answers = _rulings("answer", page.facts.recommendation_numbers, pick)
    return {"consulted_on": page.facts.today.isoformat(), **answers, **_promised(page), **LETTER}


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


_PAGES: Mapping[str, Callable[[TaskPage, Pick], Mapping[str, str]]] = {
    "triage": _triage,
    "respond": _respond,
    "check_and_send": _check_and_send,
    "overrun": _overrun,
    "appoint": _appoint,
    "statement": _statement,
    "investigate": _investigate,
    "adjudicate": _adjudicate,
    "stage_3_request": _stage_3_request,
    "panel": _panel,
    "panel_report": _panel_report,
    "answer_panel": _answer_panel,
}


def holders(office: Office, reference: str) -> list[tuple[str, int]]:
    """Everybody with a part in a case: relation and person."""
    r = case_relation.c
    query = select(r.relation, r.person_id).join(case_file, case_file.c.id == r.case_id)
    return [(row.relation, row.person_id) for row in rows(office, query.where(case_file.c.reference == reference))]
