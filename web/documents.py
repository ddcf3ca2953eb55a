"""The papers of a case: added, with a newer version, taken away to read, called something else, withdrawn."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.documents import download_name, read_document
from engine.casework.files import ending_of
from engine.casework.policy import Action, may, require
from engine.errors import InvalidAnswers, NewerVersion
from engine.flows import documents as flow
from engine.queries import case_file, documents
from engine.queries.case_file import CaseFile
from engine.queries.documents import DocumentRow
from web import case_words, file_words, once
from web.access import actor, office, open_to
from web.cases import opened, shown
from web.filled import Filled, typed
from web.uploads import Chosen, chosen, hold, sent_digest, takes_files

bp = Blueprint("documents", __name__)
bp.context_processor(lambda: {"words": case_words, **file_words.FACTS})

KEPT_APART = {
    # It is taken away as a file and never shown by us: whatever it is, it runs nothing and reaches nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@bp.get("/cases/<reference>/documents")
@open_to(Action.SEE_CASE)
def every(reference: str) -> ResponseReturnValue:
    """The documents stand on one page with the letters. Whom the case is kept from is sent nowhere."""
    case_file.find(office(), actor(), reference)
    return redirect(url_for("case_letters.every", reference=reference, _anchor="documents"))


@bp.route("/cases/<reference>/documents/add", methods=["GET", "POST"])
@open_to(Action.ADD_DOCUMENT)
@takes_files
def add(reference: str) -> ResponseReturnValue:
    """Put a paper on the case."""
    case, answers = _case(reference), typed()
    if request.method == "GET":
        return _add_page(case, Filled())
    form = once.sign(answers, sent_digest())
    key = once.made_before(form)
    if key is None:
        found = chosen(case, answers)
        try:
            if found.upload is None:
                _raise_all(found, answers)
            assert found.upload is not None
            key = flow.add(office(), actor(), reference, answers, found.upload, found.held, form)
        except InvalidAnswers as invalid:
            return _add_page(case, Filled({**answers, **hold(case, found)}, invalid.errors)), 422
    flash("The document is on the case.")
    return redirect(url_for("documents.one", reference=reference, document_id=key))


@bp.get("/cases/<reference>/documents/<int:document_id>")
@open_to(Action.SEE_CASE)
def one(reference: str, document_id: int) -> ResponseReturnValue:
    """One document: every version of it, who added it, when and why."""
    case = opened(reference, f"document {document_id}")
    found = documents.find(office(), case, document_id)
    return _page("documents/one.html", case, document=found, versions=documents.versions(office(), found))


@bp.get("/cases/<reference>/documents/<int:document_id>/versions/<int:number>/file")
@open_to(Action.SEE_CASE)
def file(reference: str, document_id: int, number: int) -> Response:
    """One version as a file to take away."""
    case = opened(reference, f"document {document_id}, version {number}")
    found = documents.content(office(), actor(), case, document_id, number)
    kind = found.version.media_type
    name = download_name(case.reference, document_id, number, ending_of(kind))
    headers = {**KEPT_APART, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found.content, content_type=kind, headers=headers)


@bp.route("/cases/<reference>/documents/<int:document_id>/version", methods=["GET", "POST"])
@open_to(Action.ADD_DOCUMENT)
@takes_files
def add_version(reference: str, document_id: int) -> ResponseReturnValue:
    """Add a newer version. Who was not quick enough is told so, and keeps their file."""
    case, answers = _case(reference), typed()
    found = documents.find(office(), case, document_id)
    if request.method == "GET":
        return _version_page(case, found, Filled(suggested={"based_on": str(found.newest.number)}))
    form = once.sign(answers, sent_digest())
    number = once.made_before(form)
    if number is not None:
        return _added(reference, document_id, number)
    sent = chosen(case, answers)
    if answers.get("instead") == "separate" and sent.upload is not None:
        kept = {"title": found.title, "kind": found.kind, "comment": answers.get("comment", "")}
        return _add_page(case, Filled({**kept, **hold(case, sent)}))
    try:
        if sent.upload is None:
            raise InvalidAnswers(sent.errors or {})
        number = flow.add_version(office(), actor(), reference, document_id, answers, sent.upload, sent.held, form)
    except InvalidAnswers as invalid:
        return _version_page(case, found, Filled({**answers, **hold(case, sent)}, invalid.errors)), 422
    except NewerVersion as newer:
        return _overtaken(case, document_id, {**answers, **hold(case, sent)}, newer), 409
    return _added(reference, document_id, number)


def _added(reference: str, document_id: int, number: int) -> ResponseReturnValue:
    flash(f"Version {number} is on the case. The versions before it stay.")
    return redirect(url_for("documents.one", reference=reference, document_id=document_id))


@bp.route("/cases/<reference>/documents/<int:document_id>/name", methods=["GET", "POST"])
@open_to(Action.ADD_DOCUMENT)
def rename(reference: str, document_id: int) -> ResponseReturnValue:
    """Call it something else."""
    case, answers = _case(reference), typed()
    found = documents.find(office(), case, document_id)
    filled = Filled(answers, suggested={"title": found.title, "kind": found.kind})
    if request.method == "POST":
        try:
            flow.rename(office(), actor(), reference, document_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The document has its new name. The one before stays in the history.")
            return redirect(url_for("documents.one", reference=reference, document_id=document_id))
    return _page("documents/rename.html", case, document=found, filled=filled), 422 if request.method == "POST" else 200


@bp.route("/cases/<reference>/documents/<int:document_id>/withdraw", methods=["GET", "POST"])
@open_to(Action.ADD_DOCUMENT)
def withdraw(reference: str, document_id: int) -> ResponseReturnValue:
    """Take it out of use, with the reason."""
    case, answers = _case(reference), typed()
    found, filled = documents.find(office(), case, document_id), Filled(answers)
    if request.method == "POST":
        try:
            flow.withdraw(office(), actor(), reference, document_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The document is withdrawn. It stays on record, and you can bring it back.")
            return redirect(url_for("documents.one", reference=reference, document_id=document_id))
    return _page(
        "documents/withdraw.html", case, document=found, filled=filled
    ), 422 if request.method == "POST" else 200


@bp.post("/cases/<reference>/documents/<int:document_id>/bring-back")
@open_to(Action.ADD_DOCUMENT)
def bring_back(reference: str, document_id: int) -> ResponseReturnValue:
    """Put a withdrawn one back into use."""
    _case(reference)
    flow.bring_back(office(), actor(), reference, document_id)
    flash("The document is in use again.")
    return redirect(url_for("documents.one", reference=reference, document_id=document_id))


def _case(reference: str) -> CaseFile:
    case = opened(reference, "documents")
    require(actor(), Action.ADD_DOCUMENT, case.standing)
    return case


def _raise_all(found: Chosen, answers: dict[str, str]) -> None:
    """Everything that is wrong at once: the file, and the questions beside it."""
    errors = dict(found.errors or {})
    try:
        read_document(answers, "file")
    except InvalidAnswers as invalid:
        errors.update(invalid.errors)
    raise InvalidAnswers(errors)


def _page(template: str, case: CaseFile, **facts: object) -> str:
    return shown(template, case, may_add=may(actor(), Action.ADD_DOCUMENT, case.standing), **facts)


def _add_page(case: CaseFile, filled: Filled) -> str:
    return _page("documents/add.html", case, filled=filled)


def _version_page(case: CaseFile, found: DocumentRow, filled: Filled, newer: str | None = None) -> str:
    return _page("documents/version.html", case, document=found, filled=filled, newer=newer)


def _overtaken(case: CaseFile, document_id: int, answers: dict[str, str], newer: NewerVersion) -> str:
    """What is on the case by now, and the file that was sent, to be added to that or by itself."""
    found = documents.find(office(), case, document_id)
    asked = Filled({**answers, "based_on": str(found.newest.number)})
    return _version_page(case, found, asked, str(newer))
