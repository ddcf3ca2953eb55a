"""Letters that have gone out with a day that was wrong: one that puts it right is begun, for a person to send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.casework.completion import LetterWords
from engine.casework.dates import long_date
from engine.db.tables import message
from engine.recording import messages

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

CORRECTION = "correction"
_GONE = ("queued", "to_post", "sent")


def put_days_right(case: CaseRecord, moved: Iterable[tuple[date | None, date | None]]) -> tuple[str, ...]:
    """Begin a letter where one that went out names a day as it was; says so, or nothing. `moved`: before and after."""
    m = message.c
    query = select(m.template, m.sent_on, m.body, m.text).where(m.case_id == case.id, m.kind == "letter")
    query = query.where(m.to_name.is_(None))  # what is put right is what the complainant was told
    gone = case.transaction.connection.execute(query.where(m.status.in_(_GONE)).order_by(m.id)).all()
    for before, after in moved:
        letter = next((row for row in gone if before is not None and names(row.text or row.body or "", before)), None)
        if letter is not None and before is not None:
            _begin(case, letter.sent_on, before, after)
            return (_BEGUN,)
    return ()


_BEGUN = "A letter that has gone out names the wrong day. One that puts it right is begun, and waits to be sent."


def _begin(case: CaseRecord, sent_on: date | None, before: date, after: date | None) -> None:
    right = f" The right day is {long_date(after)}." if after is not None else ""
    told = {"corrected": f"It says {long_date(before)}, which was wrong.{right}"}
    messages.letter(case, LetterWords(CORRECTION, ""), {**told, **({"corrected_on": str(sent_on)} if sent_on else {})})
    case.note("letter_begun", payload={"letter": CORRECTION})


def names(text: str, day: date) -> bool:
    """Whether a letter names this day, as letters write days."""
    return re.search(rf"(?<!\d){day.day} {day:%B} {day.year}", text) is not None
