"""Word and Excel files looked at from outside: no macros, no programs, nothing that swells; they are never unpacked."""

import io
import re
import zipfile

PARTS = 5_000
UNPACKED = 300 * 1024 * 1024
"""The most that all parts may say they come to: a small file can hold a very large one."""
SWELLS = 150
"""How many times its size a part may come to; the words of a large table come to some forty times."""
_READ = 1024 * 1024
_MAIN = re.compile(
    rb'PartName\s*=\s*"/([^"]+)"[^>]*ContentType\s*=\s*"([^"]+)"|ContentType\s*=\s*"([^"]+)"[^>]*PartName\s*=\s*"/([^"]+)"'
)
_PROGRAM = re.compile(
    r"vbaproject|vbadata|/activex/|oleobject[^/]*\.bin$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|hta|jar)$"
)
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument)[\"']", re.IGNORECASE)
_AFAR = re.compile(rb"Target\s*=\s*[\"']\s*(?:https?|ftp|mhtml|javascript):", re.IGNORECASE)

_AGAIN = "Open it in Word or Excel, save it again and try once more, or save it as a PDF"


def is_packed(content: bytes) -> bool:
    """Whether something that says it is another kind of file can be opened as an archive."""
    return zipfile.is_zipfile(io.BytesIO(content))


def fault(content: bytes, main: str, kind: str) -> str | None:
    """What keeps the file from being taken as Word or Excel; empty: it is something else altogether; None: nothing."""
    if content.startswith(_LOCKED):
        return "it is locked with a password, or an older kind of file. Save it without the password"
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _fault(packed, main, kind)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return f"it is damaged. {_AGAIN}"


def _fault(packed: zipfile.ZipFile, main: str, kind: str) -> str | None:
    members = packed.infolist()
    names = [member.filename for member in members]
    if main not in names or "[Content_Types].xml" not in names:
        return ""
    if _swells(members):
        return "it unpacks to far more than its size says. Save it as a PDF"
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        return f"it is not as Word or Excel writes it. {_AGAIN}"
    if any(member.flag_bits & 1 for member in members):
        return "it is locked with a password. Save it without"
    if any(_PROGRAM.search(name.lower()) for name in names):
        return "it holds macros or another program. Save it without them, or as a PDF"
    return _fault_inside(packed, main, kind, names)


def _fault_inside(packed: zipfile.ZipFile, main: str, kind: str, names: list[str]) -> str | None:
    types = _beginning(packed, "[Content_Types].xml")
    declared = {(found[0] or found[3]).decode(): (found[1] or found[2]).decode() for found in _MAIN.findall(types)}
    said = declared.get(main, "")
    if "macroenabled" in types.lower().decode("utf-8", "replace"):
        return "it holds macros. Save it without them, or as a PDF"
    if not said.endswith(f"{kind}.main+xml"):
        return ""
    relations = [name for name in names if name.lower().endswith(".rels")]
    if any(_fetches(_beginning(packed, name)) for name in relations):
        return "it fetches something from the internet when it is opened. Save it as a PDF"
    return None


def _fetches(relations: bytes) -> bool:
    return any(_FETCHED.search(each) and _AFAR.search(each) for each in _RELATION.findall(relations))


def _swells(members: list[zipfile.ZipInfo]) -> bool:
    if len(members) > PARTS or sum(member.file_size for member in members) > UNPACKED:
        return True
    return any(m.file_size > _READ and m.file_size > SWELLS * max(1, m.compress_size) for m in members)


def _beginning(packed: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of a part: more is never unpacked, whatever the part says of its size."""
    with packed.open(name) as part:
        return part.read(_READ)
