"""The bench compares like with like, and says so in the form that it promises."""

from dataclasses import asdict

from engine.queries.inbox import PAGE_SIZE
from tests.bench import bare, flows, loops, pages
from tests.bench.figures import Figure
from tests.bench.promises import held_against, summary
from tests.bench.twins import on_sqlite


def test_the_floor_writes_the_rows_that_the_house_writes_and_every_ratio_names_its_floor() -> None:
    with on_sqlite() as twins:
        found = [asdict(figure) for figure in flows.figures(twins, cases=flows.WARMING_UP + 2)]
    names = [figure["name"] for figure in found]
    assert len(names) == len(set(names))
    assert all(figure.keys() == {"name", "value", "unit", "ratio", "against", "runs"} for figure in found)
    assert all(figure["against"] in names for figure in found if figure["ratio"] is not None)
    assert "completion of sign_off on SQLite" in names


def test_a_reply_that_was_sent_back_is_measured_beside_one_that_never_was() -> None:
    with on_sqlite() as twins:
        found = {figure.name: figure for figure in loops.figures(twins, loops=2, sent_back=1, turns=1)}
    ours = found["completion of respond after 2 loops on SQLite"]
    assert ours.against in found and ours.ratio is not None
    assert found["bytes of the state at sign_off after 2 loops on SQLite"].value > 0


def test_the_bare_pages_have_our_layout_and_as_many_rows_and_let_nobody_in_who_has_not_entered() -> None:
    client = bare.app.test_client()
    assert client.get("/inbox").status_code == 401
    client.get(bare.ENTER)
    inbox = client.get("/inbox").text
    assert inbox.count(pages.ROW) == PAGE_SIZE
    for part in ("heard-header__person", bare.WHO, "govuk-service-navigation", "heard-search", "govuk-footer"):
        assert part in inbox
    assert client.post("/tasks/1", data={"letter_body": "Dear Jo"}).status_code == 400, "a form has to show its token"


def test_a_bound_that_does_not_hold_is_said_and_fails_only_where_no_busy_machine_can_be_the_reason() -> None:
    slow = Figure("completion of triage on PostgreSQL", 50, "ms", 10, 2.6, "a floor")
    asks = Figure("SQL statements of completion of sign_off on PostgreSQL", 9, "statements", 1)
    writes_much = Figure("SQL statements of completion of triage on PostgreSQL", 9, "statements", 1)
    small = Figure("bytes of a finished case on PostgreSQL, indexes included, packed", 15 * 1024, "bytes", 40)
    unbounded = Figure("completion of triage on SQLite", 50, "ms", 10, 9.9, "a floor")
    kept = held_against([slow, asks, writes_much, small, unbounded])
    assert [(each.holds, each.fails) for each in kept] == [(False, False), (False, True), (False, False), (True, False)]
    said = list(summary(kept))
    assert said[0].endswith("2.6 times, at most 2.5: DOES NOT HOLD")
    assert said[-1].startswith("1 of 4 bounds hold.")
