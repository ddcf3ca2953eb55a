"""A list of tasks as a few ranges of indexes, each read from its beginning only, and put together.

Whose list it is decides where to look (`inbox_keys`); what stands there is then asked the same questions as the page of
a task asks. So a list costs what is on it, however much is open besides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union

from engine.casework.policy import SIGNING_OFF
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, interest, person, task, task_request
from engine.queries.inbox_filters import Cursor, Filters, Flag, order, pieces
from engine.queries.inbox_keys import Keys, Pair
from engine.queries.inbox_places import first_of_each, reads_by_place
from engine.recording.ties import RESPOND

t = task.c


@dataclass(frozen=True)
class Range:
    """One place to look: a condition that an index answers, on `task` or on what leads to it."""

    where: ColumnElement[bool]
    by: Any = task
    """What is read: tasks, or something that leads to them."""


@dataclass(frozen=True)
class Listing:
    """One list of one person on one day: the places to look, and what must be true of a task that stands there."""

    ranges: tuple[Range, ...]
    must: tuple[ColumnElement[bool], ...]
    """On `task` joined with `case_file`."""
    in_places: bool = False
    """Whether it can be read place by place (`inbox_places`)."""


def first(listing: Listing, filters: Filters, after: Cursor | None, most: int) -> Select[Any]:
    """The first `most` tasks of a list after a row of it: their keys, in order."""
    parts = [
        _part(listing, filters, each, piece, most) for piece in pieces(after, filters.sort) for each in listing.ranges
    ]
    found = union(*(select(each.subquery()) for each in parts)).subquery()
    return select(found).order_by(*order(found.c, filters.sort)).limit(most)


def _part(listing: Listing, filters: Filters, each: Range, piece: ColumnElement[bool] | None, most: int) -> Select[Any]:
    must = (*listing.must, *(() if piece is None else (piece,)))
    if listing.in_places and reads_by_place(filters):
        return first_of_each(filters, must, most)
    return _read(each, must).order_by(*order(t, filters.sort)).limit(most)


def count(listing: Listing, most: int) -> Select[Any]:
    """How many tasks are on a list; who counts stops at `most`."""
    every = union(*(select(_read(each, listing.must).limit(most).subquery()) for each in listing.ranges)).subquery()
    return select(func.count()).select_from(select(every.c.id).limit(most).subquery())


def _read(each: Range, must: Iterable[ColumnElement[bool]]) -> Select[Any]:
    columns = select(t.id, t.due_on, t.opened_at)
    joined = columns.select_from(each.by).join(case_file, case_file.c.id == t.case_id)
    return joined.where(t.status == "open", each.where, *must)


# --- where somebody's work is ---


def of_mine(keys: Keys) -> Iterator[Range]:
    """What somebody has taken on, what their part in a case gives them, and what only they may take up."""
    yield Range(t.assignee_id == keys.person_id)
    yield _by_relation(keys.person_id)
    yield from _unclaimed(keys.alone)


def of_team(keys: Keys) -> Iterator[Range]:
    """What somebody could do, whoever has it; what their colleagues have; and what nobody can do."""
    for role, of in keys.pairs:
        yield Range((t.candidate == role) & (t.service_id == of))
    for each in (keys.person_id, *keys.colleagues):
        yield _by_relation(each)
    for each in keys.colleagues:
        yield Range(t.assignee_id == each)
    yield from _orphans(keys)


def of_unassigned(keys: Keys) -> Iterator[Range]:
    """What nobody has and somebody could take up; and what nobody can do."""
    yield from _unclaimed(keys.pairs)
    yield _by_relation(keys.person_id)
    yield from _orphans(keys)


def of_everybody(filters: Filters) -> Iterator[Range]:
    """Everything that is open, read by what it is narrowed to."""
    if filters.flag is Flag.NEEDS_HELP:
        q = task_request.c
        asked = task.join(task_request, q.task_id == t.id)
        yield Range(q.ended_at.is_(None), asked)
    elif filters.flag is Flag.PUT_BY:
        yield Range(t.not_before.is_not(None))
    elif filters.person_id is not None:
        yield Range(t.assignee_id == filters.person_id)
        yield _by_relation(filters.person_id)
    else:
        yield Range(t.status == "open")


def _unclaimed(pairs: Iterable[Pair]) -> Iterator[Range]:
    for role, of in pairs:
        yield Range(and_(t.candidate == role, t.service_id == of, t.assignee_id.is_(None)))


def _by_relation(person_id: int) -> Range:
    r = case_relation.c
    leads = task.join(case_relation, (r.case_id == t.case_id) & (t.candidate == literal("case:").concat(r.relation)))
    return Range(r.person_id == person_id, leads)


def _orphans(keys: Keys) -> Iterator[Range]:
    """Where work may lie that nobody can do: each place holds more than that, and `nobody_can_do` says which it is."""
    yield from _unclaimed(keys.unheld)
    # A part that nobody has, that somebody has who has left, or that somebody has who may not.
    yield Range(t.unheld & t.assignee_id.is_(None))
    r, p, i = case_relation.c, person.c, interest.c
    leads = task.join(case_relation, (r.case_id == t.case_id) & (t.candidate == literal("case:").concat(r.relation)))
    yield Range(p.active.is_(False) & t.assignee_id.is_(None), leads.join(person, p.id == r.person_id))
    yield Range(r.person_id.in_(keys.interested) & t.assignee_id.is_(None), leads)
    # A role that is held, but by nobody who may do it in this case: then the one who stands for all may not.
    by_role = t.candidate.not_like("case:%") & t.assignee_id.is_(None)
    of_case = task.join(case_relation, r.case_id == t.case_id)
    about = r.relation == Relation.COMPLAINED_ABOUT.value
    yield Range(and_(r.person_id.in_(keys.one_of_each), about, by_role), of_case)
    theirs = i.person_id.in_(keys.one_of_each)
    yield Range(theirs & by_role, task.join(interest, i.about_case_id == t.case_id))
    yield Range(and_(theirs, about, by_role), of_case.join(interest, i.about_person_id == r.person_id))
    signs = t.candidate.in_(sorted(SIGNING_OFF)) & t.assignee_id.is_(None)
    answers = r.relation == Relation.ALLOCATED_MANAGER.value
    yield Range(and_(r.person_id.in_(keys.signing), answers, signs), of_case)
    done = task.alias()
    d = done.c
    answered = and_(d.ended_by.in_(keys.signing), d.status == "completed", d.form_key == RESPOND)
    yield Range(answered & signs, task.join(done, d.case_id == t.case_id))
