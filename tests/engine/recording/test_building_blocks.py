"""Each building block does what the catalogue says of it, asked for by a small diagram of nobody's procedure."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select

from engine.casework.completion import LetterWords
from engine.casework.policy import Actor, Holding
from engine.casework.vocabulary import Role
from engine.db.tables import action, case_event, case_file, message, process_instance
from engine.errors import LetterUnwritten, ProcedureRefused
from engine.flows import deployments
from engine.office import Office
from engine.procedures.blocks import CATALOGUE
from engine.recording import messages, steps
from engine.recording.case import open_case
from tests.council import PEOPLE
from tests.engine.procedures.examples import block, chain, diagram, end, start, task
from tests.story import log, open_elements, rows, told


def run(office: Office, *blocks: str) -> str:
    """A case in which a procedure of these blocks and one task after them is begun; returns its reference."""
    deploy(office, *blocks)
    reference = log(office)
    with office.transaction() as transaction, open_case(office, transaction, reference, None) as case:
        steps.start_procedure(case, "p", None)
    return reference


def deploy(office: Office, *blocks: str) -> None:
    """Publish a procedure of these blocks, with one task after them."""
    owner = Actor(PEOPLE["ada"][0], "Ada Administrator", frozenset({Holding(Role.PROCESS_OWNER, None)}))
    ids = [f"block_{number}" for number in range(len(blocks))]
    named = "".join(each.replace('id="tell"', f'id="{id_}"') for each, id_ in zip(blocks, ids, strict=True))
    afterwards = task("afterwards", attributes='camunda:candidateGroups="complaints_officer"')
    body = start() + named + afterwards + end() + chain("start", *ids, "afterwards", "end")
    declared = (("clock:acknowledgement", "2 working days from received, until acknowledged"),)
    deployments.deploy(office, owner, diagram(body, declared), office.today())


def one(office: Office, query: Select[Any]) -> Any:
    (found,) = rows(office, query)
    return found


def test_every_block_of_the_catalogue_is_carried_out() -> None:
    assert steps._CARRY_OUT.keys() == CATALOGUE.keys()


def test_staff_are_told(office: Office) -> None:
    run(office, block("notify", to="complaints_officer", notice="letter_waiting"))
    assert told(office, "letter_waiting") == ["olive", "oscar"]


def test_an_event_is_recorded(office: Office) -> None:
    run(office, block("record_event", "serviceTask", event="stage_2_requested"))
    event = one(office, select(case_event).where(case_event.c.kind == "stage_2_requested"))
    assert event.occurred_on == office.today()


def test_a_letter_is_begun_and_nothing_leaves(office: Office) -> None:
    run(office, block("draft_letter", "serviceTask", letter="acknowledgement"))
    letter = one(office, select(message).where(message.c.kind == "letter"))
    assert (letter.template, letter.status, letter.sent_on) == ("acknowledgement", "draft", None)


def test_a_letter_that_waits_is_not_begun_again(office: Office) -> None:
    begin = block("draft_letter", "serviceTask", letter="acknowledgement")
    run(office, begin, begin)
    one(office, select(message).where(message.c.kind == "letter"))


def test_a_drafted_letter_is_sent(office: Office) -> None:
    deploy(office, block("send_letter", "serviceTask", letter="acknowledgement"))
    reference = log(office)
    with office.transaction() as transaction, open_case(office, transaction, reference, None) as case:
        messages.letter(case, LetterWords("acknowledgement", "Thank you for telling us."))
        steps.start_procedure(case, "p", None)
    letter = one(office, select(message).where(message.c.kind == "letter"))
    assert (letter.status, letter.sent_on) == ("queued", office.today())


@pytest.mark.parametrize("begun", [("acknowledgement",), ()])
def test_a_letter_that_nobody_has_written_is_never_sent(office: Office, begun: tuple[str, ...]) -> None:
    deploy(office, block("send_letter", "serviceTask", letter="acknowledgement"))
    reference = log(office)
    with office.transaction() as transaction, open_case(office, transaction, reference, None) as case:
        for template in begun:
            messages.letter(case, LetterWords(template, ""))
        with pytest.raises(LetterUnwritten, match="nobody has written it"):
            steps.start_procedure(case, "p", None)
    assert {row.status for row in rows(office, select(message).where(message.c.kind == "letter"))} <= {"draft"}


def test_a_letter_begun_and_sent_with_no_task_in_between_is_refused(office: Office) -> None:
    begin = block("draft_letter", "serviceTask", letter="acknowledgement")
    send = block("send_letter", "serviceTask", letter="acknowledgement")
    with pytest.raises(ProcedureRefused, match="no task in between"):
        deploy(office, begin, block("record_event", "serviceTask", event="stage_2_requested"), send)
    deploy(office, begin, block("send_letter", "serviceTask", letter="closing"))


def test_an_action_is_raised_for_the_one_person_who_can_see_to_it(office: Office) -> None:
    asked = {"text": "Write to the provider.", "days": "10", "owner": "head_of_service"}
    run(office, block("raise_action", "serviceTask", **asked))
    raised = one(office, select(action))
    assert (raised.text, raised.status, raised.owner_id) == ("Write to the provider.", "open", PEOPLE["heather"][0])
    assert raised.due_on >= office.today() + timedelta(days=14)


def test_an_action_that_several_could_see_to_is_nobodys_yet(office: Office) -> None:
    asked = {"text": "Ring the school.", "days": "1", "owner": "complaints_officer"}
    run(office, block("raise_action", "serviceTask", **asked))
    assert one(office, select(action)).owner_id is None


def test_the_case_gets_its_final_standing(office: Office) -> None:
    reference = run(office, block("close_case", "serviceTask", status="withdrawn"))
    assert one(office, select(case_file).where(case_file.c.reference == reference)).status == "withdrawn"


def test_another_procedure_is_started(office: Office) -> None:
    run(office, block("start_procedure", "serviceTask", procedure="compliment"))
    assert {"share", "afterwards"} <= open_elements(office)
    assert len(rows(office, select(process_instance))) == 3


@pytest.mark.parametrize(
    ("topic", "told_what", "complaint"),
    [
        ("notify", {"to": "the_king", "notice": "overdue"}, "no role"),
        ("notify", {"to": " , ", "notice": "overdue"}, "must name whom to tell"),
        ("notify", {"to": "case:complained_about", "notice": "overdue"}, "never sees the case"),
        ("notify", {"to": "owner", "notice": "good_morning"}, "Known: acknowledgement_overdue"),
        ("draft_letter", {"letter": "love_letter"}, "letter cannot be"),
        ("record_event", {"event": "extended"}, "event cannot be"),
        ("start_procedure", {"procedure": "Two Words"}, "must be a name"),
        ("raise_action", {"text": "Do it.", "days": "0", "owner": "director"}, "whole number from 1"),
        ("raise_action", {"text": "Do it.", "days": "ten", "owner": "director"}, "whole number from 1"),
        ("raise_action", {"text": "Do ${this}", "days": "5", "owner": "director"}, "one line of plain words"),
        ("raise_action", {"text": "x" * 201, "days": "5", "owner": "director"}, "200 letters at most"),
        ("raise_action", {"text": "Do it.", "days": "5", "owner": "owner_of_all"}, "no role"),
        ("raise_action", {"text": "Do it.", "days": "5"}, "owner is missing"),
    ],
)
def test_an_input_of_the_wrong_sort_is_refused(
    office: Office, topic: str, told_what: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ProcedureRefused, match=complaint):
        deploy(office, block(topic, "serviceTask", **told_what))
