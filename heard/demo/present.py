"""What lies on the desks today: papers, notes, promises, who is away, what was put by, and who has asked for help."""

from collections.abc import Callable, Mapping, Sequence

from engine.casework.documents import Paper
from engine.casework.files import read_upload
from engine.flows import absences, contact_log, documents, follow_up, notes, saved_views, task_requests
from engine.queries.saved_views import OfList
from heard.demo import papers
from heard.demo.deeds import at
from heard.demo.desk import Desk
from heard.demo.told import Told

LETTER = """To the complaints team

I am writing because I said all this on the telephone and nobody wrote it down.
We were told in the meeting that they would stay together. I have kept my own notes.
The picture is of the last afternoon that we all spent in one place.

Please write back, and do not only ring.
"""
ROTA = """Visits, week by week

Week 1: {}
Week 2: kept
Week 3: called off at noon on the day
Week 4: kept
"""


def lay_out(desk: Desk, told: Sequence[Told]) -> None:
    """Do all of it on the present day, in the cases of these representations that are far enough for it."""
    _go_away(desk)
    _keep_views(desk)
    latest = {each.course: each for each in sorted(told, key=lambda each: each.day) if each.day < 0}
    for course, deeds in ON.items():
        for deed in deeds if course in latest else ():
            deed(desk, latest[course])


def _go_away(desk: Desk) -> None:
    """A manager is away since today and another will be; colleagues stand in."""
    _away(desk, "leon", "kath", desk.today, 6)
    _away(desk, "moira", "jacek", _in(desk, 8), 12)


def _away(desk: Desk, who: str, deputy: str, from_on: str, last: int) -> None:
    typed = {"from_on": from_on, "to_on": _in(desk, last), "deputy": str(desk.people[deputy])}
    absences.arrange(desk.office, desk.actor(who), typed)


def _keep_views(desk: Desk) -> None:
    """An officer keeps the lists that she looks at every Monday."""
    priya = desk.actor("priya")
    saved_views.keep(desk.office, priya, OfList.INBOX, {"due": "overdue"}, "", {"name": "Overdue"})
    saved_views.keep(desk.office, priya, OfList.INBOX, {"flag": "child"}, "", {"name": "Children who complain"})


def add_papers(desk: Desk, told: Told) -> None:
    """The family sent a letter and a photograph."""
    _add(desk, told, "letter.pdf", papers.pdf(LETTER), Paper.FROM_THEM, "Letter of the family")
    _add(desk, told, "afternoon.png", papers.picture(), Paper.EVIDENCE, "Photograph of the last afternoon together")


def add_rota(desk: Desk, told: Told) -> None:
    """The team's list of visits, and a better one a little later; and what somebody wrote down."""
    found = _add(desk, told, "rota.pdf", papers.pdf(ROTA.format("called off")), Paper.RECORDS, "List of the visits")
    again = read_upload("rota-2.pdf", papers.pdf(ROTA.format("called off by the family")))
    typed = {"based_on": "1", "comment": "The first week was put down to us by mistake."}
    documents.add_version(*at(desk, told), found, typed, again)
    said = papers.text("Rang the duty desk. They have no note of a call on the second.\n")
    _add(desk, told, "duty-desk.txt", said, Paper.EVIDENCE, "What the duty desk says")


def _add(desk: Desk, told: Told, filename: str, content: bytes, kind: Paper, title: str) -> int:
    typed = {"title": title, "kind": kind.value}
    return documents.add(*at(desk, told), typed, read_upload(filename, content))


def note_for_colleagues(desk: Desk, told: Told) -> None:
    """Two notes for whoever works on it next."""
    for text in (
        "The grandmother has both numbers of the team. If she rings, put her through: do not offer to ring back.",
        "Asked the team for the minutes of the meeting. They look for them in the old system.",
    ):
        notes.add(*at(desk, told), {"note_text": text})


def they_will_send(desk: Desk, told: Told) -> None:
    """The complainant has promised something."""
    _spoke(desk, told, "Spoke about what is still missing. They will send us the letters that they have.", "them", 3)


def we_will_ring(desk: Desk, told: Told) -> None:
    """The team has promised something."""
    _spoke(desk, told, "Said that we look into it, and that somebody rings with news.", "us", 2)


def _spoke(desk: Desk, told: Told, note: str, next_by: str, days: int) -> None:
    whom = "child" if told.is_child else "complainant"
    typed = {"happened_on": desk.today, "way": "telephone", "with_whom": whom, "note": note}
    contact_log.add(*at(desk, told), {**typed, "next_by": next_by, "next_in": _in(desk, days)})


def put_by(desk: Desk, told: Told) -> None:
    """The manager goes on with it when the letters are there."""
    follow_up.put_by(desk.office, desk.actor(told.manager), desk.open_task(told, "respond"), {"day": _in(desk, 3)})


def ask_for_help(desk: Desk, told: Told) -> None:
    """The manager does not know how to go on."""
    _ask(desk, told, "help", "I have never answered one about adoption support. Who can tell me what was agreed?")


def say_wrong_person(desk: Desk, told: Told) -> None:
    """The manager says that it is for somebody else."""
    _ask(desk, told, "wrong_person", "The plan was written before the young person came to my team.")


def ask_and_be_answered(desk: Desk, told: Told) -> None:
    """More time was asked for, and the officer has said what is possible."""
    request = _ask(desk, told, "more_time", "The worker who knows the family is back on Monday.")
    answer = {"answer": "The family knows that it is late. Ring them on Monday and tell me which day you promise."}
    task_requests.answer(desk.office, desk.actor(told.officer), request, answer)


def _ask(desk: Desk, told: Told, need: str, note: str) -> int:
    task_id = desk.open_task(told, "respond")
    return task_requests.ask(desk.office, desk.actor(told.manager), task_id, {"need": need, "note": note})


def _in(desk: Desk, days: int) -> str:
    """So many working days from the present one, as somebody types it."""
    return desk.calendar.add(desk.present, days).isoformat()


ON: Mapping[str, Sequence[Callable[[Desk, Told], None]]] = {
    "extended": (add_papers, note_for_colleagues, they_will_send, put_by),
    "much beside": (add_rota,),
    "with the manager": (ask_for_help, we_will_ring),
    "corrected": (say_wrong_person,),
    "overrun recorded": (ask_and_be_answered,),
}
"""What is done in the latest case of each course."""
