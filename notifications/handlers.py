"""What leaves the house, and when: the handler of delivery jobs. Saved first, sent second, marked third."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from engine.db.tables import message, setting
from engine.office import Office
from engine.recording.jobs import GiveUp, Job, finish, postpone
from engine.recording.outgoing_mail import is_held
from notifications import emails, render, stored
from notifications.errors import MailRefused
from notifications.fields import DigestBack, DigestCover, DigestRow, EmailFields
from notifications.mailers import Audience, Mailer, Outgoing

IN_MY_NAME = "/absences/done"
"""Where somebody reads what was done in their name."""
LOOK_AGAIN = timedelta(minutes=10)
"""How long a delivery waits before it looks whether mail is still held; a release wakes it at once."""


@dataclass(frozen=True)
class Delivery:
    """Delivers messages: at least once, every attempt under the same Message-ID."""

    mailer: Mailer
    sender: str
    base_url: str

    def __call__(self, office: Office, claimed: Job) -> None:
        """The handler of `deliver` jobs. A server's lasting refusal is an incident; anything else is tried again."""
        with office.database.reading() as connection:
            row = connection.execute(select(message).where(message.c.id == claimed.message_id)).one()
            council, held = _council(office), is_held(connection)
        if row.status in ("sent", "to_post", "discarded"):
            with office.transaction() as transaction:
                finish(transaction, claimed.id)
            return
        if held and row.channel == "email":
            with office.transaction() as transaction:
                postpone(transaction, claimed.id, transaction.now + LOOK_AGAIN)
            return
        subject, html, text, version = self._written(office, row, council)
        kept = {"subject": subject, "html": html, "text": text, "template_version": version}
        self._keep(office, row.id, kept)
        if row.channel == "email":
            self._send(office, row, subject, html, text)
        self._done(office, claimed, row)

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
        )

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

    def _send(self, office: Office, row: Row[Any], subject: str, html: str, text: str) -> None:
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
        )
        try:
            self.mailer.send(outgoing)
        except MailRefused as refused:
            self._keep(office, row.id, {"status": "failed"})
            raise GiveUp(str(refused)) from refused

    def _done(self, office: Office, claimed: Job, row: Row[Any]) -> None:
        status = "to_post" if row.channel == "post" else "sent"
        with office.transaction() as transaction:
            values: dict[str, Any] = {"status": status}
            if status == "sent":
                values |= {"sent_at": transaction.now, "sent_on": row.sent_on or transaction.today}
            transaction.connection.execute(update(message).where(message.c.id == row.id).values(values))
            finish(transaction, claimed.id)


def _page_of(key: str) -> str:
    """Where a line of the morning email leads: to a task, to an action that was promised, or to a case."""
    kind, _, number = key.rpartition(":")
    if kind == "case":
        return f"/cases/{number}"
    return f"/actions/{number}" if kind == "action" else f"/tasks/{number}"


def _council(office: Office) -> dict[str, str]:
    with office.database.reading() as connection:
        names = ("council_name", "notice")
        rows = connection.execute(select(setting.c.name, setting.c.value).where(setting.c.name.in_(names)))
        return {row.name: row.value for row in rows}
