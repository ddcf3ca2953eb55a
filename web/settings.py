"""What the pages need to be told at the start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine.recording.outgoing_mail import Leaving


@dataclass(frozen=True)
class WebSettings:
    """Settled by the composition root; nothing here reads the environment."""

    secret_key: str
    """Signs the session cookie and the forms."""
    base_url: str
    """Where people find the pages; with https the session cookie travels no other way."""
    demo: bool = False
    """Every person and case is invented, and every page says so."""
    mail_dir: Path | None = None
    """Where the file mailer puts what it sends; None: mail leaves by SMTP or through GOV.UK Notify."""
    leaving: Leaving = field(default_factory=Leaving)
    """To whom mail may go, and how much in a minute: for the page that says so."""
    notify_callback_token: str = ""
    """What GOV.UK Notify shows when it says what became of an email; empty: nobody may say so."""
    metrics_token: str = ""
    """What Prometheus shows when it asks for the figures; empty: nobody may have them."""
    measured: Callable[[], Iterable[str]] = tuple
    """The lines of what the processes of this machine have counted."""
    trusted_proxies: int = 0
    """How many proxies in front are ours: so many forwarded addresses are believed, and no more."""
    counts_url: str = "memory://"
    """Where failed attempts to sign in are counted; several processes need one place."""
    longest_wait: timedelta | None = None
    """How long due work may wait before /health complains; None: the same process does it."""
