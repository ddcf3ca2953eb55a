"""What ties people to a case on a day: lines, teams, interests, and what they have done in it already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, Connection, Date, Integer, bindparam, func, or_, select

from engine.casework.independence import Check, Ties
from engine.casework.policy import SIGNING_OFF
from engine.casework.vocabulary import EventKind, Relation, Role
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    history,
    history_payload,
    independent_register,
    interest,
    line_management,
    membership,
    person,
    role_holding,
    service,
    task,
    team,
)
from engine.db.together import Rows, Together
from engine.recording.cover import RESPOND as RESPOND
from engine.recording.recipients import held_on

_LEADS_A_SERVICE = frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR})
_LEADS_ALL = _LEADS_A_SERVICE - {Role.TEAM_MANAGER}


# Statements that stay the same are made once: making one costs as much as running it.
_CASE = bindparam("of_case", type_=Integer)
_RELATION_SET = (
    select(history_payload.c.payload, history.c.occurred_on)
    .join(history, (history.c.case_id == history_payload.c.case_id) & (history.c.seq == history_payload.c.seq))
    .where(history.c.case_id == _CASE, history.c.what == "relation_set")
    .order_by(history.c.seq)
)


def _ask_of_case() -> Together:
    """What the case itself says: its service, since when its grounds are there, who has a part and who did what."""
    f, e, r, t = case_file.c, case_event.c, case_relation.c, task.c
    current = (e.case_id == _CASE) & (e.kind == EventKind.GROUNDS_AROSE.value) & e.corrected_by_id.is_(None)
    grounds_arose = select(func.min(e.occurred_on)).where(current).scalar_subquery()
    since = func.coalesce(grounds_arose, f.received_on).label("since")
    return Together(
        case=select(f.service_id, service.c.name, since)
        .join(service, service.c.id == f.service_id)
        .where(f.id == _CASE),
        related=select(r.person_id, r.relation).where(r.case_id == _CASE),
        done=select(t.candidate, t.form_key, t.ended_by).where(
            t.case_id == _CASE, t.status == "completed", t.ended_by.is_not(None)
        ),
    )


def _ask_of_council() -> Together:
    """What the council says of the people: who leads whom and what, who is in a team, on the register, interested."""
    p, line, h, m, i, r = (
        each.c for each in (person, line_management, role_holding, membership, interest, independent_register)
    )
    since, today = bindparam("since", type_=Date), bindparam("today", type_=Date)
    of_service, about = bindparam("of_service", type_=Integer), bindparam("about", type_=Integer, expanding=True)

    def meets(from_on: ColumnElement[date], to_on: ColumnElement[date | None]) -> ColumnElement[bool]:
        """Whether a dated row holds on any day from when the grounds arose until today."""
        return (from_on <= today) & or_(to_on.is_(None), (to_on >= since) & (to_on >= from_on))

    asked = or_(bindparam("everybody", type_=Boolean), p.id.in_(bindparam("asked", type_=Integer, expanding=True)))
    is_now = held_on(h.from_on, h.to_on, today).label("is_now")
    touches = or_(i.about_case_id == _CASE, i.about_service_id == of_service, i.about_person_id.in_(about))
    return Together(
        people=select(p.id, p.name, p.active, p.external, p.left_council_on, p.partner_in_council)
        .where(asked)
        .order_by(p.name, p.id),
        lines=select(line.person_id, line.manager_id).where(meets(line.from_on, line.to_on)),
        roles=select(h.person_id, h.role, h.service_id, is_now).where(meets(h.from_on, h.to_on)),
        teams=select(m.person_id)
        .join(team, team.c.id == m.team_id)
        .where(team.c.service_id == of_service, meets(m.from_on, m.to_on)),
        interests=select(i.person_id, i.what).where(touches, held_on(i.from_on, i.to_on, today)).order_by(i.id),
        register=select(r.person_id, r.kind, r.check_expires_on).where(held_on(r.from_on, r.to_on, today)),
    )


_OF_CASE, _OF_COUNCIL = _ask_of_case(), _ask_of_council()


@dataclass(frozen=True)
class _Parts:
    """Who has had which part in the case."""

    now: Mapping[int, frozenset[Relation]]
    past: Mapping[int, frozenset[Relation]]
    answered: frozenset[int]
    signed_off: frozenset[int]

    @property
    def about(self) -> frozenset[int]:
        return frozenset(p for p, parts in self.now.items() if Relation.COMPLAINED_ABOUT in parts)


def of_people(
    connection: Connection,
    case_id: int,
    people: Iterable[int] | None,
    today: date,
    about: Collection[int] | None = None,
) -> dict[int, Ties]:
    """The ties of these people to a case, by person; `people=None` asks for everybody who is here.

    As many statements for everybody as for one. Interests and the register are those of `today`. Lines, teams and who
    leads what are those of any day since the grounds arose, or else since receipt: whoever led the person complained
    about until yesterday led them when it happened. Somebody who has left is not among them. `about` are those
    complained about where a page is just saying so.
    """
    of_case = _OF_CASE.read(connection, {"of_case": case_id})
    case = of_case["case"][0]
    parts = _parts(of_case, _once_related(connection, case_id), about)
    asked = None if people is None else set(people)
    found = _OF_COUNCIL.read(
        connection,
        {
            "of_case": case_id,
            "of_service": case.service_id,
            "since": min(case.since, today),
            "today": today,
            "everybody": asked is None,
            # Those asked about, and those whose names the sentences need.
            "asked": list({*(asked or ()), *parts.about, *parts.answered}),
            "about": list(parts.about),
        },
    )
    here, roles, lines = found["people"], found["roles"], _Lines(found["lines"])
    in_line = _line_of_service(case.service_id, {row.person_id for row in found["teams"]}, roles, lines)
    interests, register = _interests(found["interests"]), _register(found["register"])
    officers = frozenset(r.person_id for r in roles if r.role == Role.COMPLAINTS_OFFICER and r.is_now)
    directors = frozenset(r.person_id for r in roles if r.role == Role.DIRECTOR and r.is_now)
    names = {row.id: row.name for row in here}
    return {
        row.id: Ties(
            name=row.name,
            today=today,
            is_external=row.external,
            left_council_on=row.left_council_on,
            partner_in_council=row.partner_in_council,
            is_complaints_officer=row.id in officers,
            answers_panels=row.id in directors,
            relations=parts.now.get(row.id, frozenset()),
            past=parts.past.get(row.id, frozenset()),
            answered_stage_1=row.id in parts.answered,
            signed_off_stage_1=row.id in parts.signed_off,
            line_of_person=_named(names, lines.around(row.id) & parts.about),
            line_of_service=case.name if row.id in in_line else None,
            line_of_responder=_named(names, lines.around(row.id) & parts.answered),
            interests=tuple(interests[row.id]),
            register=register[row.id],
        )
        for row in here
        if row.active and (asked is None or row.id in asked)
    }


class _Lines:
    """Who stood above and below whom on any of these days, however far."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._up: dict[int, set[int]] = defaultdict(set)
        self._down: dict[int, set[int]] = defaultdict(set)
        for row in rows:
            self._up[row.person_id].add(row.manager_id)
            self._down[row.manager_id].add(row.person_id)

    def above(self, people: Collection[int]) -> set[int]:
        return _reached(self._up, people)

    def below(self, people: Collection[int]) -> set[int]:
        return _reached(self._down, people)

    def around(self, one: int) -> set[int]:
        """Everybody in the direct line of one person, above and below, without them."""
        return (self.above({one}) | self.below({one})) - {one}


def _reached(steps: Mapping[int, set[int]], people: Collection[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(people)
    while waiting:
        for following in steps.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def _named(names: Mapping[int, str], people: Collection[int]) -> tuple[str, ...]:
    return tuple(sorted(names[p] for p in people if p in names))


def _parts(of_case: Rows, past: dict[int, set[Relation]], about: Collection[int] | None) -> _Parts:
    """`past`: who once had which part, by the history; whoever completed a task for a part had it as well."""
    now: dict[int, set[Relation]] = defaultdict(set)
    for row in of_case["related"]:
        if about is None or row.relation != Relation.COMPLAINED_ABOUT:
            now[row.person_id].add(Relation(row.relation))
    for person_id in about or ():
        now[person_id].add(Relation.COMPLAINED_ABOUT)
    answered = {p for p, parts in now.items() if Relation.ALLOCATED_MANAGER in parts}
    signed_off: set[int] = set()
    for done in of_case["done"]:
        if done.candidate in SIGNING_OFF:
            signed_off.add(done.ended_by)
        relation = done.candidate.removeprefix("case:")
        if done.candidate == relation or relation not in set(Relation):
            continue
        past[done.ended_by].add(Relation(relation))
        if relation == Relation.ALLOCATED_MANAGER and done.form_key == RESPOND:
            answered.add(done.ended_by)
    return _Parts(_frozen(now), _frozen(past), frozenset(answered), frozenset(signed_off))


def _frozen(found: Mapping[int, set[Relation]]) -> dict[int, frozenset[Relation]]:
    return {person_id: frozenset(parts) for person_id, parts in found.items()}


def _once_related(connection: Connection, case_id: int) -> dict[int, set[Relation]]:
    """Who was once related to the case, as its history says; relations themselves keep only how it is now.

    What was set anew on the same day was a mistake put right (or an undo), and bars nobody for ever.
    """
    latest: dict[str, tuple[date, list[int]]] = {}
    found: dict[int, set[Relation]] = defaultdict(set)
    for row in connection.execute(_RELATION_SET, {"of_case": case_id}):
        said = orjson.loads(row.payload)
        set_on, people = latest.get(said["relation"], (row.occurred_on, []))
        if set_on < row.occurred_on:
            _held(found, said["relation"], people)
        latest[said["relation"]] = (row.occurred_on, said["people"])
    for relation, (_, people) in latest.items():
        _held(found, relation, people)
    return found


def _held(found: dict[int, set[Relation]], relation: str, people: Iterable[int]) -> None:
    for person_id in people:
        found[person_id].add(Relation(relation))


def _line_of_service(service_id: int, in_teams: Collection[int], roles: Iterable[Any], lines: _Lines) -> set[int]:
    """Everybody in the line of a service: who works in its teams or leads it, those below them and those above.

    Those who lead the whole council are above every service; whom else they lead is not in its line.
    """
    there = set(in_teams)
    over_all = set()
    for row in roles:
        if row.service_id == service_id and row.role in _LEADS_A_SERVICE:
            there.add(row.person_id)
        elif row.service_id is None and row.role in _LEADS_ALL:
            over_all.add(row.person_id)
    return there | over_all | lines.above(there) | lines.below(there - over_all)


def _interests(rows: Iterable[Any]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row.what)
    return found


def _register(rows: Iterable[Any]) -> Mapping[int, dict[Relation, Check]]:
    found: dict[int, dict[Relation, Check]] = defaultdict(dict)
    for row in rows:
        if row.kind in set(Relation):
            found[row.person_id][Relation(row.kind)] = Check(row.check_expires_on)
    return found
