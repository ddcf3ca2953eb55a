"""Cases are linked, put together and taken apart: the effect first, nothing lost, both histories say so."""

from typing import Any

import pytest
from sqlalchemy import Row, delete, insert, select
from werkzeug.test import TestResponse

from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import action, case_file, case_link, case_relation, clock, contact, head, job, party, task
from engine.office import Office
from engine.queries import case_file as case_file_query
from engine.queries import parties
from tests import story
from tests.story import rows
from tests.web.at_work import worked_on
from tests.web.reading import links, said
from tests.web.work import SignIn, log, shown_errors

WHY = {"reason": "Both are about the calls."}


def merge(sign_in: SignIn, part: str, whole: str, **more: str) -> TestResponse:
    return sign_in("olive").post(f"/cases/{part}/merge", data={"step": "do", "other": whole, **WHY, **more})


def case(office: Office, reference: str) -> Row[Any]:
    (found,) = rows(office, select(case_file).where(case_file.c.reference == reference))
    return found


def heads(office: Office, reference: str) -> list[tuple[int, str]]:
    query = select(head.c.number, head.c.text).join(case_file, case_file.c.id == head.c.case_id)
    found = rows(office, query.where(case_file.c.reference == reference).order_by(head.c.number))
    return [(row.number, row.text) for row in found]


def test_linked_cases_lead_to_each_other_until_the_link_is_taken_back(office: Office, sign_in: SignIn) -> None:
    one, two, olive = worked_on(office), worked_on(office), sign_in("olive")
    address = links(olive.get(f"/cases/{one}"))["Link with another case"]
    olive.post(address, data={"other": two.lower(), **WHY})
    assert links(olive.get(f"/cases/{one}"))[two] == f"/cases/{two}"
    assert links(olive.get(f"/cases/{two}"))[one] == f"/cases/{one}"
    assert f"Linked with {one}" in said(olive.get(f"/cases/{two}/history"))
    assert list(shown_errors(olive.post(address, data={"other": two, **WHY}))) == ["other"]
    olive.post(f"/cases/{two}/link/{one}/remove")
    assert two not in links(olive.get(f"/cases/{one}"))


def test_a_link_shows_only_cases_that_one_may_see(office: Office, sign_in: SignIn) -> None:
    one, two = worked_on(office), log(office, service_id="2")
    sign_in("olive").post(f"/cases/{one}/link", data={"other": two, **WHY})
    assert two in links(sign_in("olive").get(f"/cases/{one}"))
    assert two not in sign_in("mara").get(f"/cases/{one}").text
    assert two not in said(sign_in("heather").get(f"/cases/{one}"))


def test_no_history_tells_of_a_case_that_its_reader_may_not_see(office: Office, sign_in: SignIn) -> None:
    """Linked, unlinked, put together, taken apart: the other case is about Mara, who answers this one."""
    why = {"reason": "Secret: both are about her."}
    linked, olive = worked_on(office), sign_in("olive")
    about_her = {}
    for what in ("linked", "merged", "unlinked"):
        about_her[what] = worked_on(office)
        with office.transaction() as transaction:
            key = case(office, about_her[what]).id
            about = {"case_id": key, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": 3}
            r = case_relation.c
            transaction.connection.execute(delete(case_relation).where(r.case_id == key, r.person_id == 3))
            transaction.connection.execute(insert(case_relation).values(about))
    for what in ("linked", "unlinked"):
        assert olive.post(f"/cases/{linked}/link", data={"other": about_her[what], **why}).status_code == 302
    olive.post(f"/cases/{linked}/link/{about_her['unlinked']}/remove")
    assert (
        olive.post(f"/cases/{linked}/merge", data={"step": "do", "other": about_her["merged"], **why}).status_code
        == 302
    )
    hers = said(sign_in("mara").get(f"/cases/{linked}/history"))
    assert "Linked with another case" in hers
    assert "No longer linked with another case" in hers
    assert "Put together with, and from now on part of, another case" in hers
    for address in ("", "/history", "/people", "/letters"):
        page = sign_in("mara").get(f"/cases/{linked}{address}")
        assert page.status_code == 200
        assert [each for each in (*about_her.values(), "Secret") if each in page.text] == []
    theirs = said(olive.get(f"/cases/{linked}/history"))
    assert all(each in theirs for each in (*about_her.values(), "Secret"))


def test_a_merge_is_shown_before_it_is_done(office: Office, sign_in: SignIn) -> None:
    whole, part = worked_on(office), worked_on(office, received_on="2026-09-30")
    answer = sign_in("olive").post(f"/cases/{part}/merge", data={"step": "look", "other": whole, **WHY})
    words = said(answer)
    assert f"{whole} goes on for both. The 2 heads of {part}" in words
    assert f"{part} was received earlier, on Wednesday 30 September 2026" in words
    assert f"The limits of {whole} apply to all of it" in words
    assert case(office, part).status == CaseStatus.OPEN
    assert len(heads(office, whole)) == 2
    assert rows(office, select(case_link)) == []


def test_a_merged_case_ends_and_all_of_it_is_found_in_the_other(office: Office, sign_in: SignIn) -> None:
    whole, part, olive = worked_on(office), worked_on(office, contact_warning="Do not ring at night."), sign_in("olive")
    noted = {"happened_on": "2026-10-05", "way": "visit", "with_whom": "child", "note": "She drew a picture."}
    olive.post(f"/cases/{part}/contact", data=noted)
    olive.post(f"/cases/{part}/people/add", data={"kind": "child", "name": "Finn Fern"})
    olive.post(f"/cases/{part}/actions", data={"text": "A rota.", "owner_id": "8", "due_on": "2026-10-20"})
    with office.transaction() as transaction:
        about = {"case_id": 2, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": 5}
        transaction.connection.execute(insert(case_relation).values(about))
    merge(sign_in, part, whole)
    assert [number for number, _ in heads(office, whole)] == [1, 2, 3, 4]
    ended, goes_on = case(office, part), case(office, whole)
    assert (ended.status, str(ended.closed_on)) == ("closed", "2026-10-05")
    assert goes_on.contact_warning == "Do not ring at night."
    assert {row.case_id for row in rows(office, select(contact.c.case_id))} == {1, 2}
    assert {row.case_id for row in rows(office, select(action.c.case_id))} == {1}
    assert {(row.case_id, row.name) for row in rows(office, select(party))} == {(1, "Finn Fern"), (2, "Finn Fern")}
    assert rows(office, select(task).where(task.c.case_id == 2, task.c.status == "open")) == []
    assert rows(office, select(clock).where(clock.c.case_id == 2)) == []
    waiting = select(job).where(job.c.case_id == 2, job.c.kind == "timer", job.c.status == "pending")
    assert rows(office, waiting) == []
    assert f"Taken in: {part}" in said(olive.get(f"/cases/{whole}/history"))
    assert f"Put together with, and from now on part of, {whole}" in said(olive.get(f"/cases/{part}/history"))
    # Whom only the part was about is barred from the whole as well.
    assert sign_in("heather").get(f"/cases/{whole}").status_code == 404


def test_different_people_have_to_agree_and_both_stay_on_record(office: Office, sign_in: SignIn) -> None:
    whole, part = worked_on(office), worked_on(office, complainant_name="Gwen Glade", complainant_email="g@g.invalid")
    answer = merge(sign_in, part, whole)
    assert list(shown_errors(answer)) == ["agreed"]
    merge(sign_in, part, whole, agreed="yes")
    (found,) = rows(office, select(party).where(party.c.case_id == 1))
    assert (found.kind, found.name, found.email, found.reply_by) == (
        "complainant",
        "Gwen Glade",
        "g@g.invalid",
        "email",
    )


def test_whoever_answers_and_is_complained_about_in_the_other_is_named_first(office: Office, sign_in: SignIn) -> None:
    whole, part = worked_on(office), worked_on(office)
    with office.transaction() as transaction:
        about = {"case_id": 2, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": 3}
        transaction.connection.execute(insert(case_relation).values(about))
    answer = sign_in("olive").post(f"/cases/{part}/merge", data={"step": "look", "other": whole, **WHY})
    assert f"Mara Manager answers {whole}, and {part} is about them" in said(answer)


def test_what_cannot_be_put_together_is_refused_with_the_reason(office: Office, sign_in: SignIn) -> None:
    part, untriaged = worked_on(office), log(office)
    for other, why in (
        (part, "This is the case itself"),
        ("HRD-26-9999", "There is no case with this reference"),
        (untriaged, f"{untriaged} has not been triaged: settle its heads first, then put the two together"),
    ):
        assert shown_errors(merge(sign_in, part, other)) == {"other": why}


def test_a_case_that_one_may_not_see_is_as_good_as_none(office: Office, sign_in: SignIn) -> None:
    part, whole = worked_on(office), worked_on(office)
    with office.transaction() as transaction:
        about = {"case_id": 2, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": 1}
        transaction.connection.execute(insert(case_relation).values(about))
    answer = merge(sign_in, part, whole)
    assert shown_errors(answer) == {"other": "There is no case with this reference"}
    assert sign_in("olive").get(f"/cases/{whole}/merge").status_code == 404


def test_heads_are_taken_out_into_a_case_received_on_the_same_day(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    chosen = {"head-2": "yes", **WHY}
    look = said(olive.post(f"/cases/{reference}/split", data={"step": "look", **chosen}))
    assert "one investigation under the statutory procedure is the rule" in look
    assert len(rows(office, select(case_file))) == 1
    olive.post(f"/cases/{reference}/split", data={"step": "do", **chosen})
    old, new = rows(office, select(case_file).order_by(case_file.c.id))
    assert (new.received_on, new.complainant_name, new.status) == (old.received_on, old.complainant_name, "open")
    assert heads(office, reference) == [(1, "Nobody returned my calls")]
    assert heads(office, new.reference) == [(1, "The plan was changed without a word")]
    open_there = rows(office, select(task.c.element).where(task.c.case_id == new.id, task.c.status == "open"))
    assert [row.element for row in open_there] == ["triage"]
    assert new.reference in links(olive.get(f"/cases/{reference}"))
    assert f"Taken out of {reference}" in said(olive.get(f"/cases/{new.reference}/history"))
    assert f"Heads taken out into {new.reference}" in said(olive.get(f"/cases/{reference}/history"))
    assert sign_in("max").get(f"/cases/{new.reference}").status_code == 404


@pytest.mark.parametrize("chosen", [{}, {"head-1": "yes", "head-2": "yes"}])
def test_some_heads_go_and_some_stay(office: Office, sign_in: SignIn, chosen: dict[str, str]) -> None:
    answer = sign_in("olive").post(f"/cases/{worked_on(office)}/split", data={"step": "look", **WHY, **chosen})
    assert list(shown_errors(answer)) == ["heads"]


@pytest.mark.parametrize(("login", "status"), [("mara", 403), ("heather", 403), ("max", 403), ("sam", 403)])
@pytest.mark.parametrize("deed", ["merge", "split", "link"])
def test_only_officers_join_and_split(office: Office, sign_in: SignIn, deed: str, login: str, status: int) -> None:
    reference = worked_on(office)
    assert sign_in(login).get(f"/cases/{reference}/{deed}").status_code == status
    assert sign_in(login).post(f"/cases/{reference}/{deed}", data=WHY).status_code == status


def test_the_case_in_which_a_child_complains_is_the_one_that_goes_on(office: Office, sign_in: SignIn) -> None:
    of_child, of_adult = worked_on(office, is_child="yes"), worked_on(office, complainant_name="Frank Fern")
    refused = shown_errors(merge(sign_in, of_child, of_adult, agreed="yes"))
    assert refused == {
        "other": f"A child complains in this case, so it is the one that goes on: put {of_adult} into it"
    }
    merge(sign_in, of_adult, of_child, agreed="yes")
    assert case(office, of_adult).status == CaseStatus.CLOSED
    assert case(office, of_child).is_child


def test_of_two_children_who_complain_neither_loses_the_answer(office: Office, sign_in: SignIn) -> None:
    part, whole = worked_on(office, is_child="yes", complainant_name="Finn Fern"), worked_on(office, is_child="yes")
    merge(sign_in, part, whole, agreed="yes")
    (finn,) = rows(office, select(party))
    assert (finn.kind, finn.name, finn.reply_by) == ("child", "Finn Fern", "email")
    found = parties.of_case(office, case_file_query.find(office, story.somebody(office, "olive"), whole))
    assert [each.name for each in found if each.can_be_written_to] == ["Finn Fern"]
