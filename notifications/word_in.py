"""A letter that somebody worked on in Word, read back: their words as ours, and what the law puts in left to us."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from heapq import nlargest

from notifications import markdown, word_file
from notifications.fields import LetterFields
from notifications.letters import Letters
from notifications.paragraphs import Paragraph, Run, paragraphs_of

ALIKE = 0.72
"""From which likeness on a paragraph is a changed mandatory one, and not somebody's own."""
CLOSEST = 3
"""How many paragraphs are looked at closely for a mandatory one that is missing: a close look is costly."""
_LOOKED_AT = 1_000


@dataclass(frozen=True)
class FromWord:
    """What was read: the body as Markdown; mandatory paragraphs that had been cut or changed, by their first words;
    and lines from the head of the letter that were left out because they are printed by themselves.
    """

    body: str
    restored: tuple[str, ...]
    left_out: tuple[str, ...]


def read(content: bytes, name: str, kept: Letters, letter: str, fields: LetterFields) -> FromWord:
    """The words of a letter out of a Word file. Raises `WordRefused`, and what `Letters.write` raises."""
    written = word_file.opened(content, name)
    frame = tuple(paragraphs_of(kept.write(letter, fields, "").html))
    parts = kept.parts(letter, fields)
    locked = [p for text in kept.draft(letter, fields).mandatory for p in paragraphs_of(str(markdown.html(text)))]
    signature = tuple(paragraphs_of(str(markdown.html(parts["signature"]))))
    own, left_out = _without_head(written, frame, parts["title"])
    own = _without(own, signature)
    own, restored = _without_locked(own, locked)
    return FromWord(_markdown(own), restored, left_out)


def _without_head(
    written: Sequence[Paragraph], frame: Sequence[Paragraph], title: str
) -> tuple[list[Paragraph], tuple[str, ...]]:
    """Without letterhead, address, date, salutation and title; and those of these lines that are not as we print them.

    Where the title is not found, only the lines that are exactly ours go.
    """
    ends = [n for n, each in enumerate(written[:16]) if _is_like(_plain(each), title)]
    known = {_plain(each) for each in frame}
    if not ends:
        head = {_plain(each) for each in frame if each.kind in ("letterhead", "from", "address", "date", "salutation")}
        return [each for each in written if _plain(each) not in head], ()
    before, after = written[: ends[0]], list(written[ends[0] + 1 :])
    changed = [_plain(each) for each in before if _plain(each) not in known and not _plain(each).startswith("Dear ")]
    return after, tuple(changed)


def _without(written: list[Paragraph], ours: Sequence[Paragraph]) -> list[Paragraph]:
    """Without these paragraphs of ours, the last of each taken away once: a signature stands at the end."""
    kept = list(written)
    for each in ours:
        words = _plain(each)
        for index in range(len(kept) - 1, -1, -1):
            if _plain(kept[index]) == words:
                del kept[index]
                break
    return kept


def _without_locked(written: list[Paragraph], locked: Sequence[Paragraph]) -> tuple[list[Paragraph], tuple[str, ...]]:
    """Without the mandatory paragraphs, and those of them that had been cut or changed."""
    kept, missing = list(written), []
    for each in locked:
        index = _last(kept, _plain(each))
        if index is None:
            missing.append(each)
        else:
            del kept[index]
    for each in missing:
        index = _changed(kept, _plain(each))
        if index is not None:
            del kept[index]
    return kept, tuple(_plain(each) for each in missing)


def _last(paragraphs: Sequence[Paragraph], words: str) -> int | None:
    return next((n for n in range(len(paragraphs) - 1, -1, -1) if _plain(paragraphs[n]) == words), None)


def _plain(paragraph: Paragraph) -> str:
    """The words alone, as both the file and the page have them: without a link's address."""
    return " ".join(f"{paragraph.label} {''.join(run.text for run in paragraph.runs)}".split())


def _is_like(words: str, wanted: str) -> bool:
    return words == wanted or (_is_near(words, wanted) and _likeness(words, wanted) >= ALIKE)


def _changed(paragraphs: Sequence[Paragraph], wanted: str) -> int | None:
    """Which paragraph is the wanted one, changed; None where none is. Only the closest few are compared in full."""
    near = [(n, words) for n, p in enumerate(paragraphs) if _is_near(words := _plain(p), wanted)]
    closest = nlargest(CLOSEST, near, key=lambda each: _shared(each[1], wanted))
    likeness, index = max(((_likeness(words, wanted), n) for n, words in closest), default=(0.0, 0))
    return index if likeness >= ALIKE else None


def _is_near(one: str, other: str) -> bool:
    """Of very different length they cannot be alike."""
    return bool(one and other) and min(len(one), len(other)) / max(len(one), len(other)) >= ALIKE / 2


def _shared(one: str, other: str) -> int:
    """How many words they have in common."""
    return (Counter(one.split()) & Counter(other.split())).total()


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_LOOKED_AT], other[:_LOOKED_AT], autojunk=False).ratio()


_MARKS: Mapping[str, str] = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### "}


def _markdown(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs in our Markdown: a line between them, and none inside a list."""
    written = ""
    for before, each in zip([None, *paragraphs], paragraphs, strict=False):
        same_list = before is not None and bool(before.label) and bool(each.label)
        written += ("\n" if same_list else "\n\n") + _written(each)
    return written.strip() + "\n" if written.strip() else ""


def _written(paragraph: Paragraph) -> str:
    lines = _lines(paragraph.runs)
    if paragraph.kind in _MARKS:
        return _MARKS[paragraph.kind] + " ".join(lines)
    if paragraph.label:
        mark = "- " if paragraph.label == "•" else f"{paragraph.label} "
        return mark + ("\n" + " " * len(mark)).join(markdown.at_line_start(line) for line in lines)
    return "\n".join(markdown.at_line_start(line) for line in lines)


def _lines(runs: Sequence[Run]) -> list[str]:
    """The lines of a paragraph with their emphasis."""
    lines = [""]
    for run in runs:
        first, *rest = run.text.split("\n")
        lines[-1] += _emphasised(replace(run, text=first))
        lines += [_emphasised(replace(run, text=text)) for text in rest]
    return [line.strip() for line in lines if line.strip()]


def _emphasised(run: Run) -> str:
    text = re.sub(r"[\t \xa0]+", " ", run.text)
    words, mark = markdown.inline(text.strip()), "*" * (2 * run.bold + run.italic)
    if not words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"
