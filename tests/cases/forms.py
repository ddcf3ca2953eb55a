"""A page's form as somebody finds it, and as they leave it: what stands in it already counts, as in a browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

Answer = str | int | bool | date
Typed = Mapping[str, Answer]


@dataclass
class Form:
    """One form: where it goes, what stands in it, every question that it asks, and its buttons by what they ask for."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    questions: set[str] = field(default_factory=set)
    buttons: set[tuple[str, str]] = field(default_factory=set)


class _Reader(HTMLParser):
    """Reads the forms of a page that change something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._pick: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag == "form":
            self._form = Form(has.get("action") or "") if has.get("method") == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, has)

    def _field(self, form: Form, tag: str, has: dict[str, str | None]) -> None:
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "option" and self._pick is not None and "selected" in has:
            form.values[self._pick] = value
        if not name:
            return
        if tag == "button":
            form.buttons.add((name, value))
            return
        form.questions.add(name)
        if tag == "textarea":
            self._area, form.values[name] = name, ""
        elif tag == "select":
            self._pick, form.values[name] = name, ""
        elif has.get("type") not in ("radio", "checkbox", "file") or "checked" in has:
            form.values[name] = value

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._area is not None:
            self._form.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._pick = None


def forms_of(html: str) -> list[Form]:
    """The forms in the main part of a page."""
    reader = _Reader()
    reader.feed(html.partition("<main")[2].partition("</main>")[0])
    for form in reader.forms:  # a browser leaves out the line break that begins a text area
        form.values = {name: value.removeprefix("\n") for name, value in form.values.items()}
        form.values.pop("csrf_token", None)
    return reader.forms


def plain(form: Form, typed: Typed) -> dict[str, str]:
    """What somebody answers, as the page's own questions: a day goes into its three boxes."""
    sent: dict[str, str] = {}
    for name, answer in typed.items():
        if isinstance(answer, date) and f"{name}-day" in form.questions:
            sent |= {f"{name}-day": str(answer.day), f"{name}-month": str(answer.month)}
            sent[f"{name}-year"] = str(answer.year)
        elif isinstance(answer, bool):
            sent[name] = "yes" if answer else "no"
        elif isinstance(answer, date):
            sent[name] = answer.isoformat()
        else:
            sent[name] = str(answer)
    return sent
