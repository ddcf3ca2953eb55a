"""What is looked at: the first page of every list, every filter by itself, filters together, and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.office import Office
from engine.queries import inbox, who
from engine.queries.inbox import Filters, Flag, Sort, Tab, When
from tests.bench_large.town import MARA, OLIVE, QUIET_SERVICE


@dataclass(frozen=True)
class Scene:
    """A page of somebody's inbox, its first or the one after."""

    person_id: int
    tab: Tab
    filters: Filters = field(default_factory=Filters)

    def look(self, office: Office) -> int:
        """How many rows stand on the page."""
        actor = who.actor(office, self.person_id)
        assert actor is not None
        return len(inbox.page(office, actor, self.tab, None, self.filters).rows)


def _everybody(**narrowed: object) -> Scene:
    return Scene(OLIVE, Tab.EVERYBODY, Filters(**narrowed))  # type: ignore[arg-type]


_QUIET = {"procedure": "statutory_complaint", "stage": "stage_1", "service_id": QUIET_SERVICE}

SCENES: Mapping[str, Scene] = {
    "mine, officer": Scene(OLIVE, Tab.MINE),
    "mine, manager": Scene(MARA, Tab.MINE),
    "team, officer": Scene(OLIVE, Tab.TEAM),
    "team, line manager": Scene(8, Tab.TEAM),
    "unassigned, officer": Scene(OLIVE, Tab.UNASSIGNED),
    "unassigned, head": Scene(5, Tab.UNASSIGNED),
    "everybody": _everybody(),
    "everybody, opened last": _everybody(sort=Sort.NEWEST),
    "everybody, open longest": _everybody(sort=Sort.OLDEST),
    "procedure": _everybody(procedure="intake"),
    "procedure, busy": _everybody(procedure="statutory_complaint"),
    "stage": _everybody(procedure="statutory_complaint", stage="stage_1"),
    "service": _everybody(service_id=QUIET_SERVICE),
    **{f"due {when}": _everybody(when=when) for when in When},
    "person": _everybody(person_id=MARA),
    **{f"flag {flag}": _everybody(flag=flag) for flag in Flag},
    "service and procedure": _everybody(service_id=QUIET_SERVICE, procedure="statutory_complaint"),
    "service and procedure, opened last": _everybody(
        service_id=QUIET_SERVICE, procedure="statutory_complaint", sort=Sort.NEWEST
    ),
    "stage and service": _everybody(**_QUIET),
    "stage, service, child": _everybody(**_QUIET, flag=Flag.CHILD),
    "service, child": _everybody(procedure="statutory_complaint", service_id=QUIET_SERVICE, flag=Flag.CHILD),
    "stage, service, extended, later": _everybody(**_QUIET, flag=Flag.EXTENDED, when=When.LATER),
    "stage and overdue": _everybody(procedure="statutory_complaint", stage="stage_1", when=When.OVERDUE),
    "child and today": _everybody(service_id=2, when=When.TODAY),
    "person and overdue": _everybody(person_id=MARA, when=When.LATER),
    "mine, by flag": Scene(OLIVE, Tab.MINE, Filters(flag=Flag.CHILD)),
    "unassigned, by service": Scene(OLIVE, Tab.UNASSIGNED, Filters(service_id=2)),
    "team, by procedure": Scene(OLIVE, Tab.TEAM, Filters(procedure="intake")),
    "words": _everybody(words="otter"),
    "words and service": _everybody(words="otter river", service_id=1),
    "words, mine": Scene(MARA, Tab.MINE, Filters(words="otter")),
}


def looks(office: Office) -> Mapping[str, Callable[[], int]]:
    """Everything that is measured, by name."""
    return {name: lambda scene=scene: scene.look(office) for name, scene in SCENES.items()}  # type: ignore[misc]
