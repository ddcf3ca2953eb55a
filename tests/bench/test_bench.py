"""The bench compares like with like, and says so in the form that it promises."""

from dataclasses import asdict

from tests.bench import flows
from tests.bench.twins import on_sqlite


def test_the_floor_writes_the_rows_that_the_house_writes_and_every_ratio_names_its_floor() -> None:
    with on_sqlite() as twins:
        found = [asdict(figure) for figure in flows.figures(twins, cases=flows.WARMING_UP + 2)]
    names = [figure["name"] for figure in found]
    assert len(names) == len(set(names))
    assert all(figure.keys() == {"name", "value", "unit", "ratio", "against", "runs"} for figure in found)
    assert all(figure["against"] in names for figure in found if figure["ratio"] is not None)
    assert "completion of sign_off on SQLite" in names
