"""What has happened in a case since somebody looked at it, in sentences: for a page that others have overtaken."""

from engine.queries import history
from engine.queries.case_file import CaseFile
from web import history_words
from web.access import actor, office
from web.case_words import sentence
from web.filters import moment

MOST = 8


def said_since(case: CaseFile, seq: int) -> tuple[str, ...]:
    """What was recorded after the entry of that number, oldest first: "Oscar Officer, 5 Oct 2026, 10:00: ..."."""
    page = history.page(office(), actor(), case)
    new = [entry for entry in page.entries if entry.seq > seq]
    named = history.people_named(office(), tuple(new))
    said = [
        f"{entry.who or 'The system'}, {moment(entry.recorded_at)}: {history_words.happened(entry, named)}"
        for entry in reversed(new)
    ]
    return tuple(map(sentence, said[-MOST:]))
