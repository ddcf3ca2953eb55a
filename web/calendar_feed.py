"""One's deadlines in one's own calendar program: an address that nobody can guess, and the page that makes it."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.flows import calendar_feeds
from engine.insight import calendar_feed
from engine.insight.calendar_feed import Entry
from engine.queries import council
from web import calendar_file, insight_words
from web.access import EVERYONE_SIGNED_IN, PUBLIC, actor, office, open_to, settings

bp = Blueprint("calendar_feed", __name__)

UNDER = "/calendar/"
SECRET = re.compile(r"[\w-]{20,100}", re.ASCII)


@bp.before_app_request
def keep_the_secret() -> None:
    """A server in front of these pages writes down what was asked for: never the secret in an address."""
    if request.path.startswith(UNDER):
        request.environ["RAW_URI"] = request.environ["REQUEST_URI"] = f"{UNDER}(secret)"


@bp.get("/deadlines/feed")
@open_to(EVERYONE_SIGNED_IN)
def page() -> ResponseReturnValue:
    """Whether there is an address, and what can be done with it. The address itself cannot be shown again."""
    return render_template("deadlines/feed.html", feed=calendar_feed.of_person(office(), actor()), address=None)


@bp.post("/deadlines/feed")
@open_to(EVERYONE_SIGNED_IN)
def make() -> ResponseReturnValue:
    """Make an address and show it. This once it is shown by the answer itself: no cookie or address may hold it."""
    secret = calendar_feeds.make(office(), actor())
    address = f"{settings().base_url}{url_for('calendar_feed.file', secret=secret)}"
    return render_template("deadlines/feed.html", feed=calendar_feed.of_person(office(), actor()), address=address)


@bp.post("/deadlines/feed/off")
@open_to(EVERYONE_SIGNED_IN)
def switch_off() -> ResponseReturnValue:
    """Revoke the address."""
    calendar_feeds.switch_off(office(), actor())
    flash("The calendar address is switched off. You can make a new one at any time.")
    return redirect(url_for("calendar_feed.page"))


@bp.get("/calendar/<secret>.ics")
@open_to(PUBLIC)
def file(secret: str) -> ResponseReturnValue:
    """The calendar, for whoever has its address."""
    if not SECRET.fullmatch(secret):
        raise NotFound
    found = calendar_feed.find(office(), calendar_feeds.digest(secret))
    if found is None:
        raise NotFound
    calendar_feeds.note_reading(office(), found.reader.person_id)
    name = f"Deadlines, {council.name(office())}"
    content = calendar_file.written(name, map(_entry, found.entries), office().clock.now())
    headers = {
        "Content-Disposition": 'inline; filename="deadlines.ics"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return Response(content, content_type=calendar_file.MEDIA_TYPE, headers=headers)


def counted_as() -> str:
    """By what the readings of one calendar are counted: never the secret itself, which may end up in another store."""
    return calendar_feeds.digest(str((request.view_args or {}).get("secret", ""))).hex()


def _entry(entry: Entry) -> calendar_file.Entry:
    """By reference alone: neither a name nor anything of what a case is about leaves the house."""
    line, base = entry.item.line, settings().base_url
    instead = f" · for {entry.item.instead_of}" if entry.item.instead_of else ""
    return calendar_file.Entry(
        uid=f"{line.sort}-{line.key}@{urlsplit(base).hostname or 'heard'}",
        sequence=entry.changes,
        on=entry.on,
        summary=f"{line.what} · {line.reference}{instead}",
        address=f"{base}{insight_words.address(line)}",
    )
