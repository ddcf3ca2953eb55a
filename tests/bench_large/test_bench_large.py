"""The large bench, small: it measures every look on a real PostgreSQL, and says what is broken where something is."""

from tests.bench_large import waking
from tests.bench_large.__main__ import broken, measure, table
from tests.bench_large.looking import Cost, Looked
from tests.bench_large.scenarios import SCENES
from tests.parts.databases import PostgresServer


def test_every_promise_holds_from_one_thousand_tasks_to_two(postgres_server: PostgresServer) -> None:
    measured = measure(postgres_server, (1_000, 2_000))
    assert set(measured) == {*SCENES, *waking.NAMES}
    assert list(broken(measured)) == []


def test_what_is_broken_is_named() -> None:
    small, large = Looked(25, (Cost("SELECT", 10, ""),)), Looked(24, (Cost("SELECT", 21, ""), Cost("SELECT", 0, "")))
    measured = {"a list": {1: small, 2: large}}
    assert list(broken(measured)) == ["a list: [1, 2] statements", "a list: [25, 24] rows", "a list: [10, 21] buffers"]
    assert "2.10" in list(table(measured))[-1]
