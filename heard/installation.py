"""What an installation begins with, and what an upgrade adds: tables, calendar, diagrams and letters as shipped."""

from dataclasses import dataclass
from pathlib import Path

from engine.db import schema
from engine.flows import calendar, deployments, letter_templates
from engine.flows.deployments import Added
from engine.office import Office
from notifications import letters

BPMN = Path(__file__).resolve().parent.parent / "bpmn"


@dataclass(frozen=True)
class Arrived:
    """What an installation or an upgrade brought."""

    diagrams: tuple[Added, ...]
    letters: tuple[str, ...]
    """Their versions, as `letter_templates.seed` names them."""


def prepare(office: Office, drafts: frozenset[str] = frozenset()) -> Arrived:
    """Tables, calendar, diagrams and letters as this release ships them; returns what was added.

    A first installation publishes every version but those named in `drafts`. An upgrade's diagrams and letters wait as
    drafts.
    """
    schema.upgrade(office.database)
    calendar.seed(office)
    added = deployments.seed(office, BPMN, drafts)
    return Arrived(tuple(added), tuple(letter_templates.seed(office, letters.shipped())))


def in_words(arrived: Arrived) -> tuple[str, ...]:
    """What arrived, a sentence for each, and the command that publishes the diagrams that wait as drafts."""
    waiting = [each for each in arrived.diagrams if each.is_draft]
    named = " ".join(f"{each.key} {each.version}" for each in waiting)
    how = f"To publish what came as drafts, together: heard publish {named} --as EMAIL"
    return (
        *(_sentence(each) for each in arrived.diagrams),
        *(f"added {version}" for version in arrived.letters),
        *((how,) if waiting else ()),
    )


def _sentence(added: Added) -> str:
    said = f"added {added.key}/{added.version}"
    if not added.is_draft:
        return said
    if added.instead_of is None:
        return f"{said} as a draft: no case follows it until it is published"
    return f"{said} as a draft: it has changed, and cases follow {added.instead_of} until it is published"
