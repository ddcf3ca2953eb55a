"""The letters' own words: every template with its versions, changed as a draft, tried, and published with a comment."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.letter_faults import LetterRefused
from engine.casework.policy import Action
from engine.errors import InvalidAnswers, NotFound
from engine.flows import letter_templates as keeping
from engine.queries import letter_templates, letters
from engine.queries.letter_templates import Kept, Version
from notifications import render
from web.access import actor, may_everywhere, office, open_to
from web.cases import opened
from web.filled import Filled, typed
from web.line_diff import compared

bp = Blueprint("letters_kept", __name__)

SOURCE, COMMENT, STEP, CONFIRM = "source", "comment", "step", "confirm"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# As with the letters of a case: a page of its own in a frame, which runs nothing and reaches nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
_SHARED = "what several letters share"


@bp.app_template_global()
def kept_letter_name(name: str) -> str:
    """What a template is called: the letter's name, or that of a part that letters share."""
    found = render.name_of(name)
    if found is not None:
        return found
    words = name.lstrip("_").replace("_", " ")
    return f"Shared part: {words}" if name.startswith("_") else words.capitalize()


@bp.app_template_global()
def led(words: str) -> str:
    """Words with a capital at their head, the rest as it is."""
    return words[:1].upper() + words[1:]


@bp.get("/letters")
@open_to(Action.SEE_LETTERS)
def every() -> ResponseReturnValue:
    """Every letter, narrowed by the procedure that it belongs to or by words of its name."""
    asked, words = request.args.get("procedure", ""), request.args.get("words", "").strip()[:80]
    rows = [kept for kept in letter_templates.every(office(), actor()) if _wanted(kept, asked, words)]
    known = [*sorted({content.procedure for content in render.CONTENTS.values()}), _SHARED]
    return render_template(
        "letters_kept/every.html",
        rows=rows,
        procedure_of=_procedure,
        procedures=[(each, led(each)) for each in known],
        filled=Filled(suggested={"procedure": asked, "words": words}),
    )


@bp.get("/letters/<name>")
@open_to(Action.SEE_LETTERS)
def one(name: str) -> ResponseReturnValue:
    """One letter: its words, what it must say, its versions, and the form to change it."""
    return _letter(name, Filled())


@bp.post("/letters/<name>")
@open_to(Action.KEEP_LETTERS)
def change(name: str) -> ResponseReturnValue:
    """Keep changed words as a draft. What was typed stays on the page when something in it has to be mended."""
    answers = typed()
    try:
        version = keeping.change(office(), actor(), name, answers.get(SOURCE, ""), render.faults)
    except LetterRefused as refused:
        return _letter(name, Filled(answers, {SOURCE: "Mend what is listed below, line by line"}), refused), 422
    flash("The draft is kept. Look at it before you publish it.")
    return redirect(url_for("letters_kept.version", name=name, number=version))


@bp.get("/letters/<name>/versions/<int:number>")
@open_to(Action.SEE_LETTERS)
def version(name: str, number: int) -> ResponseReturnValue:
    """One version: compared with what is published, and tried with invented facts or with those of a case."""
    return _version(name, number, Filled(suggested={"case": request.args.get("case", "")}))


@bp.get("/letters/<name>/versions/<int:number>/page")
@open_to(Action.SEE_LETTERS)
def sheet(name: str, number: int) -> ResponseReturnValue:
    """The version as a letter, by itself."""
    page = _tried(_find(name, number)).html
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


@bp.get("/letters/<name>/versions/<int:number>/letter.pdf")
@open_to(Action.SEE_LETTERS)
def as_pdf(name: str, number: int) -> ResponseReturnValue:
    """The version as a letter to print."""
    try:
        return _file(name, number, render.pdf, "application/pdf", "pdf")
    except render.PdfUnavailable as missing:
        return _version(name, number, Filled(suggested={"case": request.args.get("case", "")}), str(missing)), 503


@bp.get("/letters/<name>/versions/<int:number>/letter.docx")
@open_to(Action.SEE_LETTERS)
def as_word(name: str, number: int) -> ResponseReturnValue:
    """The version as a letter for Word."""
    return _file(name, number, render.docx, WORD, "docx")


@bp.post("/letters/<name>/versions/<int:number>/publish")
@open_to(Action.KEEP_LETTERS)
def publish(name: str, number: int) -> ResponseReturnValue:
    """Publish a draft, or an older version again: first what changes is shown, then it is done."""
    answers, found = typed(), _find(name, number)
    if not answers.get(COMMENT, "").strip():
        return _version(name, number, Filled(answers, {COMMENT: "Say what has changed, and why"})), 422
    if answers.get(STEP) != CONFIRM:
        return _confirm(found, answers)
    try:
        new = keeping.publish(office(), actor(), name, number, answers[COMMENT], render.faults)
    except InvalidAnswers as wrong:
        return _version(name, number, Filled(answers, wrong.errors)), 422
    except LetterRefused as refused:
        return _version(name, number, Filled(answers, {COMMENT: str(refused)})), 422
    flash(f"Version {new} is published. Letters are written with it from now on.")
    return redirect(url_for("letters_kept.one", name=name))


def _letter(name: str, filled: Filled, refused: LetterRefused | None = None) -> str:
    versions = letter_templates.versions_of(office(), actor(), name)
    kept = letter_templates.kept(versions)
    current = kept.draft or kept.published
    suggested = {SOURCE: current.source if current is not None else ""}
    return render_template(
        "letters_kept/letter.html",
        kept=kept,
        versions=versions,
        content=render.CONTENTS.get(name),
        using=[letter for letter in render.CONTENTS if _includes(letter, name)],
        fields=render.documented_fields(),
        filled=Filled(filled.typed, filled.errors, suggested),
        faults=refused.faults if refused is not None else (),
        may_change=may_everywhere(Action.KEEP_LETTERS),
    )


def _version(name: str, number: int, filled: Filled, why_no_pdf: str = "") -> str:
    versions = letter_templates.versions_of(office(), actor(), name)
    found, kept = _find(name, number), letter_templates.kept(versions)
    other = _other(versions, kept, found)
    lacks: str | None = None
    reference = request.args.get("case", "").strip()
    try:
        _tried(found)
    except (render.LetterLacks, render.LetterTooLong, NotFound) as missing:
        lacks = str(missing)
    return render_template(
        "letters_kept/version.html",
        found=found,
        kept=kept,
        other=other,
        others=versions,
        lines=compared(other.source, found.source) if other is not None else (),
        lacks=lacks,
        no_pdf=why_no_pdf,
        reference=reference,
        filled=filled,
        may_change=may_everywhere(Action.KEEP_LETTERS),
    )


def _other(versions: tuple[Version, ...], kept: Kept, found: Version) -> Version | None:
    """The version to compare with: the one asked for, else what is published, else the one before."""
    asked = request.args.get("against", "")
    named = [v for v in versions if str(v.version) == asked and v is not found]
    if named:
        return named[0]
    if kept.published is not None and kept.published.version != found.version:
        return kept.published
    return next((v for v in versions if v.version < found.version), None)


def _confirm(found: Version, answers: dict[str, str]) -> str:
    kept = letter_templates.kept(letter_templates.versions_of(office(), actor(), found.name))
    before = kept.published.source if kept.published is not None else ""
    lines = compared(before, found.source)
    return render_template(
        "letters_kept/publish.html", found=found, kept=kept, lines=lines, comment=answers[COMMENT], filled=Filled()
    )


def _find(name: str, number: int) -> Version:
    for each in letter_templates.versions_of(office(), actor(), name):
        if each.version == number:
            return each
    raise NotFound(what="version of the letter")


def _tried(found: Version) -> render.Letter:
    """The version as a letter: with a case that the person may see, or with invented facts. Raises `LetterLacks`.

    A shared part is shown in a letter that includes it.
    """
    letter = found.name
    if letter.startswith("_"):
        letter = next((name for name in sorted(render.CONTENTS) if _includes(name, found.name)), letter)
    kept, fields = render.trial(office(), found.name, found.source), _facts(letter)
    return kept.write(letter, fields, kept.draft(letter, fields).body)


def _facts(letter: str) -> render.LetterFields:
    reference = request.args.get("case", "").strip()
    if not reference:
        return render.sample(letter)
    case = opened(reference, "letter tried with the case")
    invented = render.sample(letter)
    to = {"to_name": invented.to_name, "to_address": "\n".join(invented.to_address_lines)}
    return render.letter_fields({**letters.facts(office(), case, actor().person_id, letter), **to})


def _file(name: str, number: int, made: Callable[[render.Letter], bytes], kind: str, ending: str) -> Response:
    content = made(_tried(_find(name, number)))
    named = f'attachment; filename="{name.strip("_")}-{number}.{ending}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": named})


def _includes(letter: str, part: str) -> bool:
    return f'"{part}.md"' in render.letters_of(office()).sources.get(letter, "")


def _procedure(name: str) -> str:
    return render.CONTENTS[name].procedure if name in render.CONTENTS else _SHARED


def _wanted(kept: Kept, procedure: str, words: str) -> bool:
    called = f"{kept_letter_name(kept.name)} {kept.name}".lower()
    return procedure in ("", _procedure(kept.name)) and all(word in called for word in words.lower().split())
