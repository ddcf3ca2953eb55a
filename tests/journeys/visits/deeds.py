"""The pages on which a case is taken further, put aside or put right. What a page needs is done before, once."""

from datetime import date

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_event, case_file, message
from engine.flows import escalating, freezing, rerouting, tasks
from engine.office import Office
from engine.queries import independence, who
from engine.recording.case import open_case
from tests.journeys.guest import Guest, people_by_name
from tests.journeys.visits.visit import Visit, case, wrong

OFFICER = "priya"
LOOK = "See what it changes"


def _office(guest: Guest) -> tuple[Office, Actor]:
    office = guest.house.office
    found = who.actor(office, people_by_name(guest.house)[OFFICER])
    assert found is not None
    return office, found


def _happened(guest: Guest, kind: str, event: str) -> bool:
    query = select(case_event.c.id).join(case_file, case_file.c.id == case_event.c.case_id)
    mine = query.where(case_file.c.reference == guest.reference(kind), case_event.c.kind == event)
    with guest.house.office.database.reading() as connection:
        return connection.execute(mine).first() is not None


def _stage_2(guest: Guest) -> None:
    guest.case("to close out", "/stage-2")


def _stage_2_looked(guest: Guest) -> None:
    _stage_2(guest)
    guest.visitor.page.get_by_label("How did they ask?").select_option(label="By telephone")
    guest.visitor.choose("Why does stage 2 begin?", "They are not happy with the answer")
    guest.visitor.press(LOOK)
    guest.visitor.sees("What it does to the dates")


def _stage_3(guest: Guest) -> None:
    _answered_twice(guest, "at stage 3")
    guest.case("at stage 3", "/stage-3")


def _answered_twice(guest: Guest, kind: str) -> None:
    """Stage 2 was asked for and answered, as far as the dates go."""
    if _happened(guest, kind, "stage_2_requested"):
        return
    (office, officer), reference = _office(guest), guest.reference(kind)
    today = office.today()
    asked = {"requested_on": today.isoformat(), "way": "letter", "ground": "not_happy"}
    escalating.ask_stage_2(office, officer, reference, asked)
    with (
        office.transaction() as transaction,
        open_case(office, transaction, reference, officer.person_id) as record,
    ):
        record.event("stage_2_response_sent", today)
        record.event("stage_2_response_received", today)


def _panel_cannot_meet(guest: Guest) -> None:
    _to_a_panel(guest, "at the panel")
    guest.case("at the panel", "/panel-cannot-meet")


def _to_a_panel(guest: Guest, kind: str) -> None:
    if _happened(guest, kind, "panel_arranged"):
        return
    _answered_twice(guest, kind)
    (office, officer), reference = _office(guest), guest.reference(kind)
    asked = {"requested_on": office.today().isoformat(), "way": "letter"}
    escalating.ask_stage_3(office, officer, reference, asked)
    letter = {"letter_body": "Thank you for telling us."}
    acknowledged = {"way": "panel", "stage_3_reasons": "It was not put right.", **letter}
    tasks.complete(office, officer, guest.open_task(kind, "acknowledge_stage_3"), acknowledged)
    arranged = {**_members(office, reference), "meets_on": _soon(office).isoformat(), "place": "The library", **letter}
    tasks.complete(office, officer, guest.open_task(kind, "arrange_panel"), arranged)


def _soon(office: Office) -> date:
    with office.database.reading() as connection:
        return office.library.calendar(connection).add(office.today(), 15)


def _members(office: Office, reference: str) -> dict[str, str]:
    with office.database.reading() as connection:
        case_id = connection.execute(select(case_file.c.id).where(case_file.c.reference == reference)).scalar_one()
    chair = independence.could(office, case_id, Relation.PANEL_CHAIR).could[0].id
    others = [p.id for p in independence.could(office, case_id, Relation.PANEL_MEMBER).could if p.id != chair]
    return {"panel_chair": str(chair), "panel_member_1": str(others[0]), "panel_member_2": str(others[1])}


def _put_aside(guest: Guest) -> None:
    guest.case("at sign-off", "/put-aside")


def _put_aside_looked(guest: Guest) -> None:
    _put_aside(guest)
    guest.visitor.choose("What goes on elsewhere?", "A court")
    guest.visitor.fill({"How could looking into it now harm those proceedings?": "The hearing is next week."})
    if guest.visitor.page.get_by_label("All of it").count():
        guest.visitor.choose("How much of it is put aside?", "All of it")
    guest.visitor.press(LOOK)
    guest.visitor.sees("What it does to the dates")


def _brought_again(guest: Guest) -> None:
    if not _happened(guest, "put aside", "frozen"):
        office, officer = _office(guest)
        aside = {
            "proceedings": "court",
            "reason": "The hearing is next week.",
            "extent": "all",
            "letter_body": "Sorry.",
        }
        freezing.put_aside(office, officer, guest.reference("put aside"), aside)
    guest.case("put aside", "/brought-again")


def _route(guest: Guest) -> None:
    guest.case("at sign-off", "/route")


def _route_looked(guest: Guest) -> None:
    _route(guest)
    guest.visitor.choose("Which is the right procedure?", "Corporate")
    guest.visitor.fill({"Why is it the right one?": "It is about a car park."})
    guest.visitor.press(LOOK)
    guest.visitor.sees("Begun, and not sent")


def _waiting(guest: Guest) -> None:
    reference = guest.reference("rerouted")
    query = select(message.c.id).join(case_file, case_file.c.id == message.c.case_id)
    mine = query.where(case_file.c.reference == reference, message.c.template == rerouting.CORRECTION)
    office, officer = _office(guest)
    with office.database.reading() as connection:
        found = connection.execute(mine).scalar()
    if found is None:
        other = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a car park."}
        rerouting.reroute(office, officer, reference, other)
    guest.letter("rerouted", "draft", "/settle")


DEEDS = (
    Visit("stage-2-asked", "stages.ask_stage_2", OFFICER, _stage_2),
    Visit("stage-2-asked-wrong", "stages.ask_stage_2", OFFICER, wrong(_stage_2, LOOK)),
    Visit("stage-2-asked-effect", "stages.ask_stage_2", OFFICER, _stage_2_looked),
    Visit("stage-3-asked", "stages.ask_stage_3", OFFICER, _stage_3),
    Visit("panel-cannot-meet", "stages.move_panel", OFFICER, _panel_cannot_meet),
    Visit("panel-cannot-meet-wrong", "stages.move_panel", OFFICER, wrong(_panel_cannot_meet, LOOK)),
    Visit("put-aside", "put_aside.put_aside", OFFICER, _put_aside),
    Visit("put-aside-effect", "put_aside.put_aside", OFFICER, _put_aside_looked),
    Visit("brought-again", "put_aside.resubmit", OFFICER, _brought_again),
    Visit("ombudsman", "ombudsman.record", OFFICER, case("at sign-off", "/ombudsman")),
    Visit("ombudsman-wrong", "ombudsman.record", OFFICER, wrong(case("at sign-off", "/ombudsman"), LOOK)),
    Visit("wrong-route", "corrections.reroute", OFFICER, _route),
    Visit("wrong-route-effect", "corrections.reroute", OFFICER, _route_looked),
    Visit("open-again", "corrections.reopen", OFFICER, case("withdrawn", "/open-again")),
    Visit("undo", "corrections.undo", OFFICER, case("at sign-off", "/undo")),
    Visit("findings", "corrections.findings", OFFICER, case("to close out", "/findings")),
    Visit("finding", "corrections.finding", OFFICER, case("to close out", "/findings/stage_1/1/correct")),
    Visit("who-answers", "corrections.manager", OFFICER, case("at sign-off", "/manager")),
    Visit("whom-it-is-about", "corrections.about", OFFICER, case("at sign-off", "/complained-about")),
    Visit("letter-that-waits", "waiting_letters.settle", OFFICER, _waiting),
)
