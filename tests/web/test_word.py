"""A letter is taken to Word and its words come back onto the page, with everything else that was typed still there."""

import io
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient

from engine.office import Office
from tests.web.reading import said
from tests.web.work import RESPONDED, SignIn, claimed, open_task, shown_value, triaged

WORDS = "I looked into it, and **you** were right.\n\n## What I did\n\n- I rang the team\n- I read the notes\n"


@pytest.fixture
def task(office: Office, sign_in: SignIn) -> tuple[FlaskClient, str]:
    """The manager's task of answering, claimed; whoever does it is signed in."""
    task_id = open_task(office, triaged(office, sign_in), "respond")
    return claimed(sign_in("mara"), task_id), task_id


def taken(client: FlaskClient, task_id: str, content: bytes, name: str = "letter.docx", **typed: str) -> Any:
    """Send a file along with what was typed."""
    file = (io.BytesIO(content), name) if name else (io.BytesIO(b""), "")
    data = {**RESPONDED, **typed, "do": "word_in", "letter_file": file}
    return client.post(f"/tasks/{task_id}", data=data, content_type="multipart/form-data", follow_redirects=True)


def in_word(client: FlaskClient, task_id: str, body: str = WORDS) -> bytes:
    """The letter as a Word file, with the words that stand on the page."""
    answer = client.post(f"/tasks/{task_id}/letter.docx", data={**RESPONDED, "letter_body": body})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def without(content: bytes, words: str) -> bytes:
    """The file after somebody cut every paragraph that begins like this."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith(words):
            cut = paragraph._p.getparent()
            assert cut is not None
            cut.remove(paragraph._p)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_words_from_word_are_in_the_letter_and_nothing_typed_is_lost(task: tuple[FlaskClient, str]) -> None:
    client, task_id = task
    page = taken(client, task_id, in_word(client, task_id), letter_body="Older words")
    assert page.status_code == 200
    assert shown_value(page, "letter_body") == WORDS
    assert shown_value(page, "reason-1") == RESPONDED["reason-1"]
    assert "Nothing is sent or saved yet" in said(page)
    assert "Mandatory paragraphs are restored" not in said(page)


def test_a_right_that_was_cut_is_back_and_the_person_is_told(task: tuple[FlaskClient, str]) -> None:
    client, task_id = task
    page = taken(client, task_id, without(in_word(client, task_id), "You have the right to ask for stage 2"))
    assert "Mandatory paragraphs are restored" in said(page)
    assert "“You have the right to ask for stage 2" in said(page)
    assert "You have the right to ask for stage 2" in page.text.partition("Always in the letter")[2]


def test_who_it_is_to_is_not_carried_to_the_next_page_in_a_cookie(task: tuple[FlaskClient, str]) -> None:
    client, task_id = task
    document = Document(io.BytesIO(in_word(client, task_id)))
    document.paragraphs[0].insert_paragraph_before("Fiona Famous, 4 Sycamore Close")
    written = io.BytesIO()
    document.save(written)
    data = {**RESPONDED, "do": "word_in", "letter_file": (io.BytesIO(written.getvalue()), "letter.docx")}
    assert client.post(f"/tasks/{task_id}", data=data, content_type="multipart/form-data").status_code == 303
    with client.session_transaction() as cookie:
        told = str(cookie.get("_flashes"))
    assert "1 line of the file was left out" in told
    assert "Sycamore" not in told
    assert "Fiona" not in told


@pytest.mark.parametrize(
    ("content", "name", "asked"),
    [
        (b"", "", "Choose the Word file first"),
        (b"PK", "letter.docm", "it can hold macros"),
        (b"PK", "letter.docx", "it cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_question(
    task: tuple[FlaskClient, str], content: bytes, name: str, asked: str
) -> None:
    client, task_id = task
    page = taken(client, task_id, content, name)
    assert asked in said(page)
    assert shown_value(page, "letter_body") == RESPONDED["letter_body"]
    assert shown_value(page, "reason-1") == RESPONDED["reason-1"]


def test_a_letter_that_lacks_something_says_what_instead_of_a_file(task: tuple[FlaskClient, str]) -> None:
    client, task_id = task
    lacking = client.get(f"/tasks/{task_id}/letter.docx")
    assert lacking.status_code == 422
    assert "cannot be written yet, because this is missing: finding" in said(lacking)


def test_nobody_gets_the_letter_of_a_case_that_they_may_not_see(task: tuple[FlaskClient, str], sign_in: SignIn) -> None:
    assert sign_in("max").get(f"/tasks/{task[1]}/letter.docx").status_code == 404
