"""The papers of a case: added, in versions, taken away to read, called something else, withdrawn, brought back."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engine.db.tables import document, document_version, held_file, reading
from engine.office import Office
from tests.bench.statements import listening
from tests.web import files
from tests.web.at_work import worked_on
from tests.web.reading import hidden, said
from tests.web.work import SignIn, shown_errors

SORT = {"kind": "report"}


def send(client: FlaskClient, address: str, name: str = "Report of 3 May.pdf", **said: Any) -> TestResponse:
    """Send a file with the answers beside it."""
    content = said.pop("content", files.PDF)
    # As one string of bytes: the client would leave the file open that it keeps a larger body in.
    boundary, body = encode_multipart({**said, "file": FileStorage(io.BytesIO(content), name)})
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def added(office: Office, sign_in: SignIn, **said: Any) -> tuple[str, str]:
    """A case with one document, and the address of that."""
    reference = worked_on(office)
    answer = send(sign_in("olive"), f"/cases/{reference}/documents/add", **{**SORT, **said})
    assert answer.status_code == 302, shown_errors(answer)
    return reference, answer.headers["Location"]


def test_a_document_is_added_and_stands_with_the_letters(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in, comment="Sent by the school.")
    page = said(sign_in("mara").get(address))
    for words in ("Report of 3 May", "Sent by the school.", "PDF, 1 KB", "Olive Officer"):
        assert words in page
    listed = said(sign_in("mara").get(f"/cases/{reference}/letters"))
    assert "Letters and documents" in listed
    assert "Report of 3 May" in listed
    assert "Document added: Report of 3 May" in said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert sign_in("mara").get(f"/cases/{reference}/documents").headers["Location"].endswith("letters#documents")


def test_a_file_is_taken_away_under_a_name_that_names_nobody_and_runs_nothing(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in, name="Fiona Fern.pdf")
    taken = sign_in("mara").get(f"{address}/versions/1/file")
    assert taken.data == files.PDF
    assert taken.headers["Content-Type"] == "application/pdf"
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{reference}-document-1-version-1.pdf"'
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in taken.headers["Content-Security-Policy"]
    assert taken.headers["Cache-Control"] == "no-store"
    with office.database.reading() as connection:
        pages = list(connection.execute(select(reading.c.page).order_by(reading.c.id.desc())).scalars())
    assert pages[0] == "document 1, version 1"


def test_what_cannot_be_taken_is_named_with_the_mend_and_the_other_answers_stay(
    office: Office, sign_in: SignIn
) -> None:
    reference = worked_on(office)
    address = f"/cases/{reference}/documents/add"
    answer = send(sign_in("olive"), address, "run.exe", content=b"MZ", title="The programme", comment="Look.", **SORT)
    assert answer.status_code == 422
    assert "“run.exe” cannot be added: it is a program" in shown_errors(answer)["file"]
    assert 'value="The programme"' in answer.text
    assert "Look." in answer.text
    assert '<option value="report" selected' in answer.text


def test_a_file_of_21_megabytes_is_told_of_beside_the_question(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    large = files.PDF + bytes(21 * 1024 * 1024)
    answer = send(sign_in("olive"), f"/cases/{reference}/documents/add", content=large, title="Scans", **SORT)
    assert answer.status_code == 422
    assert "20 MB" in shown_errors(answer)["file"]
    assert 'value="Scans"' in answer.text


def test_a_large_file_of_somebody_signed_out_is_asked_for_again_where_it_belongs(app: Flask, office: Office) -> None:
    address, anybody = f"/cases/{worked_on(office)}/documents/add", app.test_client()
    answer = send(anybody, address, content=files.PDF + bytes(5 * 1024 * 1024), **SORT)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={address}")
    assert "Sign in, and choose the file once more." in said(anybody.get(answer.location))


def test_a_file_too_large_to_be_read_at_all_is_told_what_a_case_takes(office: Office, sign_in: SignIn) -> None:
    address = f"/cases/{worked_on(office)}/documents/add"
    answer = send(sign_in("olive"), address, content=files.PDF + bytes(42 * 1024 * 1024), **SORT)
    assert answer.status_code == 413
    assert "The file is larger than 20 MB" in said(answer)
    assert "shorten it" not in said(answer)


def test_other_forms_take_no_more_than_before(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    answer = send(sign_in("olive"), f"/cases/{reference}/contact", content=bytes(5 * 1024 * 1024))
    assert answer.status_code == 413


def test_nobody_chooses_a_file_twice_because_of_another_answer(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    olive, address = sign_in("olive"), f"/cases/{reference}/documents/add"
    answer = send(olive, address, title="Called so")
    assert list(shown_errors(answer)) == ["kind"]
    assert "We have your file: Report of 3 May.pdf" in said(answer)
    done = olive.post(address, data={**hidden(answer), **SORT, "title": "Called so"}, follow_redirects=True)
    assert "Called so" in said(done)
    assert len(_rows(office, held_file)) == 0
    assert sign_in("olive").get(f"{_address(reference)}/versions/1/file").data == files.PDF


def test_a_held_file_is_nobody_elses(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    address = f"/cases/{reference}/documents/add"
    answer = send(sign_in("olive"), address)
    taken = sign_in("mara").post(address, data={**hidden(answer), **SORT})
    assert shown_errors(taken)["file"] == "Choose the file once more: it was kept for a day only"


def test_every_question_is_asked_again_at_once(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    answer = sign_in("olive").post(f"/cases/{reference}/documents/add", data={"title": " "})
    assert answer.status_code == 422
    assert list(shown_errors(answer)) == ["file", "kind"]


def test_a_newer_version_stands_beside_the_older(office: Office, sign_in: SignIn) -> None:
    _, address = added(office, sign_in)
    mara = sign_in("mara")
    form = mara.get(f"{address}/version")
    newer = files.PDF.replace(b"/Size 1", b"/Size 2")
    done = send(mara, f"{address}/version", content=newer, comment="Names put right.", **hidden(form))
    page = said(mara.get(done.headers["Location"]))
    assert "Names put right." in page
    assert mara.get(f"{address}/versions/2/file").data == newer
    assert mara.get(f"{address}/versions/1/file").data == files.PDF


def test_the_same_file_is_no_newer_version(office: Office, sign_in: SignIn) -> None:
    _, address = added(office, sign_in)
    answer = send(sign_in("olive"), f"{address}/version", based_on="1")
    assert "same as version 1" in shown_errors(answer)["file"]


@pytest.mark.parametrize("instead", ["version", "separate"])
def test_of_two_who_add_a_version_the_second_is_told_and_keeps_their_file(
    office: Office, sign_in: SignIn, instead: str
) -> None:
    reference, address = added(office, sign_in)
    hers, his = sign_in("mara"), sign_in("olive")
    one, other = (files.PDF.replace(b"/Size 1", b"/Size %d" % n) for n in (2, 3))
    assert send(hers, f"{address}/version", content=one, based_on="1").status_code == 302
    told = send(his, f"{address}/version", content=other, based_on="1", comment="My words.")
    assert told.status_code == 409
    assert "Version 2 of this document was added by Mara Manager on" in said(told)
    assert "We have your file" in said(told)
    assert "My words." in told.text
    kept = {**hidden(told), "comment": "My words."}
    answer = his.post(f"{address}/version", data={**kept, "instead": instead})
    if instead == "separate":
        assert "We have your file" in said(answer)
        answer = his.post(f"/cases/{reference}/documents/add", data={**hidden(answer), **SORT, "title": "Mine"})
        assert his.get(f"{_address(reference, 2)}/versions/1/file").data == other
        return
    assert answer.status_code == 302
    assert his.get(f"{address}/versions/3/file").data == other
    assert his.get(f"{address}/versions/2/file").data == one


def test_a_withdrawn_document_stays_with_its_reason_and_can_be_brought_back(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in)
    olive = sign_in("olive")
    assert list(shown_errors(olive.post(f"{address}/withdraw", data={"reason": " "}))) == ["reason"]
    done = olive.post(f"{address}/withdraw", data={"reason": "It is about another child."}, follow_redirects=True)
    assert "It is about another child." in said(done)
    assert "Withdrawn" in said(olive.get(f"/cases/{reference}/letters"))
    assert sign_in("heather").get(f"{address}/versions/1/file").status_code == 404
    assert olive.get(f"{address}/versions/1/file").status_code == 200
    refused = send(olive, f"{address}/version", content=files.PDF + b"\n", based_on="1")
    assert "withdrawn" in shown_errors(refused)["file"]
    olive.post(f"{address}/bring-back")
    assert sign_in("heather").get(f"{address}/versions/1/file").status_code == 200


def test_a_document_gets_another_name_and_the_history_keeps_the_first(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in)
    olive = sign_in("olive")
    assert list(shown_errors(olive.post(f"{address}/name", data={"title": "", "kind": "no"}))) == ["title", "kind"]
    olive.post(f"{address}/name", data={"title": "Report of the school", "kind": "evidence"})
    assert "Report of the school" in said(olive.get(address))
    assert "Was: Report of 3 May" in said(olive.get(f"/cases/{reference}/history"))


def test_the_list_is_read_without_what_is_in_the_files(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in)
    with listening(office.database.engine) as asked:
        assert "Report of 3 May" in said(sign_in("olive").get(f"/cases/{reference}/letters"))
        assert "Report of 3 May" in said(sign_in("olive").get(address))
    assert [words for words, _, _ in asked.statements if "document_version.content" in words] == []


@pytest.mark.parametrize("login", ["max", "sam"])
def test_neither_the_person_complained_about_nor_a_stranger_finds_any(
    office: Office, sign_in: SignIn, login: str
) -> None:
    _, address = added(office, sign_in)
    client = sign_in(login)
    for page in (address, f"{address}/versions/1/file", f"{address}/version", f"{address}/withdraw"):
        assert client.get(page).status_code == 404
    assert send(client, f"{address}/version", based_on="1").status_code == 404


def test_who_only_reads_the_case_takes_files_away_and_adds_none(office: Office, sign_in: SignIn) -> None:
    reference, address = added(office, sign_in)
    heather = sign_in("heather")
    assert heather.get(f"{address}/versions/1/file").status_code == 200
    assert "Add a newer version" not in heather.get(address).text
    assert heather.get(f"/cases/{reference}/documents/add").status_code == 403
    assert send(heather, f"/cases/{reference}/documents/add", **SORT).status_code == 403
    assert len(_rows(office, document)) == 1


def test_a_document_of_another_case_is_not_found(office: Office, sign_in: SignIn) -> None:
    _, address = added(office, sign_in)
    other = worked_on(office)
    document_id = address.rpartition("/")[2]
    assert sign_in("olive").get(f"/cases/{other}/documents/{document_id}").status_code == 404
    assert sign_in("olive").get(f"/cases/{other}/documents/{document_id}/versions/1/file").status_code == 404
    assert len(_rows(office, document_version)) == 1


def _address(reference: str, document_id: int = 1) -> str:
    return f"/cases/{reference}/documents/{document_id}"


def _rows(office: Office, table: Any) -> list[Any]:
    with office.database.reading() as connection:
        return list(connection.execute(select(table)).all())
