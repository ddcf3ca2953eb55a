"""The pages that give people a part in a case: who can be chosen and who could not, and a day for the panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.casework.completion import PageFacts
from engine.casework.date_finder import PAPERS_BEFORE, Absence, PanelDays, panel_days
from engine.casework.independence import Verdict
from engine.casework.pages import appoint, panel
from engine.casework.pages.panel import ASKED, AWAY, CHAIR, COMPLAINANT, MEETS_ON, MEMBERS, OTHER, OTHER_DAY, DelayCause
from engine.casework.pages.parts import why
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import Relation
from engine.office import Office
from engine.queries import independence
from engine.queries.independence import WhoCould
from engine.queries.task_page import TaskPage
from web.built_in import BuiltIn, Letter, Typed
from web.page_letter import PageLetter, written

TERMS = "appointment_terms"
MOST_DAYS = 8
"""How many of the days that suit everybody are offered; the earliest are the best."""


@dataclass(frozen=True)
class PartChoice:
    """One question of the page: which part, who can be chosen, and what there is to know of the others."""

    question: str
    relation: Relation
    label: str
    options: tuple[tuple[int, str], ...]
    warned: tuple[tuple[str, tuple[str, ...]], ...]
    """Who can be chosen only with a reason, and why."""
    who: WhoCould

    @property
    def why(self) -> str:
        """The question for the reason."""
        return why(self.question)


def _choice(office: Office, page: TaskPage, question: str, relation: Relation, label: str) -> PartChoice:
    found = _of(page.facts, relation)
    free = tuple((person, verdict) for person, verdict in found if not verdict.is_barred)
    return PartChoice(
        question,
        relation,
        label,
        tuple((person, f"{v.name} (needs a reason)" if v.warnings else v.name) for person, v in free),
        tuple((v.name, v.warnings) for _, v in free if v.warnings),
        independence.could(office, page.case.id, relation),
    )


def _of(facts: PageFacts, relation: Relation) -> list[tuple[int, Verdict]]:
    found = [(person, verdict) for (part, person), verdict in facts.verdicts.items() if part == relation]
    return sorted(found, key=lambda each: each[1].name)


def _label(relation: Relation) -> str:
    words = relation.value.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def _names(facts: PageFacts, typed: Typed, asked: Mapping[str, Relation]) -> dict[str, str]:
    """The name of whoever is chosen, by question; as far as they are chosen."""
    reader = Reader(typed)
    found = {
        question: facts.verdicts.get((part.value, reader.whole(question) or 0)) for question, part in asked.items()
    }
    return {question: verdict.name for question, verdict in found.items() if verdict is not None}


def _appoint_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    asked = {relation.value: relation for relation in appoint.appointed(page.facts)}
    return page.facts.setting("letter", appoint.LETTER), _names(page.facts, typed, asked)


def _appoint_more(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    relations = appoint.appointed(page.facts)
    return {
        "parts": [_choice(office, page, relation.value, relation, _label(relation)) for relation in relations],
        "asks_terms": bool(appoint.PAID & set(relations)),
        "terms": _terms(office, page, typed),
    }


def _terms(office: Office, page: TaskPage, typed: Typed) -> PageLetter | None:
    """The letter to those who are paid for their part, as it goes: nobody changes its words."""
    relations = appoint.appointed(page.facts)
    if not set(relations) >= appoint.PAID:
        return None
    names = _names(page.facts, typed, {relation.value: relation for relation in relations})
    told = {
        "to_name": names.get(Relation.INDEPENDENT_PERSON.value, ""),
        appoint.FEE_NOTE: typed.get(appoint.FEE_NOTE, "").strip(),
        appoint.REPORT_PLANNED: _day_of(typed, appoint.REPORT_PLANNED),
    }
    return written(office, TERMS, {**page.letter_facts, **names, **told})


def _terms_lack(office: Office, page: TaskPage, typed: Typed) -> str | None:
    terms = _terms(office, page, typed)
    return None if terms is None else terms.lacks


def _day_of(typed: Typed, name: str) -> str | None:
    day = Reader(typed).day(name, None)
    return day.isoformat() if day is not None else None


def _panel_known(found: TaskPage) -> dict[str, str]:
    needed = found.facts.panel
    if needed is None:
        return {}
    theirs = [absence for absence in needed.absences if absence.person_id is None]
    return {AWAY: "\n".join(_line(absence) for absence in theirs)}


def _line(absence: Absence) -> str:
    days = dict.fromkeys((absence.from_on, absence.to_on))
    return " to ".join(f"{day.day} {day.month} {day.year}" for day in days)


def _panel_letter(office: Office, page: TaskPage, typed: Typed) -> Letter:
    names = _names(page.facts, typed, ASKED)
    day = _day_typed(typed)
    facts = {
        "panel_chair": names.get(CHAIR, ""),
        "panel_members": [names[member] for member in MEMBERS if member in names],
        "panel_on": day.isoformat() if day else None,
        "papers_by": _papers_by(page.facts, day),
        "panel_place": typed.get("place", "").strip(),
    }
    return page.facts.setting("letter", panel.LETTER), facts


def _papers_by(facts: PageFacts, day: date | None) -> str | None:
    """The day on which everybody is to have the papers, where the panel meets on `day`."""
    if day is None or facts.panel is None:
        return None
    return facts.panel.working_days.add(day, -PAPERS_BEFORE).isoformat()


def _day_typed(typed: Typed) -> date | None:
    return Reader(typed).day(OTHER_DAY if typed.get(MEETS_ON) == OTHER else MEETS_ON, None)


def _panel_more(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    labels = {CHAIR: "Who chairs the panel?", MEMBERS[0]: "First member", MEMBERS[1]: "Second member"}
    chair = _choice(office, page, CHAIR, Relation.PANEL_CHAIR, labels[CHAIR])
    first = _choice(office, page, MEMBERS[0], Relation.PANEL_MEMBER, labels[MEMBERS[0]])
    second = PartChoice(MEMBERS[1], first.relation, labels[MEMBERS[1]], first.options, first.warned, first.who)
    return {
        "parts": [chair, first, second],
        "days": _days(page.facts, typed),
        "most_days": MOST_DAYS,
        "arranged_for": page.facts.panel.arranged_for if page.facts.panel else None,
        "delay_causes": [(cause.value, DELAY_WORDS[cause]) for cause in DelayCause],
    }


def _days(facts: PageFacts, typed: Typed) -> PanelDays | None:
    """The days that suit those who are chosen so far and the complainant; nothing where no limit is running."""
    needed = facts.panel
    if needed is None or needed.meets_by is None:
        return None
    reader = Reader(typed)
    coming = {reader.whole(question) for question in ASKED}
    theirs = [absence for absence in needed.absences if absence.person_id in coming and absence.person_id is not None]
    away = [Absence(COMPLAINANT, first, last) for first, last in panel.complainant_away(reader)]
    return panel_days(needed.working_days, facts.today, needed.meets_by, (*theirs, *away))


DELAY_WORDS: Mapping[DelayCause, str] = {
    DelayCause.COMPLAINANT_UNAVAILABLE: "The complainant cannot come earlier",
    DelayCause.MEMBER_UNAVAILABLE: "A member of the panel cannot come earlier",
    DelayCause.STAFF_ABSENCE: "Somebody of the council cannot come earlier",
    DelayCause.OTHER: "Something else",
}

APPOINT = BuiltIn("tasks/appoint.html", letter=_appoint_letter, more=_appoint_more, lacks=_terms_lack)
PANEL = BuiltIn("tasks/panel.html", _panel_known, _panel_letter, more=_panel_more)
