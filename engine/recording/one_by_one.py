"""The same deed for many, each in its own commit: what was done, what was refused and why; or only tried."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields

from engine.errors import HeardError, InvalidAnswers, NotAllowed, NotFound, StaleTask
from engine.office import Office, Transaction

GONE = "it is not there any more, or not yours to see"


@dataclass(frozen=True)
class Refused:
    """One that could not be done, and why, as the end of a sentence."""

    id: str
    why: str


@dataclass(frozen=True)
class Gathered:
    """What became of each."""

    done: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


def each(ids: Iterable[str], deed: Callable[[str], object]) -> Gathered:
    """Do it for each in turn. One that is refused keeps none of the others from being done."""
    done: list[str] = []
    refused: list[Refused] = []
    for key in ids:
        try:
            deed(key)
        except HeardError as error:
            refused.append(Refused(key, why(error)))
        else:
            done.append(key)
    return Gathered(tuple(done), tuple(refused))


def why(error: HeardError) -> str:
    """The reason of a refusal, as the end of a sentence: “the complaint is about them”."""
    if isinstance(error, NotAllowed):
        return str(error.facts["why"])
    if isinstance(error, StaleTask):
        return str(error.facts["what_happened"])
    if isinstance(error, NotFound):
        return GONE
    if isinstance(error, InvalidAnswers):
        return _begun_small(" ".join(error.errors.values()))
    return _begun_small(str(error))


def rehearsing(office: Office) -> Office:
    """The same office, where nothing that is done is kept: a preview made so cannot differ from the deed."""
    return _Rehearsing(**{field.name: getattr(office, field.name) for field in fields(Office)})


class _OnlyLooking(Exception):
    """Ends a transaction, so that nothing of it is kept."""


@dataclass(frozen=True)
class _Rehearsing(Office):
    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with suppress(_OnlyLooking), self.database.writing() as connection:
            yield Transaction(connection, self.clock.now())
            raise _OnlyLooking


def _begun_small(sentence: str) -> str:
    words = sentence.rstrip(".")
    return words[:1].lower() + words[1:]
