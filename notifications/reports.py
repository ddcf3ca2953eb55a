"""What meetings look at, as PDFs: the meeting pack of a head of service, and the director's one page."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.casework.dates import long_date, short_date
from engine.casework.initials import initials
from engine.insight.director import Figure, OnePage
from engine.insight.lines import Group
from engine.insight.meeting_pack import Pack
from notifications import documents

GROUPS: Mapping[Group, str] = {
    Group.OVERDUE: "Overdue",
    Group.DUE_SOON: "Due in 5 working days",
    Group.BLOCKED: "Blocked",
    Group.NEEDS_HELP: "Needs help",
}

_FOLDER = Path(__file__).parent / "templates" / "reports"
_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_templates.filters.update(long_date=long_date, short_date=short_date, initials=initials)


def meeting_pack(pack: Pack, council_name: str, notice: str) -> bytes:
    """The pack as a PDF on A4. Raises `PdfUnavailable`."""
    return documents.pdf_of_page(_written("meeting_pack.html", pack.today, council_name, notice, pack=pack))


def directors_page(page: OnePage, council_name: str, notice: str) -> bytes:
    """The director's page as a PDF: one sheet of A4, however long the words in it. Raises `PdfUnavailable`."""
    return documents.pdf_of_page(_written("director.html", page.today, council_name, notice, page=page))


def _written(template: str, today: date, council_name: str, notice: str, **facts: Any) -> str:
    style = (_FOLDER / "report.css").read_text(encoding="utf-8")
    around = {"style": style, "today": today, "council_name": council_name, "notice": notice, "groups": GROUPS}
    return _templates.get_template(template).render(**around, Figure=Figure, **facts)
