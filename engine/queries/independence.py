"""Who may have a part in a case, and who could: the verdict on one person, and those to think of first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from engine.casework.completion import Completion
from engine.casework.dates import long_date
from engine.casework.independence import FROM_OUTSIDE, JUDGING, ON_THE_REGISTER, Ties, Verdict
from engine.casework.independence import verdict as judged
from engine.casework.policy import LOOKING_AGAIN, SIGNING_OFF, in_words, judges
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.tables import case_file, case_relation, independent_register, role_holding, unavailable
from engine.errors import InvalidAnswers, NotAllowed
from engine.office import Office
from engine.queries import for_role, panel_answer
from engine.recording import ties
from engine.recording.recipients import held_on

_MANAGERS = (Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)
_SENIOR = (Role.ASSISTANT_DIRECTOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
_USUAL: Mapping[Relation, tuple[Role, ...]] = {
    Relation.ALLOCATED_MANAGER: _MANAGERS,
    Relation.INVESTIGATING_OFFICER: _MANAGERS,
    Relation.ADJUDICATING_OFFICER: _SENIOR,
    Relation.REVIEWER: (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR, Role.TEAM_MANAGER),
}
"""The roles among whose holders somebody is looked for, in order, where no register is kept or beside it."""


@dataclass(frozen=True)
class Possible:
    """Somebody who was thought of for a part in a case."""

    id: int
    name: str
    verdict: Verdict
    open_cases: int
    """Open cases in which they have this part already."""
    why_not: tuple[str, ...]
    """Why they are not proposed; empty for those who are."""


@dataclass(frozen=True)
class WhoCould:
    """Who could have a part in a case, the least busy first, and who could not, with the reasons."""

    relation: Relation
    could: tuple[Possible, ...]
    could_not: tuple[Possible, ...]

    @property
    def in_a_sentence(self) -> str:
        """The first three names, for a refusal to end with; empty where there is nobody."""
        names = [each.name for each in self.could[:3]]
        if not names:
            return ""
        return f"{' or '.join(names)} could be {in_words(self.relation)}"


def verdict(connection: Connection, case_id: int, person_id: int, relation: Relation, today: date) -> Verdict:
    """What speaks against one person's having this part in a case. Somebody who has left is barred."""
    found = ties.of_people(connection, case_id, {person_id}, today).get(person_id)
    return _GONE if found is None else judged(found, relation)


def require(connection: Connection, candidate: str, case_id: int, person_id: int, today: date, action: str) -> None:
    """Raise `NotAllowed`, saying why and who could, where a task for this candidate is not for this person.

    Asked only of tasks of those who look again at what was done. Whoever answers at stage 1 is barred by nothing but
    what `who.standing` says, and a head of service by their own answer: those cost no further statement.
    """
    relation = candidate.removeprefix("case:")
    if candidate == relation or relation not in LOOKING_AGAIN:
        return
    known = ties.of_people(connection, case_id, {person_id}, today).get(person_id)
    found = _GONE if known is None else judged(known, Relation(relation))
    if known is not None and found.warnings and relation not in known.relations:
        # Only an appointment lifts a warning, with its reason: a task that is just handed over has none.
        found = replace(found, barred_because=(*found.barred_because, *found.warnings))
    if found.is_barred:
        raise NotAllowed(action=action, why=_why(connection, case_id, Relation(relation), today, found))


def check_relations(connection: Connection, case_id: int, completion: Completion, today: date) -> None:
    """Raise `InvalidAnswers`, by relation, where a page gives somebody a part who is barred from it.

    A warning is lifted by a reason that the page gives for that person (`Completion.overrides`).
    """
    given = [(r, p) for r, people in completion.relations.items() if r in JUDGING for p in people]
    if not given:
        return
    about = completion.relations.get(Relation.COMPLAINED_ABOUT)
    known = ties.of_people(connection, case_id, {p for _, p in given}, today, about)
    errors: dict[str, str] = {}
    for relation, person_id in given:
        found = judged(known[person_id], relation) if person_id in known else _GONE
        if found.is_barred:
            errors[relation.value] = _why(connection, case_id, relation, today, found)
        elif found.warnings and person_id not in completion.overrides:
            errors[relation.value] = " ".join(found.warnings)
    if errors:
        raise InvalidAnswers(errors)


def _why(connection: Connection, case_id: int, relation: Relation, today: date, found: Verdict) -> str:
    """What bars somebody, and who could instead."""
    others = who_could(connection, case_id, relation, today).in_a_sentence
    return " ".join((*found.barred_because, others)).strip().rstrip(".")


def verdicts(
    connection: Connection, case_id: int, relations: Collection[Relation], today: date
) -> dict[tuple[str, int], Verdict]:
    """The verdict on everybody who can be chosen for each of these parts, by part and person.

    Parts for people from outside are chosen from the register; the others among the staff, and whoever is from outside
    only where the register has them for it.
    """
    everybody = ties.of_people(connection, case_id, None, today)
    return {
        (relation.value, person_id): judged(each, relation)
        for relation in relations
        for person_id, each in everybody.items()
        if _can_be_chosen(each, relation)
    }


def could(office: Office, case_id: int, relation: Relation) -> WhoCould:
    """Who could have this part in a case."""
    with office.database.reading() as connection:
        return who_could(connection, case_id, relation, office.today())


def who_could(connection: Connection, case_id: int, relation: Relation, today: date) -> WhoCould:
    """The same on a connection that the caller has. The same number of statements, however many people there are."""
    ranks = _pool(connection, case_id, relation, today)
    pool = set(ranks)
    known = ties.of_people(connection, case_id, pool, today)
    busy, away = _busy(connection, relation), _away(connection, pool, today)
    found = [
        _possible(person_id, each, relation, busy.get(person_id, 0), away.get(person_id))
        for person_id, each in known.items()
    ]
    # Whoever stands on the register was put there for this; then by role, and the least busy first.
    found.sort(key=lambda each: (ranks[each.id], each.open_cases, each.name))
    proposed = tuple(each for each in found if not each.why_not)
    return WhoCould(relation, proposed, tuple(each for each in found if each.why_not))


def _possible(person_id: int, each: Ties, relation: Relation, open_cases: int, away_until: date | None) -> Possible:
    found = judged(each, relation)
    reasons = [*found.barred_because, *found.warnings]
    if away_until is not None:
        reasons.append(f"{each.name} is away until {long_date(away_until)}.")
    return Possible(person_id, each.name, found, open_cases, tuple(reasons))


def _can_be_chosen(each: Ties, relation: Relation) -> bool:
    if relation in FROM_OUTSIDE or each.is_external:
        return relation in each.register
    return True


def _pool(connection: Connection, case_id: int, relation: Relation, today: date) -> dict[int, int]:
    """Among whom somebody is looked for, each with a rank: those on the register, then holders of the usual roles."""
    r, h = independent_register.c, role_holding.c
    found: dict[int, int] = {}
    if relation in _USUAL:
        roles = _USUAL[relation]
        held = select(h.person_id, h.role).where(h.role.in_(roles), held_on(h.from_on, h.to_on, today))
        if relation is Relation.ALLOCATED_MANAGER:
            of_case = select(case_file.c.service_id).where(case_file.c.id == case_id).scalar_subquery()
            held = held.where(h.service_id.is_(None) | (h.service_id == of_case))
        for row in connection.execute(held):
            rank = 1 + roles.index(Role(row.role))
            found[row.person_id] = min(rank, found.get(row.person_id, rank))
    if relation in ON_THE_REGISTER:
        entries = select(r.person_id).where(r.kind == relation.value, held_on(r.from_on, r.to_on, today))
        found |= dict.fromkeys(connection.execute(entries).scalars(), 0)
    return found


def _busy(connection: Connection, relation: Relation) -> dict[int, int]:
    r, f = case_relation.c, case_file.c
    query = select(r.person_id, func.count().label("cases")).join(case_file, f.id == r.case_id)
    counted = query.where(r.relation == relation.value, f.status == CaseStatus.OPEN.value).group_by(r.person_id)
    return {row.person_id: row.cases for row in connection.execute(counted)}


def _away(connection: Connection, people: Collection[int], today: date) -> dict[int, date]:
    u = unavailable.c
    query = select(u.person_id, func.max(u.to_on).label("to_on")).where(u.person_id.in_(people))
    now = query.where(u.from_on <= today, u.to_on >= today).group_by(u.person_id)
    return {row.person_id: row.to_on for row in connection.execute(now)}


_GONE = Verdict("", barred_because=("This person is not here any more.",))


@dataclass(frozen=True)
class Holders:
    """Whom a task can be given to, besides the staff: and whom it never can."""

    barred: frozenset[int]
    from_outside: tuple[tuple[int, str], ...]
    """Those from outside who are on the register for just this, by name."""


def holders(office: Office, case_id: int, candidate: str) -> Holders:
    """Who can be given a task for this candidate: what `flows.tasks.assign` refuses is not offered."""
    with office.database.reading() as connection:
        return holders_of(connection, case_id, candidate, office.today())


def require_role(
    connection: Connection, candidate: str, case_id: int, person_id: int, today: date, action: str
) -> None:
    """Raise `NotAllowed` where a task for a role is not to be given to this person, who neither holds it nor could."""
    if candidate in set(Role) and person_id in holders_of(connection, case_id, candidate, today).barred:
        raise NotAllowed(action=action, why=f"it is for somebody who is {in_words(candidate)} for this service")


def holders_of(connection: Connection, case_id: int, candidate: str, today: date) -> Holders:
    """The same as `holders`, on a connection that the caller has."""
    relation = candidate.removeprefix("case:")
    of = Relation(relation) if candidate != relation and relation in JUDGING else None
    everybody = ties.of_people(connection, case_id, None, today)
    barred = frozenset(p for p, each in everybody.items() if _is_barred(each, candidate, of))
    able = for_role.can_be_given(connection, candidate, case_id, today, barred)
    barred |= frozenset() if able is None else frozenset(everybody) - able
    outside = sorted(
        (each.name, p)
        for p, each in everybody.items()
        if of is not None and each.is_external and of in each.register and p not in barred
    )
    return Holders(barred, tuple((p, name) for name, p in outside))


def _is_barred(each: Ties, candidate: str, relation: Relation | None) -> bool:
    if relation is not None:
        return judged(each, relation).is_barred
    if Relation.COMPLAINED_ABOUT in each.relations:
        return True
    if candidate in SIGNING_OFF and each.answered_stage_1:
        return True
    if candidate == Role.DIRECTOR and panel_answer.part_in_stage_2(each) is not None:
        return True  # what a director judges is the answer to a panel
    return judges(candidate) and bool(each.interests)
