"""Requests a second: a manager's inbox, a task's page and its completion, each in turns with a bare Flask page."""

from collections.abc import Iterator

from engine.queries.inbox import PAGE_SIZE
from tests.bench.bare import ENTER
from tests.bench.figures import Figure, requests_a_second
from tests.bench.flows import WARMING_UP
from tests.bench.running import OPEN_CASES, Running
from tests.bench.visitor import Visitor
from tests.council import PASSWORD

TURNS = 60
KINDS = ("inbox", "task", "completion")
ROW = '<li class="heard-inbox__row'


def figures(running: Running, turns: int = TURNS) -> Iterator[Figure]:
    """What one process of pages does in a second, asked one thing after the other."""
    council = running.council
    council.bring(turns + WARMING_UP, "respond")
    ours, bare = Visitor(running.serve("web", "heard.wsgi:app")), Visitor(running.serve("bare", "tests.bench.bare:app"))
    _sign_in(ours)
    bare.get(ENTER)
    measured: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    typed = council.typed("respond")
    for task_id in council.open_tasks("respond"):
        measured["inbox"].append((ours.get("/inbox"), bare.get("/inbox")))
        assert ours.page.count(ROW) == bare.page.count(ROW) == PAGE_SIZE, "both lists are a full page"
        page = f"/tasks/{task_id}"
        measured["task"].append((ours.get(page), bare.get(page)))
        measured["completion"].append((ours.post(page, typed), bare.post(page, typed)))
    assert not council.open_tasks("respond"), "what was sent is done"
    for kind, pairs in measured.items():
        yield from _told(kind, pairs[WARMING_UP:])
    for name in ("web", "bare"):
        running.programs.kill(name)


def _sign_in(visitor: Visitor) -> None:
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"email": "mara@heard.invalid", "password": PASSWORD})


def _told(kind: str, pairs: list[tuple[float, float]]) -> Iterator[Figure]:
    where = f"{kind}: requests a second of one process, {OPEN_CASES:,} cases open on PostgreSQL"
    against = f"{kind}: requests a second of a bare Flask page with the same layout"
    yield from requests_a_second(where, [ours for ours, _ in pairs], against, [bare for _, bare in pairs])
