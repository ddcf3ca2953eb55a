"""What meetings look at as PDFs: the pack says what its page says, and the director's page is always one sheet."""

import re
import zlib
from datetime import date

import pytest

from engine.insight.director import Figure, OnePage
from engine.insight.lines import Count, Group, Line, Sort
from engine.insight.meeting_pack import Head, OfService, Pack
from engine.insight.worklist import Section
from engine.queries.due import Due, Pressing
from notifications import render
from tests.notifications.pdf_text import words_of as text_of

STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
PAGE = re.compile(rb"/Type ?/Page\b")
TODAY = date(2026, 10, 5)
LATE = Due(date(2026, 10, 1), "2 working days late", Pressing.LATE)


def _line(what: str = "Respond", reference: str = "HRD-26-0001", ball: str = "Mara Manager") -> Line:
    return Line(
        group=Group.OVERDUE,
        sort=Sort.TASK,
        key="a",
        day=LATE.on,
        due=LATE,
        what=what,
        reference=reference,
        complainant_name="Jo Invented",
        service_id=1,
        service="Children in care",
        ball=ball,
        case_id=1,
    )


def pages_of(pdf: bytes) -> int:
    """How many pages there are."""
    return sum(len(PAGE.findall(zlib.decompress(packed))) for packed in STREAM.findall(pdf))


def _page(counts: Count, line: Line | None, decisions: int) -> OnePage:
    return OnePage(TODAY, dict.fromkeys(Figure, counts), line, line, (line,) * decisions if line else ())


def test_the_directors_page_is_one_sheet_and_says_its_figures() -> None:
    written = render.directors_page(_page(Count(4), _line(), 3), "Fernshire Council")
    assert pages_of(written) == 1
    text = text_of(written)
    for words in (
        "Complaints on one page",
        "Monday 5 October 2026",
        "overdue",
        "beyond 65 working days",
        "HRD-26-0001",
        "Decisions needed: the first 3 of 4",
    ):
        assert words in text
    assert "Jo" not in text


@pytest.mark.parametrize("word", ["W" * 400, "Long words " * 60, "Ünïcödé-" * 60])
def test_it_stays_one_sheet_with_extreme_numbers_and_long_names(word: str) -> None:
    extreme = _line(what=word, reference="HRD-26-0001"[:20], ball=word)
    page = _page(Count(500, "more than "), extreme, 3)
    written = render.directors_page(page, word, notice=word[:200])
    assert pages_of(written) == 1
    assert "more than 500" in text_of(written)
    assert "Decisions needed" in text_of(written)


def test_with_nothing_in_it_it_says_so() -> None:
    written = render.directors_page(_page(Count(0), None, 0), "Fernshire Council")
    assert pages_of(written) == 1
    assert "No decision waits." in text_of(written)


def _pack(*lines: Line) -> Pack:
    sections = tuple(
        Section(
            group, lines if group is Group.OVERDUE else (), Count(len(lines) if group is Group.OVERDUE else 0), None
        )
        for group in (Group.OVERDUE, Group.DUE_SOON, Group.BLOCKED, Group.NEEDS_HELP)
    )
    return Pack(Head(5, "Heather Head"), TODAY, (OfService("Children in care", sections),))


def test_a_pack_says_what_is_overdue_by_initials() -> None:
    text = text_of(render.meeting_pack(_pack(_line()), "Fernshire Council"))
    for words in (
        "Heather Head",
        "1 overdue",
        "0 blocked",
        "Children in care",
        "Respond",
        "J. I.",
        "2 working days late",
    ):
        assert words in text
    assert "Jo Invented" not in text


def test_an_empty_pack_says_so() -> None:
    text = text_of(render.meeting_pack(_pack(), "Fernshire Council"))
    assert "Nothing is overdue" in text
    assert "Nothing to look at." in text


def test_a_long_pack_goes_on_over_pages_with_nothing_lost() -> None:
    many = [_line(reference=f"HRD-26-{n:04d}") for n in range(120)]
    written = render.meeting_pack(_pack(*many), "Fernshire Council")
    assert pages_of(written) > 1
    text = text_of(written)
    assert [line.reference for line in many if str(line.reference) not in text] == []
