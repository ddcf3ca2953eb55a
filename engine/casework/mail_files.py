"""Emails kept as files: whether one is what it says, and carries no program."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.errors import HeaderParseError

_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_WANTED = re.compile(rb"^(?:from|date|received|message-id|subject|to):", re.IGNORECASE | re.MULTILINE)
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA", "WordDocument", "Workbook"))
_PROGRAM = b"This program cannot be run in DOS mode"
MOST_PARTS = 500

_CARRIES = "it carries a program. Save the email as a PDF, and add what else it carries by itself"


def fault(content: bytes, attachable: Callable[[str], bool]) -> str | None:
    """What keeps the file from being taken as an email; empty: it is none; None: nothing."""
    head = _HEADER.match(content[:65_536].replace(b"\r\n", b"\n"))
    if b"\0" in content or head is None or len(_WANTED.findall(head.group())) < 2:
        return ""
    try:
        parts = list(message_from_bytes(content, policy=policy.compat32).walk())
    except (HeaderParseError, ValueError, RecursionError):
        return "it cannot be read. Save the email as a PDF"
    if len(parts) > MOST_PARTS:
        return "it carries more than an email does. Save it as a PDF"
    names = [part.get_filename() or "" for part in parts]
    programs = any(not attachable(name) for name in names if name)
    return _CARRIES if programs or any(_runs(part.get_payload(decode=True)) for part in parts) else None


def outlook_fault(content: bytes) -> str | None:
    """The same for an email as Outlook keeps it."""
    if not content.startswith(_COMPOUND) or _PROPERTIES not in content:
        return ""
    return _CARRIES if _PROGRAM in content or any(_entry(content, name) for name in _MACROS) else None


def _runs(payload: object) -> bool:
    return isinstance(payload, bytes) and payload[:2] == b"MZ" and _PROGRAM in payload[:4096]


def _entry(content: bytes, name: bytes) -> bool:
    """Whether the directory of the file has an entry of this name: 64 bytes of name, then its length with the end."""
    wanted = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    return wanted in content
