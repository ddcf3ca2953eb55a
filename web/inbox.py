"""What is to be done, and by when: mine, my team's, and for complaints officers everybody's."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.access import EVERYONE_SIGNED_IN, open_to

bp = Blueprint("inbox", __name__)


@bp.get("/inbox")
@open_to(EVERYONE_SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What the person signed in has taken on."""
    return render_template("inbox/list.html")
