"""Guessing passwords is slowed down in all processes at once, and by the visitor's own address."""

from flask import Flask

from engine.office import Office
from web.app import WebSettings, create_app

GUESS = {"email": "olive@heard.invalid", "password": "guess"}


def process(office: Office, counts_url: str = "memory://", trusted_proxies: int = 0) -> Flask:
    settings = WebSettings("only for tests", "http://localhost", counts_url=counts_url, trusted_proxies=trusted_proxies)
    app = create_app(office, settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


def guess(app: Flask, times: int, forwarded: str = "") -> list[int]:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    client = app.test_client()
    return [client.post("/sign-in", data=GUESS, headers=headers).status_code for _ in range(times)]


def test_two_processes_count_together(office: Office, redis_url: str) -> None:
    first, second = process(office, redis_url), process(office, redis_url)
    assert guess(first, 6) == [422] * 6
    assert guess(second, 5) == [422] * 4 + [429]


def test_without_the_broker_each_process_counts_for_itself(office: Office) -> None:
    assert guess(process(office, "redis://127.0.0.1:9/0"), 11) == [422] * 10 + [429]


def test_a_visitor_is_known_by_what_our_own_proxy_says(office: Office) -> None:
    app = process(office, trusted_proxies=1)
    assert guess(app, 11, "203.0.113.7") == [422] * 10 + [429]
    # Whatever the visitor wrote stands before the address that our proxy has added.
    assert guess(app, 1, "198.51.100.1, 203.0.113.7") == [429]
    assert guess(app, 1, "203.0.113.8") == [422]


def test_nobody_elses_word_is_taken_for_an_address(office: Office) -> None:
    app = process(office)
    assert guess(app, 10, "203.0.113.7") == [422] * 10
    assert guess(app, 1, "203.0.113.8") == [429]
