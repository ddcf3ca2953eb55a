"""Words on their way out: a message row for each letter or notice, and a job that delivers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import and_, bindparam, insert, literal, select, update

from engine.casework.completion import LetterWords
from engine.casework.notice_choices import How, may_choose
from engine.casework.urgency import Urgency
from engine.db.tables import message, notice_choice, person
from engine.db.together import Together
from engine.errors import LetterUnwritten
from engine.recording import jobs, letter_fields, letter_versions, restores

if TYPE_CHECKING:
    from engine.office import Transaction
    from engine.recording.case import CaseRecord

MESSAGE_DOMAIN = "heard.invalid"

UNCERTAIN = "uncertain"
"""Status of a letter of which nobody knows, after a restore, whether it has gone; and of the job that would send it."""

FOR_COVER = "cover_notice"
"""Kind of a deputy's notice. Not a notice of the case: what opens it to them is the cover, and ends with it."""

COLLECTED = "collected"
"""Status of what goes out together with others, in one email that carries them."""

_ADD_MESSAGE = insert(message).returning(message.c.id)
_DRAFT = (
    select(message.c.id, message.c.body)
    .where(message.c.case_id == bindparam("of_case"), message.c.template == bindparam("named"))
    .where(message.c.status == "draft")
    .order_by(message.c.id.desc())
    .limit(1)
)
_DRAFT_AND_VERSIONS = Together(draft=_DRAFT, versions=letter_versions.VERSIONS)
_CHANGE_MESSAGE = update(message).where(message.c.id == bindparam("this_message"))


def new_header_id() -> str:
    """A Message-ID, made once: every attempt at delivery carries the same one."""
    return f"<{uuid4().hex}@{MESSAGE_DOMAIN}>"


def notify(
    case: CaseRecord, people: Sequence[int], notice: str, fields: Mapping[str, Any], deputies: Sequence[int] = ()
) -> None:
    """Tell each of these people by email: the case's reference and a link, nothing of what it is about.

    `deputies` stand in for some of them (`engine.recording.cover`) and are told the same. What comes late, since
    nobody was there to fire its timer, does not go by itself: it is collected for one email (`flows.late_notices`).
    What somebody would rather have in the morning is collected for that email (`recording.collected`), and what they
    want not at all is not written.
    """
    if not people:
        case.note("nobody_told", payload={"notice": notice})
        return
    addresses, chosen = _whom(case, [*people, *deputies], notice)
    told = [each for each in (*people, *deputies) if chosen.get(each) is not How.NEVER]
    rows = [_notice(case, person_id, addresses[person_id], notice, fields) for person_id in told]
    rows = [{**row, "kind": FOR_COVER} if row["to_person_id"] in deputies else row for row in rows]
    late_since = case.timer_in_hand.late_since if case.timer_in_hand else None
    by_itself = [row for row in rows if late_since is None and chosen.get(row["to_person_id"]) is not How.MORNING]
    collected = [{**row, "status": COLLECTED, "late_since": late_since} for row in rows if row not in by_itself]
    if by_itself:
        queue(case.transaction, by_itself)
    if collected:
        case.transaction.connection.execute(insert(message), collected)
    late = {"late_since": late_since.isoformat()} if late_since is not None else {}
    case.note(notice, lifecycle="note", payload={"told": told, **late})


def _whom(case: CaseRecord, told: Sequence[int], notice: str) -> tuple[dict[int, str], dict[int, How]]:
    """The addresses of these people, and how they want this notice to come where they have chosen."""
    p, c = person.c, notice_choice.c
    query = select(p.id, p.email, literal(None).label("how")).where(p.id.in_(told))
    if may_choose(notice):
        choice = and_(c.person_id == p.id, c.notice == notice)
        query = select(p.id, p.email, c.how).outerjoin(notice_choice, choice).where(p.id.in_(told))
    found = case.transaction.connection.execute(query).all()
    return {row.id: row.email for row in found}, {row.id: How(row.how) for row in found if row.how is not None}


def queue(transaction: Transaction, rows: list[dict[str, Any]]) -> list[int]:
    """Store messages and the jobs that deliver them, in one go; they leave after the commit."""
    connection = transaction.connection
    fixed = [_with_version(transaction, row) for row in rows]
    ids = list(connection.execute(insert(message).returning(message.c.id), fixed).scalars())
    due = [
        _delivery(transaction, message_id, row["case_id"], _urgency(row["kind"]))
        for message_id, row in zip(ids, rows, strict=True)
    ]
    jobs.add(transaction, due)
    return ids


def _with_version(transaction: Transaction, row: dict[str, Any]) -> dict[str, Any]:
    """A letter on its way out, with the version of its template that is published now."""
    if row["kind"] != "letter":
        return row
    version = letter_versions.published(transaction.connection, row["template"], row["fields"])
    return {**row, "template_version": version}


def letter(case: CaseRecord, words: LetterWords, told: Mapping[str, Any] | None = None) -> None:
    """Keep a letter as a draft, or send it: one draft of each kind at a time, written over until it is sent.

    `told`: facts that this letter alone is told, beside those of the case (names of `notifications.stored`).
    """
    asked = {"of_case": case.id, "named": words.template, "names": letter_versions.names(words.template)}
    found = _DRAFT_AND_VERSIONS.read(case.transaction.connection, asked)
    draft = next(iter(found["draft"]), None)
    if words.sent_on is None:
        _keep_draft(case, words, draft, told or {})
        return
    facts = {**letter_fields.of_case(case, words.sent_on, words.template), **words.facts, **(told or {})}
    version = letter_versions.meant(found["versions"], words.template, facts)
    values = {**_sent(case, words), "body": words.body, "fields": facts, "template_version": version}
    if draft is None:
        _hand_over(case, _insert_letter(case, words.template, values), words)
        return
    _note_changed_words(case, draft.body, words)
    case.transaction.connection.execute(_CHANGE_MESSAGE, {"this_message": draft.id, **values})
    _hand_over(case, draft.id, words)


def _note_changed_words(case: CaseRecord, agreed: str | None, words: LetterWords) -> None:
    """What was agreed and what goes out may differ by the last hand on it: then the history says so and keeps both."""
    if agreed is not None and agreed.strip() != words.body.strip():
        case.note("letter_changed", payload={"letter": words.template, "words_before": agreed})


def send_draft(case: CaseRecord, template: str, sent_on: date) -> None:
    """Send the draft of this letter as it stands (the building block `send_letter`).

    Raises `LetterUnwritten` where there is none, or where nobody has opened the one that was begun.
    """
    draft = case.transaction.connection.execute(_DRAFT, {"of_case": case.id, "named": template}).one_or_none()
    body = (draft.body if draft is not None else None) or ""
    if not body.strip():
        raise LetterUnwritten(letter=template)
    letter(case, LetterWords(template, body, sent_on))


def _hand_over(case: CaseRecord, message_id: int, words: LetterWords) -> None:
    case.note("letter_sent", occurred_on=words.sent_on, payload={"letter": words.template, "message": message_id})
    delivery = _delivery(case.transaction, message_id, case.id, Urgency.URGENT)
    late_since = case.timer_in_hand.late_since if case.timer_in_hand else None
    if case.actor_id is None and restores.may_have_gone(case.transaction, late_since):
        # Nobody sends it: a timer does, and may have done so before the restore.
        ask = update(message).where(message.c.id == message_id).values(status=UNCERTAIN)
        case.transaction.connection.execute(ask)
        delivery |= {"status": UNCERTAIN, "ended_at": case.transaction.now}
    case.jobs.append(delivery)


def _sent(case: CaseRecord, words: LetterWords) -> dict[str, Any]:
    channel = words.channel or case.value("reply_by")
    address = case.value("complainant_email") if channel == "email" else case.value("complainant_address")
    other = words.facts.get("to_name")
    return {
        "status": "queued",
        "channel": "elsewhere" if words.already_sent else channel,
        "to_name": other,
        "to_address": None if other else address,
        "sent_on": words.sent_on,
        "sent_by": case.actor_id,
        "timer_job_id": case.timer_in_hand.job_id if case.timer_in_hand else None,
    }


def _keep_draft(case: CaseRecord, words: LetterWords, draft: Any, told: Mapping[str, Any]) -> None:
    values = {"body": words.body, "fields": dict(told), "status": "draft", "channel": case.value("reply_by")}
    if draft is None:
        _insert_letter(case, words.template, values)
        return
    case.transaction.connection.execute(_CHANGE_MESSAGE, {"this_message": draft.id, **values})


def _insert_letter(case: CaseRecord, template: str, values: dict[str, Any]) -> int:
    row = {**_bare(case.transaction, "letter", template), "case_id": case.id, "created_by": case.actor_id, **values}
    return int(case.transaction.connection.execute(_ADD_MESSAGE, row).scalar_one())


def _notice(case: CaseRecord, person_id: int, email: str, notice: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_bare(case.transaction, "notice", notice),
        "case_id": case.id,
        "to_person_id": person_id,
        "to_address": email,
        "status": "queued",
        "channel": "email",
        "timer_job_id": case.timer_in_hand.job_id if case.timer_in_hand else None,
        "fields": {"reference": case.row.reference, **fields},
    }


def _bare(transaction: Transaction, kind: str, template: str) -> dict[str, Any]:
    return {"header_id": new_header_id(), "kind": kind, "template": template, "created_at": transaction.now}


def _delivery(transaction: Transaction, message_id: int, case_id: int | None, urgency: Urgency) -> dict[str, Any]:
    key = f"deliver:{message_id}"
    return jobs.new_job(transaction, "deliver", key, transaction.now, urgency, case_id=case_id, message_id=message_id)


def _urgency(kind: str) -> Urgency:
    """A person has sent the letter and waits to see it gone; a notice is for whoever looks at their mail."""
    return Urgency.URGENT if kind == "letter" else Urgency.ORDINARY
