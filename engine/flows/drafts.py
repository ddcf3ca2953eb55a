"""Words that are not sent yet are kept for whoever types them: saved, taken up again, put aside, forgotten."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from engine.casework.pages.typed import plain
from engine.casework.places import Place, read_place
from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_file, draft, person
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.office import Office, Transaction
from engine.queries import drafts, task_page
from engine.queries.visibility import visible_cases

MOST_CHARACTERS = 200_000
"""Of one form, all its answers together. The longest letter is a tenth of that."""
MOST_ANSWERS = 400
MOST_DRAFTS = 200
"""Of one person; who begins more loses what they have not touched for longest."""
KEPT_FOR = timedelta(days=120)
"""From when it was last touched: longer than any task takes that is not overdue. Swept whenever somebody saves."""
NEVER = re.compile(r"password|token|^form-|_file$|^(do|step|seen)$")
"""Answers that are never kept: secrets, a page's own marks, files, and which button was pressed."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
TOO_LONG = "This is too long to be kept while you write. Finish with it now, or copy it into a document of your own"


@dataclass(frozen=True)
class Saved:
    """What became of saving."""

    at: datetime
    mark: str
    """Of what is kept now: see `engine.queries.drafts.mark`."""
    aside_at: datetime | None
    """When another version was saved that the page did not know of: it is laid aside and not lost. None: there was
    none."""


def worth_keeping(typed: Mapping[str, str]) -> dict[str, str]:
    """The answers of a form that are kept while it is written."""
    return {name: plain(value) for name, value in typed.items() if not NEVER.search(name)}


def save(
    office: Office,
    actor: Actor,
    name: str,
    typed: Mapping[str, str],
    known: str = "",
    shown: Mapping[str, Any] = NOTHING,
) -> Saved:
    """Keep what somebody has typed at a place; what was kept there before is written over.

    `known` is the mark of the version that the page knows: another one is laid aside first, so that of two windows
    neither loses a word. Raises `NotFound`, `StaleTask` and `NotAllowed` where they have no such form (any more), and
    `InvalidAnswers` for what is too long.
    """
    place = _theirs(office, actor, name)
    answers = worth_keeping(typed)
    if len(answers) > MOST_ANSWERS or sum(map(len, answers.values())) > MOST_CHARACTERS:
        raise InvalidAnswers({"draft": TOO_LONG})
    with office.transaction() as transaction:
        _one_at_a_time(transaction, actor)
        before = drafts.kept(transaction.connection, actor.person_id, place)
        elsewhere = before is not None and before.mark not in (known, drafts.mark(answers))
        if before is not None and elsewhere:
            _rename(transaction, actor, place.name, place.aside)
        _put(transaction, actor, place.name, answers, shown, None if elsewhere else before)
        _sweep(transaction, actor)
        return Saved(transaction.now, drafts.mark(answers), before.saved_at if before and elsewhere else None)


def start_again(office: Office, actor: Actor, name: str) -> None:
    """Put what was begun aside; `swap` brings it back."""
    place = _known(name)
    with office.transaction() as transaction:
        _one_at_a_time(transaction, actor)
        if drafts.kept(transaction.connection, actor.person_id, place) is not None:
            _rename(transaction, actor, place.name, place.aside)


def swap(office: Office, actor: Actor, name: str) -> None:
    """Take up the version that was laid aside, and lay aside what was there."""
    place = _known(name)
    with office.transaction() as transaction:
        _one_at_a_time(transaction, actor)
        d, passing = draft.c, f"{place.name}-"
        for before, after in ((place.name, passing), (place.aside, place.name), (passing, place.aside)):
            theirs = (d.person_id == actor.person_id) & (d.place == before)
            transaction.connection.execute(update(draft).where(theirs).values(place=after))


def forget(office: Office, actor: Actor, name: str) -> None:
    """Forget what was begun at a place, whatever was laid aside there included: it has been sent."""
    place = _known(name)
    with office.transaction() as transaction:
        d = draft.c
        both = d.place.in_((place.name, place.aside))
        transaction.connection.execute(delete(draft).where(d.person_id == actor.person_id, both))


def _known(name: str) -> Place:
    place = read_place(name)
    if place is None:
        raise NotFound(what="form")
    return place


def _theirs(office: Office, actor: Actor, name: str) -> Place:
    """The place, for somebody who may work there now."""
    place = _known(name)
    if place.task_id is not None:
        page = task_page.find(office, actor, place.task_id)
        if not (page.mine or page.may_claim):
            raise NotAllowed(action=Action.WORK_TASK.value, why="it is for somebody else")
    elif place.reference is not None:
        f = case_file.c
        query = select(f.id).where(f.reference == place.reference, visible_cases(actor, office.today()))
        with office.database.reading() as connection:
            if connection.execute(query).first() is None:
                raise NotFound(what="case")
    else:
        require(actor, Action.LOG)
    return place


def _one_at_a_time(transaction: Transaction, actor: Actor) -> None:
    """Two windows of one person save one after the other. Nothing else of theirs has to wait for it."""
    query = select(person.c.id).where(person.c.id == actor.person_id)
    transaction.connection.execute(query.with_for_update(key_share=True))


def _rename(transaction: Transaction, actor: Actor, before: str, after: str) -> None:
    d = draft.c
    of_actor = d.person_id == actor.person_id
    transaction.connection.execute(delete(draft).where(of_actor, d.place == after))
    transaction.connection.execute(update(draft).where(of_actor, d.place == before).values(place=after))


def _put(
    transaction: Transaction,
    actor: Actor,
    name: str,
    answers: dict[str, str],
    shown: Mapping[str, Any],
    before: drafts.Begun | None,
) -> None:
    d, now = draft.c, transaction.now
    values: dict[str, Any] = {"typed": answers, "shown": dict(shown), "saved_at": now}
    if before is None:
        values |= {"person_id": actor.person_id, "place": name, "begun_at": now}
        transaction.connection.execute(insert(draft).values(values))
        return
    theirs = (d.person_id == actor.person_id) & (d.place == name)
    transaction.connection.execute(update(draft).where(theirs).values(values))


def _sweep(transaction: Transaction, actor: Actor) -> None:
    """What nobody has touched for long is forgotten, whoever typed it; and what is too much of one person."""
    d, connection = draft.c, transaction.connection
    connection.execute(delete(draft).where(d.saved_at < transaction.now - KEPT_FOR))
    of_actor = d.person_id == actor.person_id
    many = connection.execute(select(func.count()).select_from(draft).where(of_actor)).scalar_one()
    if many > MOST_DRAFTS:
        oldest = select(d.place).where(of_actor).order_by(d.saved_at).limit(many - MOST_DRAFTS)
        places = list(connection.execute(oldest).scalars())
        connection.execute(delete(draft).where(of_actor, d.place.in_(places)))
