"""Where everything that goes wrong becomes a page that says what happened and what to do."""

import traceback
from collections.abc import Mapping
from secrets import token_hex

import structlog
from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import InvalidAnswers, NotAllowed, NotFound, RefusedByLaw, StaleCase, StaleTask
from web import kept_forms
from web.access import SignedOut
from web.kept_typed import kept

log = structlog.get_logger("heard.web")

HTTP: Mapping[int, str] = {
    405: "This address is not a page to open. Go to your inbox, and begin again from there.",
    413: "What was sent is too long to be taken. Nothing was saved: go back, shorten it and send it again.",
}
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
    return _page("errors/not_allowed.html", 403, sentence=str(error), kept=_posted())


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
    return _page("errors/refused.html", error.code, sentences=[HTTP.get(error.code, OTHERWISE)], kept=[])


def _failed(error: Exception) -> ResponseReturnValue:
    """Say sorry, and note where it happened: places in the code, never the values, which may be about people."""
    reference = token_hex(4)
    places = [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)][-8:]
    log.error("page_failed", reference=reference, endpoint=request.endpoint, kind=type(error).__name__, places=places)
    return _page("errors/failed.html", 500, reference=reference)


def _posted() -> list[tuple[str, str]]:
    """The words of somebody who could send the form when they opened it, and cannot any more."""
    return kept() if request.method == "POST" and kept_forms.is_theirs() else []


def _page(template: str, status: int, **facts: object) -> ResponseReturnValue:
    g.setdefault("actor", None)
    return render_template(template, **facts), status
