"""The whole file of a case as one PDF: a page number and the reference on every sheet, and contents that lead to it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from engine.casework.dates import short_date
from engine.office import LONDON
from notifications import documents

_FOLDER = Path(__file__).parent / "templates" / "whole_file"
_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Printed:
    """Who put the file on paper, and when."""

    by: str
    at: datetime

    @property
    def words(self) -> str:
        """The same as it stands at the foot of every page."""
        local = self.at.astimezone(LONDON)
        return f"Printed by {self.by}, {short_date(local.date())}, {local:%H:%M}"


def whole_file(body: Markup, reference: str, council_name: str, printed: Printed) -> bytes:
    """The file as a PDF. `body` is safe HTML, section after section. Raises `PdfUnavailable`."""
    style = (_FOLDER / "file.css").read_text(encoding="utf-8")
    facts = {"body": body, "reference": reference, "council_name": council_name, "printed": printed.words}
    return documents.pdf_of_page(_templates.get_template("file.html").render(**facts, style=style))
