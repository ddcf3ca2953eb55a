"""Cases that belong together: linked, put together into one, or a part taken out into a case of its own."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import ColumnElement, delete, insert, select

from engine.casework.lawful import CaseState
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.db.tables import case_file, case_link
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.office import Office
from engine.queries import case_state, permission
from engine.recording import effects, merging, splitting
from engine.recording.case import CaseRecord, open_case
from engine.recording.effects import Before, OnlyLooking, Preview, Seen
from engine.recording.merging import Pair

RELATED, MERGED_INTO, SPLIT_FROM = "related", "merged_into", "split_from"
"""What one case is to the other."""

Typed = Mapping[str, str]


def link(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Note on both cases that they belong together. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    reader = Reader(typed)
    with _both(office, actor, reference, reader) as pair:
        reason = reader.text("reason", "Enter what they have to do with each other", most=2000)
        if _linked(pair):
            reader.errors.setdefault("other", "These cases are linked already")
        reader.check()
        _link(pair, RELATED, reason)
        for case, other in ((pair.part, pair.whole), (pair.whole, pair.part)):
            case.note("cases_linked", payload={"case": other.id, "reason": reason})


def unlink(office: Office, actor: Actor, reference: str, other: str) -> None:
    """Take a link back that was a mistake; cases that were put together or taken apart stay linked."""
    with _both(office, actor, reference, Reader({"other": other})) as pair:
        gone = delete(case_link).where(_of(pair), case_link.c.kind == RELATED)
        if pair.part.transaction.connection.execute(gone).rowcount == 0:
            raise NotFound(what="link")
        for case, another in ((pair.part, pair.whole), (pair.whole, pair.part)):
            case.note("cases_unlinked", payload={"case": another.id})


def merge(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Put a case together with another one, which goes on for both: heads, people and contacts go there.

    This one ends, points there, and stays to be read. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    with _both(office, actor, reference, Reader(typed)) as pair:
        effects.make(pair.part, lambda part: _merge(pair, Reader(typed)), Seen.of(typed))


def preview_merge(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do, with the same checks; nothing is kept."""
    preview = Preview()
    with suppress(OnlyLooking), _both(office, actor, reference, Reader(typed)) as pair:
        preview = Before.of(pair.part).preview(pair.part, _merge(pair, Reader(typed)))
        raise OnlyLooking
    return preview


def split(office: Office, actor: Actor, reference: str, typed: Typed) -> str:
    """Take heads out into a new case of the same people, received on the same day. Returns its reference."""
    taken: list[str] = []

    def change(case: CaseRecord) -> tuple[str, ...]:
        new, advice = _split(case, Reader(typed))
        taken.append(new)
        return advice

    with _one(office, actor, reference) as case:
        effects.make(case, change, Seen.of(typed))
    return taken[0]


def preview_split(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do, with the same checks; nothing is kept."""
    preview = Preview()
    with suppress(OnlyLooking), _one(office, actor, reference) as case:
        preview = Before.of(case).preview(case, _split(case, Reader(typed))[1])
        raise OnlyLooking
    return preview


def _merge(pair: Pair, reader: Reader) -> tuple[str, ...]:
    reason = reader.text("reason", "Enter why they are answered together", most=2000)
    why_not = merging.why_not(pair, _state(pair.part), _state(pair.whole))
    if why_not:
        reader.errors.setdefault("other", why_not)
    if not merging.is_same_person(pair) and not reader.ticked("agreed"):
        reader.errors["agreed"] = "Different people complain: confirm that each of them agrees to one answer"
    reader.check()
    advice = merging.advice(pair)
    merging.merge(pair, reason)
    _link(pair, MERGED_INTO, reason)
    return advice


def _split(case: CaseRecord, reader: Reader) -> tuple[str, tuple[str, ...]]:
    reason = reader.text("reason", "Enter why they are answered apart", most=2000)
    chosen = [number for number in splitting.heads_of(case) if reader.ticked(f"head-{number}")]
    why_not = splitting.why_not(case, _state(case), chosen)
    if why_not:
        reader.errors.setdefault("heads", why_not)
    reader.check()
    taken = splitting.split(case, chosen, reason)
    values = {"case_id": taken.id, "other_id": case.id, "kind": SPLIT_FROM, "reason": reason}
    case.transaction.connection.execute(insert(case_link).values(values))
    return taken.reference, splitting.advice(case, taken)


def _state(case: CaseRecord) -> CaseState:
    return case_state.of_record(case)


@contextmanager
def _one(office: Office, actor: Actor, reference: str) -> Iterator[CaseRecord]:
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.JOIN)
        yield case


@contextmanager
def _both(office: Office, actor: Actor, reference: str, reader: Reader) -> Iterator[Pair]:
    """Both cases, locked in the order of their keys, for somebody who may join both."""
    other = reader.text("other", "Enter the reference of the other case", most=20).upper()
    reader.check()
    if other == reference:
        raise InvalidAnswers({"other": "This is the case itself"})
    with office.transaction() as transaction:
        f = case_file.c
        locked = select(f.id).where(f.reference.in_((reference, other))).order_by(f.id).with_for_update()
        transaction.connection.execute(locked).all()
        with open_case(office, transaction, reference, actor.person_id) as part:
            permission.check(part, actor, Action.JOIN)
            with ExitStack() as stack:
                try:
                    whole = stack.enter_context(open_case(office, transaction, other, actor.person_id))
                    permission.check(whole, actor, Action.JOIN)
                except (NotFound, NotAllowed) as unseen:
                    # Whether there is no such case or it is not theirs to see: the same sentence.
                    raise InvalidAnswers({"other": "There is no case with this reference"}) from unseen
                yield Pair(part, whole)


def _linked(pair: Pair) -> bool:
    return pair.part.transaction.connection.execute(select(case_link.c.kind).where(_of(pair))).first() is not None


def _of(pair: Pair) -> ColumnElement[bool]:
    k, one, two = case_link.c, pair.part.id, pair.whole.id
    return ((k.case_id == one) & (k.other_id == two)) | ((k.case_id == two) & (k.other_id == one))


def _link(pair: Pair, kind: str, reason: str) -> None:
    values = {"case_id": pair.part.id, "other_id": pair.whole.id, "kind": kind, "reason": reason}
    connection = pair.part.transaction.connection
    connection.execute(delete(case_link).where(_of(pair)))
    connection.execute(insert(case_link).values(values))
