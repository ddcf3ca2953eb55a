"""Every error a caller may meet. The docstring is the message; `{names}` are filled from the arguments."""

from collections.abc import Mapping
from typing import Any


class HeardError(Exception):
    """Something went wrong."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").strip().format(**facts))


class NotFound(HeardError):
    """There is no {what} here that you may see."""


class NoSuchDate(NotFound):
    """This date cannot be corrected: it has been corrected already, or it is not a date of this case."""


class NotAllowed(HeardError):
    """You may not {action}: {why}."""


class StaleTask(HeardError):
    """This task is no longer open: {what_happened}."""


class StaleCase(HeardError):
    """The case {reference} has changed since you looked. Nothing was done."""


class InvalidAnswers(HeardError):
    """Some answers need another look."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """`errors` maps the name of a field to the sentence that says what to do."""
        self.errors = dict(errors)
        super().__init__()


class ClockSentenceError(HeardError):
    """The time limit "{sentence}" cannot be read: {mend}."""


class RefusedByLaw(HeardError):
    """{why}"""


class LetterUnwritten(RefusedByLaw):
    """The letter “{letter}” cannot be sent: nobody has written it yet. Open it and send it from the case’s letters."""


class NoSuchWay(RefusedByLaw):
    """The procedure “{procedure}” knows no {name} “{value}”; it knows {known}. Nothing was recorded."""


class ProcedureRefused(HeardError):
    """The diagram cannot be used as it stands."""

    def __init__(self, findings: tuple[Any, ...]) -> None:
        """`findings` are `engine.procedures.findings.Finding`s, each with element, line and a sentence."""
        self.findings = findings
        super().__init__()
        self.args = ("The diagram cannot be used as it stands: " + "; ".join(str(f) for f in findings),)


class ExpressionRefused(HeardError):
    """The condition "{text}" {why}."""


class VariableSentenceError(HeardError):
    """The variable "{sentence}" cannot be read: {mend}."""


class NewerVersion(HeardError):
    """Version {number} of this document was added by {who} on {when}, after you had opened it."""
