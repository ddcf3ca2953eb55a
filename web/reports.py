"""The front of Reports: what there is to look at over many cases."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from web.access import EVERYONE_SIGNED_IN, may_everywhere, open_to
from web.frame import has_page

bp = Blueprint("reports", __name__)


@dataclass(frozen=True)
class Report:
    """One thing to look at."""

    endpoint: str
    name: str
    what: str
    action: Action | None = None
    """Who may open it; None: everybody."""

    @property
    def address(self) -> str:
        """Where it is."""
        return url_for(self.endpoint)


EVERY = (
    Report("worklist.page", "Worklist", "Everything that needs an officer’s eye.", Action.SEE_WORKLIST),
    Report("deadlines.page", "Deadlines", "What falls due on which day, here and in your own calendar."),
    Report(
        "meeting_pack.page",
        "Meeting pack",
        "For each head of service: overdue, due in 5 working days, blocked, and who needs help.",
        Action.SEE_MEETING_PACK,
    ),
    Report(
        "director.page",
        "The director’s page",
        "Complaints on one sheet of A4, with the decisions that wait.",
        Action.SEE_DIRECTORS_PAGE,
    ),
    Report("actions.every", "Actions", "What the council has promised, by whom and by when."),
)


@bp.get("/reports")
@open_to(EVERYONE_SIGNED_IN)
def front() -> ResponseReturnValue:
    """What the person signed in may look at."""
    open_ones = [each for each in EVERY if each.action is None or may_everywhere(each.action)]
    shown = [each for each in open_ones if has_page(each.endpoint)]
    return render_template("reports/front.html", reports=shown)
