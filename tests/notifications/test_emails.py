"""Emails to staff: reference and link, and nothing about anybody."""

import re
from dataclasses import fields, replace
from datetime import datetime

import pytest

from engine.office import LONDON
from engine.procedures import blocks
from notifications import render
from notifications.fields import LateNotice
from notifications.render import EMAILS, DigestRow, EmailFields

NOTICE = EmailFields(
    council_name="Marlow Vale Council", reference="SC-2026-0142", link="https://heard.example/cases/SC-2026-0142"
)
DIGEST = replace(
    NOTICE,
    reference="",
    link="https://heard.example/inbox",
    rows=(
        DigestRow("Respond", "SC-2026-0101", -2, "https://heard.example/tasks/a"),
        DigestRow("Sign off", "SC-2026-0142", 0, "https://heard.example/tasks/b"),
        DigestRow("Check and send", "SC-2026-0150", 1, "https://heard.example/tasks/c"),
        DigestRow("Close-out", "SC-2026-0090", None, "https://heard.example/tasks/d"),
    ),
)
OF_MANY = ("digest", "meeting_pack", "late_notices")
every_notice = pytest.mark.parametrize("template", [name for name in EMAILS if name not in OF_MANY])


def test_every_notice_that_a_diagram_may_ask_for_has_been_written() -> None:
    assert {*blocks.NOTICES, "digest", "case_withdrawn", "case_notice"} <= set(EMAILS)


def test_an_email_to_staff_has_no_room_for_a_name_or_for_content() -> None:
    of_an_email = {"council_name", "reference", "link", "rows", "working_days_left", "notice", "counts"}
    of_an_email |= {"covers", "back"}  # names of colleagues, of nobody in a case
    of_an_email |= {"late", "told_at", "collected"}
    assert {field.name for field in fields(EmailFields)} == of_an_email
    assert {field.name for field in fields(LateNotice)} == {"says", "due_at", "link"}
    assert {field.name for field in fields(DigestRow)} == {"verb", "reference", "working_days_left", "link"}


@every_notice
def test_a_notice_carries_reference_and_link_in_both_its_parts(template: str) -> None:
    email = render.email(template, NOTICE)
    assert email.subject.startswith("SC-2026-0142: ")
    for part in (email.text, email.html):
        assert "SC-2026-0142" in part
        assert "https://heard.example/cases/SC-2026-0142" in part
    assert "<" not in email.text


@every_notice
def test_a_subject_is_one_line(template: str) -> None:
    injected = replace(NOTICE, reference="SC\r\nBcc: everyone@example.org")
    assert re.fullmatch(r"[^\r\n]+", render.email(template, injected).subject)


def test_the_digest_lists_what_to_do_with_the_time_left_in_words() -> None:
    email = render.email("digest", DIGEST)
    assert email.subject == "Your work today: 4 to do"
    for line in (
        "Respond: SC-2026-0101, two working days overdue\nhttps://heard.example/tasks/a",
        "Sign off: SC-2026-0142, due today",
        "Check and send: SC-2026-0150, one working day left",
        "Close-out: SC-2026-0090, no time limit running",
    ):
        assert line in email.text
    assert "https://heard.example/inbox" in email.text
    assert '<a href="https://heard.example/tasks/c"' in email.html
    assert "one working day left" in email.html
    assert [email.html.index(row.reference) for row in DIGEST.rows] == sorted(
        email.html.index(r.reference) for r in DIGEST.rows
    )


def test_a_digest_with_nothing_in_it_says_so() -> None:
    assert "Nothing is waiting for you today." in render.email("digest", replace(DIGEST, rows=())).text


def test_what_stands_in_an_email_is_text_and_never_markup() -> None:
    rows = (DigestRow("<script>{{ 7*7 }}</script>", "R1", 3, 'https://heard.example/"onclick="x'),)
    email = render.email("digest", replace(DIGEST, rows=rows))
    assert "<script>" not in email.html
    assert "&lt;script&gt;{{ 7*7 }}" in email.html
    assert '"onclick="' not in email.html
    assert "<script>{{ 7*7 }}</script>" in email.text


def test_what_comes_late_says_so_with_the_day_on_which_it_was_due() -> None:
    due_at, told_at = datetime(2026, 10, 20, 9, 0, tzinfo=LONDON), datetime(2026, 10, 20, 14, 35, tzinfo=LONDON)
    late = LateNotice("SC-2026-0142: overdue", due_at, "https://heard.example/cases/SC-2026-0142")
    email = render.email("late_notices", replace(DIGEST, rows=(), late=(late,), told_at=told_at))
    assert email.subject == "Late: 1 notice that should have reached you before"
    line = "SC-2026-0142: overdue\nLate. It was due on Tuesday 20 October 2026 at 09:00.\n"
    assert f"{line}https://heard.example/cases/SC-2026-0142" in email.text
    for part in (email.text, email.html):
        assert "Told now: Tuesday 20 October 2026 at 14:35." in part
    assert '<a href="https://heard.example/cases/SC-2026-0142"' in email.html


@pytest.mark.parametrize("template", EMAILS)
def test_the_notice_of_the_demo_is_at_the_foot_when_given(template: str) -> None:
    email = render.email(template, replace(DIGEST, reference="R1", notice="Everything here is invented."))
    assert email.text.endswith("Everything here is invented.\n")
    assert "Everything here is invented." in email.html
    assert "invented" not in render.email(template, replace(DIGEST, reference="R1")).text


@pytest.mark.parametrize("template", ["nothing", "_notice", "../letter", ""])
def test_an_email_that_nobody_wrote_is_refused(template: str) -> None:
    with pytest.raises(render.NoSuchEmail):
        render.email(template, NOTICE)
