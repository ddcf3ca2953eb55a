"""What was found, who answers and whom it is about, put right: with a reason, and with both versions on record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select, update

from engine.casework.completion import LetterWords
from engine.casework.lawful import CaseAction
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind, Finding, Relation
from engine.db.tables import case_relation, finding, message, task
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office
from engine.queries import case_state, independence, who
from engine.recording import answers, effects, given, messages, timing
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen

CORRECTION = "correction"
"""A letter that puts an earlier one right: begun with the correction, and sent by a person."""

Typed = Mapping[str, str]

_SENT: Mapping[str, EventKind] = {
    "stage_1": EventKind.STAGE_1_RESPONSE_SENT,
    "stage_2": EventKind.STAGE_2_RESPONSE_SENT,
    "stage_3": EventKind.STAGE_3_RESPONSE_SENT,
}


def correct_finding(office: Office, actor: Actor, reference: str, stage: str, number: int, typed: Typed) -> None:
    """Put a finding, or its reason, right. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    effects.do(office, actor.person_id, reference, _finding(actor, stage, number, typed), Seen.of(typed))


def preview_finding(office: Office, actor: Actor, reference: str, stage: str, number: int, typed: Typed) -> Preview:
    """What that would do: whether a letter has to be put right, or one waits that says the old words."""
    return effects.look(office, actor.person_id, reference, _finding(actor, stage, number, typed))


def change_manager(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Somebody else answers from now on. Raises `InvalidAnswers` where they are barred, `NotAllowed`, `NotFound`."""
    effects.do(office, actor.person_id, reference, _manager(actor, typed), Seen.of(typed))


def preview_manager(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do, with the same checks."""
    return effects.look(office, actor.person_id, reference, _manager(actor, typed))


def change_about(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Whom it is about: somebody more, or somebody less. Who is added loses every part in the case at once."""
    effects.do(office, actor.person_id, reference, _about(actor, typed), Seen.of(typed))


def preview_about(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do, with the same checks."""
    return effects.look(office, actor.person_id, reference, _about(actor, typed))


def _finding(actor: Actor, stage: str, number: int, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.CORRECT, CaseAction.CORRECT_FINDING)
        wrong = _found(case, stage, number)
        reader = Reader(typed)
        right = reader.choice("finding", Finding, "Select what is found")
        reason = reader.text("reason", "Enter the reason for the finding", most=4000)
        why = reader.text("why", "Enter why it is corrected", most=2000)
        if right is not None and (right, reason) == (wrong.finding, wrong.reason):
            reader.errors["finding"] = "This is what is on record already"
        reader.check()
        assert right is not None
        before = {"finding": wrong.finding, "reason": wrong.reason}
        after = {"finding": right.value, "reason": reason}
        case.transaction.connection.execute(update(finding).where(_this(case, stage, number)).values(after))
        corrected = {"stage": stage, "number": number, "finding_before": before, "finding_after": after, "reason": why}
        case.note("finding_corrected", payload=corrected)
        return _letters_after(case, stage, number)

    return change


def _this(case: CaseRecord, stage: str, number: int) -> Any:
    f = finding.c
    return (f.case_id == case.id) & (f.stage == stage) & (f.number == number)


def _found(case: CaseRecord, stage: str, number: int) -> Row[Any]:
    row = case.transaction.connection.execute(select(finding).where(_this(case, stage, number))).one_or_none()
    if row is None:
        raise NotFound(what="finding")
    return row


def _letters_after(case: CaseRecord, stage: str, number: int) -> tuple[str, ...]:
    """Where the answer has gone out a letter that puts it right is begun; where one waits, it still says the old."""
    told = []
    if _answer_is_out(case, stage):
        corrected = f"What our answer said of head {number} of your complaint was not right."
        messages.letter(case, LetterWords(CORRECTION, ""), {"corrected": corrected})
        case.note("letter_begun", payload={"letter": CORRECTION})
        told.append("The answer has gone out. A letter that puts it right is begun, and waits to be sent.")
    m = message.c
    waits = select(m.template).where(m.case_id == case.id, m.kind == "letter", m.status == "draft", m.body != "")
    if case.transaction.connection.execute(waits.limit(1)).first() is not None:
        told.append("A letter waits that may still say what was found before: look it over before it goes.")
    return tuple(told)


def _answer_is_out(case: CaseRecord, stage: str) -> bool:
    sent = _SENT.get(stage)
    return any(e.kind == sent for e in timing.current_events(case))


def _manager(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.CORRECT, CaseAction.CHANGE_MANAGER)
        reader = Reader(typed)
        person_id = reader.whole("manager")
        if person_id is None:
            reader.errors["manager"] = "Select who is to answer"
        reason = reader.text("reason", "Enter why somebody else answers", most=2000)
        reader.check()
        assert person_id is not None
        before = _related(case, Relation.ALLOCATED_MANAGER)
        if before == (person_id,):
            raise InvalidAnswers({"manager": "They are to answer it already"})
        warnings = _check_manager(case, person_id)
        answers.relate(case, Relation.ALLOCATED_MANAGER, (person_id,))
        _let_go(case, before)
        case.note("manager_changed", payload={"people": [*before, person_id], "reason": reason})
        return (*warnings, "What is open for the manager moves to them. Whoever had it is not on it any more.")

    return change


def _let_go(case: CaseRecord, people: tuple[int, ...]) -> None:
    """What those who answered until now have claimed as managers is back on the list, for whoever answers."""
    t, connection = task.c, case.transaction.connection
    of_manager = (t.case_id == case.id) & (t.status == "open") & (t.candidate == _MANAGERS)
    held = of_manager & t.assignee_id.in_(people)
    claimed: list[Row[Any]] = list(connection.execute(select(t.id, t.element).where(held)))
    for row in claimed:
        given.to(case, row, None)


_MANAGERS = f"case:{Relation.ALLOCATED_MANAGER.value}"


def _check_manager(case: CaseRecord, person_id: int) -> tuple[str, ...]:
    connection, today = case.transaction.connection, case.transaction.today
    if who.load_actor(connection, person_id, today) is None:
        raise InvalidAnswers({"manager": "Select somebody who works here"})
    found = independence.verdict(connection, case.id, person_id, Relation.ALLOCATED_MANAGER, today)
    if found.is_barred:
        raise InvalidAnswers({"manager": " ".join(found.barred_because)})
    return tuple(found.warnings)


def _about(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.CORRECT, CaseAction.CHANGE_ABOUT)
        before = _related(case, Relation.COMPLAINED_ABOUT)
        reader = Reader(typed)
        added = reader.whole("add")
        kept = tuple(p for p in before if not reader.ticked(f"remove-{p}"))
        reason = reader.text("reason", "Enter why it is changed", most=2000)
        after = tuple(dict.fromkeys((*kept, *((added,) if added is not None else ()))))
        if after == before:
            reader.errors["add"] = "Select somebody to add, or somebody to take off"
        if added is not None and added == actor.person_id:
            reader.errors["add"] = "If it is about you, somebody else in the complaints team has to record it"
        reader.check()
        if added is not None and who.load_actor(case.transaction.connection, added, case.transaction.today) is None:
            raise InvalidAnswers({"add": "Select somebody who works here"})
        lost = _loses(case, added)
        answers.relate(case, Relation.COMPLAINED_ABOUT, after)
        case.note("about_changed", payload={"people": list(after), "reason": reason})
        return lost

    return change


def _loses(case: CaseRecord, person_id: int | None) -> tuple[str, ...]:
    """Who becomes complained about sees and does nothing any more; where they answered, somebody else has to."""
    if person_id is None or person_id not in _related(case, Relation.ALLOCATED_MANAGER):
        return ()
    return ("They were to answer it: choose who answers it now, because they will not see the case any more.",)


def _related(case: CaseRecord, relation: Relation) -> tuple[int, ...]:
    r = case_relation.c
    query = select(r.person_id).where(r.case_id == case.id, r.relation == relation.value).order_by(r.person_id)
    return tuple(case.transaction.connection.execute(query).scalars())
