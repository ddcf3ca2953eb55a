"""What whoever stands in may not do: tasks that wait for the person who is away, although there is a deputy."""

from sqlalchemy import and_, func, not_, select

from engine.casework.policy import Actor, Covered
from engine.db.tables import case_file, task
from engine.office import Office
from engine.queries import looking_again, who
from engine.queries.absences import AbsenceRow
from engine.queries.visibility import fitting_tasks, task_covered_for, visible_cases


def how_many(office: Office, actor: Actor, own: AbsenceRow) -> int:
    """How many of this person's tasks, as they are today, their deputy could not do: never which, and never why.

    Their own tasks are those they have taken on and those that their part in a case gives to them alone. What waits for
    a role is not counted: colleagues find it. Nothing for a deputy who has left, of which the page warns already.
    """
    today, t = office.today(), task.c
    with office.database.reading() as connection:
        deputy = who.load_actor(connection, own.deputy_id, today)
        if deputy is None:
            return 0
        free = looking_again.free_in(connection, actor.person_id, own.deputy_id, today)
        away = Covered(actor.person_id, actor.name, actor.holdings, own.to_on, free)
        given = and_(t.assignee_id.is_(None), t.candidate.like("case:%"), fitting_tasks(actor, today))
        query = (
            select(func.count())
            .select_from(task.join(case_file, case_file.c.id == t.case_id))
            .where(t.status == "open", (t.assignee_id == actor.person_id) | given, visible_cases(actor, today))
            .where(not_(task_covered_for(deputy, away, today)))
        )
        return int(connection.execute(query).scalar_one())
