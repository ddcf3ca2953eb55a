"""A form that is sent twice is done once, with or without scripts; and the second leads where the first has led."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Table, func, select

from engine.db.tables import case_note, contact, document, document_version, form_taken, held_file
from engine.office import Office
from tests import story
from tests.council import StandingClock
from tests.web import files
from tests.web.at_work import at_once, worked_on
from tests.web.reading import hidden, said
from tests.web.test_documents import SORT, send
from tests.web.work import SignIn

CALLED = {"happened_on": "2026-10-02", "way": "telephone", "with_whom": "complainant", "note": "She rang."}


def number(client: FlaskClient, address: str) -> dict[str, str]:
    """The number that the form of a page carries."""
    return {"form-once": hidden(client.get(address))["form-once"]}


def many(office: Office, table: Table) -> int:
    """How many there are."""
    return int(story.rows(office, select(func.count()).select_from(table))[0][0])


def test_a_document_that_is_sent_twice_is_there_once(office: Office, sign_in: SignIn) -> None:
    olive, address = sign_in("olive"), f"/cases/{worked_on(office)}/documents/add"
    form: dict[str, Any] = {**SORT, **number(olive, address)}
    first, second = (send(olive, address, **form) for _ in range(2))
    assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert "The document is on the case." in said(olive.get(second.headers["Location"]))
    assert many(office, document) == 1
    send(olive, address, **form, content=files.PDF + b"\n")
    assert many(office, document) == 2, "another file is another document"
    send(olive, address, **{**form, **number(olive, address)})
    assert many(office, document) == 3, "a page that was opened anew means another one"


def test_a_file_that_was_held_is_added_once_too(office: Office, sign_in: SignIn) -> None:
    olive, address = sign_in("olive"), f"/cases/{worked_on(office)}/documents/add"
    asked_again = send(olive, address, **number(olive, address))
    assert asked_again.status_code == 422
    form = {**hidden(asked_again), **SORT}
    first, second = (olive.post(address, data=form) for _ in range(2))
    assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert (many(office, document), many(office, held_file)) == (1, 0)


def test_a_version_that_is_sent_twice_is_no_conflict_with_oneself(office: Office, sign_in: SignIn) -> None:
    olive, base = sign_in("olive"), f"/cases/{worked_on(office)}/documents"
    send(olive, f"{base}/add", **SORT)
    address = f"{base}/1/version"
    form: dict[str, Any] = {**number(olive, address), "based_on": "1", "content": files.PDF + b"\n"}
    answers = [send(olive, address, **form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert many(office, document_version) == 2


def test_a_contact_and_a_note_that_are_sent_twice_are_there_once(office: Office, sign_in: SignIn) -> None:
    olive, base = sign_in("olive"), f"/cases/{worked_on(office)}"
    form = number(olive, f"{base}/contact")
    for _ in range(2):
        assert olive.post(f"{base}/contact", data={**CALLED, **form}).status_code == 302
        assert olive.post(f"{base}/notes", data={"note_text": "Ask for Ms Hill.", **form}).status_code == 302
    assert (many(office, contact), many(office, case_note)) == (1, 1)
    olive.post(f"{base}/contact", data={**CALLED, **form, "note": "She rang again."})
    assert many(office, contact) == 2


def test_a_contact_that_two_presses_send_in_one_moment_is_there_once(either_office: Office, people: SignIn) -> None:
    base, windows = f"/cases/{worked_on(either_office)}", [people("olive"), people("olive")]
    form = {**CALLED, **number(windows[0], f"{base}/contact")}
    answers = at_once([lambda window=window: window.post(f"{base}/contact", data=form) for window in windows])  # type: ignore[misc]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert many(either_office, contact) == 1


def test_what_was_taken_is_remembered_for_a_day(office: Office, sign_in: SignIn, clock: StandingClock) -> None:
    olive, base = sign_in("olive"), f"/cases/{worked_on(office)}"
    for text in ("One.", "Two."):
        olive.post(f"{base}/notes", data={"note_text": text, **number(olive, f"{base}/contact")})
        clock.forward(days=1, minutes=1)
    assert many(office, form_taken) == 1
