"""What the pages call the papers and contacts of a case."""

from collections.abc import Mapping
from typing import Any

from engine.casework.contacts import Next
from engine.casework.documents import Paper
from engine.casework.files import ACCEPTED, LARGEST, in_megabytes, type_said

PAPERS: Mapping[str, str] = {
    Paper.FROM_THEM: "Sent by them",
    Paper.EVIDENCE: "Evidence",
    Paper.RECORDS: "Copies of our records",
    Paper.STATEMENT: "Statement of complaint",
    Paper.INTERVIEW: "Notes of an interview",
    Paper.REPORT: "Report",
    Paper.MINUTES: "Minutes",
    Paper.CONSENT: "Consent",
    Paper.ADVICE: "Advice, legal or other",
    Paper.OTHER: "Something else",
}


NEXT: Mapping[str, str] = {
    Next.NOBODY: "Nobody has to",
    Next.US: "We do",
    Next.THEM: "They do",
    Next.SOMEBODY_ELSE: "Somebody else does",
}
"""Who does something next."""


def next_said(next_by: str | None) -> str:
    """Who has the ball after a contact, as the beginning of a sentence."""
    return {Next.US.value: "We", Next.THEM.value: "They"}.get(next_by or "", "Somebody else")


def paper_said(kind: str) -> str:
    """A sort of paper as a page names it."""
    return PAPERS.get(kind, PAPERS[Paper.OTHER])


FACTS: Mapping[str, Any] = {
    "papers": PAPERS,
    "paper_said": paper_said,
    "type_said": type_said,
    "in_megabytes": in_megabytes,
    "accepted": ACCEPTED,
    "largest": LARGEST,
}
"""For every template that lists documents."""
