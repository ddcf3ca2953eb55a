"""What an open task carries of its case, made anew by patient reading, to be held against what is there."""

from typing import Any

from sqlalchemy import Connection, select

from engine.db.tables import case_file, case_relation, clock, definition, process_instance, task
from engine.office import Office

COPIES = ("service_id", "procedure", "stage", "is_child", "safeguarding", "has_warning", "has_advocate")


def astray(office: Office) -> list[tuple[str, str, Any, Any]]:
    """Every copy that is wrong: the task's element, the copy, what stands there and what should."""
    t, f = task.c, case_file.c
    of = (f.service_id.label("of_service"), f.is_child.label("child"), f.safeguarding.label("guard"))
    query = (
        select(task, *of, f.contact_warning, f.advocate_name, process_instance.c.definition_id, definition.c.key)
        .join(case_file, f.id == t.case_id)
        .join(process_instance, process_instance.c.id == t.instance_id)
        .join(definition, definition.c.id == process_instance.c.definition_id)
        .where(t.status == "open")
    )
    found: list[tuple[str, str, Any, Any]] = []
    with office.database.reading() as connection:
        for row in connection.execute(query).all():
            there = row._mapping
            wanted = _copies(office, connection, row)
            found += [(row.element, name, there[name], value) for name, value in wanted.items() if there[name] != value]
    return found


def _copies(office: Office, connection: Connection, row: Any) -> dict[str, Any]:
    k, r = clock.c, case_relation.c
    element = office.library.definition(connection, row.definition_id).compiled.procedure.elements[row.element]
    due = connection.execute(select(k.limit_on, k.due_on).where(k.case_id == row.case_id, k.name == row.clock)).first()
    held = {f"case:{part}" for part in connection.execute(select(r.relation).where(r.case_id == row.case_id)).scalars()}
    values = (row.of_service, row.key, element.parent or "", row.child, row.guard)
    flags = (bool(row.contact_warning), bool(row.advocate_name))
    return {
        **dict(zip(COPIES, (*values, *flags), strict=True)),
        "is_extended": bool(due and due.due_on and due.limit_on and due.due_on > due.limit_on),
        "unheld": row.candidate.startswith("case:") and row.candidate not in held,
    }
