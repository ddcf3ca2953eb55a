"""A case takes the papers that people have, and nothing that runs, hides or swells; it says which, why and the mend."""

import pytest

from engine.casework.files import LARGEST, read_upload
from engine.errors import InvalidAnswers
from tests.web import files

FINE = {
    "report.pdf": (files.PDF, "application/pdf"),
    "REPORT.PDF": (files.PDF, "application/pdf"),
    "letter.docx": (files.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "log.xlsx": (files.excel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "bruise.jpeg": (files.JPEG, "image/jpeg"),
    "room.png": (files.PNG, "image/png"),
    "IMG_0001.HEIC": (files.HEIC, "image/heic"),
    "note.txt": (files.TEXT, "text/plain"),
    "their words.eml": (files.EMAIL, "message/rfc822"),
    "their words.msg": (files.OUTLOOK, "application/vnd.ms-outlook"),
    "voice.m4a": (files.M4A, "audio/mp4"),
    "voice.mp3": (files.MP3, "audio/mpeg"),
    "minutes v1.2 final.pdf": (files.PDF, "application/pdf"),
}
CARRYING = files.EMAIL.replace(
    b"\r\n\r\n", b"\r\nContent-Type: application/x\r\nContent-Disposition: attachment; filename=run.js\r\n\r\n"
)
REFUSED = {
    "nothing in it": ("a.pdf", b"", "there is nothing in it"),
    "one byte too many": ("a.pdf", files.PDF + bytes(LARGEST), "20 MB"),
    "a program": ("run.exe", b"MZ", "it is a program"),
    "a program that calls itself a PDF": ("run.pdf", b"MZ" + files.PDF, "not what is in it"),
    "a PDF that calls itself a program": ("report.pdf.exe", files.PDF, "it is a program"),
    "two endings": ("report.exe.pdf", files.PDF, "before its ending"),
    "no ending": ("report", files.PDF, "a case takes PDF"),
    "only an ending": (".pdf", files.PDF, "a case takes PDF"),
    "another ending": ("report.xyz", files.PDF, "a case takes PDF"),
    "a picture called PDF": ("a.pdf", files.PNG, "not what is in it"),
    "a PDF called picture": ("a.png", files.PDF, "not what is in it"),
    "a web page": ("a.html", b"<html>", "web page"),
    "a drawing": ("a.svg", b"<svg/>", "drawing"),
    "a web page called text": ("a.txt", b"<!DOCTYPE html><script>", "web page"),
    "a drawing called text": ("a.txt", b"<?xml version='1.0'?><!-- x --><svg onload=alert(1)>", "drawing"),
    "bytes called text": ("a.txt", b"\0\1\2", "not what is in it"),
    "an archive": ("a.zip", files.archive(), "archive"),
    "an archive called Word": ("a.docx", files.archive(), "not what is in it"),
    "an archive behind a PDF": ("a.pdf", files.PDF + files.archive() + b"%%EOF", "archive hidden"),
    "an archive behind a picture": ("a.png", files.PNG + files.archive(), "not what is in it"),
    "Excel called Word": ("a.docx", files.excel(), "not what is in it"),
    "macros": ("a.docx", files.word(word__vbaProject_bin=b"x"), "macros"),
    "macros by name": ("a.docm", files.word(), "macros"),
    "macros by type": ("a.docx", files.word("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "another program inside": ("a.docx", files.word(word__embeddings__oleObject1_bin=b"x"), "program"),
    "one that swells": ("a.docx", files.swelling(), "far more than its size"),
    "one cut short": ("a.docx", files.word()[:-30], "damaged"),
    "one locked": ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "password"),
    "an old one": ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "older kind"),
    "a locked PDF": ("a.pdf", files.PDF.replace(b"/Size", b"/Encrypt 5 0 R /Size"), "locked"),
    "a PDF with a program": ("a.pdf", files.PDF.replace(b"<< >>", b"<< /S /JavaScript >>"), "programs"),
    "an email with a program": ("a.eml", CARRYING, "carries a program"),
    "no email": ("a.eml", files.TEXT, "not what is in it"),
    "an old Word file called email": ("a.msg", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900), "not what is in it"),
    "a nought in its name": ("a.php\0.pdf", files.PDF, "characters that no file"),
    "a name too long": (f"{'a' * 300}.pdf", files.PDF, "longer than 200"),
}


@pytest.mark.parametrize("name", FINE)
def test_what_people_have_is_taken(name: str) -> None:
    content, media_type = FINE[name]
    assert read_upload(name, content).media_type == media_type


@pytest.mark.parametrize("case", REFUSED)
def test_what_runs_hides_or_swells_is_not_and_the_reason_names_the_file_and_the_mend(case: str) -> None:
    name, content, why = REFUSED[case]
    with pytest.raises(InvalidAnswers) as refused:
        read_upload(name, content)
    sentence = refused.value.errors["file"]
    assert why in sentence
    assert sentence.startswith("“")
    assert len(sentence) < 400


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\olive\\report.pdf", "report.pdf"),
        ("\u202efdp.report.pdf", "fdp.report.pdf"),
        ("  report.pdf ", "report.pdf"),
    ],
)
def test_of_a_name_only_the_last_part_and_what_can_be_seen_is_kept(name: str, kept: str) -> None:
    assert read_upload(name, files.PDF).filename == kept


def test_a_template_from_the_internet_is_not_fetched_but_one_on_the_councils_own_disks_is_no_matter() -> None:
    relation = b'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="%s"/>'
    near = files.word(word___rels__settings_xml_rels=relation % b"file:///S:/letter.dotx")
    assert read_upload("a.docx", near)
    for far in (b"https://far.invalid/a.dotm", b"HTTP://far.invalid/a"):
        with pytest.raises(InvalidAnswers, match="need another look"):
            read_upload("a.docx", files.word(word___rels__settings_xml_rels=relation % far))
