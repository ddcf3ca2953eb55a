"""A task that others have overtaken: its page says what changed and by whom, keeps every word, sends nothing unseen."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.db.tables import draft, history, message
from engine.flows import contact_log, details, drafts, letter_templates, tasks
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.web.at_work import at_once
from tests.web.reading import hidden, said
from tests.web.work import RESPONDED, SignIn, actor, finish, open_task, shown_value, signed_off, triaged

MOVED = {
    "complainant_name": "Fiona Fern",
    "is_child": "no",
    "reply_by": "email",
    "complainant_email": "fiona@new.invalid",
}
TALK = {"happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant", "note": "She rang."}
CHECKED = {"checked": "send", "sent_by": "email", "letter_body": "You were right, and we are sorry."}


@pytest.fixture
def to_check(office: Office, sign_in: SignIn) -> tuple[str, str]:
    """A reply that waits to be checked: its reference, and the task of checking it."""
    reference = signed_off(office, sign_in)
    return reference, open_task(office, reference, "check_and_send")


def opened(client: FlaskClient, task_id: str) -> dict[str, str]:
    """What the page says of itself when somebody takes the task on."""
    client.post(f"/tasks/{task_id}/claim")
    return hidden(client.get(f"/tasks/{task_id}"))


def letters_sent(office: Office) -> int:
    """How many replies have gone out."""
    query = select(func.count()).select_from(message).where(message.c.template == "stage_1_response")
    return int(story.rows(office, query.where(message.c.status != "draft"))[0][0])


def test_what_the_page_shows_and_somebody_changed_is_shown_again_before_anything_is_sent(
    office: Office, sign_in: SignIn, to_check: tuple[str, str]
) -> None:
    reference, task_id = to_check
    client = sign_in("olive")
    form = opened(client, task_id)
    details.change(office, actor(office, PEOPLE["oscar"][0]), reference, MOVED)
    answer = finish(client, task_id, {**form, **CHECKED})
    assert answer.status_code == 409
    assert "Something has changed since you opened this page" in said(answer)
    assert "How to reach the person, or what to be careful about" in said(answer)
    assert "Oscar Officer, 5 Oct 2026, 10:00: Details changed" in said(answer)
    assert shown_value(answer, "letter_body") == CHECKED["letter_body"]
    assert "fiona@new.invalid" in answer.text
    assert letters_sent(office) == 0
    assert finish(client, task_id, {**hidden(answer), **CHECKED}).status_code == 302
    assert letters_sent(office) == 1


def test_what_happens_beside_it_disturbs_nobody(office: Office, sign_in: SignIn, to_check: tuple[str, str]) -> None:
    reference, task_id = to_check
    client = sign_in("olive")
    form = opened(client, task_id)
    contact_log.add(office, actor(office, PEOPLE["oscar"][0]), reference, TALK)
    assert finish(client, task_id, {**form, **CHECKED}).status_code == 302


def test_standard_words_that_were_published_meanwhile_are_shown_first(
    office: Office, sign_in: SignIn, to_check: tuple[str, str]
) -> None:
    _, task_id = to_check
    source = "{% block title %}Reply{% endblock %}{% block body %}New.{% endblock %}{% block signature %}{% endblock %}"
    letter_templates.seed(office, {"stage_1_response": source})
    client = sign_in("olive")
    form = opened(client, task_id)
    owner = actor(office, PEOPLE["oscar"][0])
    version = letter_templates.change(office, owner, "stage_1_response", f"{source} ", lambda *them: ())
    letter_templates.publish(office, owner, "stage_1_response", version, "Plainer.", lambda *them: ())
    answer = finish(client, task_id, {**form, **CHECKED})
    assert answer.status_code == 409
    assert "The council’s standard words of the letter" in said(answer)
    assert finish(client, task_id, {**hidden(answer), **CHECKED}).status_code == 302


def test_a_draft_says_what_has_changed_since_it_was_begun(
    office: Office, sign_in: SignIn, to_check: tuple[str, str]
) -> None:
    reference, task_id = to_check
    client = sign_in("olive")
    client.post("/drafts", data={**opened(client, task_id), **CHECKED})
    details.change(office, actor(office, PEOPLE["oscar"][0]), reference, MOVED)
    page = client.get(f"/tasks/{task_id}")
    assert "Something has changed since you opened this page" in said(page)
    assert "Oscar Officer, 5 Oct 2026, 10:00: Details changed" in said(page)
    assert shown_value(page, "letter_body") == CHECKED["letter_body"]


def test_a_task_that_was_given_to_somebody_else_says_who_gave_it_to_whom(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, triaged(office, sign_in), "respond")
    client = sign_in("mara")
    form = opened(client, task_id)
    tasks.assign(office, actor(office, PEOPLE["olive"][0]), task_id, PEOPLE["sam"][0])
    answer = finish(client, task_id, {**form, **RESPONDED})
    assert answer.status_code == 409
    assert "Olive Officer, 5 Oct 2026, 10:00: “Respond” given to Sam Socialworker" in said(answer)
    assert RESPONDED["letter_body"] in answer.text


def test_a_task_that_somebody_finished_says_what_has_happened_since(
    office: Office, sign_in: SignIn, to_check: tuple[str, str]
) -> None:
    _, task_id = to_check
    client = sign_in("olive")
    form = opened(client, task_id)
    tasks.assign(office, actor(office, PEOPLE["oscar"][0]), task_id, PEOPLE["oscar"][0])
    finish(sign_in("oscar"), task_id, {"checked": "send_back", "what_to_change": "Say sorry."})
    answer = finish(client, task_id, {**form, **CHECKED})
    assert answer.status_code == 409
    assert "Oscar Officer completed it" in said(answer)
    assert "What has happened since you opened it" in said(answer)
    assert "“Check and send” done" in said(answer)
    assert CHECKED["letter_body"] in answer.text


def test_of_two_who_finish_a_task_at_once_one_wins_and_the_other_keeps_every_word(
    either_office: Office, people: SignIn
) -> None:
    reference = signed_off(either_office, people)
    task_id = open_task(either_office, reference, "check_and_send")
    both = {login: people(login) for login in ("olive", "oscar")}

    def _finish(login: str) -> Callable[[], TestResponse]:
        words = {**CHECKED, "letter_body": f"The words of {login}."}
        return lambda: finish(both[login], task_id, words)

    answers = at_once([_finish("olive"), _finish("oscar")])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    lost = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    assert f"The words of {('olive', 'oscar')[lost]}." in answers[lost].text
    assert letters_sent(either_office) == 1
    done = select(func.count()).select_from(history)
    done = done.where(history.c.task_id == task_id, history.c.lifecycle == "complete")
    assert story.rows(either_office, done)[0][0] == 1


def test_two_windows_that_save_at_once_both_keep_their_words(either_office: Office, people: SignIn) -> None:
    task_id = open_task(either_office, triaged(either_office, people), "respond")
    windows = [people("mara"), people("mara")]
    place = {"form-place": f"task:{task_id}", "form-by-script": "yes"}

    def _save(number: int) -> Callable[[], TestResponse]:
        words = {**place, "letter_body": f"Window {number}."}
        return lambda: windows[number].post("/drafts", data=words)

    answers = at_once([_save(0), _save(1)])
    assert [answer.status_code for answer in answers] == [200, 200]
    kept = {row.typed["letter_body"] for row in story.rows(either_office, select(draft))}
    assert kept == {"Window 0.", "Window 1."}


def test_a_change_between_looking_and_finishing_is_noticed_under_the_lock(
    office: Office, sign_in: SignIn, to_check: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, task_id = to_check
    client = sign_in("olive")
    form = opened(client, task_id)
    complete = tasks.complete
    tried: list[object] = []

    def _complete(*given: object) -> object:
        if not tried:
            details.change(office, actor(office, PEOPLE["oscar"][0]), reference, MOVED)
        tried.append(given)
        return complete(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "complete", _complete)
    answer = finish(client, task_id, {**form, **CHECKED})
    assert answer.status_code == 409
    assert "Details changed" in said(answer)
    assert drafts.worth_keeping(CHECKED)["letter_body"] == shown_value(answer, "letter_body")
