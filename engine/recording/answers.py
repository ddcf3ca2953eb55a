"""What a completed page said, written to the case: heads, findings, remedies, relations, events and letter."""

from collections.abc import Collection, Mapping

from sqlalchemy import Integer, bindparam, delete, insert, select

from engine.casework.completion import MEETS, Completion, Head, LetterWords
from engine.casework.pages.contact import NO_REPLY
from engine.casework.vocabulary import Relation, Remedy
from engine.db.tables import case_relation, head, remedy
from engine.errors import InvalidAnswers
from engine.recording import appointments, arrival, before, judgement, messages, praise, task_copies, terms
from engine.recording.case import CaseRecord

# Statements that stay the same are made once: making one costs as much as running it.
_OF_CASE = bindparam("of_case", type_=Integer)
_ADD_HEADS, _ADD_RELATED, _ADD_REMEDIES = insert(head), insert(case_relation), insert(remedy)
_NO_HEADS = delete(head).where(head.c.case_id == _OF_CASE)
_NO_REMEDIES = delete(remedy).where(remedy.c.case_id == _OF_CASE, remedy.c.amount.is_(None))
_RELATED = (
    select(case_relation.c.relation, case_relation.c.person_id)
    .where(case_relation.c.case_id == _OF_CASE)
    .where(case_relation.c.relation.in_(bindparam("relations", expanding=True)))
    .order_by(case_relation.c.person_id)
)


def apply(case: CaseRecord, completion: Completion) -> None:
    """Write everything but a letter that goes out, which wants the facts as they are once the process has moved.

    A draft is kept before: where nobody checks it, the process itself sends it in the same step.
    """
    if completion.case:
        case.set(**completion.case)
    if completion.heads is not None:
        _heads(case, completion.heads)
    _judgement(case, completion)
    if completion.remedies is not None:
        _remedies(case, completion.remedies)
    relate_each(case, completion.relations)
    appointments.record(case, completion)
    for event in completion.events:
        case.event(
            event.kind,
            event.occurred_on,
            clock=event.clock,
            until_on=event.until_on,
            ground=event.ground,
            reason=event.reason,
        )
    if completion.letter is not None:
        _sending(case, completion.letter, completion)
    if completion.letter is not None and completion.letter.is_draft:
        messages.letter(case, completion.letter)


def _judgement(case: CaseRecord, completion: Completion) -> None:
    """What a stage found, what was said of it, what is recommended and what is promised."""
    stage = completion.stage
    if completion.findings:
        judgement.find(case, stage, completion.findings)
    if completion.rulings:
        judgement.rule_on_findings(case, stage, completion.rulings)
    if completion.recommendations is not None:
        judgement.recommend(case, stage, completion.recommendations)
    if completion.answers_to_recommendations:
        judgement.rule_on_recommendations(case, stage, completion.answers_to_recommendations)
    if completion.actions is not None:
        judgement.promise(case, stage, completion.actions)
    if completion.panel_note is not None:
        judgement.panel_held(case, completion.panel_note)


def _sending(case: CaseRecord, letter: LetterWords, completion: Completion) -> None:
    """Sending a letter is an event, whatever page it goes from; and an answer arrives on a day."""
    if letter.sent_on is None:
        return
    if letter.channel is None and case.value("reply_by") == NO_REPLY:
        raise InvalidAnswers({"letter_body": "There is no way to write to them: change the contact details first"})
    kind = MEETS.get(letter.template)
    if kind is not None and all(event.kind != kind for event in completion.events):
        case.event(kind.value, letter.sent_on)
    arrival.note_arrival(case, letter.template, letter.channel or case.value("reply_by"), letter.sent_on)


def send_letter(case: CaseRecord, completion: Completion) -> None:
    """Send the letter that a person settled on with this page, pass on what it praises, and tell those appointed."""
    if completion.letter is not None and not completion.letter.is_draft:
        messages.letter(case, completion.letter)
    if completion.praise is not None:
        praise.share(case, completion.praise)
    if completion.terms is not None:
        terms.send(case, completion.terms)


def relate(case: CaseRecord, relation: Relation, people: tuple[int, ...]) -> None:
    """Make these people, and no others, stand in this relation to the case."""
    relate_each(case, {relation: people})


def relate_each(case: CaseRecord, wanted: Mapping[Relation, tuple[int, ...]]) -> None:
    """The same for several relations, one after the other."""
    had = _related(case, wanted)
    for relation, people in wanted.items():
        changed = _give(case, relation, people, had[relation])
        if changed and relation is Relation.COMPLAINED_ABOUT:
            appointments.release_the_barred(case)
            had = _related(case, wanted)


def _related(case: CaseRecord, relations: Collection[Relation]) -> Mapping[Relation, list[int]]:
    """Who stands in each of these relations to the case; in a case that is just being logged, nobody."""
    had: dict[Relation, list[int]] = {relation: [] for relation in relations}
    if relations and not case.is_new:
        asked = {"of_case": case.id, "relations": [relation.value for relation in relations]}
        for row in case.transaction.connection.execute(_RELATED, asked):
            had[Relation(row.relation)].append(row.person_id)
    return had


def _give(case: CaseRecord, relation: Relation, people: tuple[int, ...], had: list[int]) -> bool:
    """Give a part in the case to these people; whether that changes anything. The history says it in any case."""
    r, connection = case_relation.c, case.transaction.connection
    new, gone = [p for p in people if p not in had], [p for p in had if p not in people]
    if gone:
        theirs = (r.case_id == case.id) & (r.relation == relation) & r.person_id.in_(gone)
        connection.execute(delete(case_relation).where(theirs))
    if new:
        rows = [{"case_id": case.id, "relation": relation.value, "person_id": p} for p in new]
        connection.execute(_ADD_RELATED, rows)
    if new or gone:
        task_copies.follow_parts(case, relation)
    kept = {before.PEOPLE: had}
    case.note("relation_set", payload={"relation": relation.value, "people": list(people), **kept})
    return bool(new or gone)


def _heads(case: CaseRecord, heads: tuple[Head, ...]) -> None:
    connection = case.transaction.connection
    rows_before = before.rows(case, head)
    there = sorted(before.first(rows_before), key=lambda row: row["number"])
    if there:
        connection.execute(_NO_HEADS, {"of_case": case.id})
    rows = [
        {"case_id": case.id, "number": h.number, "text": h.text, "desired_outcome": h.desired_outcome or None}
        for h in heads
    ]
    connection.execute(_ADD_HEADS, rows)
    had = [{"number": row["number"], "text": row["text"], "outcome": row["desired_outcome"]} for row in there]
    kept = {"heads_before": had} if had else {}
    case.note("heads_agreed", payload={"heads": [each.text for each in heads], **kept, **rows_before})


def _remedies(case: CaseRecord, remedies: Mapping[Remedy, str]) -> None:
    connection = case.transaction.connection
    rows_before = before.rows(case, remedy, amount=None)
    if before.first(rows_before):
        # A payment has an amount and its own approval: what a page ticks leaves it alone.
        connection.execute(_NO_REMEDIES, {"of_case": case.id})
    rows = [{"case_id": case.id, "kind": kind.value, "note": note or None} for kind, note in remedies.items()]
    if rows:
        connection.execute(_ADD_REMEDIES, rows)
    case.note("remedies_offered", payload={"remedies": [kind.value for kind in remedies], **rows_before})
