"""How templates say dates, names and the code's words."""

import re
from datetime import datetime

from flask import Flask
from markupsafe import Markup, escape

from engine.casework.dates import days_left, how_many, long_date, short_date
from engine.casework.initials import initials
from engine.office import LONDON
from notifications import render
from web.words import said


def put_into(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(
        long_date=long_date,
        short_date=short_date,
        days_left=days_left,
        how_many=how_many,
        moment=moment,
        said=said,
        initials=initials,
        as_typed=as_typed,
        fragment=render.fragment,
    )


def moment(instant: datetime) -> str:
    """An instant as people in England say it: "5 Jan 2027, 14:05"."""
    local = instant.astimezone(LONDON)
    return f"{short_date(local.date())}, {local:%H:%M}"


def as_typed(text: str | None) -> Markup:
    """Somebody's words with their paragraphs and line ends, and nothing in them that is live."""
    blocks = [block for block in re.split(r"\n\s*\n", (text or "").strip().replace("\r\n", "\n")) if block]
    lines = [Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks]
    return Markup("\n").join(Markup('<p class="govuk-body">{}</p>').format(line) for line in lines)
