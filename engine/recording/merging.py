"""One case becomes a part of another: what goes there, what ends here, and what somebody should know of it before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update

from engine.casework.clocks import ClockState
from engine.casework.dates import long_date
from engine.casework.lawful import OMBUDSMAN, CaseState
from engine.casework.parties import PartyKind
from engine.casework.vocabulary import CaseStatus, EventKind, Relation
from engine.db.tables import action, case_relation, contact, finding, head, party, person
from engine.recording import answers, instances, messages, recipients, timing
from engine.recording.case import CaseRecord
from engine.recording.promises import OPEN


@dataclass(frozen=True)
class Pair:
    """Two cases, open for writing: the part ends, the whole goes on for both."""

    part: CaseRecord
    whole: CaseRecord


def is_same_person(pair: Pair) -> bool:
    """Whether the same person complains in both, as far as names tell."""
    return _plain(pair.part.value("complainant_name")) == _plain(pair.whole.value("complainant_name"))


def why_not(pair: Pair, part: CaseState, whole: CaseState) -> str | None:
    """Why they cannot be put together, as a sentence; None where they can."""
    for state, name in ((part, "This case"), (whole, pair.whole.row.reference)):
        if not state.is_open:
            return f"{name} is not open any more"
        if state.kind != "complaint":
            return f"{name} is a {state.kind.value}, not a complaint"
        if EventKind.STAGE_1_RESPONSE_SENT in state.events:
            return f"{name} has been answered already: link the cases instead"
        if state.is_frozen:
            return f"{name} is put aside for proceedings elsewhere: link the cases instead"
    if OMBUDSMAN in part.running:
        return "The Ombudsman looks at this case: link the cases instead"
    if pair.part.value("is_child") and not pair.whole.value("is_child"):
        return f"A child complains in this case, so it is the one that goes on: put {pair.whole.row.reference} into it"
    if not _heads(pair.whole):
        return f"{pair.whole.row.reference} has not been triaged: settle its heads first, then put the two together"
    return None


def advice(pair: Pair) -> tuple[str, ...]:
    """What it will do, a sentence each, before anything is changed."""
    here, there = pair.part.row.reference, pair.whole.row.reference
    heads = len(_heads(pair.part)) or 1
    said = [
        f"{there} goes on for both. {_many(heads)} of {here}, its people, its contacts and its open actions go there. "
        f"{here} closes, its limits end, and it stays to be read.",
        _limits(pair),
    ]
    if pair.part.value("received_on") < pair.whole.value("received_on"):
        said.append(_earlier(pair))
    said.extend(
        f"{name} answers {there}, and {here} is about them: somebody else has to answer." for name in _barred(pair)
    )
    if _has_findings(pair.whole):
        said.append(f"An answer to {there} is being written: it says nothing yet of the heads that are added.")
    said.append("Nobody is told by this. Write to whoever complained.")
    return tuple(said)


def merge(pair: Pair, reason: str) -> None:
    """Do it: both histories say so, and nothing of either is lost."""
    texts = _move_heads(pair)
    _move_people(pair)
    _copy_contacts(pair)
    _move_actions(pair)
    part, whole = pair.part, pair.whole
    whole.note("merged_from", payload={"case": part.id, "reason": reason, "heads_moved": texts})
    part.note("merged_into", payload={"case": whole.id, "reason": reason})
    instances.end_all(part)
    instances.drop_open_clocks(part, "")
    part.event(EventKind.CLOSED, part.transaction.today, reason="It goes on as part of another case")
    part.set(status=CaseStatus.CLOSED.value, closed_on=part.transaction.today)
    told = recipients.resolve(whole, (f"case:{Relation.ALLOCATED_MANAGER}",))
    if told:
        messages.notify(whole, told, "case_notice", {})


def _move_heads(pair: Pair) -> list[str]:
    """The part's heads follow those of the whole; where it has none yet, what was said is one."""
    found: list[tuple[str, str | None]] = [(row.text, row.desired_outcome) for row in _heads(pair.part)]
    if not found:
        found = [(pair.part.value("words")[:4000], pair.part.value("desired_outcome"))]
    last = max(row.number for row in _heads(pair.whole))
    rows = [
        {"case_id": pair.whole.id, "number": number, "text": text, "desired_outcome": outcome}
        for number, (text, outcome) in enumerate(found, start=last + 1)
    ]
    pair.whole.transaction.connection.execute(insert(head), rows)
    return [text for text, _ in found]


def _move_people(pair: Pair) -> None:
    part, whole = pair.part, pair.whole
    further = [_as_party(pair)] if not is_same_person(pair) else []
    child = part.value("child_name")
    if child and _plain(child) != _plain(whole.value("child_name")):
        further.append(_bare(PartyKind.CHILD, child))
    p, connection = party.c, part.transaction.connection
    theirs = connection.execute(select(party).where(p.case_id == part.id)).all()
    further.extend({name: getattr(row, name) for name in _PARTY} for row in theirs)
    if further:
        connection.execute(insert(party), [{**row, "case_id": whole.id} for row in further])
    for row in further:
        whole.note("party_added", payload={"kind": row["kind"], "name": row["name"]})
    about = tuple(dict.fromkeys([*_about(whole), *_about(part)]))
    if set(about) != set(_about(whole)):
        answers.relate(whole, Relation.COMPLAINED_ABOUT, about)
    warnings = [w for w in (whole.value("contact_warning"), part.value("contact_warning")) if w]
    whole.set(
        contact_warning="\n".join(dict.fromkeys(warnings)) or None,
        safeguarding=bool(whole.value("safeguarding") or part.value("safeguarding")),
    )


_PARTY = ("kind", "name", "child_status", "email", "address", "reply_by", "note")


def _as_party(pair: Pair) -> dict[str, Any]:
    """Whoever complains in the part complains in the whole as well; a child still has their way to be written to."""
    part = pair.part
    known = {"email": "complainant_email", "address": "complainant_address", "reply_by": "reply_by"}
    contact_details = {name: part.value(column) for name, column in known.items()}
    kind = PartyKind.CHILD if part.value("is_child") else PartyKind.COMPLAINANT
    advocate = part.value("advocate_name")
    note = f"Advocate: {advocate}" if advocate else None
    return {**_bare(kind, part.value("complainant_name")), **contact_details, "note": note}


def _bare(kind: PartyKind, name: str) -> dict[str, Any]:
    return {**dict.fromkeys(_PARTY), "kind": kind.value, "name": name}


def _copy_contacts(pair: Pair) -> None:
    c, connection = contact.c, pair.part.transaction.connection
    names = ("happened_on", "way", "with_whom", "note", "recorded_at", "recorded_by")
    rows = connection.execute(select(*(c[name] for name in names)).where(c.case_id == pair.part.id)).all()
    if rows:
        connection.execute(insert(contact), [{**row._mapping, "case_id": pair.whole.id} for row in rows])


def _move_actions(pair: Pair) -> None:
    a = action.c
    theirs = (a.case_id == pair.part.id) & (a.status == OPEN)
    pair.part.transaction.connection.execute(update(action).where(theirs).values(case_id=pair.whole.id))


def _heads(case: CaseRecord) -> list[Any]:
    h = head.c
    return list(case.transaction.connection.execute(select(head).where(h.case_id == case.id).order_by(h.number)))


def _about(case: CaseRecord) -> list[int]:
    return _related(case, Relation.COMPLAINED_ABOUT)


def _related(case: CaseRecord, relation: Relation) -> list[int]:
    r = case_relation.c
    query = select(r.person_id).where(r.case_id == case.id, r.relation == relation.value).order_by(r.person_id)
    return list(case.transaction.connection.execute(query).scalars())


def _barred(pair: Pair) -> list[str]:
    both = set(_about(pair.part)) & set(_related(pair.whole, Relation.ALLOCATED_MANAGER))
    query = select(person.c.name).where(person.c.id.in_(both)).order_by(person.c.name)
    return list(pair.part.transaction.connection.execute(query).scalars())


def _has_findings(case: CaseRecord) -> bool:
    query = select(func.count()).select_from(finding).where(finding.c.case_id == case.id)
    return case.transaction.connection.execute(query).scalar_one() > 0


def _limits(pair: Pair) -> str:
    there, readings = pair.whole.row.reference, timing.readings(pair.whole).values()
    waited = [r for r in readings if r.state in (ClockState.RUNNING, ClockState.OVERDUE) and not r.rule.is_guide]
    nearest = min((r.due_on for r in waited if r.due_on is not None), default=None)
    if nearest is None:
        return f"The limits of {there} apply to all of it. None of them runs with a day now."
    return f"The limits of {there} apply to all of it. The next of them is {long_date(nearest)}."


def _earlier(pair: Pair) -> str:
    here, there = pair.part.row.reference, pair.whole.row.reference
    first, later = (long_date(case.value("received_on")) for case in (pair.part, pair.whole))
    return (
        f"{here} was received earlier, on {first}; the limits of {there} count from {later}. Whoever complained first "
        f"may expect the earlier answer: correct the day of receipt of {there} if the limits should count from there."
    )


def _many(heads: int) -> str:
    return "The one head" if heads == 1 else f"The {heads} heads"


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
