"""Give people their parts in a case: who investigates, who watches over it, who answers, and the letter naming them."""

from engine.casework.completion import Completion, LetterWords, PageFacts, Terms
from engine.casework.pages import parts
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import Relation

LETTER = "stage_2_acknowledgement"
FEE_NOTE, REPORT_PLANNED = "fee_note", "report_planned_on"
PAID = frozenset({Relation.INVESTIGATING_OFFICER, Relation.INDEPENDENT_PERSON})
"""Parts that somebody from outside is paid for, and that end in a report."""


def appointed(facts: PageFacts) -> tuple[Relation, ...]:
    """The parts that the diagram asks this page to give, in its order (`appoints`)."""
    named = (name.strip() for name in facts.setting("appoints", "").split(","))
    return tuple(Relation(name) for name in named if name in set(Relation))


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page: one person for each part, none of them barred, a reason where a warning stands against one."""
    reader = Reader(typed)
    relations = appointed(facts)
    asked = {relation.value: relation for relation in relations}
    people = parts.chosen(reader, facts, asked)
    overrides = parts.reasons(reader, facts, asked, people)
    answers: dict[str, str | int | None] = dict(people)
    terms = _terms(reader, facts, [people[r.value] for r in relations if r in PAID and r.value in people])
    if PAID & set(relations):
        planned_on = terms.report_planned_on
        answers |= {FEE_NOTE: terms.fee_note or None, REPORT_PLANNED: planned_on.isoformat() if planned_on else None}
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    return Completion(
        answers={**answers, **{parts.why(q): overrides[p] for q, p in people.items() if p in overrides}},
        relations={asked[question]: (person,) for question, person in people.items()},
        overrides=overrides,
        letter=LetterWords(facts.setting("letter", LETTER), body, sent_on=facts.today),
        terms=terms if set(relations) >= PAID else None,
    )


def _terms(reader: Reader, facts: PageFacts, people: list[int]) -> Terms:
    """The fee that was agreed, and the day on which the report is planned; both can be left open."""
    planned_on = reader.day(REPORT_PLANNED, None)
    if planned_on is not None and planned_on <= facts.today:
        reader.errors.setdefault(REPORT_PLANNED, "The day of the report must be after today")
    return Terms(tuple(people), reader.text(FEE_NOTE, most=parts.MOST), planned_on)
