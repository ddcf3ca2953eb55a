"""Which words a letter begins with: the version that is published when it is sent stays with it until it is there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from engine.db.tables import letter_template

CHILD = "_child"
"""How the name of a version written for children ends."""


def published(connection: Connection, template: str, facts: Mapping[str, Any]) -> int | None:
    """The published version of a letter's template, a child's own where there is one; None where none is kept."""
    t = letter_template.c
    names = (f"{template}{CHILD}", template) if facts.get("is_child") else (template,)
    rows = connection.execute(select(t.name, t.version).where(t.name.in_(names), t.status == "published")).all()
    versions: dict[str, int] = {row.name: row.version for row in rows}
    return next((versions[name] for name in names if name in versions), None)
