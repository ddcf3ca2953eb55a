"""The page of letters of which nobody knows, after a restore, whether they have gone."""

from sqlalchemy import insert, select

from engine.db.tables import case_relation, message
from engine.flows import uncertain as flow
from engine.office import Office
from tests.council import PEOPLE
from tests.stories import deliver
from tests.story import log, rows, triage
from tests.web.reading import said
from tests.web.work import SignIn


def test_a_person_says_of_each_letter_whether_it_has_gone(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert "No letter waits to be asked about" in said(client.get("/running/uncertain"))
    references = [log(office), log(office)]
    for reference in references:
        triage(office, reference)
    flow.mark(office, office.clock.now())
    query = select(message.c.id).where(message.c.kind == "letter").order_by(message.c.id)
    one, two = (row.id for row in rows(office, query))

    page = said(client.get("/running/uncertain"))
    assert all(reference in page for reference in references)
    asked = client.post(f"/running/uncertain/{one}/send")
    assert "It cannot be called back." in said(asked)
    assert [row.status for row in rows(office, select(message.c.status).where(message.c.id == one))] == ["uncertain"]
    client.post(f"/running/uncertain/{one}/send", data={"sure": "yes"})
    client.post(f"/running/uncertain/{two}/gone")
    assert [email.to for email in deliver(office)].count("jo@example.invalid") == 1
    assert "No letter waits to be asked about" in said(client.get("/running/uncertain"))
    assert client.post(f"/running/uncertain/{two}/send", data={"sure": "yes"}).status_code == 404


def test_it_is_not_for_everybody(office: Office, sign_in: SignIn) -> None:
    triage(office, log(office))
    flow.mark(office, office.clock.now())
    with office.database.writing() as connection:
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["oscar"][0]}
        connection.execute(insert(case_relation).values(about))
    assert "No letter waits to be asked about" in said(sign_in("oscar").get("/running/uncertain"))
    assert sign_in("mara").get("/running/uncertain").status_code == 403
    assert "1 more letter of cases that you may not see" in said(sign_in("ada").get("/running/uncertain"))
