"""A letter goes out to Word and comes back with the words of whoever worked on it, and with nothing else."""

import io
import zipfile
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import render
from notifications.letters import LETTERS, SHIPPED
from notifications.markdown import inline
from notifications.paragraphs import Paragraph, paragraphs_of
from notifications.word_file import CHARACTERS, LARGEST, PARAGRAPHS
from notifications.word_in import FromWord
from tests.notifications.examples import fields_for

LETTER = "stage_1_response"


def printed(body: str) -> list[tuple[str, str, tuple[Any, ...]]]:
    """What a body comes out as: headings, points and words in their styles, without what is only spacing."""
    return [_told(each) for each in paragraphs_of(f"<div>{render.fragment(body)}</div>" if body.strip() else "<p></p>")]


def _told(each: Paragraph) -> tuple[str, str, tuple[Any, ...]]:
    runs = tuple((" ".join(run.text.split(" ")), run.bold, run.italic) for run in each.runs if run.text.strip())
    return each.kind if each.kind.startswith("h") else "p", each.label, runs


def sent_out(body: str, letter: str = LETTER) -> bytes:
    """The Word file of a letter with this body."""
    return render.docx(render.letter(letter, fields_for(letter), body))


def back(content: bytes, letter: str = LETTER, name: str = "letter.docx") -> FromWord:
    """What is read from the file."""
    return render.from_word(content, name, SHIPPED, letter, fields_for(letter))


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The file after somebody worked on it."""
    document = Document(io.BytesIO(content))
    change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize("letter", LETTERS)
def test_every_draft_comes_back_as_it_went_out(letter: str) -> None:
    body = render.draft(letter, fields_for(letter)).body
    read = back(sent_out(body, letter), letter)
    assert read.restored == ()
    assert read.left_out == ()
    assert printed(read.body) == printed(body)


WORDS = st.text(alphabet="abcdefgh ,.;'()&<>*_#-+=1\\[]`~", min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "x"
)
EMPHASIS = st.sampled_from(["", "**", "*"])
LINE = st.lists(st.tuples(EMPHASIS, WORDS), min_size=1, max_size=3).map(
    lambda runs: " ".join(f"{mark}x{inline(words)}x{mark}" for mark, words in runs)
)
BLOCK = st.one_of(
    LINE,
    LINE.map(lambda line: f"## {line}"),
    LINE.map(lambda line: f"### {line}"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda lines: "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))
    ),
    st.lists(LINE, min_size=2, max_size=3).map("\n".join),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=5).map("\n\nAnd then this.\n\n".join))
def test_whatever_was_written_comes_back_the_same(body: str) -> None:
    read = back(sent_out(body))
    assert read.restored == ()
    assert printed(read.body) == printed(body)


def test_words_that_were_added_in_word_are_there() -> None:
    def change(document: Any) -> None:
        first = next(p for p in document.paragraphs if p.text.startswith("We received your complaint"))
        added = first.insert_paragraph_before("I am ")
        added.add_run("very").bold = True
        added.add_run(" sorry.")
        first.insert_paragraph_before("What I looked at", style="Heading 2")
        first.insert_paragraph_before("The records", style="List Bullet")
        first.insert_paragraph_before("First", style="List Number")
        first.insert_paragraph_before("Second", style="List Number")

    read = back(edited(sent_out("We received your complaint."), change))
    assert read.body == (
        "I am **very** sorry.\n\n## What I looked at\n\n- The records\n1. First\n2. Second\n\n"
        "We received your complaint.\n"
    )


def test_mandatory_paragraphs_that_were_cut_or_changed_are_named_and_stand_in_the_letter_again() -> None:
    def change(document: Any) -> None:
        for paragraph in document.paragraphs:
            if paragraph.text.startswith("You have the right to ask for stage 2"):
                paragraph.text = paragraph.text.replace("You have the right to ask", "You might ask")
            elif paragraph.text == "The Ombudsman":
                paragraph._p.getparent().remove(paragraph._p)

    read = back(edited(sent_out("My own words."), change))
    assert read.body == "My own words.\n"
    assert len(read.restored) == 2
    assert read.restored[0].startswith("You have the right to ask for stage 2")
    assert read.restored[1] == "The Ombudsman"
    again = render.letter(LETTER, fields_for(LETTER), read.body).text
    assert "You have the right to ask for stage 2" in again


def test_ones_own_words_like_a_mandatory_heading_stay_when_nothing_was_cut() -> None:
    body = "## Where to go\n\nThe Ombudsman knows about this already.\n"
    assert back(sent_out(body)).body == body


def test_a_changed_address_is_told_of_and_not_taken_for_words_of_the_letter() -> None:
    def change(document: Any) -> None:
        next(p for p in document.paragraphs if "Cinder Lane" in p.text).text = "The Old Mill, Elsewhere"
        next(p for p in document.paragraphs if p.text.startswith("Dear")).text = "Dear Jo"

    read = back(edited(sent_out("My own words."), change))
    assert read.body == "My own words.\n"
    assert read.left_out == ("The Old Mill, Elsewhere",)


def test_what_was_deleted_with_a_trace_is_gone_and_what_was_added_is_there() -> None:
    def change(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if p.text == "My own words.")
        gone, new = OxmlElement("w:del"), OxmlElement("w:ins")
        paragraph._p.append(gone)
        paragraph._p.append(new)
        for parent, tag, text in ((gone, "w:delText", " Never mind."), (new, "w:t", " And more.")):
            run, words = OxmlElement("w:r"), OxmlElement(tag)
            words.text = text
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            parent.append(run)

    assert back(edited(sent_out("My own words."), change)).body == "My own words. And more.\n"


def packed(**members: bytes) -> bytes:
    """A file of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    """A good file with one part more."""
    written = io.BytesIO(sent_out("Words."))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK", "letter.doc", "older kind"),
        (b"PK", "letter.docm", "macros"),
        (b"%PDF", "letter.pdf", "PDF"),
        (b"MZ", "letter.exe", "no Word file"),
        (b"", "letter.docx", "cannot be read"),
        (b"not a zip", "letter.docx", "cannot be read"),
        (b"x" * (LARGEST + 1), "letter.docx", "2 MB"),
        (packed(hello=b"there"), "letter.docx", "no Word file"),
        (with_member("word/vbaProject.bin", b"x"), "letter.docx", "macros"),
        (with_member("word/media/bomb.bin", b"\0" * (25 * 1024 * 1024)), "letter.docx", "unpacks"),
        (
            with_member("word/extra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            "letter.docx",
            "not as Word writes",
        ),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "file",
)
def test_what_is_no_letter_of_words_is_refused_in_a_sentence(content: bytes, name: str, said: str) -> None:
    with pytest.raises(render.WordRefused, match=said):
        back(content, name=name)


def with_styles(document: Any, count: int) -> str:
    """Adds styles without end; returns the key of the last."""
    for number in range(count):
        style = OxmlElement("w:style")
        style.set(qn("w:styleId"), f"s{number}")
        name = OxmlElement("w:name")
        name.set(qn("w:val"), f"Style {number}")
        style.append(name)
        document.styles.element.append(style)
    return f"s{count - 1}"


def test_a_file_with_styles_without_end_holds_nobody_up() -> None:
    def change(document: Any) -> None:
        last = with_styles(document, 5_000)
        for number in range(PARAGRAPHS - 200):
            paragraph, properties, style = (OxmlElement(tag) for tag in ("w:p", "w:pPr", "w:pStyle"))
            style.set(qn("w:val"), last)
            properties.append(style)
            paragraph.append(properties)
            run, words = OxmlElement("w:r"), OxmlElement("w:t")
            words.text = f"Line {number}."
            run.append(words)
            paragraph.append(run)
            document.element.body.insert(0, paragraph)

    content = edited(sent_out("Words."), change)
    began = process_time()
    assert "Line 1799." in back(content).body
    assert process_time() - began < 5


@pytest.mark.parametrize("written", ["<w:p/>", "<w:p><w:r/></w:p>", "<w:p><w:r><w:t>words </w:t></w:r></w:p>"])
def test_what_is_longer_than_a_letter_can_be_is_refused_before_it_is_read(written: str) -> None:
    def change(document: Any) -> None:
        one = f"<w:document {nsdecls('w')}>{written}</w:document>"
        for _ in range(PARAGRAPHS + 1):
            document.element.body.extend(list(parse_xml(one)))

    with pytest.raises(render.WordRefused, match="longer than a letter can be"):
        back(edited(sent_out("Words."), change))


def test_a_paragraph_can_be_too_long_too() -> None:
    def change(document: Any) -> None:
        document.paragraphs[0].text = "word " * (CHARACTERS // 5 + 1)
        document.paragraphs[1].add_run("\n" * 9)

    with pytest.raises(render.WordRefused, match="longer than a letter can be"):
        back(edited(sent_out("Words."), change))


def test_many_paragraphs_like_one_that_was_cut_hold_nobody_up() -> None:
    def change(document: Any) -> None:
        cut = next(p for p in document.paragraphs if p.text.startswith("You have the right to ask for stage 2"))
        alike = " ".join(reversed(cut.text.split()))
        cut.text = alike
        for number in range(CHARACTERS // len(alike) // 2):
            cut.insert_paragraph_before(f"{alike} {number}")

    content = edited(sent_out("Words."), change)
    began = process_time()
    assert back(content).restored
    assert process_time() - began < 5


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200), st.integers(min_value=0, max_value=4000))
def test_a_broken_file_is_refused_and_breaks_nothing(noise: bytes, place: int) -> None:
    whole = sent_out("Words.")
    broken = whole[:place] + noise + whole[place + len(noise) :]
    try:
        back(broken)
    except render.WordRefused:
        return
