"""The clocks that a case has: each procedure brings its own, and a later one's take the place of the same names."""

from typing import Any

from sqlalchemy import select

from engine.db.tables import clock, definition
from engine.office import Office
from tests.story import log, log_and_triage, rows


def clocks(office: Office) -> dict[str, Any]:
    """The clocks of the one case, by name, with the procedure that each is of."""
    query = select(clock, definition.c.key).join(definition, definition.c.id == clock.c.definition_id)
    return {row.name: row for row in rows(office, query)}


def test_the_procedure_that_answers_settles_the_limit_that_intake_began_with(office: Office) -> None:
    log(office)
    before = clocks(office)["acknowledgement"]
    assert before.key == "intake"
    assert "until acknowledged or resolved_at_once or not_accepted" in before.sentence


def test_after_triage_the_acknowledgement_is_that_of_the_procedure(office: Office) -> None:
    log_and_triage(office)
    after = clocks(office)["acknowledgement"]
    assert after.key == "statutory_complaint"
    assert after.sentence == "2 working days from received, until acknowledged"
    assert after.met_on is not None


def test_guides_are_kept_as_guides(office: Office) -> None:
    log_and_triage(office)
    kept = clocks(office)
    assert {name for name, row in kept.items() if row.is_guide} >= {"stage_1_maximum", "stage_2_from_record"}
    assert not kept["stage_1_response"].is_guide
    assert not kept["stage_2_response"].is_guide
