"""Files as people have them, made small, and some that nobody should send."""

import io
import zipfile

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << /Size 1 >>\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20)
HEIC = b"\0\0\0\x18ftypheic" + bytes(20)
TEXT = "Nobody rang me back – again.\n".encode()
EMAIL = b"From: fiona@fern.invalid\r\nTo: us@heard.invalid\r\nSubject: My complaint\r\n\r\nNobody rings.\r\n"
MP3 = b"ID3\x04\0\0" + bytes(40)
M4A = b"\0\0\0\x20ftypM4A " + bytes(20)
OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "__properties_version1.0".encode("utf-16-le") + bytes(64)

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{kind}"/></Types>'
)
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def word(kind: str = _WORDS, **further: bytes) -> bytes:
    """A Word file, with further parts: a double underscore in a name stands for a slash, a single one for a dot."""
    return _office("word/document.xml", kind, further)


def excel() -> bytes:
    """An Excel file."""
    return _office("xl/workbook.xml", _SHEET, {})


def swelling() -> bytes:
    """A Word file of few bytes that unpacks to many."""
    return word(word__media__image_png=bytes(40_000_000))


def archive() -> bytes:
    """A plain archive."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("a.txt", "a")
    return kept.getvalue()


def _office(part: str, kind: str, further: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _TYPES.format(part=part, kind=kind))
        packed.writestr(part, "<document/>")
        for name, content in further.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return kept.getvalue()
