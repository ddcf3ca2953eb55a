"""What leaves the house, and when: the handler of delivery jobs. Saved first, sent second, marked third."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from engine.casework.provider import DELIVERED, FAILED, ON_THE_WAY, SENDING
from engine.casework.urgency import Urgency
from engine.db.tables import message, setting
from engine.office import LONDON, Office, Transaction
from engine.recording.jobs import GiveUp, Job, finish, is_pending, postpone
from engine.recording.outgoing_mail import DEMO, HELD, Leaving, full_until
from notifications import emails, render, stored
from notifications.errors import MailRefused
from notifications.fields import CarriedNotice, DigestBack, DigestCover, DigestRow, EmailFields, LateNotice
from notifications.mailers import Audience, Mailer, Outgoing, Receipt

IN_MY_NAME = "/absences/done"
"""Where somebody reads what was done in their name."""
LOOK_AGAIN = timedelta(minutes=10)
"""How long a delivery waits before it looks whether mail is still held; a release wakes it at once."""
ENDED = frozenset({"sent", "to_post", "discarded", "withheld", "collected", "carried"})
"""A message in one of these has nothing to be delivered any more."""
EVERYTHING_LEAVES = Leaving()
_TAKEN = frozenset({DELIVERED, *ON_THE_WAY})
"""The service has said so itself, though its answer to the last attempt was lost."""


@dataclass(frozen=True)
class Delivery:
    """Delivers messages: at least once, every attempt under the same Message-ID."""

    mailer: Mailer
    sender: str
    base_url: str
    leaving: Leaving = EVERYTHING_LEAVES

    def __call__(self, office: Office, claimed: Job) -> None:
        """The handler of `deliver` jobs. A server's lasting refusal is an incident; anything else is tried again."""
        with office.database.reading() as connection:
            row = connection.execute(select(message).where(message.c.id == claimed.message_id)).one()
            council = _council(connection)
        if row.status in ENDED:
            with office.transaction() as transaction:
                finish(transaction, claimed.id)
            return
        if row.channel == "email" and row.provider_status not in _TAKEN:
            if self._has_to_wait(office, claimed, row, council) or self._kept_back(office, claimed, row, council):
                return
            receipt = self._emailed(office, row, council)
        else:
            self._keep_words(office, row, council)
            receipt = None
        self._done(office, claimed, row, receipt)

    def _has_to_wait(self, office: Office, claimed: Job, row: Row[Any], council: Mapping[str, str]) -> bool:
        """Whether mail is held, or as much has left as may: then the delivery is put off, and no attempt is counted."""
        now = office.clock.now()
        until = now + LOOK_AGAIN if HELD in council else None
        if until is None and self.leaving.per_minute is not None and not self.leaving.keeps_mail:
            urgency = Urgency.URGENT if row.kind == "letter" else Urgency.ORDINARY
            with office.database.reading() as connection:
                until = full_until(connection, self.leaving, claimed.id, urgency, now)
        if until is None:
            return False
        with office.transaction() as transaction:
            postpone(transaction, claimed, until)
        return True

    def _kept_back(self, office: Office, claimed: Job, row: Row[Any], council: Mapping[str, str]) -> bool:
        """Whether this address is none that mail may reach from here: then the message stays, as it would have gone."""
        allowed = self.leaving.list_for(demo=DEMO in council)
        if allowed is None or allowed.allows(row.to_address or ""):
            return False
        self._keep_words(office, row, council)
        with office.transaction() as transaction:
            finish(transaction, claimed.id)
            withheld = update(message).where(message.c.id == row.id).values(status="withheld")
            transaction.connection.execute(withheld)
        return True

    def _emailed(self, office: Office, row: Row[Any], council: Mapping[str, str]) -> Receipt | None:
        words = self._keep_words(office, row, council)
        return self._send(office, row, words["subject"], words["html"], words["text"])

    def _keep_words(self, office: Office, row: Row[Any], council: Mapping[str, str]) -> dict[str, Any]:
        """Saved first: whatever happens next, what was to leave is known, and that it may have left."""
        subject, html, text, version = self._written(office, row, council)
        kept = {"subject": subject, "html": html, "text": text, "template_version": version}
        failed_before = {"provider_status": None} if row.provider_status in FAILED else {}
        self._keep(office, row.id, {**kept, **failed_before})
        return kept

    def _written(self, office: Office, row: Row[Any], council: Mapping[str, str]) -> tuple[str, str, str, int | None]:
        """A message is written once, with the version of its template; a second attempt sends the same words."""
        if row.html is not None:
            return row.subject, row.html, row.text, row.template_version
        if row.kind == "letter":
            fields = stored.letter_fields(row.fields)
            kept = render.letters_at(office, row.template, fields, row.template_version)
            # A letter that nobody may change has no words of its own: it says what its template says.
            body = row.body if row.body is not None else kept.draft(row.template, fields).body
            letter = kept.write(row.template, fields, body)
            return letter.subject, letter.html, letter.text, kept.version_of(row.template, fields)
        email = emails.write(row.template, self._email_fields(row.fields, council))
        return email.subject, email.html, email.text, None

    def _email_fields(self, fields: Mapping[str, Any], council: Mapping[str, str]) -> EmailFields:
        reference = fields.get("reference", "")
        link = f"{self.base_url}{fields.get('page') or (f'/cases/{reference}' if reference else '/')}"
        return EmailFields(
            council_name=council.get("council_name", ""),
            reference=reference,
            link=link,
            rows=self._rows(fields),
            covers=tuple(
                DigestCover(each["name"], date.fromisoformat(each["until_on"]), self._rows(each))
                for each in fields.get("covers", ())
            ),
            back=self._back(fields.get("back")),
            working_days_left=fields.get("days_left"),
            notice=council.get("notice", ""),
            counts=tuple((what, number) for what, number in fields.get("counts", ())),
            collected=tuple(self._carried(each, council) for each in fields.get("collected", ())),
            late=tuple(self._late(each, council) for each in fields.get("late", ())),
            told_at=_in_london(fields["told_at"]) if "told_at" in fields else None,
        )

    def _carried(self, kept: Mapping[str, Any], council: Mapping[str, str]) -> CarriedNotice:
        fields = self._email_fields(kept["fields"], council)
        return CarriedNotice(emails.write(kept["template"], fields).subject, fields.link)

    def _late(self, kept: Mapping[str, Any], council: Mapping[str, str]) -> LateNotice:
        """A notice that is carried with others, named by the subject that it would have had by itself."""
        fields = self._email_fields(kept["fields"], council)
        return LateNotice(emails.write(kept["template"], fields).subject, _in_london(kept["late_since"]), fields.link)

    def _rows(self, fields: Mapping[str, Any]) -> tuple[DigestRow, ...]:
        return tuple(
            DigestRow(r["name"], r["reference"], r["working_days_left"], f"{self.base_url}{_page_of(r['task'])}")
            for r in fields.get("rows", ())
        )

    def _back(self, fields: Mapping[str, Any] | None) -> DigestBack | None:
        return DigestBack(fields["deputy"], fields["tasks"], f"{self.base_url}{IN_MY_NAME}") if fields else None

    def _keep(self, office: Office, message_id: int, values: Mapping[str, Any]) -> None:
        with office.transaction() as transaction:
            transaction.connection.execute(update(message).where(message.c.id == message_id).values(**values))

    def _send(self, office: Office, row: Row[Any], subject: str, html: str, text: str) -> Receipt | None:
        written_at = office.clock.now()
        audience = Audience.COMPLAINANT if row.kind == "letter" else Audience.STAFF
        outgoing = Outgoing(
            message_id=row.header_id,
            sender=self.sender,
            to=row.to_address,
            subject=subject,
            text=text,
            html=html,
            audience=audience,
            written_at=written_at,
            tried_before=row.html is not None,
        )
        try:
            return self.mailer.send(outgoing)
        except MailRefused as refused:
            self._keep(office, row.id, {"status": "failed"})
            raise GiveUp(str(refused)) from refused

    def _done(self, office: Office, claimed: Job, row: Row[Any], receipt: Receipt | None) -> None:
        status = "to_post" if row.channel == "post" else "sent"
        with office.transaction() as transaction:
            if not is_pending(transaction, claimed.id) and _has_come_back(transaction, row.id):
                return
            finish(transaction, claimed.id)
            values: dict[str, Any] = {"status": status}
            if status == "sent":
                values |= {"sent_at": transaction.now, "sent_on": row.sent_on or transaction.today}
            transaction.connection.execute(update(message).where(message.c.id == row.id).values(values))
            if receipt is not None:
                _keep_receipt(transaction, row.id, receipt)


def _has_come_back(transaction: Transaction, message_id: int) -> bool:
    """Whether the service was quicker to say that it failed than we to write down that it was taken."""
    query = select(message.c.provider_status).where(message.c.id == message_id)
    return transaction.connection.execute(query).scalar() in FAILED


def _keep_receipt(transaction: Transaction, message_id: int, receipt: Receipt) -> None:
    """The service may have said more while its answer was on the way: that stays."""
    m = message.c
    given = {"provider_id": receipt.provider_id}
    transaction.connection.execute(update(message).where(m.id == message_id).values(given))
    first = {"provider_status": SENDING, "provider_at": transaction.now}
    unsaid = update(message).where(m.id == message_id, m.provider_status.is_(None)).values(first)
    transaction.connection.execute(unsaid)


def _in_london(kept: str) -> datetime:
    return datetime.fromisoformat(kept).astimezone(LONDON)


def _page_of(key: str) -> str:
    """Where a line of the morning email leads: to a task, to an action that was promised, or to a case."""
    kind, _, number = key.rpartition(":")
    if kind == "case":
        return f"/cases/{number}"
    return f"/actions/{number}" if kind == "action" else f"/tasks/{number}"


def _council(connection: Connection) -> dict[str, str]:
    """What emails print of the council, and what may keep them from leaving."""
    names = ("council_name", "notice", HELD, DEMO)
    rows = connection.execute(select(setting.c.name, setting.c.value).where(setting.c.name.in_(names)))
    return {row.name: row.value for row in rows}
