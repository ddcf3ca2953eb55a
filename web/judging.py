"""The pages of stages 2 and 3: what is known already on each, and the letter that goes with it."""

from collections.abc import Mapping
from typing import Any

from engine.casework.clocks import DatedEvent
from engine.casework.escalation import CONDITIONS
from engine.casework.pages import adjudicate, answer_panel, investigate, panel_report, stage_3_request, statement
from engine.casework.pages.fields import TO_OTHERS
from engine.casework.pages.judging import MOST_ACTIONS, MOST_RECOMMENDATIONS
from engine.casework.pages.stage_3_request import Way
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import EventKind, Ruling
from engine.office import Office
from engine.queries import answers
from engine.queries.task_page import TaskPage, letter_facts_after
from web.answering import findings_known, one_of
from web.built_in import BuiltIn, Letter, Rows, Typed
from web.filled import day_parts
from web.questions import said_of

RECOMMENDATIONS = Rows("recommendation-{}", MOST_RECOMMENDATIONS)
ACTIONS = Rows("action-{}-text", MOST_ACTIONS)
HEADS = Rows("head-{}-text", statement.MOST_HEADS)
WATCHED = "independent_report"
"""Where the independent person reports."""


def _statement_known(found: TaskPage) -> dict[str, str]:
    known: dict[str, str] = {}
    for head in found.heads:
        known |= {f"head-{head.number}-text": head.text, f"head-{head.number}-outcome": head.desired_outcome or ""}
    return known


def _statement_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    template = page.facts.setting("letter", statement.LETTER)
    if not typed:
        return template, {}
    reader = Reader(typed)
    heads = [
        {"number": head.number, "text": head.text, "desired_outcome": head.desired_outcome}
        for head in statement.read_heads(reader, page.facts)
    ]
    after = _after(office, page, template, reader, {EventKind.RECORD_AGREED: "agreed_on"})
    return template, {**after, "heads": heads}


def _after(
    office: Office, page: TaskPage, template: str, reader: Reader, asked: Mapping[EventKind, str]
) -> Mapping[str, Any]:
    """What the letter can be told once the days that are typed are on record; `asked` names their questions."""
    days = ((kind, reader.day(name, None)) for kind, name in asked.items())
    events = [DatedEvent(kind.value, day) for kind, day in days if day is not None]
    return letter_facts_after(office, page, template, events)


def _recommended_known(found: TaskPage) -> dict[str, str]:
    return {f"recommendation-{each.number}": each.text for each in found.recommendations}


def _panel_known(found: TaskPage) -> dict[str, str]:
    arranged = found.facts.panel.arranged_for if found.facts.panel else None
    return _recommended_known(found) | (day_parts("held_on", arranged) if arranged else {})


def _recommended_typed(typed: Typed) -> list[dict[str, Any]]:
    texts = (typed.get(f"recommendation-{n}", "").strip() for n in range(1, MOST_RECOMMENDATIONS + 1))
    return [{"number": n, "text": text} for n, text in enumerate((each for each in texts if each), start=1)]


def _investigate_known(found: TaskPage) -> dict[str, str]:
    known = findings_known(found, found.facts.setting("stage", investigate.STAGE)) | _recommended_known(found)
    reported_on = found.facts.latest_event_on.get(EventKind.INVESTIGATION_REPORTED)
    return known | (day_parts("reported_on", reported_on) if reported_on else {})


def _answers_known(found: TaskPage) -> dict[str, str]:
    """What was decided before it was sent back."""
    known: dict[str, str] = {}
    for each in found.recommendations:
        if each.decision:
            known |= {
                f"answer-{each.number}": each.decision,
                f"answer_reason-{each.number}": each.decision_reason or "",
            }
    for number, action in enumerate(found.promised, start=1):
        known |= {f"action-{number}-text": action.text, f"action-{number}-owner": str(action.owner_id or "")}
        known |= day_parts(f"action-{number}-due", action.due_on)
        known |= {f"action-{number}-for": str(action.recommendation or "")}
    return known


def _adjudicate_known(found: TaskPage) -> dict[str, str]:
    known = _answers_known(found)
    stage = found.facts.setting("stage", adjudicate.STAGE)
    for head in found.heads:
        at = head.at(stage)
        if at is not None and at.decision:
            known |= {f"ruling-{head.number}": at.decision, f"ruling_reason-{head.number}": at.decision_reason or ""}
    return known


def _answered(page: TaskPage, typed: Typed) -> list[dict[str, Any]]:
    """The recommendations with the answers as they are typed."""
    return [
        {
            "number": each.number,
            "text": each.text,
            "decision": one_of(Ruling, typed.get(f"answer-{each.number}", "")),
            "reason": typed.get(f"answer_reason-{each.number}", "").strip(),
        }
        for each in page.recommendations
    ]


def _promised(page: TaskPage, typed: Typed) -> list[dict[str, Any]]:
    """The actions as they are typed; one that is not complete is left out of the letter for now."""
    reader = Reader(typed)
    made = []
    for n in range(1, MOST_ACTIONS + 1):
        text, owner = typed.get(f"action-{n}-text", "").strip(), reader.whole(f"action-{n}-owner")
        due_on = reader.day(f"action-{n}-due", None)
        if text and due_on is not None:
            made.append({"text": text, "owner": page.facts.people.get(owner or 0, ""), "due_on": due_on.isoformat()})
    return made


def _adjudicate_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    template = page.facts.setting("letter", adjudicate.LETTER)
    if not typed:
        return template, {}
    stage = page.facts.setting("stage", adjudicate.STAGE)
    heads = []
    for head in page.heads:
        at = head.at(stage)
        heads.append(
            {
                "number": head.number,
                "text": head.text,
                "desired_outcome": head.desired_outcome,
                "finding": at.finding if at else None,
                "reason": at.reason if at else "",
                "decision": one_of(Ruling, typed.get(f"ruling-{head.number}", "")),
                "decision_reason": typed.get(f"ruling_reason-{head.number}", "").strip(),
            }
        )
    return template, {
        "heads": heads,
        "recommendations": _answered(page, typed),
        "actions": _promised(page, typed),
    }


def _reports(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    """What the finished tasks of this stage said: the independent person's report, the quality check."""
    return {"reports": _said_on(office, page, WATCHED, "quality_check"), "most_actions": MOST_ACTIONS}


def watched(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    """The independent person's report, to be read wherever the diagram asks something after it; whom the letter is to,
    where that is not the complainant."""
    to = TO_OTHERS.get(page.facts.setting("letter", ""))
    return {"reports": _said_on(office, page, WATCHED), "to_others": to}


def _said_on(office: Office, page: TaskPage, *elements: str) -> list[dict[str, Any]]:
    done = answers.reports(office, page.case.id, elements)
    return [{"task": each.name, "by": each.by, "said": said_of(each.answers, each.fields)} for each in done]


def _request_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    way = one_of(Way, typed.get("way", "")) or Way.PANEL
    return stage_3_request.LETTERS[Way(way)], {}


def _report_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    template = page.facts.setting("letter", panel_report.LETTER)
    if not typed:
        return template, {}
    asked = {EventKind.PANEL_HELD: "held_on", EventKind.PANEL_REPORT_RECEIVED: "report_on"}
    after = _after(office, page, template, Reader(typed), asked)
    report = typed.get(panel_report.REPORT, "").strip()
    said = {panel_report.REPORT: report} if report else {}
    return template, {**after, **said, "recommendations": _recommended_typed(typed)}


def _answer_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    template = page.facts.setting("letter", answer_panel.LETTER)
    if not typed:
        return template, {}
    return template, {"recommendations": _answered(page, typed), "actions": _promised(page, typed)}


PAGES: Mapping[str, BuiltIn] = {
    "statement": BuiltIn(
        "tasks/statement.html",
        _statement_known,
        _statement_letter,
        {"head": HEADS},
        lambda office, page, typed: {"most_heads": statement.MOST_HEADS},
    ),
    "investigate": BuiltIn(
        "tasks/investigate.html",
        _investigate_known,
        rows={"recommendation": RECOMMENDATIONS},
        more=lambda office, page, typed: {"most_recommendations": MOST_RECOMMENDATIONS},
    ),
    "adjudicate": BuiltIn(
        "tasks/adjudicate.html", _adjudicate_known, _adjudicate_letter, {"action": ACTIONS}, _reports
    ),
    "stage_3_request": BuiltIn(
        "tasks/stage_3_request.html",
        letter=_request_letter,
        more=lambda office, page, typed: {"conditions": CONDITIONS},
    ),
    "panel_report": BuiltIn(
        "tasks/panel_report.html",
        _panel_known,
        _report_letter,
        {"recommendation": RECOMMENDATIONS},
        lambda office, page, typed: {"most_recommendations": MOST_RECOMMENDATIONS},
    ),
    "answer_panel": BuiltIn(
        "tasks/answer_panel.html",
        _answers_known,
        _answer_letter,
        {"action": ACTIONS},
        lambda office, page, typed: {"most_actions": MOST_ACTIONS},
    ),
}
