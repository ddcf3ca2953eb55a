"""A council goes on with the diagrams it has published: what they cannot do is refused in words, never done halfway."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select

from engine.casework import lawful
from engine.casework.policy import Actor, Holding
from engine.casework.vocabulary import Role
from engine.db.tables import case_event, definition, history, task
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import deployments, escalating, freezing, ombudsman, reopening, rerouting, withdrawal
from engine.office import Office
from engine.queries import case_file, case_state, task_page
from tests.council import BPMN, PEOPLE
from tests.story import complete, log, log_and_triage, open_elements, open_task, respond, rows, somebody, triage

OLD = Path(__file__).parents[2] / "bpmn" / "old"
"""What was shipped while there was only stage 1 of a statutory complaint."""
ASKED = {"requested_on": "2026-10-05", "way": "telephone", "ground": "agreed_skip", "reason": "Three services."}
LETTER = {"kind": "enquiry", "their_reference": "26 001 234", "letter_on": "2026-10-05", "answer_by": "2026-10-19"}
OTHER = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about the library."}


@pytest.fixture
def old(office: Office) -> Office:
    """The office with nothing published but the old diagrams."""
    with office.transaction() as transaction:
        transaction.connection.execute(delete(definition))
        for path in sorted(OLD.glob("*/*.bpmn")):
            transaction.connection.execute(
                insert(definition).values({**_version(path), "published_at": transaction.now})
            )
    return office


def _version(path: Path) -> dict[str, object]:
    xml, key, day = path.read_bytes(), path.parent.name, date.fromisoformat(path.stem)
    made = {"key": key, "version": path.stem, "name": key, "effective_from": day, "status": "published"}
    return {**made, "xml": xml, "digest": hashlib.sha256(xml).hexdigest()}


def publish_what_is_new(office: Office) -> None:
    """An upgrade, and the process owner's word for everything that it brought."""
    owner = Actor(PEOPLE["ada"][0], "Ada", frozenset({Holding(Role.PROCESS_OWNER, None)}))
    added = deployments.seed(office, BPMN)
    deployments.publish(office, owner, [(each.key, each.version) for each in added])


def kept(office: Office) -> list[int]:
    """How much is on record: a refusal adds nothing."""
    return [rows(office, select(func.count()).select_from(table))[0][0] for table in (history, task)]


def test_triage_offers_the_ways_that_the_intake_in_force_knows_and_refuses_the_others(old: Office) -> None:
    reference, olive = log(old), somebody(old, "olive")
    page = task_page.find(old, olive, open_task(old, "triage"))
    assert page.facts.routes == ("statutory", "resolved", "not_accepted")
    before = kept(old)
    for route in ("corporate", "statutory_stage_2", "compliment"):
        with pytest.raises(InvalidAnswers) as refused:
            triage(old, reference, route=route, skip_agreed_on="2026-10-05", skip_reason="x")
        assert "does not know this way" in refused.value.errors["route"]
    assert kept(old) == before
    triage(old, reference)
    assert open_elements(old) == {"respond"}


def test_no_stage_is_begun_that_the_diagram_in_force_does_not_have(old: Office) -> None:
    reference, olive = log_and_triage(old), somebody(old, "olive")
    before = kept(old)
    for deed in (escalating.ask_stage_2, escalating.preview_stage_2):
        with pytest.raises(NotAllowed, match="the procedure in force has no stage 2: a process owner has to publish"):
            deed(old, olive, reference, ASKED)
    with pytest.raises(NotAllowed, match="no other procedure for complaints is in force"):
        rerouting.reroute(old, olive, reference, OTHER)
    with pytest.raises(NotAllowed, match="no procedure for the Ombudsman’s letters is in force"):
        ombudsman.record(old, olive, reference, LETTER)
    with pytest.raises(NotAllowed, match="nothing is being answered now that could be put aside"):
        freezing.put_aside(old, olive, reference, {})
    assert kept(old) == before
    assert rows(old, select(case_event.c.id).where(case_event.c.kind == "stage_2_requested")) == []
    assert open_elements(old) == {"respond"}


def test_a_case_that_is_over_goes_on_only_where_something_in_force_can_begin(old: Office) -> None:
    reference, olive = log_and_triage(old), somebody(old, "olive")
    withdrawn = {"withdrawn_on": "2026-10-05", "reason": "It is settled.", "letter_body": "Thank you."}
    withdrawal.withdraw(old, olive, reference, withdrawn)
    state = case_state.of_file(old, case_file.find(old, olive, reference))
    assert lawful.entries(state) == ("stage_1",)
    with pytest.raises(InvalidAnswers) as refused:
        reopening.reopen(old, olive, reference, {"entry": "reopened", "reason": "Something to add."})
    assert refused.value.errors["entry"] == "Select where it goes on"
    reopening.reopen(old, olive, reference, {"entry": "stage_1", "reason": "They rang again."})
    assert open_elements(old) == {"respond"}


def test_once_the_new_versions_are_published_a_case_of_the_old_one_goes_on_in_them(old: Office) -> None:
    reference, olive = log_and_triage(old), somebody(old, "olive")
    publish_what_is_new(old)
    respond(old, reference)
    complete(old, "heather", "sign_off", {"signed_off": "agree"}, reference)
    assert open_elements(old) == {"check_and_send"}, "it goes on in the version in which it began"
    escalating.ask_stage_2(old, olive, reference, ASKED)
    assert open_elements(old) == {"accept_and_appoint"}
