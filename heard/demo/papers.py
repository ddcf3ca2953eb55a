"""Small papers as families and colleagues send them: a page of words as a PDF, a plain picture, a plain text."""

import struct
import zlib

LINES_ON_A_PAGE = 48
_PICTURE = (120, 80)
_SKY, _GRASS = b"\x9c\xc4\xe4", b"\x6f\x9c\x5a"


def pdf(words: str) -> bytes:
    """One page with these lines, made by hand: what stands on it is plain text in a plain font."""
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in words.splitlines()[:LINES_ON_A_PAGE])
    drawn = f"BT /F1 11 Tf 14 TL 72 770 Td\n{shown}\nET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
        b">>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def picture() -> bytes:
    """A photograph of hardly anything: sky over grass, as a PNG."""
    width, height = _PICTURE
    rows = b"".join(b"\0" + (_SKY if row < height * 0.6 else _GRASS) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def text(words: str) -> bytes:
    """A plain text file."""
    return words.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
