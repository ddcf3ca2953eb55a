"""Whoever may open a case finds it in lists, and nobody else does: filter and policy read the same table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from engine.casework.deputies import Work, in_whose_name
from engine.casework.policy import (
    Action,
    Actor,
    CaseStanding,
    Covered,
    Holding,
    Standing,
    fits,
    has_answered,
    may,
)
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.database import Database
from engine.db.tables import (
    case_file,
    case_relation,
    definition,
    interest,
    line_management,
    message,
    metadata,
    person,
    process_instance,
    service,
    task,
)
from engine.queries import who
from engine.queries.visibility import covered_tasks, fitting_tasks, visible_cases

TODAY = date(2026, 10, 5)
ME, COLLEAGUE, ANSWERING, GONE = 1, 2, 3, 4
CANDIDATES = (*Role, *(f"case:{relation}" for relation in Relation))


@dataclass(frozen=True)
class World:
    """What somebody is to a case of service 1."""

    holdings: frozenset[Holding]
    relations: frozenset[Relation]
    task_status: str
    task_assignee: int | None
    candidate: str
    answered_by_mine: bool
    """Somebody in my line answers it."""
    line_from: date
    line_to: date | None
    interest_in: str | None = None
    """What I have declared an interest in: the case, its service, or somebody complained about."""
    interest_to: date | None = None
    case_status: CaseStatus = CaseStatus.OPEN
    is_external: bool = False
    """I come from outside the council."""
    was_told: bool = False
    covers: bool = False
    """Somebody is away, and I am their deputy."""
    gone_holdings: frozenset[Holding] = frozenset()
    gone_relations: frozenset[Relation] = frozenset()
    gone_interest: bool = False
    gone_external: bool = False
    looks_again: bool = False
    """I am independent enough to look again in this case."""
    answered_by: int | None = None
    """Who has completed the manager's answer."""


holdings = st.frozensets(st.builds(Holding, st.sampled_from(Role), st.sampled_from([None, 1, 2])), max_size=2)
days = st.integers(-2, 2).map(lambda n: TODAY + timedelta(days=n))
worlds = st.builds(
    World,
    holdings=holdings,
    relations=st.frozensets(st.sampled_from(Relation), max_size=2),
    task_status=st.sampled_from(["open", "completed"]),
    task_assignee=st.sampled_from([None, ME, COLLEAGUE, GONE]),
    candidate=st.sampled_from(CANDIDATES),
    answered_by_mine=st.booleans(),
    line_from=days,
    line_to=st.none() | days,
    interest_in=st.sampled_from([None, "case", "service", "person", "other_service"]),
    interest_to=st.none() | days,
    case_status=st.sampled_from(CaseStatus),
    is_external=st.booleans(),
    was_told=st.booleans(),
    covers=st.booleans(),
    gone_holdings=holdings,
    gone_relations=st.frozensets(st.sampled_from(Relation), max_size=2),
    gone_interest=st.booleans(),
    gone_external=st.booleans(),
    looks_again=st.booleans(),
    answered_by=st.sampled_from([None, ME, GONE]),
)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """One case with one task; the examples arrange the rest anew."""
    found = Database("sqlite://")
    metadata.create_all(found.engine)
    now = datetime(2026, 10, 5, 9, tzinfo=UTC)
    with found.writing() as connection:
        put = connection.execute
        put(insert(service), [{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}])
        people = [
            {"id": i, "name": f"Person {i}", "email": f"{i}@heard.invalid"} for i in (ME, COLLEAGUE, ANSWERING, GONE)
        ]
        put(insert(person), people)
        put(
            insert(definition).values(
                id=1, key="k", version="v", name="n", effective_from=TODAY, status="published", xml=b"", digest=""
            )
        )
        put(
            insert(case_file).values(
                id=1,
                reference="HRD-26-0001",
                kind="complaint",
                status="open",
                received_on=TODAY,
                logged_at=now,
                channel="email",
                service_id=1,
                complainant_name="A",
                reply_by="post",
                is_child=False,
                words="w",
                history_seq=0,
                history_head=b"",
            )
        )
        put(
            insert(process_instance).values(
                id=1, case_id=1, definition_id=1, status="active", state=b"", armed=[], started_at=now
            )
        )
        work = {"instance_id": 1, "case_id": 1, "element": "e", "name": "n", "opened_at": now}
        put(insert(task).values(id="t", candidate="x", status="open", **work))
        answer = {"candidate": "case:allocated_manager", "form_key": "respond", "status": "completed"}
        put(insert(task).values(id="a", **answer, **work))
    yield found
    found.close()


def _declared(world: World) -> dict[str, object]:
    about = {
        "case": {"about_case_id": 1},
        "service": {"about_service_id": 1},
        "person": {"about_person_id": COLLEAGUE},
        "other_service": {"about_service_id": 2},
    }[world.interest_in or ""]
    when = {"from_on": TODAY - timedelta(days=5), "to_on": world.interest_to}
    at = datetime(2026, 10, 1, tzinfo=UTC)
    return {"person_id": ME, "what": "A friend.", "declared_at": at, **when, **about}


def _of_whom_is_away() -> dict[str, object]:
    at = datetime(2026, 10, 1, tzinfo=UTC)
    return {"person_id": GONE, "what": "A cousin.", "declared_at": at, "from_on": TODAY, "about_case_id": 1}


def _notice() -> dict[str, object]:
    at = datetime(2026, 10, 1, tzinfo=UTC)
    words = {"kind": "notice", "template": "reminder", "channel": "email", "status": "sent", "fields": {}}
    return {"header_id": "<n@heard.invalid>", "case_id": 1, "to_person_id": ME, "created_at": at, **words}


def arrange(database: Database, world: World) -> Actor:
    """Make the database say what the example says."""
    with database.writing() as connection:
        put = connection.execute
        put(delete(case_relation))
        put(delete(line_management))
        related = [{"case_id": 1, "relation": r, "person_id": ME} for r in world.relations]
        related += [{"case_id": 1, "relation": r, "person_id": GONE} for r in world.gone_relations]
        if world.answered_by_mine:
            related.append({"case_id": 1, "relation": Relation.ALLOCATED_MANAGER, "person_id": ANSWERING})
        if related:
            put(insert(case_relation), related)
        put(delete(message))
        if world.was_told:
            put(insert(message).values(_notice()))
        put(case_file.update().values(status=world.case_status))
        put(person.update().where(person.c.id == ME).values(external=world.is_external))
        put(delete(interest))
        if world.interest_in:
            put(insert(interest).values(_declared(world)))
            put(insert(case_relation).values(case_id=1, relation=Relation.COMPLAINED_ABOUT, person_id=COLLEAGUE))
        if world.gone_interest:
            put(insert(interest).values(_of_whom_is_away()))
        put(person.update().where(person.c.id == GONE).values(external=world.gone_external))
        line = {"person_id": ANSWERING, "manager_id": ME, "from_on": world.line_from, "to_on": world.line_to}
        put(insert(line_management).values(line))
        is_open = {"status": world.task_status, "assignee_id": world.task_assignee, "candidate": world.candidate}
        put(task.update().where(task.c.id == "t").values(is_open))
        put(task.update().where(task.c.id == "a").values(ended_by=world.answered_by))
    looks_again_in = frozenset({1} if world.looks_again else ())
    gone = Covered(GONE, "Gone", world.gone_holdings, TODAY, looks_again_in)
    return Actor(ME, "Me", world.holdings, (gone,) if world.covers else ())


@given(world=worlds)
def test_the_list_shows_a_case_exactly_when_its_page_opens(database: Database, world: World) -> None:
    actor = arrange(database, world)
    with database.reading() as connection:
        listed = connection.execute(select(case_file.c.id).where(visible_cases(actor, TODAY))).all()
        standing = who.standing(connection, actor.person_id, 1, TODAY, actor.covers)
    assert bool(listed) == may(actor, Action.SEE_CASE, standing)


@given(world=worlds)
def test_a_task_is_on_the_list_of_exactly_those_whom_its_candidate_means(database: Database, world: World) -> None:
    actor = arrange(database, world)
    both = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id)
    with database.reading() as connection:
        listed = connection.execute(both.where(task.c.id == "t", fitting_tasks(actor, TODAY))).all()
        standing = who.standing(connection, actor.person_id, 1, TODAY)
    assert bool(listed) == fits(actor, world.candidate, standing)


@given(world=worlds)
def test_a_task_is_listed_for_a_deputy_exactly_when_it_may_be_done_in_the_name_of_who_is_away(
    database: Database, world: World
) -> None:
    actor = arrange(database, world)
    both = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id)
    this = both.where(task.c.id == "t", task.c.status == "open")
    with database.reading() as connection:
        listed = connection.execute(this.where(covered_tasks(actor, TODAY))).all()
        seen = connection.execute(this.where(covered_tasks(actor, TODAY), visible_cases(actor, TODAY))).all()
        standing = who.standing(connection, actor.person_id, 1, TODAY, actor.covers)
    name = in_whose_name(actor, Work(world.candidate, world.task_assignee), standing)
    assert bool(listed) == (name is not None and world.task_status == "open")
    assert seen == listed


@given(world=worlds)
def test_a_deputy_gains_nothing_that_who_is_away_could_not_do_themselves(database: Database, world: World) -> None:
    deputy = arrange(database, replace(world, covers=True))
    absent = Actor(GONE, "Gone", world.gone_holdings)
    alone = replace(deputy, covers=())
    with database.reading() as connection:
        ours = who.standing(connection, ME, 1, TODAY, deputy.covers)
        theirs = who.standing(connection, GONE, 1, TODAY)
    if may(deputy, Action.SEE_CASE, ours) and not may(alone, Action.SEE_CASE, replace(ours, standings=_bare(ours))):
        assert may(absent, Action.SEE_CASE, theirs) or fits(absent, world.candidate, theirs)
    for action in Action:
        gained = may(deputy, action, ours) and not may(alone, action, replace(ours, standings=_bare(ours)))
        assert not gained or action in GOES_WITH_THE_WORK
    if in_whose_name(deputy, Work(world.candidate, world.task_assignee), ours) is not None:
        assert world.task_assignee == GONE or fits(absent, world.candidate, theirs)
        assert not ours.is_complained_about
        assert Standing.INTERESTED not in ours.standings | theirs.standings
        assert not (world.candidate == Role.HEAD_OF_SERVICE and has_answered(ours))


GOES_WITH_THE_WORK = {Action.SEE_CASE, Action.RECORD, Action.ADD_DOCUMENT}


def _bare(standing: CaseStanding) -> frozenset[Standing]:
    return standing.standings - {Standing.DEPUTY}


@given(world=worlds)
def test_the_person_complained_about_never_sees_the_case(database: Database, world: World) -> None:
    everything = frozenset(Holding(role, None) for role in Role)
    about = frozenset({*world.relations, Relation.COMPLAINED_ABOUT})
    actor = arrange(database, World(**{**vars(world), "holdings": everything, "relations": about}))
    with database.reading() as connection:
        assert connection.execute(select(case_file.c.id).where(visible_cases(actor, TODAY))).all() == []


def test_the_filter_means_the_same_beside_other_tables(database: Database) -> None:
    """The tables that it looks into may be in the query around it too."""
    world = World(frozenset(), frozenset(), "open", ME, "x", answered_by_mine=True, line_from=TODAY, line_to=None)
    actor = arrange(database, world)
    crowded = (
        select(case_file.c.id)
        .join(task, task.c.case_id == case_file.c.id)
        .join(case_relation, case_relation.c.case_id == case_file.c.id)
        .join(line_management, line_management.c.person_id == case_relation.c.person_id)
    )
    with database.reading() as connection:
        found = connection.execute(crowded.where(task.c.id == "t", visible_cases(actor, TODAY)))
        assert found.scalars().all() == [1]


OUTSIDE = (Relation.INDEPENDENT_PERSON, Relation.PANEL_CHAIR, Relation.PANEL_MEMBER)


@pytest.mark.parametrize(
    ("part", "is_external", "sees_it_closed"),
    [
        *((part, True, False) for part in OUTSIDE),
        *((part, False, False) for part in OUTSIDE),
        (Relation.INVESTIGATING_OFFICER, True, False),
        (Relation.REVIEWER, True, False),
        (Relation.INVESTIGATING_OFFICER, False, True),
        (Relation.ALLOCATED_MANAGER, False, True),
    ],
)
def test_whoever_came_in_from_outside_sees_the_case_until_it_closes(
    database: Database,
    part: Relation,
    is_external: bool,  # noqa: FBT001
    sees_it_closed: bool,  # noqa: FBT001
) -> None:
    bare = World(
        *(frozenset(), frozenset({part}), "completed", None, "x"),
        answered_by_mine=False,
        line_from=TODAY,
        line_to=None,
        is_external=is_external,
        was_told=True,
    )
    for status, sees in ((CaseStatus.OPEN, True), (CaseStatus.CLOSED, sees_it_closed)):
        actor = arrange(database, replace(bare, case_status=status))
        with database.reading() as connection:
            found = connection.execute(select(case_file.c.id).where(visible_cases(actor, TODAY))).all()
        assert bool(found) == sees


def test_a_notice_opens_no_case_to_somebody_from_outside_whose_part_has_ended(database: Database) -> None:
    told = World(
        *(frozenset(), frozenset(), "completed", None, "x"),
        answered_by_mine=False,
        line_from=TODAY,
        line_to=None,
        was_told=True,
    )
    for is_external in (False, True):
        actor = arrange(database, replace(told, is_external=is_external))
        with database.reading() as connection:
            found = connection.execute(select(case_file.c.id).where(visible_cases(actor, TODAY))).all()
        assert bool(found) == (not is_external)
