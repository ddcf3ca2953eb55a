"""A letter is told nothing of its case that has no name on the list of facts."""

import pytest
from sqlalchemy import select

from engine.db.tables import case_file
from engine.office import Office
from engine.recording import letter_fields
from engine.recording.letter_facts import HeadFacts, LetterFacts
from tests.story import log_and_triage, respond


@pytest.mark.parametrize("template", ["acknowledgement", "stage_1_response", "ombudsman_reply", None])
def test_every_fact_that_is_gathered_is_on_the_list(office: Office, template: str | None) -> None:
    reference = log_and_triage(office)
    respond(office)
    with office.database.reading() as connection:
        case_id = connection.execute(select(case_file.c.id).where(case_file.c.reference == reference)).scalar_one()
        told = letter_fields.gather(office.library, connection, case_id, office.today(), 1, template)
    assert set(told) - set(LetterFacts.__annotations__) == set()
    assert {name for head in told["heads"] for name in head} - set(HeadFacts.__annotations__) == set()
