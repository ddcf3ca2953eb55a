"""What the pages need to be told at the start."""

from dataclasses import dataclass
from pathlib import Path


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
    """Where the file mailer puts what it sends; None: mail leaves by SMTP."""
