"""A case that somebody works on, put there directly, and people who press their buttons in one moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, head
from engine.office import Office
from tests.web.work import log

MARA, MAX = 3, 4


def worked_on(office: Office, **changed: str) -> str:
    """A complaint with two heads: Mara Manager answers it, and it is about Max Manager. Its reference."""
    reference = log(office, **changed)
    with office.transaction() as transaction:
        connection = transaction.connection
        case_id = connection.execute(select(case_file.c.id).where(case_file.c.reference == reference)).scalar_one()
        parts = {Relation.ALLOCATED_MANAGER: MARA, Relation.COMPLAINED_ABOUT: MAX}
        rows = [{"case_id": case_id, "relation": part.value, "person_id": who} for part, who in parts.items()]
        connection.execute(insert(case_relation), rows)
        heads = ("Nobody returned my calls", "The plan was changed without a word")
        connection.execute(insert(head), [{"case_id": case_id, "number": n, "text": t} for n, t in enumerate(heads, 1)])
    return reference


def at_once(doings: list[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Several people press their buttons in the same moment."""
    gate = Barrier(len(doings))

    def _press(doing: Callable[[], TestResponse]) -> TestResponse:
        gate.wait()
        return doing()

    with ThreadPoolExecutor(len(doings)) as people:
        return list(people.map(_press, doings))
