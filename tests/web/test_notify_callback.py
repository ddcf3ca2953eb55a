"""What GOV.UK Notify says of an email is believed when it shows its token, and kept once."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from engine.db.tables import message
from engine.office import Office
from tests.story import incidents, log_and_triage, rows
from tests.web.reading import said
from tests.web.work import SignIn
from web.app import WebSettings, create_app

TOKEN = "a token that nobody guesses"
PROVIDER = "740e5834-3a29-46b4-9a6f-16142fde533a"
PATH = "/callbacks/notify"


@pytest.fixture
def notify(office: Office) -> FlaskClient:
    """Notify at the door, with the forms guarded as they are in earnest."""
    settings = WebSettings(secret_key="only for tests", base_url="http://localhost", notify_callback_token=TOKEN)
    return create_app(office, settings).test_client()


def told(status: str, **more: Any) -> dict[str, Any]:
    """A receipt as Notify posts it."""
    times = dict.fromkeys(("created_at", "sent_at", "completed_at"), "2026-03-02T12:15:30.000000Z")
    fixed = {"id": PROVIDER, "reference": "", "to": "jo@example.invalid", "notification_type": "email", **times}
    return {**fixed, "template_id": PROVIDER, "template_version": 1, "status": status, **more}


def shows(token: str = TOKEN) -> dict[str, str]:
    """The header that it shows."""
    return {"Authorization": f"Bearer {token}"}


def sent(office: Office) -> str:
    """An acknowledgement that Notify took in, with its case's reference."""
    reference = log_and_triage(office)
    with office.transaction() as transaction:
        taken = {"status": "sent", "provider_id": PROVIDER, "provider_status": "sending"}
        transaction.connection.execute(update(message).values(taken))
    return reference


def kept(office: Office) -> str | None:
    """What is known of it."""
    (row,) = rows(office, select(message.c.provider_status))
    found: str | None = row.provider_status
    return found


def test_what_became_of_an_email_is_kept_and_shown(
    office: Office, notify: FlaskClient, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = sent(office)
    for status in ("sending", "delivered", "delivered", "sending", "temporary-failure"):
        answer = notify.post(PATH, json=told(status), headers=shows())
        assert (answer.status_code, answer.data) == (204, b"")
    assert kept(office) == "delivered"
    assert "Delivered" in said(sign_in("olive").get(f"/cases/{reference}/letters"))
    assert "jo@example.invalid" not in "".join(capsys.readouterr())


def test_an_email_that_came_back_is_stuck_and_the_page_says_what_to_do(
    office: Office, notify: FlaskClient, sign_in: SignIn
) -> None:
    reference = sent(office)
    for _ in range(2):
        assert notify.post(PATH, json=told("permanent-failure"), headers=shows()).status_code == 204
    assert len(incidents(office)) == 1
    page = said(sign_in("olive").get("/running/incidents"))
    assert "there is no such address" in page
    assert "Ask for the right address another way" in page
    assert "Could not be delivered" in said(sign_in("olive").get(f"/cases/{reference}/letters"))


@pytest.mark.parametrize("header", [{}, shows(""), shows("another"), {"Authorization": TOKEN}, shows("é")])
def test_without_the_token_nothing_is_read(header: dict[str, str], office: Office, notify: FlaskClient) -> None:
    sent(office)
    encoded = {name: value.encode().decode("latin-1") for name, value in header.items()}
    assert notify.post(PATH, json=told("delivered"), headers=encoded).status_code == 403
    assert kept(office) == "sending"


def test_where_no_token_is_set_there_is_no_such_page(office: Office) -> None:
    client = create_app(office, WebSettings(secret_key="only for tests", base_url="http://localhost")).test_client()
    assert client.post(PATH, json=told("delivered"), headers=shows("")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "delivered",
        told("lost"),
        told("delivered", id=None),
        told("delivered", id="x" * 61),
        told(["delivered"]),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_understood_is_refused(body: Any, notify: FlaskClient) -> None:
    assert notify.post(PATH, json=body, headers=shows()).status_code == 400


def test_what_is_no_json_or_far_too_long_is_refused(notify: FlaskClient) -> None:
    assert notify.post(PATH, data=b"\xff", headers=shows()).status_code == 400
    assert notify.post(PATH, data=b"1" * 70_000, headers=shows()).status_code == 413
    assert notify.get(PATH, headers=shows()).status_code == 405
