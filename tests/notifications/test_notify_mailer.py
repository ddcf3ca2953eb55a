"""Email through GOV.UK Notify, to a server that answers as it does: delayed is not refused, nothing goes twice."""

from dataclasses import replace

import pytest

from notifications.errors import MailDelayed, MailRefused, MailUnsafe, NotifyUnusable
from notifications.mailers import Mailer
from notifications.mailers.notify import NotifyMailer, NotifySettings
from tests.notifications.messages import NOTICE
from tests.parts.notify import KEY, SERVICE, TEMPLATE, Notify
from tests.parts.ports import find_free_port

REPLY_TO = "8e222534-7f05-4972-86e3-17c5d9f894e2"


def mailer(
    notify: Notify, key: str = KEY, template: str = TEMPLATE, reply_to: str = "", patience: float = 10
) -> Mailer:
    """The mailer that the settings give."""
    return NotifyMailer(NotifySettings.read(key, template, reply_to, notify.url), patience, 2 * patience)


def test_an_email_is_taken_in_under_its_own_reference(notify: Notify) -> None:
    receipt = mailer(notify, reply_to=REPLY_TO).send(NOTICE)
    (taken,) = notify.taken
    assert receipt is not None
    assert receipt.provider_id == taken["id"]
    assert taken["reference"] == NOTICE.message_id
    assert taken["email_address"] == NOTICE.to
    assert taken["personalisation"] == {"subject": NOTICE.subject, "body": NOTICE.text}
    assert taken["email_reply_to_id"] == REPLY_TO
    assert notify.counter.asked == [], "the first attempt has nothing to ask for"


def test_an_answer_that_is_lost_is_asked_for_before_anything_is_sent_again(notify: Notify) -> None:
    notify.counter.silent = True
    with pytest.raises(MailDelayed, match="took longer"):
        mailer(notify, patience=0.2).send(NOTICE)
    notify.accept()
    receipt = mailer(notify).send(replace(NOTICE, tried_before=True))
    (taken,) = notify.taken
    assert receipt is not None
    assert receipt.provider_id == taken["id"]


def test_what_notify_never_had_or_could_not_deliver_is_sent_again(notify: Notify) -> None:
    again = replace(NOTICE, tried_before=True)
    mailer(notify).send(again)
    notify.receipt(0, "technical-failure")
    mailer(notify).send(again)
    mailer(notify).send(again)
    assert [one["status"] for one in notify.taken] == ["technical-failure", "sending"]


@pytest.mark.parametrize(
    ("code", "error", "message", "outcome", "told"),
    [
        (400, "ValidationError", "email_address Not a valid email address", MailRefused, "not an email address"),
        (400, "BadRequestError", "Can't send to this recipient when service is in trial mode", MailRefused, "trial"),
        (400, "BadRequestError", "Emails cannot be longer than 2000000 bytes.", MailRefused, "too long"),
        (400, "BadRequestError", "Template not found", MailDelayed, "HEARD_NOTIFY_TEMPLATE"),
        (400, "BadRequestError", "email_reply_to_id x does not exist in database", MailDelayed, "NOTIFY_REPLY_TO"),
        (400, "BadRequestError", "jo@example.invalid is odd", MailDelayed, "code 400"),
        (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds", MailDelayed, "clock"),
        (403, "AuthError", "Invalid token: API key not found", MailDelayed, "HEARD_NOTIFY_API_KEY"),
        (404, "NotFound", "", MailDelayed, "code 404"),
        (429, "RateLimitError", "Exceeded rate limit for key type LIVE", MailDelayed, "limit"),
        (500, "Exception", "Internal server error", MailDelayed, "code 500"),
        (302, "Elsewhere", "", MailDelayed, "code 302"),
    ],
)
def test_only_what_is_wrong_with_the_message_is_a_refusal_for_good(
    code: int, error: str, message: str, outcome: type[Exception], told: str, notify: Notify
) -> None:
    notify.refuse(code, error, message)
    with pytest.raises(outcome, match=told) as raised:
        mailer(notify).send(NOTICE)
    assert type(raised.value) is outcome
    assert "@" not in str(raised.value)
    with pytest.raises(MailDelayed if outcome is MailDelayed else outcome):
        mailer(notify).send(replace(NOTICE, tried_before=True))
    assert notify.taken == []


@pytest.mark.parametrize("says", [b"", b"<html>Hello</html>", b"[]", b'{"id": 7}', b"\xff\xfe"])
def test_an_answer_that_cannot_be_read_is_no_proof_and_asked_for_next_time(says: bytes, notify: Notify) -> None:
    notify.counter.says = says
    with pytest.raises(MailDelayed, match="could not be understood"):
        mailer(notify).send(NOTICE)
    with pytest.raises(MailDelayed, match="could not be understood"):
        mailer(notify).send(replace(NOTICE, tried_before=True))
    notify.accept()
    assert mailer(notify).send(replace(NOTICE, tried_before=True)) is not None
    assert len(notify.taken) == 1


def test_a_server_that_says_a_little_now_and_then_is_cut_off(notify: Notify) -> None:
    notify.counter.drips = True
    slow = NotifyMailer(NotifySettings.read(KEY, TEMPLATE, "", notify.url), timeout=5, deadline=0.4)
    with pytest.raises(MailDelayed, match="longer than"):
        slow.send(NOTICE)


def test_nobody_there_is_a_delay() -> None:
    settings = NotifySettings.read(KEY, TEMPLATE, "", f"http://127.0.0.1:{find_free_port()}")
    with pytest.raises(MailDelayed, match="ConnectionRefusedError"):
        NotifyMailer(settings).send(NOTICE)


def test_a_key_of_somebody_else_is_told_and_the_message_waits(notify: Notify) -> None:
    with pytest.raises(MailDelayed, match="HEARD_NOTIFY_API_KEY"):
        mailer(notify, key=f"other-{SERVICE}-{REPLY_TO}").send(NOTICE)


def test_whoever_looks_after_heard_can_ask_whether_the_key_is_known(notify: Notify) -> None:
    NotifyMailer(NotifySettings.read(KEY, TEMPLATE, "", notify.url)).knock()
    with pytest.raises(MailDelayed, match="HEARD_NOTIFY_API_KEY"):
        NotifyMailer(NotifySettings.read(f"other-{SERVICE}-{REPLY_TO}", TEMPLATE, "", notify.url)).knock()
    assert notify.taken == []


def test_what_no_envelope_can_hold_goes_by_no_other_way(notify: Notify) -> None:
    with pytest.raises(MailUnsafe):
        mailer(notify).send(replace(NOTICE, to="jo@example.invalid, mo@example.invalid"))
    assert notify.taken == []


@pytest.mark.parametrize(
    ("part", "key", "template", "reply_to", "url"),
    [
        ("API_KEY", "a key", TEMPLATE, "", ""),
        ("API_KEY", SERVICE, TEMPLATE, "", ""),
        ("TEMPLATE", KEY, "", "", ""),
        ("TEMPLATE", KEY, "the template", "", ""),
        ("REPLY_TO", KEY, TEMPLATE, "council@example.invalid", ""),
        ("URL", KEY, TEMPLATE, "", "https://"),
    ],
)
def test_settings_that_cannot_be_used_are_named(part: str, key: str, template: str, reply_to: str, url: str) -> None:
    with pytest.raises(NotifyUnusable, match=part):
        NotifySettings.read(key, template, reply_to, url)


def test_the_name_of_a_key_may_hold_hyphens() -> None:
    settings = NotifySettings.read(f"live-key-of-2026-{KEY}", TEMPLATE)
    assert (settings.service_id, settings.url) == (SERVICE, "https://api.notifications.service.gov.uk")
