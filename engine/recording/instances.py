"""The procedures that run in a case, as a deed of an officer meets them: told of it, ended by it, or begun anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from engine.casework.clocks import ClockState
from engine.casework.lawful import INTAKE, OMBUDSMAN, REOPENED
from engine.casework.step import Scalar
from engine.casework.vocabulary import CaseStatus, EventKind, Lifecycle
from engine.db.tables import clock, definition, process_instance, task
from engine.library import DefinitionRow
from engine.recording import asked, steps, timing
from engine.recording.case import CaseRecord
from engine.spiff import runner


@dataclass(frozen=True)
class Running:
    """A procedure that runs in a case."""

    row: Row[Any]
    definition: DefinitionRow

    @property
    def key(self) -> str:
        """The procedure's key."""
        return self.definition.key

    def hears(self, message: str) -> bool:
        """Whether it listens to this message now."""
        return runner.listens(self.definition.compiled, self.row.state, message)


def running(case: CaseRecord) -> tuple[Running, ...]:
    """The procedures that run in the case now, locked, oldest first."""
    i, connection = process_instance.c, case.transaction.connection
    query = select(process_instance).where(i.case_id == case.id, i.status == "active").order_by(i.id).with_for_update()
    rows = connection.execute(query).all()
    return tuple(Running(row, case.library.definition(connection, row.definition_id)) for row in rows)


def tell(case: CaseRecord, message: str, payload: Mapping[str, Scalar]) -> bool:
    """Tell every running procedure that listens of `message`; whether one did."""
    listening = [each for each in running(case) if each.hears(message)]
    for each in listening:
        step = runner.signal(each.definition.compiled, each.row.state, message, payload, steps.context_of(case))
        steps.record_deed(case, steps.Instance(each.row.id, each.definition, each.row.armed), step)
    return bool(listening)


def go_on_at(case: CaseRecord, procedure: str, entry: str, message: str, payload: Mapping[str, Scalar]) -> None:
    """Take a procedure on to an entry: it is told where it listens, and begun anew there where it does not."""
    if tell(case, message, payload):
        return
    for each in running(case):
        if each.key == procedure:
            end(case, each)
    steps.start_procedure(case, procedure, entry)


def end(case: CaseRecord, instance: Running) -> None:
    """End a running procedure where it stands: its open tasks come off the lists, its timers fire no more."""
    t, connection = task.c, case.transaction.connection
    open_here = select(t.id, t.element, t.name).where(t.instance_id == instance.row.id, t.status == "open")
    ending = connection.execute(open_here.order_by(t.opened_at)).all()
    for each in ending:
        case.note(
            each.element,
            lifecycle=Lifecycle.WITHDRAW,
            definition=instance.definition,
            element=each.element,
            task_id=each.id,
            payload={"name": each.name},
        )
    gone = {"status": "withdrawn", "ended_at": case.transaction.now}
    connection.execute(update(task).where(t.instance_id == instance.row.id, t.status == "open").values(gone))
    asked.overtake(case, [each.id for each in ending])
    ended = {
        "status": "ended",
        "ended_at": case.transaction.now,
        "state_before": None,
        "last_task_id": None,
        "armed": [],
    }
    i = process_instance.c
    connection.execute(update(process_instance).where(i.id == instance.row.id).values(ended))
    case.note("procedure_ended", definition=instance.definition)
    case.timers_changed = True


def end_all(case: CaseRecord) -> None:
    """End every procedure of the case but the Ombudsman's, which goes on whatever the council does."""
    for each in running(case):
        if each.key != OMBUDSMAN:
            end(case, each)


def drop_open_clocks(case: CaseRecord, procedure: str) -> None:
    """Take away the clocks of other procedures that are not met: the procedure that answers settles the limits."""
    c, d, connection = clock.c, definition.c, case.transaction.connection
    others = select(c.name, c.sentence).join(definition, d.id == c.definition_id)
    theirs = others.where(c.case_id == case.id, d.key.not_in((procedure, OMBUDSMAN)))
    now = timing.readings(case)
    unmet = [row for row in connection.execute(theirs) if now[row.name].state is not ClockState.MET]
    dropped = [{"name": row.name, "sentence": row.sentence} for row in unmet]
    if dropped:
        names = [each["name"] for each in dropped]
        connection.execute(delete(clock).where(c.case_id == case.id, c.name.in_(names)))
        case.note("clocks_ended", payload={"clocks": dropped})
        case.facts_changed = True


def open_again(case: CaseRecord, reason: str, ground: str | None = None) -> None:
    """A case that is not open any more is open from now on; an open one stays as it is."""
    if case.value("status") == CaseStatus.OPEN:
        return
    case.event(EventKind.REOPENED, case.transaction.today, ground=ground, reason=reason)
    case.set(status=CaseStatus.OPEN.value, closed_on=None)


def procedure_of(case: CaseRecord) -> str | None:
    """The procedure that answers the case: the one on record, else that of its latest instance with stages."""
    return latest_procedure(case.transaction.connection, case.id, case.value("procedure"))


def latest_procedure(connection: Any, case_id: int, on_record: str | None) -> str | None:
    """The same for a reader who has the case's own word for it."""
    if on_record:
        return on_record
    i, d = process_instance.c, definition.c
    query = select(d.key).join(process_instance, i.definition_id == d.id)
    mine = query.where(i.case_id == case_id, d.key.not_in((OMBUDSMAN, INTAKE, REOPENED)))
    found: str | None = connection.execute(mine.order_by(i.id.desc()).limit(1)).scalar()
    return found
