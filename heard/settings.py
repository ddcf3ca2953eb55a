"""The installation's settings, from the environment alone: each has a safe value for trying Heard on one machine."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from engine.casework.allow_list import AllowList
from engine.errors import HeardError
from notifications.errors import NotifyUnusable
from notifications.mailers.notify import NotifySettings

PREFIX = "HEARD_"
SHORTEST_SECRET = 32
"""Characters of the key that signs sessions."""
SHORTEST_TOKEN = 20
"""Characters of what Notify shows; its own pages ask for ten."""


class BadSetting(HeardError):
    """The setting {name} cannot be used: {mend}."""


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked. Nothing below this room reads the environment."""

    database_url: str
    broker_url: str
    """Empty: embedded, one process without a broker."""
    smtp_url: str
    """Empty: emails are kept as files in the data directory."""
    notify: NotifySettings | None
    """GOV.UK Notify, where it sends the emails."""
    notify_callback_token: str
    """What Notify shows when it says what became of an email; empty: nobody may say so."""
    mail_allow: AllowList | None
    """The only addresses that mail may reach; None: everybody, but from a demonstration nobody."""
    mail_per_minute: int | None
    """How many emails may leave in a minute; None: as many as there are."""
    metrics_token: str
    """What Prometheus shows when it asks for the figures; empty: nobody may have them."""
    data_dir: Path
    host: str
    port: int
    secret_key: str
    base_url: str
    """Where people reach the pages; links in emails begin with it."""
    mail_from: str
    sweep_seconds: int
    trusted_proxies: int
    """How many proxies of our own stand in front: so many forwarded addresses are believed."""

    @property
    def is_distributed(self) -> bool:
        """Whether a broker hands the work to workers."""
        return bool(self.broker_url)

    @property
    def keeps_mail(self) -> bool:
        """Whether emails are kept as files and nothing leaves."""
        return not self.smtp_url and self.notify is None

    @property
    def mail_dir(self) -> Path:
        """Where emails are kept when there is no mail server."""
        return self.data_dir / "mail"

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> "Settings":
        """Read every `HEARD_` variable. Raises `BadSetting` for one that is unknown or malformed, by its name."""
        given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
        for name in sorted(set(given) - _KNOWN):
            raise BadSetting(name=name, mend=f"there is no such setting; known are {', '.join(sorted(_KNOWN))}")
        data_dir = Path(given.get("HEARD_DATA_DIR") or "var").resolve()
        broker_url = _url(given, "HEARD_BROKER_URL", ("redis", "rediss", "unix", "redis+socket"))
        host, port = given.get("HEARD_HOST") or "127.0.0.1", _number(given, "HEARD_PORT", 8000, 65535)
        return cls(
            database_url=_database(given, data_dir),
            broker_url=broker_url,
            smtp_url=_url(given, "HEARD_SMTP_URL", ("smtp", "smtps")),
            notify=_notify(given),
            notify_callback_token=_token(given, "HEARD_NOTIFY_CALLBACK_TOKEN"),
            mail_allow=_allowed(given),
            mail_per_minute=_number(given, "HEARD_MAIL_PER_MINUTE", 1, 100_000)
            if given.get("HEARD_MAIL_PER_MINUTE")
            else None,
            metrics_token=_token(given, "HEARD_METRICS_TOKEN"),
            data_dir=data_dir,
            host=host,
            port=port,
            secret_key=_secret(given, data_dir, broker_url),
            base_url=(_url(given, "HEARD_BASE_URL", ("http", "https")) or f"http://{host}:{port}").rstrip("/"),
            mail_from=_address(given.get("HEARD_MAIL_FROM") or "heard@localhost.invalid"),
            sweep_seconds=_number(given, "HEARD_SWEEP_SECONDS", 15, 3600),
            trusted_proxies=_number(given, "HEARD_TRUSTED_PROXIES", 0, 9, least=0),
        )


_KNOWN = frozenset(
    PREFIX + name
    for name in (
        "DATABASE_URL",
        "BROKER_URL",
        "SMTP_URL",
        "NOTIFY_API_KEY",
        "NOTIFY_URL",
        "NOTIFY_TEMPLATE",
        "NOTIFY_REPLY_TO",
        "NOTIFY_CALLBACK_TOKEN",
        "MAIL_ALLOW",
        "MAIL_PER_MINUTE",
        "DATA_DIR",
        "HOST",
        "PORT",
        "SECRET_KEY",
        "BASE_URL",
        "MAIL_FROM",
        "SWEEP_SECONDS",
        "TRUSTED_PROXIES",
        "METRICS_TOKEN",
    )
)


def _database(given: Mapping[str, str], data_dir: Path) -> str:
    text = given.get("HEARD_DATABASE_URL") or f"sqlite:///{data_dir / 'heard.db'}"
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        mend = "write postgresql://user:password@host/name, or leave it out for SQLite in the data directory"
        raise BadSetting(name="HEARD_DATABASE_URL", mend=mend)
    return text


def _url(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    text = given.get(name, "")
    if text and (urlsplit(text).scheme not in schemes or "://" not in text):
        raise BadSetting(name=name, mend=f"it must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return text


def _notify(given: Mapping[str, str]) -> NotifySettings | None:
    key = given.get("HEARD_NOTIFY_API_KEY", "")
    if not key:
        for name in ("HEARD_NOTIFY_URL", "HEARD_NOTIFY_TEMPLATE", "HEARD_NOTIFY_REPLY_TO"):
            if given.get(name):
                raise BadSetting(name=name, mend="it says nothing without HEARD_NOTIFY_API_KEY")
        return None
    if given.get("HEARD_SMTP_URL"):
        raise BadSetting(name="HEARD_NOTIFY_API_KEY", mend="choose one way: Notify, or HEARD_SMTP_URL")
    try:
        return NotifySettings.read(
            key=key,
            template=given.get("HEARD_NOTIFY_TEMPLATE", ""),
            reply_to=given.get("HEARD_NOTIFY_REPLY_TO", ""),
            url=_url(given, "HEARD_NOTIFY_URL", ("http", "https")),
        )
    except NotifyUnusable as unusable:
        raise BadSetting(name=f"HEARD_NOTIFY_{unusable.facts['part']}", mend=unusable.facts["mend"]) from None


def _token(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    if text and len(text) < SHORTEST_TOKEN:
        raise BadSetting(name=name, mend=f"it must have at least {SHORTEST_TOKEN} characters")
    return text


def _allowed(given: Mapping[str, str]) -> AllowList | None:
    text = given.get("HEARD_MAIL_ALLOW", "")
    if not text:
        return None
    try:
        return AllowList.read(text)
    except ValueError:
        mend = "write addresses or @domains with commas between, like mo@council.example, @council.example"
        raise BadSetting(name="HEARD_MAIL_ALLOW", mend=mend) from None


def _number(given: Mapping[str, str], name: str, default: int, most: int, least: int = 1) -> int:
    text = given.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadSetting(name=name, mend=f"it must be a whole number from {least} to {most}")
    return int(text)


def _address(text: str) -> str:
    if "@" not in text or any(character.isspace() for character in text):
        raise BadSetting(name="HEARD_MAIL_FROM", mend="write an email address")
    return text


def _secret(given: Mapping[str, str], data_dir: Path, broker_url: str) -> str:
    """What signs the sessions: kept in the data directory when embedded, the same for all when distributed."""
    text = given.get("HEARD_SECRET_KEY", "")
    if text:
        if len(text) < SHORTEST_SECRET:
            raise BadSetting(name="HEARD_SECRET_KEY", mend=f"it must have at least {SHORTEST_SECRET} characters")
        return text
    if broker_url:
        mend = (
            "several processes must share one key; make it with: python -c 'import secrets; print(secrets.token_hex())'"
        )
        raise BadSetting(name="HEARD_SECRET_KEY", mend=mend)
    return _kept_secret(data_dir / "secret.key")


def _kept_secret(path: Path) -> str:
    """The key kept for one machine, made at the first start. It appears whole or not at all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _put_secret(path)
    text = path.read_text().strip()
    if len(text) < SHORTEST_SECRET:
        mend = f"the key kept in {path} is empty or cut short; delete that file"
        raise BadSetting(name="HEARD_SECRET_KEY", mend=mend)
    return text


def _put_secret(path: Path) -> None:
    with NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as aside:  # readable by its owner alone
        aside.write(secrets.token_hex(32))
        aside.flush()
        os.fsync(aside.fileno())
        with suppress(FileExistsError):  # another process was quicker: its key is everybody's
            os.link(aside.name, path)
