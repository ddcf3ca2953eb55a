"""Where everything that goes wrong becomes a page that says what happened and what to do.

Each carries a number that also stands in the log, beside the place and the kind of what went wrong: never a value.
"""

import traceback
from collections.abc import Mapping
from secrets import token_hex

import structlog
from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from engine.casework.files import LARGEST, in_megabytes
from engine.errors import HeardError, InvalidAnswers, NotAllowed, NotFound, RefusedByLaw, StaleCase, StaleTask
from web import kept_forms, refusals
from web.access import SignedOut
from web.kept_typed import kept, worded
from web.uploads import has_room

log = structlog.get_logger("heard.web")

HTTP: Mapping[int, str] = {
    405: "This address is not a page to open. Go to your inbox, and begin again from there.",
    413: "What was sent is too long to be taken. Nothing was saved: go back, shorten it and send it again.",
    415: "This kind of file cannot be taken. Nothing was saved: go back, and choose another one.",
}
FILE_TOO_LARGE = (
    f"The file is larger than {in_megabytes(LARGEST)}, which is the most that a case takes. Nothing was saved: "
    "go back, and choose a smaller one, or add it in parts."
)
OTHERWISE = "What was sent could not be read. Nothing was saved: go back, and send it again."


def catch_all(app: Flask) -> None:
    """Hand every error that leaves a view to the page that explains it."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(StaleTask, _stale)
    app.register_error_handler(StaleCase, _stale_case)
    app.register_error_handler(InvalidAnswers, _invalid)
    app.register_error_handler(RefusedByLaw, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _not_found(error: NotFound) -> ResponseReturnValue:
    return _page("errors/not_found.html", 404, sentence=str(error), kept=_posted())


def _not_allowed(error: NotAllowed) -> ResponseReturnValue:
    return _page("errors/not_allowed.html", 403, sentence=str(error), **refusals.whose_part(error), kept=_posted())


def _stale(error: StaleTask) -> ResponseReturnValue:
    what, since = str(error.facts.get("what_happened", "")), error.facts.get("since", ())
    return _page("errors/stale.html", 409, what_happened=what, since=since, kept=kept())


def _stale_case(error: StaleCase) -> ResponseReturnValue:
    """Somebody else was quicker: what they did, and what was typed here."""
    facts = {"case_reference": error.facts["reference"], "why": error.facts.get("why", "")}
    return _page("errors/stale_case.html", 409, **facts, since=error.facts.get("since", ()), kept=kept())


def _invalid(error: InvalidAnswers) -> ResponseReturnValue:
    """Only for what no view has shown beside its questions."""
    return _page("errors/refused.html", 422, sentences=list(error.errors.values()), kept=kept())


def _refused(error: RefusedByLaw) -> ResponseReturnValue:
    return _page("errors/refused.html", 422, sentences=[str(error)], kept=kept())


def _form_too_old(error: CSRFError) -> ResponseReturnValue:
    _note(400)
    return kept_forms.too_old()


def _signed_out(error: SignedOut) -> ResponseReturnValue:
    return kept_forms.signed_out()


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code == 404:
        return _page("errors/not_found.html", 404, sentence="There is no such page.")
    if error.code == 429:
        return _page("errors/too_many.html", 429)
    if error.code is None or error.code < 400:
        return error.get_response()
    sentence = FILE_TOO_LARGE if error.code == 413 and has_room() else HTTP.get(error.code, OTHERWISE)
    return _page("errors/refused.html", error.code, sentences=[sentence], kept=[])


def _failed(error: Exception) -> ResponseReturnValue:
    """Say sorry, and note where it happened: places in the code, never the values, which may be about people."""
    places = [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)][-8:]
    g.reference = token_hex(4)
    log.error("page_failed", reference=g.reference, endpoint=request.endpoint, kind=type(error).__name__, places=places)
    g.setdefault("actor", None)
    return render_template("errors/failed.html", kept=_salvaged()), 500


def _posted() -> list[tuple[str, str]]:
    """The words of somebody who could send the form when they opened it, and cannot any more."""
    return kept() if request.method == "POST" and kept_forms.is_theirs() else []


def _salvaged() -> list[tuple[str, str]]:
    """What was typed; while the database is down under the names of the form's fields."""
    if request.method != "POST":
        return []
    try:
        return kept()
    except (SQLAlchemyError, HeardError):
        return worded(())


def _page(template: str, status: int, **facts: object) -> ResponseReturnValue:
    g.setdefault("actor", None)
    _note(status)
    return render_template(template, **facts), status


def _note(status: int) -> None:
    """Give the page its number, and the log the same one."""
    g.reference = token_hex(4)
    person_id = g.actor.person_id if g.get("actor") else None
    log.info("page_refused", reference=g.reference, status=status, endpoint=request.endpoint, person_id=person_id)
