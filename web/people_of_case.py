"""What the People tab shows beside who works on a case: further people, the advocate, the workers complained about."""

from typing import Any

from engine.casework.policy import Action, may
from engine.queries import parties, worker
from engine.queries.case_file import CaseFile
from web.access import actor, office


def facts(case: CaseFile) -> dict[str, Any]:
    """For the page of a case that was found for this person."""
    return {
        "parties": parties.of_case(office(), case),
        "workers": worker.of_case(office(), case),
        "may_record": may(actor(), Action.RECORD, case.standing),
        "may_tell": may(actor(), Action.TELL_WORKER, case.standing),
    }
