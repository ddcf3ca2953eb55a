"""What people who come now and then did not find, or found to be wrong: the way is there now."""

from sqlalchemy import select

from engine.db.tables import task_request
from engine.flows import absences, tasks
from engine.office import Office
from tests.council import PEOPLE
from tests.story import rows, somebody
from tests.web.work import SignIn, actor, log, open_task, triaged

HELP = {"need": "help", "note": "I do not know the family."}
CLAIM = 'name="do" value="claim"'
SAM = str(PEOPLE["sam"][0])


def _away(office: Office) -> None:
    days = {"from_on": "2026-10-05", "to_on": "2026-10-09", "deputy": SAM}
    absences.arrange(office, somebody(office, "mara"), days)


def test_an_answer_on_its_way_signs_nobody_in_again_who_has_signed_out(sign_in: SignIn) -> None:
    mara = sign_in("mara")
    mara.get("/inbox")
    assert "Set-Cookie" not in mara.get("/inbox").headers, "a page that comes late brings no sign-in with it"
    mara.post("/sign-out")
    assert mara.get("/inbox").location.startswith("/sign-in")


def test_an_officer_at_the_task_finds_the_way_to_answer(office: Office, sign_in: SignIn) -> None:
    key = open_task(office, triaged(office, sign_in), "respond")
    sign_in("mara").post(f"/tasks/{key}/cannot", data=HELP)
    (request,) = rows(office, select(task_request.c.id))
    way = f'href="/requests/{request.id}/answer"'
    assert way in sign_in("olive").get(f"/tasks/{key}").text
    assert way not in sign_in("mara").get(f"/tasks/{key}").text, "whoever asked takes it back, and does not answer it"


def test_claiming_many_is_offered_where_something_can_be_claimed(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    key = open_task(office, log(office), "triage")
    assert CLAIM in olive.get("/inbox/unassigned").text
    tasks.claim(office, actor(office, PEOPLE["olive"][0]), key)
    mine = olive.get("/inbox").text
    assert "With those selected" in mine
    assert CLAIM not in mine


def test_a_deputy_with_nothing_of_their_own_is_led_to_what_they_cover(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    _away(office)
    page = sign_in("sam").get("/inbox").text
    assert "While you stand in for Mara Manager" in page
    assert 'href="/inbox/covering"' in page.split("While you stand in for")[1]


def test_whoever_goes_away_is_told_how_much_their_deputy_may_not_do(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    mara = sign_in("mara")
    _away(office)
    assert "of yours wait" not in mara.get("/absences").text, "the deputy may do it all"
    reference = triaged(office, sign_in, complained_about_1=SAM)
    page = mara.get("/absences").text
    assert "1 task of yours waits for you all the same, because Sam Socialworker may not do it." in page
    assert reference not in page, "how many, and never which"
    assert "for you all the same" not in sign_in("heather").get("/absences").text, "said to whoever goes away alone"
