"""The interests that anybody declares: in a person, a service or a case. Whoever has one never judges what it touches.

To declare one is to take somebody off a case, so it is a thing done to that case: a case is named only by somebody who
may see it, and whoever is complained about in a case changes nothing of who looks into it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import case_file, case_relation, interest, person, service, task
from engine.errors import NotAllowed, NotFound
from engine.office import Office, Transaction
from engine.queries.visibility import readable_interests, visible_cases
from engine.recording import appointments
from engine.recording.case import open_case

NOTE = 2000
"""The most characters that are kept."""

ASK = "Somebody else in the complaints team records this one: ask a colleague"
"""Said to whoever is complained about in a case that it would touch, and of no case."""


def declare(office: Office, actor: Actor, typed: Mapping[str, str]) -> None:
    """Record an interest that somebody has declared: in a person, a service or a case.

    It bars them at once: in open cases that it touches they lose their part and the tasks that they hold.
    Raises `InvalidAnswers`; a case that the actor may not see is no case.
    """
    require(actor, Action.KEEP_REGISTER)
    reader = Reader(typed)
    with office.transaction() as transaction:
        values = _interest(reader, transaction, actor)
        reader.check()
        stamp = {"declared_at": transaction.now, "declared_by": actor.person_id}
        transaction.connection.execute(insert(interest).values(**values, **stamp))
        for reference in _bereft(transaction.connection, values):
            with open_case(office, transaction, reference, actor.person_id) as case:
                appointments.release_the_barred(case)


def end(office: Office, actor: Actor, interest_id: int) -> None:
    """An interest holds no longer: yesterday was its last day. That it was declared stays on record.

    Raises `NotFound` for one that the actor may not read, `NotAllowed` where it touches a case about the actor.
    """
    require(actor, Action.KEEP_REGISTER)
    with office.transaction() as transaction:
        i, connection = interest.c, transaction.connection
        query = select(interest).outerjoin(case_file, case_file.c.id == i.about_case_id)
        current = query.where(i.id == interest_id, i.to_on.is_(None), readable_interests(actor, transaction.today))
        row = connection.execute(current).one_or_none()
        if row is None:
            raise NotFound(what="interest")
        if _is_about(connection, actor, row._asdict()):
            raise NotAllowed(action="end this interest", why="somebody else in the complaints team does; ask them")
        ended = transaction.today - timedelta(days=1)
        connection.execute(update(interest).where(i.id == interest_id).values(to_on=ended))


def _interest(reader: Reader, transaction: Transaction, actor: Actor) -> dict[str, Any]:
    connection = transaction.connection
    who = _active(connection, reader.whole("person"))
    if who is None:
        reader.errors["person"] = "Select who declares it"
    what = reader.text("what", "Enter what the interest is", most=NOTE)
    about = {
        "about_person_id": _active(connection, reader.whole("about_person")),
        "about_service_id": _service(connection, reader.whole("about_service")),
        "about_case_id": _case(reader, transaction, actor),
    }
    chosen = [name for name, value in about.items() if value is not None]
    if len(chosen) != 1:
        reader.errors.setdefault("about_person", "Choose one thing that it is about: a person, a service or a case")
    elif who is not None and about["about_person_id"] == who:
        reader.errors["about_person"] = "An interest is in somebody else"
    elif about["about_person_id"] == actor.person_id or _is_about(connection, actor, about):
        # Of oneself always, or else the refusal would say that there is a complaint.
        reader.errors[chosen[0].removesuffix("_id")] = ASK
    return {"person_id": who, "what": what, "from_on": transaction.today, **about}


def _active(connection: Connection, person_id: int | None) -> int | None:
    return connection.execute(select(person.c.id).where(person.c.id == person_id, person.c.active)).scalar()


def _service(connection: Connection, service_id: int | None) -> int | None:
    return connection.execute(select(service.c.id).where(service.c.id == service_id)).scalar()


def _case(reader: Reader, transaction: Transaction, actor: Actor) -> int | None:
    """The case that is named, where the actor may see it. One that is not theirs to see is unknown to them."""
    reference = reader.text("about_case", most=20).upper()
    if not reference:
        return None
    seen = select(case_file.c.id).where(case_file.c.reference == reference, visible_cases(actor, transaction.today))
    found = transaction.connection.execute(seen).scalar()
    if found is None:
        reader.errors["about_case"] = f"There is no case {reference}"
    return found


def _touches(declared: Mapping[str, Any]) -> ColumnElement[bool]:
    """A condition on `case_file`: open, and what the interest is about."""
    f, about = case_file.c, case_relation.alias().c
    named = select(about.case_id).where(
        about.relation == Relation.COMPLAINED_ABOUT.value, about.person_id == declared["about_person_id"]
    )
    touched = or_(f.id == declared["about_case_id"], f.service_id == declared["about_service_id"], f.id.in_(named))
    return (f.status == CaseStatus.OPEN.value) & touched


def _is_about(connection: Connection, actor: Actor, declared: Mapping[str, Any]) -> bool:
    """Whether the actor is complained about in a case that it touches."""
    r = case_relation.c
    about = exists().where(
        r.case_id == case_file.c.id,
        r.relation == Relation.COMPLAINED_ABOUT.value,
        r.person_id == actor.person_id,
    )
    return connection.execute(select(case_file.c.id).where(_touches(declared), about).limit(1)).first() is not None


def _bereft(connection: Connection, declared: Mapping[str, Any]) -> list[str]:
    """The open cases that it touches and in which this person has a part or holds a task, in order."""
    f, r, t = case_file.c, case_relation.alias().c, task.c
    has_part = f.id.in_(select(r.case_id).where(r.person_id == declared["person_id"]))
    holding = select(t.case_id).where(t.assignee_id == declared["person_id"], t.status == "open")
    query = select(f.reference).where(_touches(declared), has_part | f.id.in_(holding))
    return list(connection.execute(query.order_by(f.id)).scalars())
