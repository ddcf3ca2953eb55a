"""The bench compares like with like, and says so in the form that it promises."""

from dataclasses import asdict

from tests.bench import flows, loops
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
