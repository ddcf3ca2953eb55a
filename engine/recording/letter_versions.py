"""Which words a letter begins with: the version that is published when it is sent stays with it until it is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, String, bindparam, select

from engine.db.tables import letter_template

CHILD = "_child"
"""How the name of a version written for children ends."""


VERSIONS = select(letter_template.c.name, letter_template.c.version).where(
    letter_template.c.name.in_(bindparam("names", type_=String, expanding=True)),
    letter_template.c.status == "published",
)
"""The published version of each of these letters."""


def published(connection: Connection, template: str, facts: Mapping[str, Any]) -> int | None:
    """The published version of a letter's template, a child's own where there is one; None where none is kept."""
    rows = connection.execute(VERSIONS, {"names": names(template)}).all()
    return meant(rows, template, facts)


def names(template: str) -> list[str]:
    """What a letter's words can be kept under: for children, and for everybody."""
    return [f"{template}{CHILD}", template]


def meant(rows: Iterable[Any], template: str, facts: Mapping[str, Any]) -> int | None:
    """Of the `VERSIONS` of these names the one that a letter with these facts is written by."""
    versions: dict[str, int] = {row.name: row.version for row in rows}
    child, ordinary = names(template)
    return versions.get(child, versions.get(ordinary)) if facts.get("is_child") else versions.get(ordinary)
