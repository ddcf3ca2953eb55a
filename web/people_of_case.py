"""What the People tab shows: who complains, children and advocates, whom it is about, who works on it, and links."""

from typing import Any

from engine.casework.policy import Action, may
from engine.casework.vocabulary import Relation
from engine.queries import case_people, links, parties, worker
from engine.queries.case_file import CaseFile
from web.access import actor, office


def facts(case: CaseFile) -> dict[str, Any]:
    """For the page of a case that was found for this person."""
    at_work = case_people.of_case(office(), case)
    return {
        "parties": parties.of_case(office(), case),
        "workers": worker.of_case(office(), case),
        "colleagues": [each for each in at_work if not each.is_external],
        "independent": [each for each in at_work if each.is_external],
        "praised": case.named(Relation.PRAISED),
        "linked": links.of_case(office(), actor(), case),
        "may_record": may(actor(), Action.RECORD, case.standing),
        "may_tell": may(actor(), Action.TELL_WORKER, case.standing),
    }


def concern(case: CaseFile) -> str:
    """What whoever complains is to the child, as far as the record says it."""
    row = case.row
    if row.is_child:
        return "The child or young person themselves"
    if row.child_name:
        return f"Speaks for or about {row.child_name}"
    return "For themselves"
