"""Put aside while a court or another body looks at it (regulation 8), and taken up again when that is over."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from engine.casework.completion import LetterWords
from engine.casework.dates import long_date
from engine.casework.lawful import CaseAction, Message
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.db.tables import head
from engine.office import Office
from engine.queries import case_state
from engine.recording import effects, instances, messages, timing
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen

LETTER = "put_aside"

Typed = Mapping[str, str]


class Proceedings(StrEnum):
    """What goes on elsewhere that looking into the complaint could harm."""

    COURT = "court"
    TRIBUNAL = "tribunal"
    DISCIPLINARY = "disciplinary"
    CRIMINAL = "criminal"


class Extent(StrEnum):
    """How much of the complaint is put aside."""

    ALL = "all"
    SOME = "some"


def put_aside(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Put all or a part of a complaint aside, and say so in a letter. Raises `InvalidAnswers`, `NotAllowed`."""
    body = Reader(typed).text("letter_body")
    effects.do(office, actor.person_id, reference, _put_aside(actor, typed, body), Seen.of(typed))


def preview_put_aside(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates and tasks."""
    return effects.look(office, actor.person_id, reference, _put_aside(actor, typed, "."))


def resubmit(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Take a complaint up again in the stage it had reached; the clock of that stage runs afresh."""
    effects.do(office, actor.person_id, reference, _resubmit(actor, typed), Seen.of(typed))


def preview_resubmit(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do: above all the fresh clock."""
    return effects.look(office, actor.person_id, reference, _resubmit(actor, typed))


def told(typed: Typed, heads: tuple[int, ...]) -> Mapping[str, object]:
    """What the letter has to know of it: the reason, and which heads where it is not all of them."""
    chosen = _chosen(Reader(typed), heads) if typed.get("extent") == Extent.SOME else ()
    return {"put_aside": {"reason": typed.get("reason", "").strip(), "heads": list(chosen)}}


def _put_aside(actor: Actor, typed: Typed, letter_body: str) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.FREEZE, CaseAction.PUT_ASIDE)
        heads = _heads(case)
        reader = Reader(typed)
        kind = reader.choice("proceedings", Proceedings, "Select what goes on elsewhere")
        reason = reader.text("reason", "Enter how looking into it now could harm those proceedings", most=4000)
        extent = reader.choice("extent", Extent, "Select how much of it is put aside")
        chosen = _chosen(reader, heads)
        if extent is Extent.SOME and not chosen:
            reader.errors["heads"] = "Select which heads of complaint are put aside"
        if extent is Extent.SOME and chosen == heads:
            reader.errors["heads"] = "These are all the heads: select that all of it is put aside"
        if not letter_body:
            reader.errors["letter_body"] = "Enter what the letter should say"
        reader.check()
        assert kind is not None
        _write(case, letter_body, typed, heads)
        if extent is Extent.SOME:
            partly = {"proceedings": kind.value, "heads": list(chosen), "reason": reason}
            case.note("partly_put_aside", payload=partly)
            return (_NOTHING_STOPS,)
        case.event(EventKind.FROZEN, case.transaction.today, ground=kind, reason=reason)
        instances.tell(case, Message.FREEZE, {"entry": state.stage.value})
        return (_ALL_STOPS,)

    return change


_NOTHING_STOPS = "Only a part is put aside, so no clock stops: everything else is answered in its time."
_ALL_STOPS = "Every clock that runs stops. When it is brought again, the stage it has reached begins afresh."


def _write(case: CaseRecord, letter_body: str, typed: Typed, heads: tuple[int, ...]) -> None:
    words = LetterWords(LETTER, letter_body, sent_on=case.transaction.today)
    messages.letter(case, words, told(typed, heads))


def _heads(case: CaseRecord) -> tuple[int, ...]:
    query = select(head.c.number).where(head.c.case_id == case.id).order_by(head.c.number)
    return tuple(case.transaction.connection.execute(query).scalars())


def _chosen(reader: Reader, heads: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(number for number in heads if reader.ticked(f"head-{number}"))


def _resubmit(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.FREEZE, CaseAction.RESUBMIT)
        reader = Reader(typed)
        on = reader.day("resubmitted_on", "Enter the day on which it was brought again", case.transaction.today)
        last_on = last_day(case)
        late = on is not None and last_on is not None and on > last_on
        reason = reader.text("reason", _LATE.format(_said(last_on)) if late else None, most=4000)
        _check_day(case, reader, on)
        reader.check()
        assert on is not None
        assert state.procedure is not None
        instances.open_again(case, "It was brought again after proceedings elsewhere")
        case.event(EventKind.RESUBMITTED, on, ground="late" if late else None, reason=reason or None)
        entry = state.stage.value
        instances.go_on_at(case, state.procedure, entry, Message.RESUBMIT, {"entry": entry})
        late_words = ("It comes after the year and is accepted all the same; the reason is kept.",) if late else ()
        return (
            *late_words,
            "The stage it had reached begins afresh: its days count from the day it was brought again.",
        )

    return change


_LATE = "The year for bringing it again ended on {}. Enter why it is accepted all the same"


def _said(day: date | None) -> str:
    return long_date(day) if day is not None else "an earlier day"


def last_day(case: CaseRecord) -> date | None:
    """One year from the day on which the proceedings concluded (regulation 8); None while that is not known."""
    reading = timing.readings(case).get("resubmission")
    return reading.due_on if reading is not None else None


def _check_day(case: CaseRecord, reader: Reader, on: date | None) -> None:
    put_aside_on = max((e.occurred_on for e in timing.current_events(case) if e.kind == EventKind.FROZEN), default=None)
    if on is not None and put_aside_on is not None and on < put_aside_on:
        reader.errors.setdefault("resubmitted_on", "This is before the day it was put aside")
