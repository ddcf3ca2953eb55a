"""The register of independent people: who can be asked, how busy they are, their checks, days off and interests."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import interests as declaring
from engine.flows import register
from engine.queries import people, register_of_people
from engine.queries.register_of_people import Registered
from web.access import actor, may_everywhere, office, open_to
from web.filled import Filled, day_parts, typed

bp = Blueprint("independent", __name__)
bp.context_processor(lambda: {"kinds": register_of_people.ORDER, "may_keep": may_everywhere(Action.KEEP_REGISTER)})


@bp.get("/independent")
@open_to(Action.SEE_REGISTER)
def listed() -> ResponseReturnValue:
    """Everybody on the register, by what they can be asked to be."""
    return render_template("independent/list.html", by_kind=register_of_people.listed(office(), actor()))


@bp.get("/independent/add")
@open_to(Action.KEEP_REGISTER)
def newcomer() -> ResponseReturnValue:
    """Ask who is to be put on the register."""
    return _adding(Filled())


@bp.post("/independent/add")
@open_to(Action.KEEP_REGISTER)
def add() -> ResponseReturnValue:
    """Put somebody on the register."""
    answers = typed()
    try:
        person_id = register.add(office(), actor(), answers)
    except InvalidAnswers as wrong:
        return _adding(Filled(answers, wrong.errors)), 422
    flash("They are on the register.")
    return redirect(url_for("independent.one", person_id=person_id))


@bp.get("/independent/<int:person_id>")
@open_to(Action.SEE_REGISTER)
def one(person_id: int) -> ResponseReturnValue:
    """One person on the register."""
    return _one(person_id, Filled())


@bp.get("/independent/<int:person_id>/change")
@open_to(Action.KEEP_REGISTER)
def ask_change(person_id: int) -> ResponseReturnValue:
    """What the register says of somebody, to be changed."""
    found = register_of_people.find(office(), actor(), person_id)
    return _changing(found, Filled(suggested=_known(found)))


@bp.post("/independent/<int:person_id>/change")
@open_to(Action.KEEP_REGISTER)
def change(person_id: int) -> ResponseReturnValue:
    """Change what the register says of somebody."""
    answers = typed()
    try:
        register.change(office(), actor(), person_id, answers)
    except InvalidAnswers as wrong:
        found = register_of_people.find(office(), actor(), person_id)
        return _changing(found, Filled(answers, wrong.errors)), 422
    flash("The register is changed.")
    return redirect(url_for("independent.one", person_id=person_id))


@bp.post("/independent/<int:person_id>/days-off")
@open_to(Action.KEEP_REGISTER)
def add_absence(person_id: int) -> ResponseReturnValue:
    """Note days on which somebody cannot come."""
    return _noted(person_id, lambda answers: register.add_absence(office(), actor(), person_id, answers))


@bp.post("/independent/<int:person_id>/days-off/<int:absence_id>/remove")
@open_to(Action.KEEP_REGISTER)
def remove_absence(person_id: int, absence_id: int) -> ResponseReturnValue:
    """Take away days on which somebody can come after all."""
    register.remove_absence(office(), actor(), person_id, absence_id)
    flash("The days are taken away.")
    return redirect(url_for("independent.one", person_id=person_id))


@bp.get("/independent/interests")
@open_to(Action.KEEP_REGISTER)
def interests() -> ResponseReturnValue:
    """Every interest that is declared, and a form for another."""
    return _interests(Filled(suggested={"person": request.args.get("person", "")}))


@bp.post("/independent/interests")
@open_to(Action.KEEP_REGISTER)
def declare() -> ResponseReturnValue:
    """Record an interest that somebody has declared."""
    answers = typed()
    try:
        declaring.declare(office(), actor(), answers)
    except InvalidAnswers as wrong:
        return _interests(Filled(answers, wrong.errors)), 422
    flash("The interest is on record. In open cases that it touches they have no part any more.")
    return redirect(url_for("independent.interests"))


@bp.post("/independent/interests/<int:interest_id>/end")
@open_to(Action.KEEP_REGISTER)
def end_interest(interest_id: int) -> ResponseReturnValue:
    """An interest holds no longer."""
    declaring.end(office(), actor(), interest_id)
    flash("The interest holds no longer. That it was declared stays on record.")
    return redirect(url_for("independent.interests"))


def _noted(person_id: int, do: Callable[[dict[str, str]], None]) -> ResponseReturnValue:
    answers = typed()
    try:
        do(answers)
    except InvalidAnswers as wrong:
        return _one(person_id, Filled(answers, wrong.errors)), 422
    flash("The days are noted.")
    return redirect(url_for("independent.one", person_id=person_id))


def _adding(filled: Filled) -> str:
    return render_template("independent/add.html", filled=filled, colleagues=_colleagues())


def _changing(found: Registered, filled: Filled) -> str:
    return render_template("independent/change.html", found=found, filled=filled)


def _one(person_id: int, filled: Filled) -> str:
    found = register_of_people.find(office(), actor(), person_id)
    return render_template("independent/person.html", found=found, filled=filled)


def _interests(filled: Filled) -> str:
    return render_template(
        "independent/interests.html",
        filled=filled,
        declared=register_of_people.interests(office(), actor()),
        everybody=register_of_people.everybody(office(), actor()),
        services=[(each.id, each.name) for each in people.services(office())],
    )


def _colleagues() -> list[tuple[int, str]]:
    return [
        (each.id, f"{each.name}, {each.place}" if each.place else each.name) for each in people.colleagues(office())
    ]


def _known(found: Registered) -> dict[str, str]:
    row = found.row
    known = {
        "name": row.name,
        "partner_in_council": "yes" if row.partner_in_council else "no",
        "note": found.note or "",
        **{f"kind-{entry.kind}": "yes" for entry in found.entries},
    }
    days = {
        "left_council_on": row.left_council_on,
        "checked_on": found.checked_on,
        "check_expires_on": found.check_expires_on,
    }
    for name, day in days.items():
        known |= day_parts(name, day) if day is not None else {}
    return known
