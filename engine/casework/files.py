"""Which files a case takes: known by what is in them, never by their name alone, and said so that it can be mended."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from unicodedata import category

from engine.casework import mail_files, office_files
from engine.errors import InvalidAnswers

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
"""The largest file that a case takes, in bytes."""
LONGEST_NAME = 200
QUOTED = 60
"""How many characters of a file's name are said back."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PHOTOGRAPHS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_SPOKEN = (b"M4A ", b"M4B ", b"mp42", b"isom", b"mp41", b"dash")
_CHANNELS = re.compile(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2\xfa]")
_LIVE_PDF = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b")
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype|html|head|body|script|svg|iframe)\b", re.I | re.S
)
_RUN = frozenset(
    ("exe", "com", "scr", "bat", "cmd", "ps1", "msi", "dll", "jar", "js", "jse", "vbs", "vbe", "wsf", "hta", "lnk")
) | {"reg", "sh", "app", "apk", "php", "py"}
_LIVE_PAGES = ("html", "htm", "xhtml", "svg", "mht", "mhtml")
_PROGRAMS = _RUN | {*_LIVE_PAGES, "iso"}


@dataclass(frozen=True)
class Upload:
    """A file that has been looked at and can be kept."""

    filename: str
    media_type: str
    content: bytes


class _Unfit(Exception):
    """Why the content is not what its name says; the text goes on after "... cannot be added: "."""


def read_upload(name: str, content: bytes) -> Upload:
    """Look at a file that somebody sent. Raises `InvalidAnswers` for `file`: which file, what is wrong, what to do."""
    shown = _bare(name)
    try:
        if not content:
            raise _Unfit("there is nothing in it. Look whether it opens on your computer, and choose it again")
        if len(content) > LARGEST:
            raise _Unfit(f"it has {in_megabytes(len(content))}, and a file can have 20 MB. Make it smaller or split it")
        _check_name(name, shown)
        return Upload(shown, _type_of(shown, content), content)
    except _Unfit as unfit:
        raise InvalidAnswers({"file": f"“{_short(shown)}” cannot be added: {unfit}"}) from None


def in_megabytes(size: int) -> str:
    """A size as people say it: "312 KB", "4.2 MB"."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".0 MB", " MB")


def ending_of(media_type: str) -> str:
    """How the name of a file of this type ends."""
    return next((ending for ending, (kept, _, _) in _KINDS.items() if kept == media_type), "bin")


def type_said(media_type: str) -> str:
    """What a person calls a file of this type."""
    return next((words for kept, words, _ in _KINDS.values() if kept == media_type), "File")


def _bare(name: str) -> str:
    """Without folders, which some browsers send, and without characters that nobody sees."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(each for each in last if category(each)[0] != "C").strip(" .") or "file"


def _short(name: str) -> str:
    return name if len(name) <= QUOTED else f"{name[: QUOTED - 20]}…{name[-18:]}"


def _check_name(name: str, shown: str) -> None:
    if any(ord(each) < 32 for each in name):
        raise _Unfit("its name has characters that no file should have. Give it another name")
    if len(shown) > LONGEST_NAME:
        raise _Unfit(f"its name is longer than {LONGEST_NAME} characters. Give it a shorter one")
    hidden = set(shown.lower().split(".")[1:-1]) & _PROGRAMS
    if hidden:
        raise _Unfit(f"its name says .{sorted(hidden)[0]} before its ending, as programs do. Give it another name")


def _type_of(name: str, content: bytes) -> str:
    stem, _, ending = name.lower().rpartition(".")
    ending = _SAME.get(ending, ending) if stem else ""
    if ending not in _KINDS:
        raise _Unfit(_MENDS.get(ending, _NOT_TAKEN))
    media_type, words, check = _KINDS[ending]
    why = check(content)
    if why is not None:
        raise _Unfit(why or f"its name says {words}, and that is not what is in it. {_AS_IT_IS}")
    return media_type


_AS_IT_IS = "Open it, save it again, or save it as a PDF"
_NOT_TAKEN = (
    "a case takes PDF, Word (.docx), Excel (.xlsx), photographs (.jpg, .png, .heic), plain text (.txt), "
    "emails (.eml, .msg) and recordings (.m4a, .mp3). Save it as one of these, a PDF if in doubt"
)
_MACROS = "it can hold macros, which are programs. Save it without them, as {ending}, or as a PDF"
_LIVE = "it is a web page or drawing that can run programs. Print it to a PDF"
_PROGRAM = "it is a program. A case takes no programs"
_PACKED = "it is an archive, and nobody can see what is in it. Add the files in it one by one"
_MENDS: Mapping[str, str] = {
    "doc": "it is an older kind of Word file. Save it as .docx or as a PDF",
    "xls": "it is an older kind of Excel file. Save it as .xlsx or as a PDF",
    "docm": _MACROS.format(ending=".docx"),
    "dotm": _MACROS.format(ending=".docx"),
    "xlsm": _MACROS.format(ending=".xlsx"),
    "xlsb": _MACROS.format(ending=".xlsx"),
    "pptm": "it can hold macros, which are programs. Save it as a PDF",
    **dict.fromkeys(_LIVE_PAGES, _LIVE),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "tgz", "cab", "iso"), _PACKED),
    **dict.fromkeys(_RUN, _PROGRAM),
    **dict.fromkeys(("tif", "tiff", "bmp", "gif", "webp"), "save the picture as .jpg or .png, or scan it to a PDF"),
    **dict.fromkeys(("odt", "ods", "rtf", "ppt", "pptx", "pages", "pub"), "save it as a PDF, or as .docx or .xlsx"),
}

_Check = Callable[[bytes], str | None]
"""None: it is what it says. Empty: it is something else. Otherwise why it cannot be taken all the same."""


def _pdf(content: bytes) -> str | None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        return ""
    if office_files.is_packed(content):
        return "there is an archive hidden in it. Print it to a new PDF"
    if _LOCKED_PDF.search(content):
        return "it is locked with a password or against copying. Print it to a new PDF, which is not"
    if _LIVE_PDF.search(content):
        return "it holds programs. Print it to a new PDF, which does not"
    return None


def _png(content: bytes) -> str | None:
    whole = content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"
    return None if whole and not office_files.is_packed(content) else ""


def _jpeg(content: bytes) -> str | None:
    return None if content.startswith(b"\xff\xd8\xff") and not office_files.is_packed(content) else ""


def _boxed(*brands: bytes) -> _Check:
    return lambda content: None if content[4:8] == b"ftyp" and content[8:12] in brands else ""


def _mp3(content: bytes) -> str | None:
    return None if _CHANNELS.match(content) else ""


def _text(content: bytes) -> str | None:
    words = text_of(content)
    if words is None:
        return ""
    return _LIVE if _MARKUP.match(words) else None


def text_of(content: bytes) -> str | None:
    """Plain text, in whichever way it was kept; None where it is none."""
    for begins, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"), (b"", "cp1252")):
        if not content.startswith(begins):
            continue
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if any(category(each) == "Cc" and each not in "\t\n\r\f" for each in words) else words
    return None


_KINDS: Mapping[str, tuple[str, str, _Check]] = {
    "pdf": ("application/pdf", "PDF", _pdf),
    "docx": (
        WORD,
        "Word",
        lambda content: office_files.fault(content, "word/document.xml", "wordprocessingml.document"),
    ),
    "xlsx": (EXCEL, "Excel", lambda content: office_files.fault(content, "xl/workbook.xml", "spreadsheetml.sheet")),
    "png": ("image/png", "PNG picture", _png),
    "jpg": ("image/jpeg", "JPEG picture", _jpeg),
    "heic": ("image/heic", "HEIC picture", _boxed(*_PHOTOGRAPHS)),
    "txt": ("text/plain", "Plain text", _text),
    "eml": ("message/rfc822", "Email", lambda content: mail_files.fault(content, _attachable)),
    "msg": ("application/vnd.ms-outlook", "Outlook email", mail_files.outlook_fault),
    "m4a": ("audio/mp4", "Recording", _boxed(*_SPOKEN)),
    "mp3": ("audio/mpeg", "Recording", _mp3),
}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "heif": "heic", "text": "txt"}
ACCEPTED = ",".join(f".{ending}" for ending in sorted({*_KINDS, *_SAME}))
"""For the page: what the box for choosing a file offers first."""


def _attachable(name: str) -> bool:
    """Whether an email may carry an attachment of this name: a program is no evidence."""
    ending = name.lower().rpartition(".")[2]
    return ending not in _PROGRAMS and "macros" not in _MENDS.get(ending, "")
