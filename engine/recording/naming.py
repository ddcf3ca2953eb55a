"""Whether words name somebody who complains, or a child: they are kept from the worker complained about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.db.tables import party

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

NAMES = "This names somebody who complains, or a child. Take the name out"


def names_who_complains(case: CaseRecord, words: str) -> bool:
    """Whether these words hold the name, or the last name, of anybody who complains or of a child."""
    return any(_is_named(words, somebody) for somebody in _who_complains(case))


def _is_named(words: str, somebody: str) -> bool:
    parts = somebody.split()
    names = {" ".join(parts), parts[-1]} if parts else set()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names)


def _who_complains(case: CaseRecord) -> list[str]:
    further = case.transaction.connection.execute(select(party.c.name).where(party.c.case_id == case.id)).scalars()
    own = [case.value("complainant_name"), case.value("child_name")]
    return [name for name in [*own, *further] if name]
