"""Somebody leaves, or does something else: their page, who takes over what, what cannot move, and the one action."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework import moving
from engine.casework.moving import PARTS, Plan, Sort, Why
from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import moving_work as flow
from engine.flows.moving_work import Outcome
from engine.queries import last_holders, moving_work, people, person_page
from engine.queries.last_holders import LastHolder
from engine.recording.one_by_one import rehearsing
from web.access import actor, may_everywhere, office, open_to
from web.filled import Filled, typed
from web.words import said

bp = Blueprint("moving_work", __name__)

STEP, DO, CHANGE = "step", "do", "change"
LOOKED_AT = 200
"""Cases that are tried out for the page that asks whether it is right; those after them are only counted."""
AT_ONCE = 500
"""Cases that are moved in one go: the page says how many remain."""
UNSAID = "the complaints team decides: the case is not yours to see"

SORTS = {
    Sort.TASKS: "Tasks in hand",
    Sort.ACTIONS: "Promised actions",
    Sort.LINE: "People whose line manager they are",
    **{part: f"Cases in which they are {said(part.value).lower()}" for part in PARTS},
}
bp.context_processor(lambda: {"sorts": SORTS, "moves": Action.MOVE_WORK})


@bp.get("/people/<int:person_id>")
@open_to(Action.SEE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    """What somebody holds and where they work; for whoever moves work, how much they have in hand."""
    found = person_page.find(office(), actor(), person_id)
    in_hand = moving_work.in_hand(office(), actor(), person_id) if may_everywhere(Action.MOVE_WORK) else {}
    return render_template("moving/person.html", found=found, in_hand=in_hand, me=actor().person_id)


@bp.get("/people/<int:person_id>/leaving")
@open_to(Action.MOVE_WORK)
def leaving(person_id: int) -> ResponseReturnValue:
    """Who takes over from somebody who leaves."""
    return _form(person_id, Why.LEAVES, Filled())


@bp.post("/people/<int:person_id>/leaving")
@open_to(Action.MOVE_WORK)
def leave(person_id: int) -> ResponseReturnValue:
    """First what would move; then the work moves and the account is closed."""
    return _two_steps(person_id, Why.LEAVES)


@bp.get("/people/<int:person_id>/moving")
@open_to(Action.MOVE_WORK)
def moving_on(person_id: int) -> ResponseReturnValue:
    """Who takes over from somebody who stays and does something else."""
    return _form(person_id, Why.MOVES, Filled())


@bp.post("/people/<int:person_id>/moving")
@open_to(Action.MOVE_WORK)
def move(person_id: int) -> ResponseReturnValue:
    """First what would move; then it moves."""
    return _two_steps(person_id, Why.MOVES)


def _two_steps(person_id: int, why: Why) -> ResponseReturnValue:
    answers = typed()
    try:
        plan = _plan(person_id, why, answers)
        if answers.get(STEP) == CHANGE:
            return _form(person_id, why, Filled(answers))
        if answers.get(STEP) == DO:
            return _done(plan)
        return _check(plan, answers)
    except InvalidAnswers as invalid:
        return _form(person_id, why, Filled(answers, invalid.errors)), 422


def _plan(person_id: int, why: Why, answers: dict[str, str]) -> Plan:
    person_page.find(office(), actor(), person_id)
    return moving.read(person_id, why, list(moving_work.in_hand(office(), actor(), person_id)), answers)


def _form(person_id: int, why: Why, filled: Filled) -> str:
    found = person_page.find(office(), actor(), person_id)
    others = [
        (each.id, f"{each.name}, {each.place}" if each.place else each.name)
        for each in people.colleagues(office())
        if each.id != person_id
    ]
    in_hand = moving_work.in_hand(office(), actor(), person_id)
    last = _last(person_id, why)
    facts = {"found": found, "why": why, "in_hand": in_hand, "others": others, "last": last}
    return render_template("moving/form.html", filled=filled, me=actor().person_id, **facts)


def _last(person_id: int, why: Why) -> tuple[LastHolder, ...]:
    """Roles that nobody holds any more once they have left. Who moves to other work keeps theirs."""
    return last_holders.last_in(office(), person_id) if why is Why.LEAVES else ()


def _check(plan: Plan, answers: dict[str, str]) -> str:
    references = moving_work.cases(office(), actor(), plan.person_id)
    tried = flow.move(rehearsing(office()), actor(), plan, references[:LOOKED_AT])
    return render_template(
        "moving/check.html",
        found=person_page.find(office(), actor(), plan.person_id),
        why=plan.why,
        last=_last(plan.person_id, plan.why),
        left=_told(tried),
        cases=sum(1 for each in tried if each.reference and each.moved),
        line=[name for each in tried if not each.reference for name in each.moved],
        more=len(references[LOOKED_AT:]),
        in_hand=moving_work.in_hand(office(), actor(), plan.person_id),
        successors=_successors(plan),
        carried=[(n, v) for n, v in answers.items() if n != STEP],
        filled=Filled(),
    )


def _done(plan: Plan) -> ResponseReturnValue:
    references = moving_work.cases(office(), actor(), plan.person_id)
    outcomes = flow.move(office(), actor(), plan, references[:AT_ONCE])
    remain = len(references[AT_ONCE:])
    if plan.why is Why.LEAVES and not remain:
        flow.leave(office(), actor(), plan.person_id)
    left = _told(outcomes)
    if left or remain:
        return _result(plan, outcomes, left, remain)
    flash(_sentence(plan, outcomes))
    return redirect(url_for("moving_work.person", person_id=plan.person_id))


def _result(plan: Plan, outcomes: tuple[Outcome, ...], left: list[tuple[str, str]], remain: int) -> str:
    """Whatever did not move is named until somebody has read it: a message that goes by would be lost."""
    return render_template(
        "moving/result.html",
        found=person_page.find(office(), actor(), plan.person_id),
        why=plan.why,
        said=_sentence(plan, outcomes),
        left=left,
        remain=remain,
        seen=moving_work.seen_by(office(), actor(), [reference for reference, _ in left]),
    )


def _told(outcomes: tuple[Outcome, ...]) -> list[tuple[str, str]]:
    """What a person has to decide, by case; without the reason where they may not see the case."""
    seen = moving_work.seen_by(office(), actor(), [each.reference for each in outcomes if each.left])
    told: list[tuple[str, str]] = []
    for each in outcomes:
        if each.reference in seen or not each.reference:
            told.extend((each.reference, sentence) for sentence in each.left)
        elif each.left:
            told.append((each.reference, UNSAID))
    return told


def _sentence(plan: Plan, outcomes: tuple[Outcome, ...]) -> str:
    name = moving_work.name_of(office(), plan.person_id)
    cases = sum(1 for each in outcomes if each.reference and each.moved)
    line = sum(len(each.moved) for each in outcomes if not each.reference)
    moved = [f"work in {cases} {'case' if cases == 1 else 'cases'}"] if cases else []
    moved += [f"the line of {line} {'person' if line == 1 else 'people'}"] if line else []
    what = f"{' and '.join(moved)} moved" if moved else "nothing moved"
    closed = f"The account of {name} is closed: " if plan.why is Why.LEAVES else f"From {name}: "
    return f"{closed}{what}."


def _successors(plan: Plan) -> list[tuple[str, str]]:
    with office().database.reading() as connection:
        names = people.names(connection, plan.to.values())
    return [(SORTS[sort], names.get(successor, "")) for sort, successor in plan.to.items()]
