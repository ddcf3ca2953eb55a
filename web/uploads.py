"""Files that somebody sends: room for them where they are asked for, and one that was chosen is not asked for again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, request, session

from engine.casework.files import LARGEST, MEGABYTE, Upload, in_megabytes, read_upload
from engine.errors import InvalidAnswers
from engine.flows import documents as flow
from engine.queries import documents
from engine.queries.case_file import CaseFile
from web.access import SIGN_IN, View, actor, office

LARGEST_SENT = 2 * LARGEST + MEGABYTE
"""What is sent with a form that takes a file, in bytes: one that is too large is told of beside the question."""
MOST_RECEIVED = 4 * LARGEST_SENT
"""Bytes of anything that is sent: more than this the server does not receive at all, and nothing of it is kept."""
FILE, HELD = "file", "held"


def takes_files(view: View) -> View:
    """Say that a route takes files: no other form may be larger than `app.LARGEST_FORM`."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def make_room() -> None:
    """Before a form is read: let somebody who is signed in send a file where one is asked for."""
    if has_room():
        request.max_content_length = LARGEST_SENT


def has_room() -> bool:
    """Whether the form that is being sent may carry a file."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_files", False) and SIGN_IN in session


@dataclass(frozen=True)
class Chosen:
    """The file of a form, chosen now or held since somebody chose it; or why there is none."""

    upload: Upload | None
    held: str = ""
    errors: Mapping[str, str] | None = None


def sent_digest() -> str:
    """A sign for the content of the file that was sent with the page; empty where none was."""
    sent = request.files.get(FILE)
    if sent is None or not sent.filename:
        return ""
    digest = hashlib.sha256(sent.stream.read(LARGEST_SENT)).hexdigest()
    sent.stream.seek(0)
    return digest


def chosen(case: CaseFile, answers: Mapping[str, str]) -> Chosen:
    """The file that was sent with the page, or else the one that is held for it."""
    sent = request.files.get(FILE)
    if sent is not None and sent.filename:
        try:
            return Chosen(read_upload(sent.filename, sent.stream.read(LARGEST_SENT)), answers.get(HELD, ""))
        except InvalidAnswers as invalid:
            return Chosen(None, errors=invalid.errors)
    held = answers.get(HELD, "")
    if not held:
        return Chosen(None, errors={FILE: "Choose the file"})
    found = documents.held(office(), actor(), case, held)
    if found is None:
        return Chosen(None, errors={FILE: "Choose the file once more: it was kept for a day only"})
    return Chosen(found, held)


def hold(case: CaseFile, found: Chosen) -> dict[str, str]:
    """Keep the file while something else needs another look: for the page, its key, its name and its size."""
    if found.upload is None:
        return {}
    same = found.held and documents.held(office(), actor(), case, found.held) == found.upload
    key = found.held if same else flow.hold(office(), actor(), case.reference, found.upload)
    return {HELD: key, "held_name": found.upload.filename, "held_size": in_megabytes(len(found.upload.content))}
