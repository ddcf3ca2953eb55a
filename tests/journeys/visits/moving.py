"""Many tasks at once, tasks put by or asked about, and work that moves when somebody leaves or a team is regrouped."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engine.db.tables import task_request, team
from engine.flows import task_requests
from engine.queries import who
from tests.journeys.guest import Guest, manager, people_by_name
from tests.journeys.visits.visit import Arrive, Council, Visit, at, wrong

OFFICER, KIND, TASK = "priya", "late", "respond"
OTHERS = ("late", "sent back", "to close out")
MUCH = "I have asked for the file, and it is kept at https://fernshire.invalid/" + "a-long-address-without-a-break" * 4
SUBMIT = """asked => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/inbox/bulk";
  const token = document.querySelector("input[name=csrf_token]").value;
  for (const [name, value] of [["csrf_token", token], ...asked]) {
    const input = document.createElement("input");
    [input.type, input.name, input.value] = ["hidden", name, value];
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""
"""The list's own form, without looking for its rows on one of its pages."""


def _open_tasks(guest: Guest) -> list[str]:
    return [guest.open_task(kind, "close_out" if kind == "to close out" else TASK) for kind in OTHERS]


def _posted(guest: Guest, asked: Sequence[tuple[str, str]], heading: str) -> None:
    guest.visitor.go("/inbox").page.evaluate(SUBMIT, [list(pair) for pair in (*asked, ("next", "/inbox/everybody"))])
    guest.visitor.sees(heading)


def _bulk(do: str, heading: str, *more: tuple[str, str]) -> Arrive:
    def _arrive(guest: Guest) -> None:
        _posted(guest, [*(("task", key) for key in _open_tasks(guest)), ("do", do), *more], heading)

    return _arrive


def _to_be_checked(guest: Guest) -> None:
    person = str(people_by_name(guest.house)[manager(KIND)])
    _bulk("reassign", "Choose somebody else", ("person", person), ("step", "look"))(guest)


def _refused(guest: Guest) -> None:
    _bulk("claim", "Nothing was changed")(guest)


def _nothing(guest: Guest) -> None:
    _posted(guest, [("do", "claim")], "Nothing was changed")


def _asked(guest: Guest) -> int:
    """What the manager of the late case has asked: for more time, from the first of these visits on."""
    office, task_id = guest.house.office, guest.open_task(KIND, TASK)
    actor = who.actor(office, people_by_name(guest.house)[manager(KIND)])
    assert actor is not None
    asked = select(task_request.c.id).where(task_request.c.task_id == task_id, task_request.c.kind == "more_time")
    with office.database.reading() as connection:
        found = connection.execute(asked.where(task_request.c.ended_at.is_(None))).scalars().first()
    if found is not None:
        return int(found)
    task_requests.ask(office, actor, task_id, {"need": "more_time", "note": MUCH})
    return _asked(guest)


def _every_request(guest: Guest) -> None:
    _asked(guest)
    guest.visitor.go("/requests").sees("I need more time")


def _answer(guest: Guest) -> None:
    guest.visitor.go(f"/requests/{_asked(guest)}/answer")


def _of_task(page: str, kind: str = "sent back") -> Arrive:
    return lambda guest: guest.visitor.go(f"/tasks/{guest.open_task(kind, TASK)}/{page}")


def _has_asked(guest: Guest) -> None:
    _asked(guest)
    _of_task("cannot", KIND)(guest)


def _put_by_too_long(guest: Guest) -> None:
    _of_task("put-by")(guest)
    guest.visitor.date("When should it come back?", date(2027, 6, 1))


def _person(page: str = "", name: str | None = None) -> Arrive:
    return lambda guest: guest.visitor.go(f"/people/{people_by_name(guest.house)[name or manager(KIND)]}{page}")


def _looked_at(page: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        _person(page)(guest)
        successor = people_by_name(guest.house)[manager("at sign-off")]
        guest.visitor.page.locator("select[name=to]").select_option(str(successor))
        guest.visitor.press("See what moves")
        guest.visitor.sees("Check before it is done")

    return _arrive


def _team(guest: Guest) -> None:
    with guest.house.office.database.reading() as connection:
        key = connection.execute(select(team.c.id).order_by(team.c.id)).scalars().first()
    guest.visitor.go(f"/teams/{key}/moving")


def _regrouped(guest: Guest) -> None:
    _team(guest)
    guest.visitor.choose("Change", "All its people get another line manager")
    guest.visitor.page.locator("select[name=manager]").select_option(index=1)
    guest.visitor.press("See what it changes")
    guest.visitor.sees("Check before it is done")


BULK = (
    Visit("many-give", "bulk.many_at_once", OFFICER, _bulk("assign", "Give 3 tasks to somebody")),
    Visit("many-give-wrong", "bulk.many_at_once", OFFICER, wrong(_bulk("assign", "Give 3"), "See what moves")),
    Visit("many-check", "bulk.many_at_once", OFFICER, _to_be_checked),
    Visit("many-refused", "bulk.many_at_once", OFFICER, _refused),
    Visit("many-nothing", "bulk.many_at_once", OFFICER, _nothing),
    Visit("many-put-by", "bulk.many_at_once", OFFICER, _bulk("follow_up", "Put 3 tasks by until a day")),
    Visit("many-put-by-wrong", "bulk.many_at_once", OFFICER, wrong(_bulk("follow_up", "Put 3"), "Put them by")),
)
ASKED = (
    Visit("cannot", "task_requests.cannot", manager("sent back"), _of_task("cannot")),
    Visit(
        "cannot-wrong",
        "task_requests.cannot",
        manager("sent back"),
        wrong(_of_task("cannot"), "Tell the complaints team"),
    ),
    Visit("cannot-asked", "task_requests.cannot", manager(KIND), _has_asked),
    Visit("put-by", "follow_up.page", manager("sent back"), _of_task("put-by")),
    Visit("put-by-wrong", "follow_up.page", manager("sent back"), wrong(_put_by_too_long, "Put it by")),
    Visit("requests", "task_requests.every", OFFICER, _every_request),
    Visit("requests-none", "task_requests.every", OFFICER, at("/requests"), Council.NEW),
    Visit("request-answer", "task_requests.to_answer", OFFICER, _answer),
    Visit("request-answer-wrong", "task_requests.to_answer", OFFICER, wrong(_answer, "Send the answer")),
    Visit("request-gone", "task_requests.to_answer", OFFICER, at("/requests/99999/answer")),
)
MOVED = (
    Visit("person", "moving_work.person", OFFICER, _person()),
    Visit("person-for-everybody", "moving_work.person", manager("sent back"), _person(name=OFFICER)),
    Visit("person-oneself", "moving_work.person", OFFICER, _person(name=OFFICER)),
    Visit("leaving", "moving_work.leaving", OFFICER, _person("/leaving")),
    Visit("leaving-wrong", "moving_work.leaving", OFFICER, wrong(_person("/leaving"), "See what moves")),
    Visit("leaving-check", "moving_work.leaving", OFFICER, _looked_at("/leaving")),
    Visit("leaving-oneself", "moving_work.leaving", OFFICER, _person("/leaving", OFFICER)),
    Visit("leaving-the-last-of-a-role", "moving_work.leaving", OFFICER, _person("/leaving", "callum")),
    Visit("leaving-nothing", "moving_work.leaving", OFFICER, _person("/leaving", "hannah"), Council.NEW),
    Visit("moving", "moving_work.moving_on", OFFICER, _person("/moving")),
    Visit("moving-check", "moving_work.moving_on", OFFICER, _looked_at("/moving")),
    Visit("team", "teams.moving", OFFICER, _team),
    Visit("team-wrong", "teams.moving", OFFICER, wrong(_team, "See what it changes")),
    Visit("team-check", "teams.moving", OFFICER, _regrouped),
)
MOVING = (*BULK, *ASKED, *MOVED)
