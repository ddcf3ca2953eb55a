"""The papers of a case beside its letters: what sort they are, what they are called, and why one is withdrawn."""

from dataclasses import dataclass
from enum import StrEnum

from engine.casework.pages.typed import Reader, Typed

LONGEST_TITLE = 200


class Paper(StrEnum):
    """What sort of paper it is."""

    FROM_THEM = "from_them"
    """What whoever complains sent: a letter, photographs, an email."""
    EVIDENCE = "evidence"
    RECORDS = "records"
    """Copies out of the council's own files."""
    STATEMENT = "statement"
    INTERVIEW = "interview"
    REPORT = "report"
    MINUTES = "minutes"
    CONSENT = "consent"
    ADVICE = "advice"
    OTHER = "other"


@dataclass(frozen=True)
class NewDocument:
    """What somebody said about a document that they add."""

    title: str
    kind: Paper
    comment: str | None


def read_document(typed: Typed, filename: str) -> NewDocument:
    """Check the questions about a new document; untitled it is called as its file. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    title = reader.text("title", most=LONGEST_TITLE) or _without_ending(filename)
    kind = reader.choice("kind", Paper, "Select what sort of document it is")
    comment = reader.text("comment", most=2000)
    reader.check()
    assert kind is not None
    return NewDocument(" ".join(title.split()), kind, comment or None)


def _without_ending(filename: str) -> str:
    """What a file is called, as words: many names have underscores where a title has blanks."""
    return (filename.rpartition(".")[0] or filename).replace("_", " ")


def read_title(typed: Typed) -> tuple[str, Paper]:
    """Check another title and sort for a document. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    title = reader.text("title", "Enter what the document is called", most=LONGEST_TITLE)
    kind = reader.choice("kind", Paper, "Select what sort of document it is")
    reader.check()
    assert kind is not None
    return " ".join(title.split()), kind


def read_comment(typed: Typed) -> str | None:
    """Check what somebody says about a version. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    comment = reader.text("comment", most=2000)
    reader.check()
    return comment or None


def read_reason(typed: Typed, empty: str) -> str:
    """Check why something is withdrawn or struck out. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    reason = reader.text("reason", empty, most=2000)
    reader.check()
    return reason


def download_name(reference: str, document_id: int, number: int, ending: str) -> str:
    """What the file is called on the disk of whoever takes it away: no name of a person, whatever it was called."""
    return f"{reference}-document-{document_id}-version-{number}.{ending}"
