"""Emails to staff: a reference, a link, and nothing about anybody."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.casework.dates import long_date
from notifications import words
from notifications.errors import NoSuchEmail
from notifications.fields import EmailFields


@dataclass(frozen=True)
class Email:
    """An email in its three parts."""

    subject: str
    text: str
    html: str


_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "emails"),
    undefined=StrictUndefined,
    autoescape=lambda name: bool(name) and str(name).endswith(".html"),
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["working_days_left"] = words.working_days_left
_templates.filters["due_in"] = words.due_in
_templates.filters["long_date"] = long_date
_templates.filters["moment"] = words.moment

EMAILS = tuple(
    name.removesuffix("/subject.txt") for name in sorted(_templates.list_templates()) if name.endswith("/subject.txt")
)
"""The names of all emails to staff, each a folder of three templates."""


def write(template: str, fields: EmailFields) -> Email:
    """The email called `template`. Raises `NoSuchEmail`."""
    if template not in EMAILS:
        raise NoSuchEmail(name=template, known=", ".join(EMAILS))
    subject, text, html = (
        _templates.get_template(f"{template}/{part}").render(fields=fields)
        for part in ("subject.txt", "text.txt", "html.html")
    )
    return Email(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)
