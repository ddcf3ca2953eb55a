"""Somebody keeps a list as they have narrowed it, gives it another name, or lets it go."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Actor
from engine.db.tables import person, saved_view
from engine.errors import NotFound
from engine.office import Office
from engine.queries.saved_views import OfList, readable
from engine.queries.searches import MOST_CHARACTERS

MOST_VIEWS = 20
MOST_LETTERS = 60


def keep(
    office: Office, actor: Actor, of_list: OfList, parts: Mapping[str, str], words: str, typed: Mapping[str, str]
) -> int:
    """Keep a list under the name that was typed; returns the view's key. Raises `InvalidAnswers`.

    `parts` is what stands in the list's address, `words` what was looked for in it.
    """
    with office.transaction() as transaction:
        names = _names(transaction.connection, actor)
        name, filters = _read_name(typed, names), _filters(parts, words)
        whose = {"person_id": actor.person_id, "created_at": transaction.now}
        values = {**whose, "name": name, "of_list": of_list.value, "filters": filters}
        put = insert(saved_view).values(values).returning(saved_view.c.id)
        return int(transaction.connection.execute(put).scalar_one())


def change(office: Office, actor: Actor, view_id: int, parts: Mapping[str, str], words: str) -> None:
    """Let one of their own views show another list from now on, under the name that it has. Raises `NotFound`."""
    v = saved_view.c
    with office.transaction() as transaction:
        theirs = update(saved_view).where(v.id == view_id, v.person_id == actor.person_id)
        if not transaction.connection.execute(theirs.values(filters=_filters(parts, words))).rowcount:
            raise NotFound(what="view")


def rename(office: Office, actor: Actor, view_id: int, typed: Mapping[str, str]) -> None:
    """Give one of their own views another name. Raises `InvalidAnswers` and `NotFound`."""
    with office.transaction() as transaction:
        names = _names(transaction.connection, actor)
        if names.pop(view_id, None) is None:
            raise NotFound(what="view")
        change = update(saved_view).where(saved_view.c.id == view_id)
        transaction.connection.execute(change.values(name=_read_name(typed, names)))


def remove(office: Office, actor: Actor, view_id: int) -> None:
    """Let one of their own views go; what it lists stays as it is. Raises `NotFound`."""
    v = saved_view.c
    with office.transaction() as transaction:
        gone = delete(saved_view).where(v.id == view_id, v.person_id == actor.person_id)
        if not transaction.connection.execute(gone).rowcount:
            raise NotFound(what="view")


def _filters(parts: Mapping[str, str], words: str) -> dict[str, str]:
    return {**readable(parts), **({"words": words[:MOST_CHARACTERS]} if words else {})}


def _names(connection: Connection, actor: Actor) -> dict[int, str]:
    """The names that this person uses already, by key. Two of their pages wait for each other here."""
    connection.execute(select(person.c.id).where(person.c.id == actor.person_id).with_for_update(key_share=True))
    v = saved_view.c
    rows = connection.execute(select(v.id, v.name).where(v.person_id == actor.person_id)).all()
    return {row.id: row.name for row in rows}


def _read_name(typed: Mapping[str, str], others: Mapping[int, str]) -> str:
    reader = Reader(typed)
    name = " ".join(reader.text("name", "Enter a name for the view", most=MOST_LETTERS).split())
    if name.casefold() in {other.casefold() for other in others.values()}:
        reader.errors["name"] = "You have a view of this name already: choose another name"
    elif len(others) >= MOST_VIEWS:
        reader.errors["name"] = f"You keep {MOST_VIEWS} views already: remove one first"
    reader.check()
    return name
