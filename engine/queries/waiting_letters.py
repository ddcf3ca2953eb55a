"""Letters that were begun beside the tasks and wait for somebody to send them: a correction above all."""

from sqlalchemy import select

from engine.casework.completion import MEETS
from engine.db.tables import process_instance, task
from engine.office import Office
from engine.queries.case_file import CaseFile
from engine.queries.letters import LetterRow
from engine.recording.case import CaseRecord


def may_be_settled(office: Office, case: CaseFile, letter: LetterRow) -> bool:
    """Whether this letter waits for nothing but somebody to send it: no open task comes with it."""
    if letter.status != "draft" or letter.template in MEETS:
        return False
    t, i = task.c, process_instance.c
    query = select(t.element, i.definition_id).join(process_instance, i.id == t.instance_id)
    with office.database.reading() as connection:
        rows = connection.execute(query.where(t.case_id == case.id, t.status == "open")).all()
        definitions = [(row.element, office.library.definition(connection, row.definition_id)) for row in rows]
    letters = {d.compiled.procedure.elements[element].settings.get("letter") for element, d in definitions}
    return letter.template not in letters


def comes_with_a_task(case: CaseRecord, template: str) -> bool:
    """The same for a case that is open for writing: whether an open task sends this letter."""
    t, i, connection = task.c, process_instance.c, case.transaction.connection
    query = select(t.element, i.definition_id).join(process_instance, i.id == t.instance_id)
    for row in connection.execute(query.where(t.case_id == case.id, t.status == "open")).all():
        procedure = case.library.definition(connection, row.definition_id).compiled.procedure
        if procedure.elements[row.element].settings.get("letter") == template:
            return True
    return template in MEETS
