"""Every part is the real thing: it keeps, refuses and shows what the real thing would."""

import smtplib
import socket
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page
from redis import Redis
from sqlalchemy import create_engine, text

from tests.parts.accessibility import overflow, violations
from tests.parts.databases import PostgresServer
from tests.parts.post import Postbox


def _email(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "heard@council.example", "officer@council.example", subject
    message.set_content("A task is waiting.")
    return message


def test_a_free_port_can_be_listened_on(free_port: int) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", free_port))


def test_postgres_is_postgres_and_skips_locked_rows(postgres: str) -> None:
    engine = create_engine(postgres)
    with engine.begin() as first:
        first.execute(text("CREATE TABLE job (id int PRIMARY KEY)"))
        first.execute(text("INSERT INTO job VALUES (1), (2)"))
    with engine.begin() as first, engine.begin() as second:
        claim = text("SELECT id FROM job ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
        claimed = [first.execute(claim).scalar_one(), second.execute(claim).scalar_one()]
    engine.dispose()
    assert claimed == [1, 2]


def test_each_test_has_a_database_of_its_own(postgres_server: PostgresServer, postgres: str) -> None:
    with postgres_server.database() as other:
        assert other != postgres


def test_a_prepared_database_is_prepared_once_and_copied(postgres_server: PostgresServer) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE ready (yes int)"))
        engine.dispose()

    for _ in range(2):
        with postgres_server.copy_of(prepare) as url:
            engine = create_engine(url)
            with engine.begin() as connection:
                assert connection.execute(text("SELECT count(*) FROM ready")).scalar_one() == 0
                connection.execute(text("INSERT INTO ready VALUES (1)"))
            engine.dispose()
    assert len(prepared) == 1


@pytest.mark.parametrize("turn", ["first", "second"])
def test_redis_keeps_a_value_for_one_test_only(redis_url: str, turn: str) -> None:
    with Redis.from_url(redis_url) as connection:
        assert connection.get("turn") is None
        connection.set("turn", turn)
        assert connection.get("turn") == turn.encode()


def test_an_email_arrives_with_its_envelope(smtp_server: Postbox) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as sender:
        sender.send_message(_email("A case is due tomorrow"))
    (message,) = smtp_server.wait_for(1)
    assert message["Subject"] == "A case is due tomorrow"
    assert smtp_server.arrived[0].recipients == ("officer@council.example",)


@pytest.mark.parametrize("code", [451, 554])
def test_a_refused_email_is_not_kept(smtp_server: Postbox, code: int) -> None:
    smtp_server.refuse(code)
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as sender:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            sender.send_message(_email("Refused"))
        assert refusal.value.smtp_code == code
        smtp_server.accept()
        sender.send_message(_email("Taken in"))
    assert [message["Subject"] for message in smtp_server.messages] == ["Taken in"]


def test_a_stalling_server_keeps_the_sender_waiting(smtp_server: Postbox) -> None:
    smtp_server.stall()
    sender = smtplib.SMTP("127.0.0.1", smtp_server.port, timeout=0.3)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        sender.send_message(_email("Stalled"))
    sender.close()
    assert smtp_server.messages == []


def test_the_browser_runs_scripts_and_reaches_nobody_outside(page: Page) -> None:
    page.set_content("<h1>One</h1><script>document.querySelector('h1').textContent = 'Two'</script>")
    assert page.inner_text("h1") == "Two"
    reached = page.evaluate("() => fetch('http://council.example/').then(() => 'reached', () => 'nobody')")
    assert reached == "nobody"


def test_an_unlabelled_field_and_a_wide_table_are_noticed(page: Page) -> None:
    page.set_content("<html lang=en><title>A page</title><main><h1>Hello</h1><input></main>")
    assert any(sentence.startswith("label:") for sentence in violations(page))
    assert overflow(page) == 0
    page.set_content("<html lang=en><title>A page</title><main><div style='width: 600px'>wide</div></main>")
    assert overflow(page) > 0
