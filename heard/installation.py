"""What an installation begins with, and what an upgrade adds: tables, calendar and the diagrams that are shipped."""

from pathlib import Path

from engine.db import schema
from engine.flows import calendar, deployments
from engine.office import Office

BPMN = Path(__file__).resolve().parent.parent / "bpmn"


def prepare(office: Office, drafts: frozenset[str] = frozenset()) -> list[str]:
    """Tables, calendar and diagrams as this release ships them; returns the versions that were added.

    A first installation publishes every version but those named in `drafts`.
    """
    schema.upgrade(office.database)
    calendar.seed(office)
    return deployments.seed(office, BPMN, drafts)
