"""A letter that did not arrive goes once more, to where the case says now."""

from sqlalchemy import insert, select, update

from engine.db.tables import incident, job, message
from engine.office import Office
from tests.story import rows
from tests.web.reading import said
from tests.web.test_further_people import with_letter
from tests.web.work import SignIn

NEW = "jo.new@example.invalid"


def fails(office: Office) -> None:
    """The first letter comes back."""
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(update(message).where(message.c.id == 1).values(status="failed"))
        put(update(job).where(job.c.message_id == 1).values(status="incident"))
        job_id = put(select(job.c.id).where(job.c.message_id == 1)).scalar_one()
        raised = {"job_id": job_id, "cause": "Undeliverable: ", "status": "open", "raised_at": transaction.now}
        put(insert(incident).values(raised))


def letters(office: Office) -> list[tuple[int, str, str | None]]:
    """Every letter: its key, where it stands, where to."""
    m = message.c
    query = select(m.id, m.status, m.to_address).where(m.kind == "letter").order_by(m.id)
    return [tuple(row) for row in rows(office, query)]


def test_a_letter_that_came_back_goes_to_the_address_that_was_put_right(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    fails(office)
    with office.transaction() as transaction:
        transaction.connection.exec_driver_sql(f"UPDATE case_file SET complainant_email = '{NEW}'")
    assert "Send it again" in said(olive.get(f"/cases/{reference}/letters/1"))
    address = f"/cases/{reference}/letters/1/again"
    assert f"by email to {NEW}" in said(olive.get(address))
    assert len(letters(office)) == 1, "looking sends nothing"
    form = {"form-once": "0" * 32}
    assert olive.post(address, data=form).status_code == 302
    (first, again) = letters(office)
    assert (first[1], again[1:]) == ("discarded", ("queued", NEW))
    assert [tuple(row) for row in rows(office, select(incident.c.status, incident.c.ended_by))] == [("dismissed", 1)]
    assert "Letter sent once more: acknowledgement of a complaint" in said(olive.get(f"/cases/{reference}/history"))
    assert olive.post(address, data=form).status_code == 302, "a double press"
    assert len(letters(office)) == 2
    assert olive.post(address, data={"form-once": "1" * 32}).status_code == 302, "and once more on purpose"
    assert len(letters(office)) == 3


def test_the_same_words_go_and_no_limit_is_met_twice(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    fails(office)
    olive.post(f"/cases/{reference}/letters/1/again")
    m = message.c
    first, again = rows(office, select(m.body, m.template, m.template_version, m.fields).order_by(m.id))
    assert (again.body, again.template, again.template_version) == (first.body, first.template, first.template_version)
    assert again.fields["is_copy"] is True


def test_what_is_still_on_its_way_or_has_nowhere_to_go_is_not_sent(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    address = f"/cases/{reference}/letters/1/again"
    assert "It has not left yet" in said(olive.get(address))
    assert olive.post(address).status_code == 404
    fails(office)
    with office.transaction() as transaction:
        transaction.connection.exec_driver_sql("UPDATE case_file SET complainant_email = NULL")
    assert "The case does not say where to" in said(olive.get(address))
    refused = olive.post(address)
    assert refused.status_code == 403
    assert "the case does not say where to" in said(refused)
    assert len(letters(office)) == 1
