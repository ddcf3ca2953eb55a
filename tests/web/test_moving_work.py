"""Somebody leaves, or a team is regrouped, at the pages: looked at first, done in one action, told plainly."""

from sqlalchemy import insert, select

from engine.db.tables import case_relation, line_management, membership, person, team
from engine.office import Office
from tests import story
from tests.council import LONG_AGO, PEOPLE
from tests.web.work import SignIn, shown_errors, triaged

MARA, MAX, HEATHER, LENA = (PEOPLE[name][0] for name in ("mara", "max", "heather", "lena"))


def _managers(office: Office) -> list[int]:
    r = case_relation.c
    return [row.person_id for row in story.rows(office, select(r.person_id).where(r.relation == "allocated_manager"))]


def test_everybody_sees_who_somebody_is_and_only_some_what_they_have_in_hand(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    seen = sign_in("sam").get(f"/people/{MARA}").text
    assert "Team manager, Children in care" in seen
    assert "Lena Line" in seen
    assert "In hand" not in seen
    told = sign_in("olive").get(f"/people/{MARA}").text
    assert "Cases in which they are allocated manager" in told.lower() or "allocated manager" in told.lower()
    assert "This person leaves" in told
    assert sign_in("sam").get("/people/999").status_code == 404
    assert sign_in("sam").get(f"/people/{MARA}/leaving").status_code == 403


def test_the_directory_leads_to_each_person(office: Office, sign_in: SignIn) -> None:
    page = sign_in("olive").get("/people").text
    assert f'href="/people/{MARA}"' in page
    assert 'href="/teams/1/moving"' in page
    assert 'href="/teams/1/moving"' not in sign_in("sam").get("/people").text


def test_leaving_is_looked_at_first_and_then_done_in_one_action(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in, complained_about_1="8")
    olive, path = sign_in("olive"), f"/people/{MARA}/leaving"
    assert "Who takes over?" in olive.get(path).text
    missing = olive.post(path, data={"to": ""})
    assert (missing.status_code, shown_errors(missing)) == (422, {"to": "Select who takes over"})
    looked = olive.post(path, data={"to": str(MAX)}).text
    assert "Work in 1 case moves." in looked
    assert "team manager (Children in care)" in looked
    assert _managers(office) == [MARA]
    done = olive.post(path, data={"to": str(MAX), "step": "do"})
    assert (done.status_code, done.location) == (302, f"/people/{MARA}")
    assert _managers(office) == [MAX]
    page = olive.get(f"/people/{MARA}").text
    assert "The account of Mara Manager is closed: work in 1 case moved." in page
    assert "has left and cannot sign in any more" in page
    assert "None any more" in page
    assert "Team manager, Children in care, since" not in page
    assert sign_in("mara").get("/inbox").status_code == 302
    history = olive.get("/cases/HRD-26-0001/history").text
    assert "Moved from Mara Manager to Max Manager: allocated manager" in history


def test_what_cannot_move_is_named_before_and_after(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)  # it is about Max
    olive, path = sign_in("olive"), f"/people/{MARA}/leaving"
    looked = olive.post(path, data={"to": str(MAX)}).text
    assert "What somebody has to decide" in looked
    assert "HRD-26-0001, allocated manager: The complaint is about Max Manager" in looked
    done = olive.post(path, data={"to": str(MAX), "step": "do"})
    assert done.status_code == 200
    assert "The account of Mara Manager is closed: nothing moved." in done.text
    assert "The complaint is about Max Manager" in done.text
    assert "Move what is left to somebody else" in olive.get(f"/people/{MARA}").text
    again = olive.post(f"/people/{MARA}/moving", data={"to": str(HEATHER), "step": "do"})
    assert again.status_code == 302
    assert _managers(office) == [HEATHER]


def test_an_administrator_moves_work_without_reading_reasons_of_cases(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    looked = sign_in("ada").post(f"/people/{MARA}/leaving", data={"to": str(MAX)}).text
    assert "HRD-26-0001, the complaints team decides" in looked
    assert "The complaint is about" not in looked


def test_one_sort_of_work_can_go_to_somebody_else(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    asked = {"to": str(MAX), "to-allocated_manager": str(HEATHER), "step": "do"}
    sign_in("olive").post(f"/people/{MARA}/moving", data=asked)
    assert _managers(office) == [HEATHER]


def test_nobody_takes_over_from_themselves_or_records_their_own_leaving(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    olive = sign_in("olive")
    answer = olive.post(f"/people/{MARA}/moving", data={"to": str(MARA)})
    assert (answer.status_code, shown_errors(answer)) == (422, {"to": "Select somebody else than themselves"})
    assert "You cannot record that you leave yourself" in olive.get("/people/1/leaving").text
    assert olive.post("/people/1/leaving", data={"step": "do"}).status_code == 403


def test_somebody_with_nothing_in_hand_can_leave(office: Office, sign_in: SignIn) -> None:
    olive, sam = sign_in("olive"), PEOPLE["sam"][0]
    assert "nothing in hand that would have to move" in olive.get(f"/people/{sam}/leaving").text
    assert olive.post(f"/people/{sam}/leaving", data={"step": "do"}).status_code == 302
    (row,) = story.rows(office, select(person.c.active).where(person.c.id == sam))
    assert not row.active


def test_a_team_gets_another_line_manager(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    assert "Sam Socialworker" in olive.get("/teams/1/moving").text
    wrong = olive.post("/teams/1/moving", data={"deed": "manager"})
    assert (wrong.status_code, shown_errors(wrong)) == (422, {"manager": "Select who manages the team from today"})
    asked = {"deed": "manager", "manager": str(HEATHER)}
    assert "Mara Manager, Sam Socialworker: another line manager from today." in (
        olive.post("/teams/1/moving", data=asked).text
    )
    assert len(story.rows(office, select(line_management.c.id))) == 1, "looking changes nothing"
    assert olive.post("/teams/1/moving", data={**asked, "step": "do"}).status_code == 302
    line = line_management.c
    now = select(line.person_id, line.manager_id).where(line.to_on.is_(None)).order_by(line.person_id)
    assert [tuple(row) for row in story.rows(office, now)] == [(MARA, HEATHER), (PEOPLE["sam"][0], HEATHER)]


def test_a_large_team_gets_another_line_manager_and_one_is_told(office: Office, sign_in: SignIn) -> None:
    names = [f"{number} Andriamanantena-Featherstonehaugh" for number in range(100, 300)]
    people = [{"id": int(each[:3]), "name": each, "email": f"{each[:3]}@heard.invalid"} for each in names]
    with office.transaction() as transaction:
        transaction.connection.execute(insert(person), people)
        joined = [{"person_id": each["id"], "team_id": 1, "from_on": LONG_AGO} for each in people]
        transaction.connection.execute(insert(membership), joined)
    olive, asked = sign_in("olive"), {"deed": "manager", "manager": str(HEATHER)}
    assert names[-1] in olive.post("/teams/1/moving", data=asked).text, "everybody is named before it is done"
    answer = olive.post("/teams/1/moving", data={**asked, "step": "do"})
    assert len(answer.headers["Set-Cookie"]) < 4000
    assert "Who is in whose line stands below." in olive.get(answer.location).text


def test_nobody_above_the_new_manager_comes_to_stand_below_them(office: Office, sign_in: SignIn) -> None:
    with office.transaction() as transaction:
        values = {"person_id": HEATHER, "manager_id": MARA, "from_on": transaction.today}
        transaction.connection.execute(insert(line_management).values(values))
    looked = sign_in("olive").post("/teams/1/moving", data={"deed": "manager", "manager": str(HEATHER)}).text
    assert "Not changed: Mara Manager stands above them in the line." in looked


def test_a_team_goes_to_another_service_and_what_was_stays_on_record(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    asked = {"deed": "service", "service": "2", "step": "do"}
    done = olive.post("/teams/1/moving", data=asked)
    assert (done.status_code, done.location) == (302, "/teams/2/moving")
    teams = story.rows(office, select(team.c.name, team.c.service_id).order_by(team.c.id))
    assert [tuple(row) for row in teams] == [("North team (until 5 October 2026, 1)", 1), ("North team", 2)]
    m = membership.c
    now = select(m.person_id).where(m.team_id == 2, m.to_on.is_(None)).order_by(m.person_id)
    assert [row.person_id for row in story.rows(office, now)] == [MARA, PEOPLE["sam"][0]]
    assert "Team manager, Disabled children" in olive.get(f"/people/{MARA}").text
    assert "Nobody belongs to this team today." in olive.get("/teams/1/moving").text


def test_whoever_is_the_last_of_a_role_that_is_needed_does_not_leave_unnoticed(office: Office, sign_in: SignIn) -> None:
    ada, oscar, warned = PEOPLE["ada"][0], PEOPLE["oscar"][0], "is the last complaints officer for all services"
    olive = sign_in("olive")
    assert "Ada Administrator is the last administrator for all services." in olive.get(f"/people/{ada}/leaving").text
    assert "Ada Administrator is the last" in olive.post(f"/people/{ada}/leaving", data={}).text
    assert warned not in olive.get(f"/people/{oscar}/leaving").text, "Olive is one as well"
    assert olive.post(f"/people/{oscar}/leaving", data={"step": "do"}).status_code == 302
    page = sign_in("ada").get(f"/people/{PEOPLE['olive'][0]}/leaving").text
    assert f"Olive Officer {warned}" in page
    assert "Have somebody else given the role first." in page
