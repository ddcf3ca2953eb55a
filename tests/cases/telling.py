"""How the stories are told: a day comes, somebody sits down at a page and does what it asks; then we look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row, func, select
from werkzeug.test import TestResponse

from engine.db.tables import case_event, case_file, clock, incident, job, message, person, task
from engine.flows import jobs
from engine.office import Office
from engine.recording import chain
from notifications.mailers.file import FileMailer
from tests.cases import reading
from tests.cases.forms import Answer, Form, Typed, forms_of, plain
from tests.cases.town import KEYS
from tests.council import StandingClock
from tests.passes import sit_down
from tests.story import handlers, rows
from tests.web.reading import said
from tests.web.work import shown_errors

LETTER = "letter_body"
TEN = time(9, 0, tzinfo=UTC)


@dataclass
class Telling:
    """One story: whoever does something does it at the pages, and the letters are those that the pages draft."""

    office: Office
    clock: StandingClock
    app: Flask
    mail: Path
    reference: str = ""
    """The case that is told of; the one that was logged last."""
    said: str = field(default="", repr=False)
    """What the last page said."""

    # What happens

    def on(self, day: date) -> None:
        """A day comes. Everything that falls due until its morning is done at its own hour."""
        until = datetime.combine(day, TEN)
        assert until >= self.clock.instant, f"{day} is over"
        while (due_at := self._next_job()) is not None and due_at <= until:
            self.clock.instant = max(self.clock.instant, due_at)
            jobs.sweep(self.office, handlers(FileMailer(self.mail)))
        self.clock.instant = until

    def logs(self, who: str, typed: Typed, path: str = "/log") -> str:
        """Somebody logs what they were told; it is this story's case from now on."""
        page = self._get(who, path)
        self._press(who, path, page, typed)
        done = self._get(who, "/log/done")
        newest = select(case_file.c.reference).order_by(case_file.c.id.desc()).limit(1)
        self.reference = rows(self.office, newest)[0].reference
        assert self.reference in done.text
        return self.reference

    def does(self, who: str, element: str, typed: Typed | None = None) -> None:
        """Somebody does the open task of an element, with the letter in the words that its page drafts."""
        path = f"/tasks/{self.task(element).id}"
        page = self._get(who, path)
        if f"{path}/claim" in page.text and "Claim this task" in page.text:
            self._client(who).post(f"{path}/claim")
            page = self._get(who, path)
        self._press(who, path, page, typed or {})

    def deed(self, who: str, path: str, typed: Typed) -> None:
        """Somebody does something with the case in two steps: its effect is shown first, with its letter."""
        path = f"/cases/{self.reference}/{path}"
        looked = self._send(who, path, self._filled(self._get(who, path), path, typed))
        assert looked.status_code == 200, shown_errors(looked) or said(looked)
        self.said = said(looked)
        confirm = _form(looked, path)
        done = self._send(who, path, {**confirm.values, "step": "do"})
        assert done.status_code == 302, shown_errors(done) or said(done)

    def fills_in(self, who: str, path: str, typed: Typed, action: str | None = None) -> None:
        """Somebody fills in a page of the case that does its deed at once."""
        path = f"/cases/{self.reference}/{path}"
        self._press(who, path if action is None else f"/cases/{self.reference}/{action}", self._get(who, path), typed)

    def on_own_page(self, who: str, path: str, typed: Typed) -> None:
        """Somebody fills in a page that is theirs alone."""
        self._press(who, path, self._get(who, path), typed)

    def writes(self, who: str, path: str, typed: Typed) -> None:
        """Somebody answers what a letter has to be told, reads it as it is drafted, and sends it."""
        path = f"/cases/{self.reference}/{path}"
        looked = self._send(who, path, self._filled(self._get(who, path), path, typed))
        assert looked.status_code == 200, shown_errors(looked) or said(looked)
        letter = _form(looked, path)
        assert letter.values.get(LETTER), said(looked)
        done = self._send(who, path, letter.values)
        assert done.status_code == 302, shown_errors(done) or said(done)

    def refused(self, who: str, element: str, typed: Typed) -> dict[str, str]:
        """What the page of a task says, by question, to somebody who answers it so; nothing is done."""
        path = f"/tasks/{self.task(element).id}"
        client = self._client(who)
        client.post(f"{path}/claim")
        sent = self._filled(self._get(who, path), path, typed, who)
        answer = client.post(path, data={LETTER: "As the page drafts it.", **sent})
        assert answer.status_code == 422, said(answer)
        return shown_errors(answer)

    def questions(self, who: str, element: str, beginning: str) -> list[str]:
        """The questions of a task's page whose names begin so."""
        path = f"/tasks/{self.task(element).id}"
        self._client(who).post(f"{path}/claim")
        return sorted(name for name in _form(self._get(who, path), path).questions if name.startswith(beginning))

    def sees(self, who: str, path: str) -> str:
        """What a page says to somebody; "not found" where there is none for them."""
        answer = self._client(who).get(path)
        return "not found" if answer.status_code == 404 else said(answer)

    # What is so

    def task(self, element: str) -> Row[Any]:
        """The one open task of an element."""
        query = select(task).join(case_file, case_file.c.id == task.c.case_id)
        (found,) = rows(self.office, query.where(self._this, task.c.element == element, task.c.status == "open"))
        return found

    def to_do(self) -> dict[str, date | None]:
        """The open tasks of the case, with the day of each."""
        query = select(task.c.element, task.c.due_on).join(case_file, case_file.c.id == task.c.case_id)
        return {row.element: row.due_on for row in rows(self.office, query.where(self._this, task.c.status == "open"))}

    def due(self, name: str) -> date | None:
        """The due date of a clock of the case."""
        return self._clock(name).due_on  # type: ignore[no-any-return]

    def state(self, name: str) -> str:
        """How a clock of the case stands."""
        return str(self._clock(name).state)

    def happened(self, kind: str) -> date:
        """The day of an event, the latest where there are several."""
        e = case_event.c
        query = select(e.occurred_on).join(case_file, case_file.c.id == e.case_id)
        current = query.where(self._this, e.kind == kind, e.corrected_by_id.is_(None)).order_by(e.id.desc())
        return rows(self.office, current)[0].occurred_on  # type: ignore[no-any-return]

    @property
    def status(self) -> str:
        """How the case stands as a whole."""
        return str(rows(self.office, select(case_file.c.status).where(self._this))[0].status)

    def letters(self) -> list[Row[Any]]:
        """The letters of the case, oldest first."""
        query = select(message).join(case_file, case_file.c.id == message.c.case_id)
        return rows(self.office, query.where(self._this, message.c.kind == "letter").order_by(message.c.id))

    def went(self) -> list[str]:
        """The letters that went, by template, in their order."""
        return [row.template for row in self.letters() if row.status in ("sent", "to_post", "posted")]

    def letter(self, template: str) -> str:
        """What the newest letter of a kind says, with single blanks."""
        texts = [row.text for row in self.letters() if row.template == template and row.text]
        assert texts, f"no {template} among {[(row.template, row.status) for row in self.letters()]}"
        return " ".join(texts[-1].split())

    def told(self, notice: str) -> list[tuple[str, date]]:
        """Who got this email about the case and when, in the order of telling."""
        query = select(person.c.email, message.c.created_at).join(message, message.c.to_person_id == person.c.id)
        query = query.join(case_file, case_file.c.id == message.c.case_id)
        found = rows(self.office, query.where(self._this, message.c.template == notice).order_by(message.c.id))
        return [(row.email.partition("@")[0], row.created_at.date()) for row in found]

    def worker_told(self) -> list[tuple[str, str]]:
        """The emails to workers whom a complaint is about, with who got them, in their order."""
        query = (
            select(message.c.template, message.c.to_address).where(message.c.kind == "worker").order_by(message.c.id)
        )
        return [(row.template, row.to_address.partition("@")[0]) for row in rows(self.office, query)]

    def ends(self) -> None:
        """The story is over: every history is unbroken, nothing failed, and every letter that went is whole."""
        with self.office.database.reading() as connection:
            cases = connection.execute(select(case_file.c.id)).scalars().all()
            broken = [case_id for case_id in cases if chain.broken_at(connection, case_id) is not None]
            failed = connection.execute(select(incident.c.cause)).scalars().all()
        assert not broken
        assert not failed
        for row in rows(self.office, select(message).where(message.c.kind == "letter", message.c.html.is_not(None))):
            reading.is_whole(row)

    # At the pages

    @property
    def _this(self) -> Any:
        return case_file.c.reference == self.reference

    def _next_job(self) -> datetime | None:
        query = select(func.min(job.c.due_at).label("due_at")).where(job.c.status == "pending")
        return rows(self.office, query)[0].due_at  # type: ignore[no-any-return]

    def _clock(self, name: str) -> Row[Any]:
        query = select(clock).join(case_file, case_file.c.id == clock.c.case_id)
        (found,) = rows(self.office, query.where(self._this, clock.c.name == name))
        return found

    def _client(self, who: str) -> FlaskClient:
        client = sit_down(self.app.test_client(), KEYS[who])
        if self.reference:
            with client.session_transaction() as kept:
                kept["logged"] = self.reference
        return client

    def _get(self, who: str, path: str) -> TestResponse:
        answer = self._client(who).get(path)
        assert answer.status_code == 200, f"{who} at {path}: {answer.status_code} {said(answer)}"
        return answer

    def _send(self, who: str, path: str, sent: Mapping[str, str]) -> TestResponse:
        client = self._client(who)
        answer = client.post(path, data=dict(sent), follow_redirects="do" in sent)
        with client.session_transaction() as kept:
            self.reference = kept.get("logged", self.reference)
        return answer

    def _press(self, who: str, path: str, page: TestResponse, typed: Typed) -> None:
        """Answer the page, have its letter written where it can be, and finish it."""
        sent = self._filled(page, path, typed, who)
        if ("do", "draft") in _form(page, path).buttons and LETTER not in typed:
            written = self._send(who, path, {**sent, "do": "draft"})
            assert written.status_code == 200, shown_errors(written) or said(written)
            assert not shown_errors(written), shown_errors(written)
            letter = _form(written, path).values
            sent |= {name: letter[name] for name in (LETTER, "letter_for") if name in letter}
            assert sent.get(LETTER), f"no letter was drafted at {path}: {said(written)}"
        done = self._send(who, path, sent)
        assert done.status_code == 302, f"{who} at {path}: {shown_errors(done) or said(done)}"

    def _filled(self, page: TestResponse, path: str, typed: Typed, who: str = "") -> dict[str, str]:
        """What stands in the form with the answers on top. Every answer has its question on the page."""
        form = _form(page, path)
        while missing := sorted(name for name in typed if not _asks(form, name)):
            row = ("do", f"add_{missing[0].partition('-')[0]}")
            adds = ("do", "advice") if row not in form.buttons else row
            assert adds in form.buttons, f"{path} does not ask {missing}, only {sorted(form.questions)}"
            asked = {name: answer for name, answer in typed.items() if _asks(form, name)}
            more = self._send(who, path, {**form.values, **plain(form, asked), "do": adds[1]})
            wider = _form(more, path)
            assert wider.questions > form.questions, f"{path} does not ask {missing}, only {sorted(form.questions)}"
            form = wider
        return {**form.values, **plain(form, typed)}


def _asks(form: Form, name: str) -> bool:
    return name in form.questions or f"{name}-day" in form.questions


def _form(page: TestResponse, path: str) -> Form:
    """The form of a page that is for the page itself; the first one otherwise."""
    found = forms_of(page.text)
    own = [form for form in found if form.action in ("", path)]
    assert own, f"no form at {path}: {said(page)}"
    return own[0]


def people(**parts: str) -> dict[str, Answer]:
    """Who gets which part, by sign-in name."""
    return {part: KEYS[login] for part, login in parts.items()}
