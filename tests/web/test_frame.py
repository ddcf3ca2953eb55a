"""What every page keeps: who may open it, its headers, its forms' tokens, and helpful words when something is wrong."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from markupsafe import escape
from structlog.testing import capture_logs

from engine.errors import InvalidAnswers, NotAllowed, NotFound, RefusedByLaw, StaleTask
from engine.flows import accounts
from engine.office import Office
from tests.council import PASSWORD, PEOPLE
from tests.story import log
from web import access
from web import app as pages
from web.access import EVERYONE_SIGNED_IN, PUBLIC, open_to, safe_next
from web.app import WebSettings, create_app

SignIn = Callable[[str], FlaskClient]


def test_the_house_does_not_open_with_a_route_that_does_not_say_who_may_use_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/silent", view_func=lambda: "hello", endpoint="page")
    monkeypatch.setattr(pages, "ROOMS", (*pages.ROOMS, silent))
    with pytest.raises(RuntimeError, match="/silent"):
        create_app(office, WebSettings(secret_key="x", base_url="http://localhost"))


def test_only_the_door_is_open_to_everybody(app: Flask) -> None:
    public = {rule.endpoint for rule in app.url_map.iter_rules() if access.audience_of(app, rule.endpoint) is PUBLIC}
    signing = {"sign_in.door", "sign_in.page", "sign_in.enter", "sign_in.leave"}
    # A calendar program signs in nowhere: the address is the secret. GOV.UK Notify and Prometheus show a token.
    machines = {"calendar_feed.file", "notify_callback.receive", "metrics.metrics"}
    assert public == {"static", "health.health"} | machines | signing


def test_whoever_is_not_signed_in_is_asked_to_and_then_led_on(app: Flask) -> None:
    answer = app.test_client().get("/inbox")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/inbox")


def test_a_list_that_was_narrowed_is_narrowed_still_after_signing_in(app: Flask) -> None:
    client = app.test_client()
    door = client.get("/inbox?due=overdue&sort=oldest")
    wanted = parse_qs(urlsplit(door.location).query)["next"]
    assert wanted == ["/inbox?due=overdue&sort=oldest"]
    assert f'value="{escape(wanted[0])}"' in client.get(door.location).text
    abroad = client.get("/inbox?next=//elsewhere.invalid")
    assert urlsplit(abroad.location).netloc == ""
    sent = {"email": "olive@heard.invalid", "password": PASSWORD, "next": wanted[0]}
    assert client.post("/sign-in", data=sent).location == wanted[0]


def test_the_right_password_lets_in_and_leads_to_the_page_that_was_wanted(app: Flask) -> None:
    sent = {"email": "OLIVE@heard.invalid ", "password": PASSWORD, "next": "/inbox?after=1"}
    answer = app.test_client().post("/sign-in", data=sent)
    assert (answer.status_code, answer.location) == (302, "/inbox?after=1")


def test_the_session_cookie_stays_out_of_scripts_and_other_sites(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"email": "olive@heard.invalid", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("email", ["olive@heard.invalid", "nobody@heard.invalid"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(app: Flask, email: str) -> None:
    answer = app.test_client().post("/sign-in", data={"email": email, "password": "wrong"})
    assert answer.status_code == 422
    assert "The email address or the password is not right" in answer.text
    assert "wrong" not in answer.text.split("<main")[1].split("There is a problem")[1].split("</form>")[0].lower()


def test_guessing_passwords_is_slowed_down(app: Flask) -> None:
    client = app.test_client()
    sent = {"email": "olive@heard.invalid", "password": "guess"}
    answers = [client.post("/sign-in", data=sent).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_signing_out_forgets_who_was_there(sign_in: SignIn) -> None:
    client = sign_in("olive")
    client.post("/sign-out")
    assert client.get("/inbox").status_code == 302


def _cookie(client: FlaskClient) -> str:
    found = client.get_cookie("heard")
    assert found is not None
    return found.value


def test_a_copied_cookie_opens_nothing_once_its_browser_is_signed_out(app: Flask, sign_in: SignIn) -> None:
    client, elsewhere, thief = sign_in("olive"), sign_in("olive"), app.test_client()
    thief.set_cookie("heard", _cookie(client))
    assert thief.get("/inbox").status_code == 200
    client.post("/sign-out")
    assert thief.get("/inbox").status_code == 302
    assert elsewhere.get("/inbox").status_code == 200, "another browser of hers stays signed in"


def test_a_new_password_signs_out_everywhere(office: Office, sign_in: SignIn) -> None:
    both, mara = [sign_in("olive"), sign_in("olive")], sign_in("mara")
    accounts.set_password(office, PEOPLE["olive"][0], "another password")
    assert [client.get("/inbox").status_code for client in both] == [302, 302]
    assert mara.get("/inbox").status_code == 200


def test_somebody_signs_out_everywhere_from_their_own_page(sign_in: SignIn) -> None:
    here, there, key = sign_in("olive"), sign_in("olive"), PEOPLE["olive"][0]
    assert "Sign out everywhere" in here.get(f"/people/{key}").text
    assert "Sign out everywhere" not in sign_in("oscar").get(f"/people/{key}").text
    assert "signed out everywhere" in here.post("/sign-out/everywhere", follow_redirects=True).text
    assert [client.get("/inbox").status_code for client in (here, there)] == [302, 302]


def test_what_was_being_typed_elsewhere_is_not_lost_when_somebody_signs_out_everywhere(sign_in: SignIn) -> None:
    here, there = sign_in("olive"), sign_in("olive")
    here.post("/sign-out/everywhere")
    assert "Nobody rang her back." in there.post("/log", data={"words": "Nobody rang her back."}).text


def test_whoever_signs_in_anew_leaves_no_older_sign_in_of_that_browser_behind(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    sent = {"email": "olive@heard.invalid", "password": PASSWORD}
    client.post("/sign-in", data=sent)
    thief.set_cookie("heard", _cookie(client))
    client.post("/sign-in", data=sent)
    assert client.get("/inbox").status_code == 200
    assert thief.get("/inbox").status_code == 302


def test_the_cookie_says_nothing_of_whoever_it_belongs_to(sign_in: SignIn) -> None:
    with sign_in("olive").session_transaction() as kept:
        assert set(kept) <= {"sign_in", "_permanent"}


def test_somebody_who_has_left_is_out_at_once(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    with office.transaction() as transaction:
        transaction.connection.exec_driver_sql("UPDATE person SET active = false WHERE id = 1")
    assert client.get("/inbox").status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "inbox", "", None, "\\\\evil"],
)
def test_nobody_is_led_to_another_site(target: str | None) -> None:
    assert safe_next(target) is None


def test_every_answer_carries_the_headers_that_keep_it_safe(sign_in: SignIn) -> None:
    answer = sign_in("olive").get("/inbox")
    policy = answer.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_without_its_token_changes_nothing_and_gives_the_words_back(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = sign_in("olive").post("/sign-out", data={"letter_body": "Dear Ms Fern, I am sorry."})
    assert answer.status_code == 400
    assert "This page had been open too long" in answer.text
    assert "Dear Ms Fern, I am sorry." in answer.text


def test_every_page_of_the_demo_says_that_the_data_is_invented(sign_in: SignIn) -> None:
    client = sign_in("olive")
    for path in ("/inbox", "/nowhere"):
        assert "every person and case here is made up" in client.get(path).text


def test_health_says_whether_the_database_answers(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert (answer.status_code, (answer.json or {}).get("database")) == (200, "ok")


ERRORS = {
    "not-found": (NotFound(what="task"), 404, "There is no task here that you may see."),
    "not-allowed": (NotAllowed(action="log this", why="it is late"), 403, "You may not log this: it is late."),
    "stale": (StaleTask(what_happened="Oscar Officer completed it at 10:15 on 5 October"), 409, "Oscar Officer"),
    "law": (RefusedByLaw(why="Being busy is no ground."), 422, "Being busy is no ground."),
    "answers": (InvalidAnswers({"reason": "Enter a reason"}), 422, "Enter a reason"),
    "bug": (ValueError("about Ms Fern"), 500, "Sorry, something went wrong"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_becomes_a_page_that_keeps_what_was_typed(
    name: str, office: Office, monkeypatch: pytest.MonkeyPatch, app: Flask, sign_in: SignIn
) -> None:
    error, status, words = ERRORS[name]

    @open_to(EVERYONE_SIGNED_IN)
    def fail() -> str:
        raise error

    app.add_url_rule("/fail", view_func=fail, methods=["POST"])
    client = sign_in("olive")
    with capture_logs() as logged:
        answer = client.post("/fail", data={"letter_body": "Words worth keeping"})
    assert answer.status_code == status
    assert words in answer.text
    assert ("Words worth keeping" in answer.text) == (status in (409, 422, 500))
    assert "What you can do now" in answer.text
    entry = next(each for each in logged if each["event"] in ("page_refused", "page_failed"))
    assert f"<strong>{entry['reference']}</strong>" in answer.text
    for said in ("Ms Fern", "Words worth keeping", "Enter a reason"):
        assert said not in str(logged)
    assert "Ms Fern" not in answer.text


def test_a_missing_role_is_named_with_those_who_hold_it(app: Flask, sign_in: SignIn) -> None:
    told = sign_in("heather").get("/running/incidents").text
    assert "It is for complaints officers and administrators." in told
    assert "Olive Officer, complaints officer" in told
    assert "who holds which role" in told


def test_a_case_that_is_not_yours_and_one_that_is_not_there_get_the_same_answer(
    office: Office, sign_in: SignIn
) -> None:
    there, client = log(office), sign_in("lena")
    answers = [
        (reference, client.get(f"/cases/{reference}{page}"))
        for reference in (there, "HRD-99-9999")
        for page in ("", "/history", "/letters", "/documents", "/notes", "/file")
    ]
    assert {answer.status_code for _, answer in answers} == {404}
    words = [answer.text.replace(reference, "").split("<h1")[1] for reference, answer in answers]
    assert len({each.split("If you ask somebody")[0] for each in words}) == 1


def test_what_cannot_be_read_is_refused_in_plain_words(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("olive")
    opened = client.get("/cases/search")
    app.config["MAX_CONTENT_LENGTH"] = 10
    too_long = client.post("/cases/search", data={"words": "far too long for this house"})
    assert (too_long.status_code, opened.status_code) == (413, 404)
    assert "What was sent is too long" in too_long.text
    opened = client.get("/sign-out")
    assert opened.status_code == 405
    assert "This address is not a page to open" in opened.text


def test_words_sent_after_the_session_had_ended_are_given_back(app: Flask) -> None:
    answer = app.test_client().post(f"/tasks/{'0' * 32}", data={"letter_body": "Dear Ms Fern, I am sorry."})
    assert answer.status_code == 400
    assert "Dear Ms Fern, I am sorry." in answer.text


def test_a_password_is_never_shown_again(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"email": "olive@heard.invalid", "password": PASSWORD})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_without_the_database_the_page_still_says_sorry(app: Flask, office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    with office.transaction() as transaction:
        for table in ("setting", "person"):
            transaction.connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone_{table}")
    answer = client.get("/inbox")
    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.text
    assert "give them this number" in answer.text
    lost = client.post("/inbox/search", data={"words": "Words worth keeping"})
    assert lost.status_code == 500
    assert "Words worth keeping" in lost.text
