"""What went wrong is put right: the route, an end that came too early, a completed task, a finding, the people."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.casework.lawful import ADULTS, CORPORATE, INTAKE, REOPENED, STATUTORY, CaseAction, entries, routes_from
from engine.casework.policy import Action
from engine.casework.vocabulary import EventKind, Finding, Relation
from engine.errors import NotFound
from engine.flows import correcting, reopening, rerouting, undoing
from engine.queries import task_page, undoable
from engine.queries.case_file import CaseFile
from web import case_words
from web.access import actor, office, open_to
from web.two_steps import Deed, lawful_now, two_steps
from web.words import said

bp = Blueprint("corrections", __name__)
bp.context_processor(lambda: {"words": case_words})

PROCEDURES = (
    (STATUTORY, "Statutory", "Children’s social care: the Children Act 1989, in three stages."),
    (CORPORATE, "Corporate", "The council’s own procedure, in two stages."),
    (ADULTS, "Adults’ social care", "The Regulations of 2009, in one stage."),
)
STAGES: Mapping[str, str] = {
    "stage_1": "At stage 1",
    "stage_2": "At stage 2",
    "stage_3": "At stage 3",
    INTAKE: "At triage",
    REOPENED: "Only something is added to it",
}


@bp.route("/cases/<reference>/route", methods=["GET", "POST"])
@open_to(Action.REROUTE)
def reroute(reference: str) -> ResponseReturnValue:
    """Send a case through another procedure."""
    case, state = lawful_now(reference, Action.REROUTE, CaseAction.REROUTE)
    answered = EventKind.STAGE_1_RESPONSE_SENT in state.events
    begins = [("stage_1", "At stage 1")]
    if answered:
        begins.append(("stage_2", "At stage 2: the answer that was given stands as the first"))
    return two_steps(
        case,
        Deed(
            "case_actions/reroute.html",
            "It goes through the other procedure now. The letter that says so waits to be sent.",
            lambda answers: rerouting.preview(office(), actor(), reference, answers),
            lambda answers: rerouting.reroute(office(), actor(), reference, answers),
            suggested={} if answered else {"stage": "stage_1"},
            facts={
                "procedures": [each for each in PROCEDURES if each[0] in routes_from(state)],
                "begins": begins,
                "now": said(state.procedure or ""),
                "asks_day": answered and EventKind.STAGE_2_REQUESTED not in state.events,
            },
            back="Send it back the same way; the letter that is begun can be left unsent.",
        ),
    )


@bp.route("/cases/<reference>/open-again", methods=["GET", "POST"])
@open_to(Action.REOPEN)
def reopen(reference: str) -> ResponseReturnValue:
    """Open a case again that is over."""
    case, state = lawful_now(reference, Action.REOPEN, CaseAction.REOPEN)
    ways = [(entry, STAGES[entry]) for entry in entries(state)]
    return two_steps(
        case,
        Deed(
            "case_actions/reopen.html",
            "The case is open again.",
            lambda answers: reopening.preview(office(), actor(), reference, answers),
            lambda answers: reopening.reopen(office(), actor(), reference, answers),
            facts={"ways": ways, "asks_day": state.stage == "stage_1" and "stage_2" in dict(ways)},
            back="Complete what is opened, or record that it is withdrawn.",
        ),
    )


@bp.route("/cases/<reference>/undo", methods=["GET", "POST"])
@open_to(Action.UNDO)
def undo(reference: str) -> ResponseReturnValue:
    """Undo what was done last: a completed task, or a deed with the case."""
    case, _ = lawful_now(reference, Action.UNDO, CaseAction.UNDO)
    last = undoable.of_case(office(), case.id)
    return two_steps(
        case,
        Deed(
            "case_actions/undo.html",
            "It is undone, and stands as it was before. Both are in the history.",
            lambda answers: undoing.preview(office(), actor(), reference, answers),
            lambda answers: undoing.undo(office(), actor(), reference, answers),
            facts={"last": last},
            back="Do it again: what was typed on a task is still there.",
        ),
    )


@bp.route("/cases/<reference>/findings/<stage>/<int:number>/correct", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def finding(reference: str, stage: str, number: int) -> ResponseReturnValue:
    """Put a finding, or its reason, right."""
    case, _ = lawful_now(reference, Action.CORRECT, CaseAction.CORRECT_FINDING)
    head = next((h for h in case.heads if h.number == number), None)
    made = next((f for f in head.found if f.stage == stage), None) if head is not None else None
    if head is None or made is None:
        raise NotFound(what="finding")
    return two_steps(
        case,
        Deed(
            "case_actions/finding.html",
            "The finding is corrected. The one before stays in the history.",
            lambda answers: correcting.preview_finding(office(), actor(), reference, stage, number, answers),
            lambda answers: correcting.correct_finding(office(), actor(), reference, stage, number, answers),
            suggested={"finding": made.finding, "reason": made.reason},
            facts={"head": head, "made": made, "findings": [(f.value, said(f.value)) for f in Finding]},
            back="Correct it once more; a letter that is begun can be left unsent.",
        ),
    )


@bp.route("/cases/<reference>/findings", methods=["GET"])
@open_to(Action.CORRECT)
def findings(reference: str) -> ResponseReturnValue:
    """Every finding of the case, each with the way to put it right."""
    case, _ = lawful_now(reference, Action.CORRECT, CaseAction.CORRECT_FINDING)
    return render_template("case_actions/findings.html", case=case)


@bp.route("/cases/<reference>/manager", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def manager(reference: str) -> ResponseReturnValue:
    """Somebody else answers from now on."""
    case, _ = lawful_now(reference, Action.CORRECT, CaseAction.CHANGE_MANAGER)
    return two_steps(
        case,
        Deed(
            "case_actions/manager.html",
            "Somebody else answers it now.",
            lambda answers: correcting.preview_manager(office(), actor(), reference, answers),
            lambda answers: correcting.change_manager(office(), actor(), reference, answers),
            facts={"choices": _choices(case), "now": case.named(Relation.ALLOCATED_MANAGER)},
            back="Change it again.",
        ),
    )


@bp.route("/cases/<reference>/complained-about", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def about(reference: str) -> ResponseReturnValue:
    """Whom the complaint is about: somebody more, or somebody less."""
    case, _ = lawful_now(reference, Action.CORRECT, CaseAction.CHANGE_ABOUT)
    named = [r for r in case.related if r.relation == Relation.COMPLAINED_ABOUT]
    return two_steps(
        case,
        Deed(
            "case_actions/about.html",
            "It is on record whom it is about.",
            lambda answers: correcting.preview_about(office(), actor(), reference, answers),
            lambda answers: correcting.change_about(office(), actor(), reference, answers),
            facts={"choices": _choices(case), "removable": [(f"remove-{r.person_id}", r.name) for r in named]},
            back="Change it again; parts that were lost have to be given again.",
        ),
    )


def _choices(case: CaseFile) -> list[tuple[str, str]]:
    """Everybody who works here, with where; whom it is about is not among them."""
    about = {r.person_id for r in case.related if r.relation == Relation.COMPLAINED_ABOUT}
    found = task_page.choices(office(), case.row.service_id)
    return [(str(c.id), f"{c.name} ({c.place})" if c.place else c.name) for c in found if c.id not in about]
