"""What an installation begins with, and what an upgrade adds: tables, calendar, diagrams and letters as shipped."""

from pathlib import Path

from engine.db import schema
from engine.flows import calendar, deployments, letter_templates
from engine.office import Office
from notifications import letters

BPMN = Path(__file__).resolve().parent.parent / "bpmn"


def prepare(office: Office, drafts: frozenset[str] = frozenset()) -> list[str]:
    """Tables, calendar, diagrams and letters as this release ships them; returns the versions that were added.

    A first installation publishes every version but those named in `drafts`. An upgrade's letters wait as drafts.
    """
    schema.upgrade(office.database)
    calendar.seed(office)
    added = deployments.seed(office, BPMN, drafts)
    return [*added, *letter_templates.seed(office, letters.shipped())]
