"""Who somebody is today: what they hold in the council, and what they are to one case."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    bindparam,
    exists,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from engine.casework.policy import UNTIL_CLOSED, Actor, CaseStanding, Covered, Standing
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import (
    case_file,
    case_relation,
    interest,
    line_management,
    message,
    person,
    task,
)
from engine.office import Office
from engine.queries import absent, looking_again, sign_ins
from engine.recording.cover import has_answered
from engine.recording.recipients import held_on


def actor(office: Office, person_id: int) -> Actor | None:
    """Somebody signed in, with today's roles and those whose deputy they are; None for one who has left."""
    with office.database.reading() as connection:
        return load_actor(connection, person_id, office.today())


def signed_in(office: Office, key: str) -> Actor | None:
    """The same for whoever shows the key of a sign-in, in one statement; None for one that has ended."""
    with office.database.reading() as connection:
        return _read(connection, absent.ask_signed_in(), {"digest": sign_ins.digest(key)}, office.today())


def load_actor(connection: Connection, person_id: int, today: date) -> Actor | None:
    """The same on a connection that the caller has. One statement, but for deputies of somebody who looks again."""
    return _read(connection, absent.ask_actor(), {"of_person": person_id}, today)


def _read(connection: Connection, asked: CompoundSelect[Any], whose: Mapping[str, Any], today: date) -> Actor | None:
    rows = connection.execute(asked, {**whose, "today": today}).all()
    own = [row for row in rows if row.what == absent.OWN]
    if not own:
        return None
    person_id = own[0].id
    covers = tuple(
        replace(each, looks_again_in=looking_again.free_in(connection, each.person_id, person_id, today))
        for each in absent.covered(rows)
    )
    return Actor(person_id, own[0].name, absent.held(own), covers, absent.away(rows), own[0].external)


def standing(
    connection: Connection, person_id: int, case_id: int, today: date, covers: Collection[Covered] = ()
) -> CaseStanding:
    """What a person is to a case, in one statement. The case must exist.

    With `covers` (`Actor.covers`) also what follows from them: only what goes with the work of a deputy asks for that.
    """
    found = _standing(connection, person_id, case_id, today)
    if not covers:
        return found
    covered = {each.person_id: _standing(connection, each.person_id, case_id, today) for each in covers}
    return absent.with_covers(connection, replace(found, covered=covered), person_id, covers)


def _standing(connection: Connection, person_id: int, case_id: int, today: date) -> CaseStanding:
    asked = {"of_case": case_id, "of_person": person_id, "today": today}
    rows = connection.execute(_STANDING, asked).all()
    found = {row.what for row in rows if row.what is not None}
    return CaseStanding(
        rows[0].service_id,
        frozenset(relation for relation in Relation if relation.value in found),
        frozenset(s for s in Standing if s.value in found),
        case_id,
        rows[0].status == CaseStatus.OPEN,
    )


def _ask_standing() -> Select[Any]:
    r, t, line = case_relation.c, task.c, line_management.c
    case_id, person_id = bindparam("of_case", type_=Integer), bindparam("of_person", type_=Integer)
    today = bindparam("today", type_=Date)
    f, p = case_file.alias().c, person.alias().c
    still_open = exists().where(f.id == case_id, f.status == CaseStatus.OPEN.value)
    from_outside = exists().where(p.id == person_id, p.external)
    ends_with_it = or_(r.relation.in_(sorted(UNTIL_CLOSED)), from_outside)
    stands = or_(r.relation == Relation.COMPLAINED_ABOUT.value, still_open, not_(ends_with_it))
    relations = select(r.relation.label("what")).where(r.case_id == case_id, r.person_id == person_id, stands)
    holder = select(literal(Standing.TASK_HOLDER.value)).where(
        t.case_id == case_id, t.assignee_id == person_id, t.status == "open"
    )
    manager = (
        select(literal(Standing.LINE_MANAGER.value))
        .join_from(case_relation, line_management, line.person_id == r.person_id)
        .where(r.case_id == case_id, r.relation == Relation.ALLOCATED_MANAGER.value)
        .where(line.manager_id == person_id, held_on(line.from_on, line.to_on, today))
    )
    m = message.c
    notice = exists().where(m.case_id == case_id, m.to_person_id == person_id, m.kind == "notice")
    told = select(literal(Standing.TOLD.value)).where(notice, still_open, not_(from_outside))
    answered = select(literal(Standing.ANSWERED.value)).where(has_answered(case_id, person_id))
    barring = (answered, _ask_interest(case_id, person_id, today))
    what = union_all(relations, holder, manager, told, *barring).subquery()
    query = select(case_file.c.service_id, case_file.c.status, what.c.what).outerjoin_from(
        case_file, what, literal(True)
    )
    return query.where(case_file.c.id == case_id)


def _ask_interest(case_id: Any, person_id: Any, today: Any) -> Select[Any]:
    """Whether they have declared an interest in the case, its service or a person complained about."""
    i, about, f = interest.c, case_relation.alias().c, case_file.alias().c
    of_service = select(f.service_id).where(f.id == case_id).scalar_subquery()
    named = select(about.person_id).where(about.case_id == case_id, about.relation == Relation.COMPLAINED_ABOUT.value)
    touches = or_(i.about_case_id == case_id, i.about_service_id == of_service, i.about_person_id.in_(named))
    declared = exists().where(i.person_id == person_id, held_on(i.from_on, i.to_on, today), touches)
    return select(literal(Standing.INTERESTED.value)).where(declared)


_STANDING = _ask_standing()
"""Asked before everything that anybody does to a case, so it is made once."""


STAFF = select(person.c.id, person.c.name).where(person.c.active & person.c.external.is_(False)).order_by(person.c.name)
"""Everybody who works here today. Those from outside are on the register, and chosen from it."""


def people(connection: Connection) -> dict[int, str]:
    """`STAFF`, by id."""
    return {row.id: row.name for row in connection.execute(STAFF)}
