"""Complaints, compliments and comments begin with procedures of their own, whichever database keeps them."""

import pytest
from sqlalchemy import select

from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import case_event, case_file, case_relation
from engine.flows import receive, tasks
from engine.flows.receive import Received
from engine.office import Office
from tests import story
from tests.story import complete, open_elements, open_task, rows, somebody, told

PRAISE = {
    "praised_1": "3",
    "copied_1": "8",
    "category-child_focus": "yes",
    "bulletin": "no",
    "thanks": "no",
    "note_body": "Thank you from all of us.",
}


def log(office: Office, kind: Kind) -> str:
    """Sam passes on what somebody said who gave no name."""
    said = Received(
        kind=kind,
        received_on=office.today(),
        channel=Channel.LOCAL_TEAM,
        service_id=1,
        complainant_name="Somebody who gave no name",
        words="You listened.",
        reply_by=None,
    )
    return receive.receive(office, somebody(office, "sam"), said)


@pytest.mark.parametrize(("kind", "first"), [(Kind.COMPLIMENT, "share"), (Kind.COMMENT, "pass_on")])
def test_each_kind_begins_with_its_own_procedure(office: Office, kind: Kind, first: str) -> None:
    log(office, kind)
    assert open_elements(office) == {first}
    (case,) = rows(office, select(case_file))
    assert (case.kind, case.procedure, case.reply_by) == (kind, kind, "none")


def test_a_compliment_is_shared_and_closed(office: Office) -> None:
    log(office, Kind.COMPLIMENT)
    tasks.claim(office, somebody(office, "olive"), open_task(office, "share"))
    complete(office, "olive", "share", PRAISE)
    (case,) = rows(office, select(case_file))
    assert (case.status, case.categories) == ("closed", ["child_focus"])
    assert "compliment_shared" in {row.kind for row in rows(office, select(case_event.c.kind))}
    assert {("praised", 3), ("copied", 8)} < {
        (row.relation, row.person_id) for row in rows(office, select(case_relation))
    }
    assert sorted(told(office, "letter_waiting")) == ["lena", "mara"]


def test_what_triage_was_told_and_advised_is_kept_as_it_was(office: Office) -> None:

    story.triage(office, story.log(office), who="parent", matter="delay", grounds_arose_on="2026-09-01")
    (case,) = rows(office, select(case_file))
    assert case.eligibility["asked"] == {"who": "parent", "matter": "delay", "grounds_arose_on": "2026-09-01"}
    assert case.eligibility["advised"] == "statutory"
