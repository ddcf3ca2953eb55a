"""The envelope of an email: every header one line, the same message the same each time."""

from dataclasses import replace

import pytest

from notifications.errors import MailRefused, MailUnsafe
from notifications.mailers import Audience
from notifications.mailers.envelope import sealed
from tests.notifications.messages import NOTICE

LINE_ENDS = ("\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028")


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize(
    ("field", "header"), [("subject", "Subject"), ("to", "To"), ("sender", "From"), ("message_id", "Message-ID")]
)
def test_no_header_can_be_smuggled_in(end: str, field: str, header: str) -> None:
    smuggled = replace(NOTICE, **{field: f"{getattr(NOTICE, field)}{end}Bcc: everyone@example.org"})  # type: ignore[arg-type]
    with pytest.raises(MailUnsafe) as raised:
        sealed(smuggled)
    assert raised.value.facts == {"header": header}
    assert "example.org" not in str(raised.value)
    assert isinstance(raised.value, MailRefused)


@pytest.mark.parametrize("address", ["", "nobody", "a@b, c@d", "a@b c@d", "a@@b", "<a@b", "Somebody", "a b@c"])
def test_only_one_whole_address_is_written_to(address: str) -> None:
    with pytest.raises(MailUnsafe):
        sealed(replace(NOTICE, to=address))


@pytest.mark.parametrize("message_id", ["", "message-17", "<a b@c>", "<a@b> <c@d>", "<@>", "a@b"])
def test_a_message_id_has_the_shape_that_mail_programs_thread_by(message_id: str) -> None:
    with pytest.raises(MailUnsafe):
        sealed(replace(NOTICE, message_id=message_id))


def test_the_same_message_is_the_same_bytes_each_time() -> None:
    assert bytes(sealed(NOTICE)) == bytes(sealed(NOTICE))
    assert bytes(sealed(NOTICE)) != bytes(sealed(replace(NOTICE, text="Other.")))


def test_an_email_from_the_system_says_so_and_one_from_a_person_does_not() -> None:
    assert sealed(NOTICE)["Auto-Submitted"] == "auto-generated"
    assert sealed(replace(NOTICE, audience=Audience.COMPLAINANT))["Auto-Submitted"] is None


def test_long_and_foreign_subjects_stay_whole() -> None:
    subject = "SC-2026-0142: żółć " + "long " * 40
    assert str(sealed(replace(NOTICE, subject=subject.strip()))["Subject"]) == subject.strip()
