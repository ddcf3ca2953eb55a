"""What is said about a diagram that cannot be used: which element, which line, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a diagram from being published; a warning is shown and may be accepted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend in a diagram."""

    severity: Severity
    element: str | None
    """The id of the element, or None when the file as a whole is meant."""
    line: int | None
    rule: str
    """The rule's own name, for filters and tests: `xor-without-default`."""
    sentence: str
    """What is wrong and how to mend it, for the process owner."""

    def __str__(self) -> str:
        """The finding as one line of a list."""
        place = ", ".join(part for part in (self.element, f"line {self.line}" if self.line else "") if part)
        return f"{place}: {self.sentence}" if place else self.sentence


def error(rule: str, sentence: str, element: str | None = None, line: int | None = None) -> Finding:
    """A finding that keeps the diagram from being published."""
    return Finding(Severity.ERROR, element, line, rule, sentence)


def warning(rule: str, sentence: str, element: str | None = None, line: int | None = None) -> Finding:
    """A finding that the process owner may accept."""
    return Finding(Severity.WARNING, element, line, rule, sentence)
