"""Many tasks at once: claimed, given to somebody, given on, or put by until a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import how_many, long_date
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers, NotFound
from engine.flows import follow_up, many, tasks
from engine.office import Office
from engine.queries import chosen, people
from engine.queries.chosen import Chosen
from engine.recording.one_by_one import GONE, Gathered, rehearsing
from web.access import EVERYONE_SIGNED_IN, actor, may_everywhere, office, open_to, safe_next
from web.filled import Filled, typed

bp = Blueprint("bulk", __name__)

STEP, LOOK, DO = "step", "look", "do"


@dataclass(frozen=True)
class Selection:
    """What was selected, and who had each when that was decided."""

    ids: tuple[str, ...]
    tasks: tuple[Chosen, ...]
    had: dict[str, int | None]

    @property
    def missing(self) -> int:
        """How many are not there, or not theirs to see."""
        return len(self.ids) - len(self.tasks)

    def named(self, key: str) -> str:
        """A task as a sentence names it."""
        return next((each.named for each in self.tasks if each.id == key), "A task")


@bp.post("/inbox/bulk")
@open_to(EVERYONE_SIGNED_IN)
def many_at_once() -> ResponseReturnValue:
    """One deed for every task that was selected. Nothing is given or put by before a second page was answered."""
    try:
        ids = many.checked(request.form.getlist("task"))
        return _DEEDS[_wanted()](_selection(ids))
    except InvalidAnswers as invalid:
        return render_template("bulk/wrong.html", filled=Filled({}, invalid.errors), back=_back()), 422


def _wanted() -> str:
    wanted = request.form.get("do", "")
    if wanted not in _DEEDS:
        raise InvalidAnswers({"do": "Choose what should happen with the tasks"})
    return wanted


def _selection(ids: tuple[str, ...]) -> Selection:
    found = chosen.of(office(), actor(), ids)
    had = {each.id: each.assignee_id for each in found}
    for each in request.form.getlist("had"):
        key, _, holder = each.partition(":")
        had[key] = int(holder) if holder.isdecimal() and len(holder) < 10 else None
    return Selection(ids, found, had)


def _claim(selected: Selection) -> ResponseReturnValue:
    done = many.run(selected.ids, lambda key: tasks.claim(office(), actor(), key))
    yours = "claimed" if actor().covers else "now yours"  # a deputy may have claimed some for whoever is away
    return _told(selected, done, f"{how_many(len(done.done), 'task')} {_are(done)} {yours}.", "claimed")


def _give(selected: Selection) -> ResponseReturnValue:
    require(actor(), Action.ASSIGN_TASK)
    answers = typed()
    person_id = Reader(answers).whole("person")
    if person_id is None or answers.get(STEP) == "change":
        asked = answers.get(STEP) == LOOK
        return _choose(selected, {"person": "Select who should do them"} if asked and person_id is None else {})
    name = _name(person_id)
    if name is None:
        return _choose(selected, {"person": "Select somebody who works here"})
    if answers.get(STEP) != DO:
        tried = many.run(selected.ids, _giving(rehearsing(office()), selected, person_id))
        return _page("bulk/check.html", selected, tried=tried, refused=_refused(selected, tried), name=name)
    done = many.run(selected.ids, _giving(office(), selected, person_id))
    return _told(selected, done, f"{how_many(len(done.done), 'task')} {_are(done)} now with {name}.", "given")


def _giving(where: Office, selected: Selection, person_id: int) -> Callable[[str], object]:
    return lambda key: tasks.reassign(where, actor(), key, person_id, selected.had.get(key))


def _put_by(selected: Selection) -> ResponseReturnValue:
    answers = typed()
    if answers.get(STEP) != DO:
        return _page("bulk/put_by.html", selected)
    try:
        day = _day(answers)
    except InvalidAnswers as invalid:
        return _page("bulk/put_by.html", selected, invalid.errors), 422
    done = many.run(selected.ids, lambda key: follow_up.put_by(office(), actor(), key, answers))
    said = f"{how_many(len(done.done), 'task')} {_are(done)} put by until {long_date(day)}."
    return _told(selected, done, said, "put by")


def _day(answers: dict[str, str]) -> date:
    reader = Reader(answers)
    day = reader.day("day", "Enter the day on which they should come back")
    if day is not None and day <= office().today():
        reader.errors["day"] = "The day must be after today"
    reader.check()
    assert day is not None
    return day


def _choose(selected: Selection, errors: dict[str, str]) -> ResponseReturnValue:
    able = chosen.candidates(office(), selected.tasks)
    page = _page("bulk/give.html", selected, errors, able=able, options=[_option(each) for each in able])
    return (page, 422) if errors else page


def _option(each: chosen.Candidate) -> tuple[int, str]:
    words = f"{each.name}, {each.place}" if each.place else each.name
    return each.id, f"{words} (not {len(each.barred_from)} of them)" if each.barred_from else words


def _page(template: str, selected: Selection, errors: dict[str, str] | None = None, **facts: object) -> str:
    if not selected.tasks:
        raise NotFound(what="task")
    filled = Filled(typed(), errors or {})
    return render_template(template, selected=selected, filled=filled, do=_wanted(), back=_back(), **facts)


def _told(selected: Selection, done: Gathered, said: str, verb: str) -> ResponseReturnValue:
    """What was done, said on the list; where something was refused, a page that names each with its reason."""
    if not done.refused:
        flash(said)
        return redirect(_back())
    refused = _refused(selected, done)
    filled = Filled()
    again = [each for each in selected.tasks if each.id in {r.id for r in done.refused}]
    facts = {"said": said if done.done else None, "refused": refused, "verb": verb, "again": again}
    can_give = may_everywhere(Action.ASSIGN_TASK) and bool(again)
    return render_template("bulk/refused.html", filled=filled, back=_back(), can_give=can_give, **facts)


def _refused(selected: Selection, done: Gathered) -> list[tuple[str, str]]:
    """Each that was refused, by name and reason; those that are not there are told of once, by their number."""
    named = [(selected.named(each.id), each.why) for each in done.refused if _is_seen(selected, each.id)]
    missing = [each for each in done.refused if not _is_seen(selected, each.id)]
    return [*named, (how_many(len(missing), "task"), GONE)] if missing else named


def _is_seen(selected: Selection, key: str) -> bool:
    return any(each.id == key for each in selected.tasks)


def _are(done: Gathered) -> str:
    return "is" if len(done.done) == 1 else "are"


def _name(person_id: int) -> str | None:
    with office().database.reading() as connection:
        return people.names(connection, [person_id]).get(person_id)


def _back() -> str:
    return safe_next(request.form.get("next")) or url_for("inbox.mine")


_DEEDS: dict[str, Callable[[Selection], ResponseReturnValue]] = {
    "claim": _claim,
    "assign": _give,
    "reassign": _give,
    "follow_up": _put_by,
}
"""What can be done with many at once, by the `do` of the list's form."""
