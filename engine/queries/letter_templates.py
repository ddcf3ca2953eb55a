"""The letters' templates: which version is published, which wait, and how each came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import letter_template, person
from engine.errors import NotFound
from engine.library import LetterSources
from engine.office import Office


@dataclass(frozen=True)
class Version:
    """One version of a template."""

    name: str
    version: int
    source: str
    status: str
    """draft, published or retired."""
    comment: str
    created_at: datetime
    created_by: str | None
    """Nobody: it came with an installation or an upgrade."""
    published_at: datetime | None
    published_by: str | None


@dataclass(frozen=True)
class Kept:
    """One template in the list: what is published, and whether a draft waits."""

    name: str
    published: Version | None
    draft: Version | None


def published(office: Office) -> LetterSources:
    """What letters are written with now; empty where the office keeps none. No permission: it is what is sent."""
    with office.database.reading() as connection:
        return office.library.letters(connection)


def every(office: Office, actor: Actor) -> tuple[Kept, ...]:
    """Every template by name. Raises `NotAllowed`."""
    require(actor, Action.SEE_LETTERS)
    by_name: dict[str, list[Version]] = {}
    for version in _versions(office):
        by_name.setdefault(version.name, []).append(version)
    return tuple(kept(versions) for _, versions in sorted(by_name.items()))


def versions_of(office: Office, actor: Actor, name: str) -> tuple[Version, ...]:
    """The versions of one template, newest first. Raises `NotAllowed` and `NotFound`."""
    require(actor, Action.SEE_LETTERS)
    found = _versions(office, name)
    if not found:
        raise NotFound(what="letter")
    return found


def kept(versions: list[Version] | tuple[Version, ...]) -> Kept:
    """A template from its versions, newest first: a draft waits while nothing newer is published."""
    current = next((v for v in versions if v.status == "published"), None)
    draft = next((v for v in versions if v.status == "draft"), None)
    return Kept(versions[0].name, current, draft)


def source_of(office: Office, name: str, version: int) -> str | None:
    """The words of one version, whatever its standing; None where the office has no such version."""
    t = letter_template.c
    with office.database.reading() as connection:
        query = select(t.source).where(t.name == name, t.version == version)
        return connection.execute(query).scalar_one_or_none()


def sources(office: Office) -> Mapping[str, str]:
    """The published source of each template."""
    return published(office).sources


def _versions(office: Office, name: str | None = None) -> tuple[Version, ...]:
    t = letter_template.c
    author, publisher = person.alias("author"), person.alias("publisher")
    query = (
        select(
            *(t.name, t.version, t.source, t.status, t.comment, t.created_at, author.c.name.label("created_by")),
            *(t.published_at, publisher.c.name.label("published_by")),
        )
        .outerjoin(author, author.c.id == t.created_by)
        .outerjoin(publisher, publisher.c.id == t.published_by)
        .order_by(t.name, t.version.desc())
    )
    if name is not None:
        query = query.where(t.name == name)
    with office.database.reading() as connection:
        return tuple(Version(**{**row._mapping, "comment": row.comment or ""}) for row in connection.execute(query))
