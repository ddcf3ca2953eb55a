"""What is wrong with the words of a letter's template: each fault with its line and what to do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.errors import HeardError


@dataclass(frozen=True)
class Fault:
    """One thing that has to be mended before a template can be kept; line 0 is the template as a whole."""

    line: int
    mend: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.mend}" if self.line else self.mend


Check = Callable[[str, str, Mapping[str, str]], tuple[Fault, ...]]
"""Looks at the template of a name, as typed, among the published sources of all the others."""


class LetterRefused(HeardError):
    """The letter cannot be kept as it stands."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """`faults` are in the order of their lines."""
        self.faults = faults
        super().__init__()
        self.args = ("The letter cannot be kept as it stands: " + "; ".join(str(fault) for fault in faults),)
