"""What other rooms may ask of notifications: letters and emails as drafts, pages and files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup

from engine.casework.letter_faults import Fault as Fault
from engine.insight.director import OnePage
from engine.insight.meeting_pack import Pack
from engine.library import LetterSources
from engine.office import Office
from engine.queries import letter_templates
from notifications import checking, documented, documents, emails, letters, markdown, reports, samples, stored, word_in
from notifications import whole_file as whole_files
from notifications.contents import CONTENTS as CONTENTS
from notifications.contents import Content as Content
from notifications.contents import Recipient as Recipient
from notifications.documented import Documented as Documented
from notifications.emails import EMAILS as EMAILS
from notifications.emails import Email as Email
from notifications.errors import LetterLacks as LetterLacks
from notifications.errors import LetterTooLong as LetterTooLong
from notifications.errors import NoSuchEmail as NoSuchEmail
from notifications.errors import NoSuchLetter as NoSuchLetter
from notifications.errors import PdfUnavailable as PdfUnavailable
from notifications.errors import WordRefused as WordRefused
from notifications.fields import Contact as Contact
from notifications.fields import DigestRow as DigestRow
from notifications.fields import EmailFields as EmailFields
from notifications.fields import Extension as Extension
from notifications.fields import Head as Head
from notifications.fields import LetterFields as LetterFields
from notifications.fields import Overrun as Overrun
from notifications.letters import LETTERS as LETTERS
from notifications.letters import Draft as Draft
from notifications.letters import Letter as Letter
from notifications.letters import Letters as Letters
from notifications.mailers.file import FileMailer
from notifications.mailers.file import Kept as Kept
from notifications.paragraphs import Paragraph as Paragraph
from notifications.paragraphs import paragraphs_of
from notifications.whole_file import Printed as Printed
from notifications.word_in import FromWord as FromWord

_made: WeakKeyDictionary[LetterSources, Letters] = WeakKeyDictionary()


def letters_of(office: Office) -> Letters:
    """The letters in the words that this office has published; as shipped where it keeps none.

    Made once for each state of the published versions, so that asking for every page costs one short query.
    """
    kept = letter_templates.published(office)
    if not kept.sources:
        return letters.SHIPPED
    if kept not in _made:
        _made[kept] = Letters(kept.sources, kept.versions)
    return _made[kept]


def letters_at(office: Office, letter: str, fields: LetterFields, version: int | None) -> Letters:
    """The office's letters with this one as it was in a version: a copy is written as the letter itself was."""
    kept = letters_of(office)
    used = kept.used(letter, fields)
    if version is None or version == kept.versions.get(used):
        return kept
    source = letter_templates.source_of(office, used, version)
    return kept if source is None else Letters({**kept.sources, used: source}, {**kept.versions, used: version})


def trial(office: Office, name: str, source: str) -> Letters:
    """The office's letters with other words for one of them: to look at what is not published."""
    return Letters({**letters_of(office).sources, name: source})


def faults(name: str, source: str, sources: Mapping[str, str]) -> tuple[Fault, ...]:
    """Why the words of a letter cannot be kept as they are; empty where they can."""
    return checking.faults(name, source, sources)


def sample(letter: str) -> LetterFields:
    """Invented facts, all of them, to try a letter with."""
    return samples.for_letter(letter)


def documented_fields() -> tuple[Documented, ...]:
    """Every field that the words of a letter may use."""
    return documented.every()


def name_of(letter: str) -> str | None:
    """What a letter is called; None for one that is not on the list."""
    return CONTENTS[letter].name if letter in CONTENTS else None


def draft(letter: str, fields: LetterFields) -> Draft:
    """The letter as first written: the body to work on, and the paragraphs that are always in it.

    Raises `NoSuchLetter`, and `LetterLacks` naming the first field that the letter needs and has not.
    """
    return letters.draft(letter, fields)


def letter(letter: str, fields: LetterFields, body: str) -> Letter:
    """The whole letter around the body that a person settled on. Raises as `draft` does."""
    return letters.write(letter, fields, body)


def fragment(text: str) -> Markup:
    """Markdown as safe HTML, to show a body or a mandatory paragraph on a page."""
    return markdown.html(text)


def pdf(letter: Letter) -> bytes:
    """The letter as a PDF on A4. Raises `PdfUnavailable` where the system has no Pango."""
    return documents.pdf(letter)


def pdf_of_all(letters: Sequence[Letter]) -> bytes:
    """Several letters as one PDF to print, each on pages of its own. Raises `PdfUnavailable`."""
    return documents.pdf_of_all(letters)


def pages(letter: Letter) -> int:
    """How many A4 pages the letter takes; an answer to a child is one. Raises `PdfUnavailable`."""
    return documents.pages(letter)


def meeting_pack(pack: Pack, council_name: str, notice: str = "") -> bytes:
    """The meeting pack of a head of service as a PDF on A4. Raises `PdfUnavailable`."""
    return reports.meeting_pack(pack, council_name, notice)


def directors_page(page: OnePage, council_name: str, notice: str = "") -> bytes:
    """The director's page as a PDF of one sheet of A4. Raises `PdfUnavailable`."""
    return reports.directors_page(page, council_name, notice)


def paragraphs(page: str) -> tuple[Paragraph, ...]:
    """What a letter's page says, paragraph by paragraph: for whoever shows it inside something else."""
    return tuple(paragraphs_of(page))


def whole_file(body: Markup, reference: str, council_name: str, printed: Printed) -> bytes:
    """The whole file of a case as a PDF, from its sections as safe HTML. Raises `PdfUnavailable`."""
    return whole_files.whole_file(body, reference, council_name, printed)


def docx(letter: Letter) -> bytes:
    """The letter as a Word file."""
    return documents.docx(letter)


def from_word(content: bytes, name: str, kept: Letters, letter: str, fields: LetterFields) -> FromWord:
    """The body of a letter out of a Word file that somebody worked on. Raises `WordRefused`, `LetterLacks`."""
    return word_in.read(content, name, kept, letter, fields)


def email(template: str, fields: EmailFields) -> Email:
    """An email to staff, with reference and link only. Raises `NoSuchEmail`."""
    return emails.write(template, fields)


def letter_fields(facts: Mapping[str, Any]) -> LetterFields:
    """What a letter draws on, from the facts of a case as the record stores them."""
    return stored.letter_fields(facts)


def kept_emails(folder: Path, most: int, skipping: int = 0) -> tuple[tuple[Kept, ...], int]:
    """Emails that were kept as files instead of sent, newest first, and how many there are in all."""
    mailer = FileMailer(folder)
    return mailer.latest(most, skipping), mailer.count()


def kept_email(folder: Path, name: str) -> Kept:
    """One of them. Raises `NotFound`."""
    return FileMailer(folder).read(name)
