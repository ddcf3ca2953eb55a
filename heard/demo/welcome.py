"""What `heard run` says of the demo: where it is, who can sign in, and what to try."""

from collections.abc import Iterator

from heard.demo.outsiders import OUTSIDERS
from heard.demo.people import COLLEAGUES, PASSWORD
from heard.settings import Settings


def welcome(settings: Settings) -> str:
    """The address, the sign-ins role by role with their one password, and some things to try."""
    known = [(c.email, c.name, c.work) for c in COLLEAGUES] + [(o.email, o.name, o.work) for o in OUTSIDERS]
    width = max(len(email) for email, _, _ in known)
    sign_ins = [f"  {email:<{width}}  {name}, {work}" for email, name, work in known]
    return "\n".join(["", *_heading(settings), "", *sign_ins, "", *_try(settings), ""])


def _heading(settings: Settings) -> Iterator[str]:
    yield f"Heard is at {settings.base_url}"
    yield ""
    yield "This is a demonstration: Fernshire Council, its people and every complaint are invented."
    yield f"Sign in with any of these addresses. The password is the same for all: {PASSWORD}"


def _try(settings: Settings) -> Iterator[str]:
    yield "Some things to try:"
    yield "  1. tom@fernshire.invalid answers complaints. Open the most urgent one and write the reply;"
    yield "     then gareth@fernshire.invalid signs it off, and priya@fernshire.invalid checks and sends it."
    yield "  2. priya@fernshire.invalid decides what happens with a new complaint: open one that waits for triage,"
    yield "     or log your own. On the page of a case, give more time and see which dates move, and why."
    yield "  3. Stage 2: verity@independent.invalid and marcus@independent.invalid investigate,"
    yield "     yusuf@independent.invalid watches over it, bernadette@fernshire.invalid judges, owen@fernshire.invalid"
    yield "     sends the pack. Stage 3: iris@fernshire.invalid sees to papers and the panel’s report,"
    yield "     simon@fernshire.invalid answers it; harriet@independent.invalid chairs."
    yield "  4. alan@fernshire.invalid makes a review; hannah@fernshire.invalid is complained about, and sees her own"
    yield "     page alone; gareth@fernshire.invalid has a payment to approve."
    yield f"  5. Move the clock at {settings.base_url}/demo/clock and watch reminders go out:"
    if not settings.keeps_mail:
        yield "     they go to your mail server where HEARD_MAIL_ALLOW lists the address, and nowhere else."
    else:
        yield f"     every email is kept at {settings.base_url}/demo/mail."
