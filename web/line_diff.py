"""Two texts beside each other, line by line: what is new, what is gone, and a little of what stayed."""

from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2
"""Lines that stay, shown before and after each change."""


@dataclass(frozen=True)
class Line:
    """One line of the comparison: `kind` is same, gone, new, or gap for lines that are left out."""

    kind: str
    text: str = ""


def compared(before: str, after: str) -> tuple[Line, ...]:
    """What turns one text into the other; empty where they are the same."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return ()
    lines: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        lines += [Line("gap")] if lines else []
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                lines += [Line("same", text) for text in old[old_from:old_to]]
                continue
            lines += [Line("gone", text) for text in old[old_from:old_to]]
            lines += [Line("new", text) for text in new[new_from:new_to]]
    return tuple(lines)
