"""The pages, put together: one room after the other, each with its door."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from engine.office import Office
from web import (
    absences,
    access,
    actions,
    addresses,
    admin,
    advocacy,
    bulk,
    calendar_feed,
    case_actions,
    case_details,
    case_letters,
    contact_log,
    corrections,
    deadlines,
    demo,
    director,
    documents,
    drafts,
    errors,
    filters,
    follow_up,
    frame,
    health,
    inbox,
    independent,
    intake,
    joining,
    kept_forms,
    letter_copies,
    letters_kept,
    meeting_pack,
    metrics,
    moved_dates,
    moving_work,
    notes,
    notices,
    notify_callback,
    ombudsman,
    once,
    outages,
    parties,
    people,
    post_box,
    procedures,
    put_aside,
    putting_right,
    register,
    reports,
    saved_views,
    sign_in,
    stages,
    task_requests,
    tasks,
    teams,
    uncertain,
    uploads,
    waiting_letters,
    whole_file,
    word,
    worker,
    worklist,
    writing,
)
from web.settings import WebSettings as WebSettings

ROOMS: tuple[Blueprint, ...] = (
    *(sign_in.bp, inbox.bp, tasks.bp, intake.bp, register.bp, case_letters.bp, case_actions.bp, case_details.bp),
    *(contact_log.bp, putting_right.bp, actions.bp, advocacy.bp, parties.bp, letter_copies.bp, worker.bp, joining.bp),
    *(stages.bp, put_aside.bp, ombudsman.bp, corrections.bp, waiting_letters.bp, word.bp, writing.bp),
    *(drafts.bp, post_box.bp, documents.bp, notes.bp, whole_file.bp),
    *(saved_views.bp, outages.bp, moved_dates.bp),
    *(worklist.bp, deadlines.bp, calendar_feed.bp, reports.bp, meeting_pack.bp, director.bp),
    *(bulk.bp, follow_up.bp, task_requests.bp, moving_work.bp, teams.bp, absences.bp),
    *(procedures.bp, letters_kept.bp, people.bp, independent.bp, admin.bp, uncertain.bp, health.bp),
    *(notices.bp, notify_callback.bp, metrics.bp),
)
DEMO_ROOMS: tuple[Blueprint, ...] = (demo.bp,)
"""Only where everything is invented."""

ATTEMPTS_AT_ONE_ACCOUNT = "10 per minute; 60 per hour"
ATTEMPTS_FROM_ONE_ADDRESS = "60 per minute"
READINGS_OF_ONE_CALENDAR = "120 per hour"
PATIENCE: dict[str, Any] = {"socket_timeout": 2, "socket_connect_timeout": 2}
"""Seconds that signing in waits for the place where attempts are counted."""
LONGEST_SESSION = timedelta(hours=12)
LARGEST_FORM = 4 * 1024 * 1024
"""A Word file of 2 MB with the page around it; what is larger than that is told of beside the question."""


def create_app(office: Office, settings: WebSettings) -> Flask:
    """Make the pages for an office. Raises `RuntimeError` for a route that does not say who may use it."""
    app = Flask(__name__)
    app.extensions[access.OFFICE] = office
    app.extensions[access.SETTINGS] = settings
    _configure(app, settings)
    _believe_proxies(app, settings.trusted_proxies)
    app.before_request(uploads.make_room)
    app.before_request(access.guard)
    forms = CSRFProtect(app)
    forms.exempt(notify_callback.bp)  # no browser and no cookie: it shows a token of its own
    addresses.keep_to(app)
    for room in (*ROOMS, *(DEMO_ROOMS if settings.demo else ())):
        app.register_blueprint(room)
    _limit(app, settings.counts_url)
    filters.put_into(app)
    once.put_into(app)
    frame.put_around(app)
    drafts.put_around(app)
    app.jinja_env.globals["form_owner"] = kept_forms.owner_token
    errors.catch_all(app)
    access.check_routes(app)
    return app


def _configure(app: Flask, settings: WebSettings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="heard",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=LONGEST_SESSION,
        # Counted from signing in. Were it counted from the last answer, each would bring the cookie anew, and a page in
        # another tab that keeps its words while somebody signs out would sign them in again.
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        # A form is good for as long as the session: somebody may write a letter all morning.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.do"]}
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("web", "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )


def _believe_proxies(app: Flask, proxies: int) -> None:
    """Take the visitor's address from as many proxies as are ours; what anybody else forwards is made up."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def _limit(app: Flask, counts_url: str) -> None:
    """Count failed attempts to sign in, wrong calendar addresses, and how often one calendar is asked for.

    Only failures count for a whole address: a whole office may sign in through one at nine. Where the shared place
    does not answer, each process counts for itself: the broker may be lost at any time.
    """
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=counts_url,
        storage_options=PATIENCE if counts_url.startswith("redis") else {},
        in_memory_fallback_enabled=not counts_url.startswith("memory"),
    )
    view: Any = app.view_functions["sign_in.enter"]
    for attempts, key in ((ATTEMPTS_AT_ONE_ACCOUNT, _account), (ATTEMPTS_FROM_ONE_ADDRESS, get_remote_address)):
        view = limiter.limit(attempts, key_func=key, deduct_when=_refused)(view)
    app.view_functions["sign_in.enter"] = access.open_to(access.PUBLIC)(view)
    feed: Any = app.view_functions["calendar_feed.file"]
    feed = limiter.limit(ATTEMPTS_FROM_ONE_ADDRESS, key_func=get_remote_address, deduct_when=_refused)(feed)
    feed = limiter.limit(READINGS_OF_ONE_CALENDAR, key_func=calendar_feed.counted_as)(feed)
    app.view_functions["calendar_feed.file"] = access.open_to(access.PUBLIC)(feed)


def _account() -> str:
    return f"{get_remote_address()} {request.form.get('email', '').strip().lower()}"


def _refused(response: Response) -> bool:
    return response.status_code >= 400
