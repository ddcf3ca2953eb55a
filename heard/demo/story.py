"""The story told: the clock goes from morning to morning, and everybody does that day's work, until now."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import partial

from engine.flows import demo_clock, jobs
from engine.recording.timing import morning_of
from heard.bootstrap import House
from heard.demo import courses, deeds, present
from heard.demo.courses import Scene
from heard.demo.desk import Desk
from heard.demo.told import Told

DIGESTS_GO, TIMERS_FIRE = time(8, 0, 5), time(9, 0, 5)
"""Just after they are due, so that they are."""
DAYS_OF_DIGESTS = 15
"""Working days before today on which digests begin: earlier ones would only make the loading slower."""
POST_LEAVES = time(16, 45)
"""Every day but the last: so that a letter still waits for its stamp."""


def play(house: House, desk: Desk, told: Sequence[Told]) -> None:
    """Do everything that was done with these representations, day by day, and come back to the real time."""
    earlier = [each for each in told if each.day < 0]
    by_day: defaultdict[date, list[Scene]] = defaultdict(list)
    for each in earlier:
        for scene in courses.scenes(desk, each):
            by_day[scene.day].append(scene)
    for day in _days(desk, by_day):
        _work_through(house, desk, day, sorted(by_day[day], key=lambda scene: (scene.at, scene.told.key)))
    demo_clock.return_to_now(house.office)
    for each in (each for each in told if each.day == 0):
        deeds.log(desk, each)
    present.lay_out(desk, told)
    house.sweep()


def _days(desk: Desk, by_day: Mapping[date, list[Scene]]) -> Iterator[date]:
    """Every working day from the first scene to the last one that is over for certain."""
    last = desk.calendar.add(desk.present, -1)
    if max(by_day, default=last) > last:
        raise ValueError("a scene of the demo lies in the future")
    day = min(by_day, default=last)
    while day <= last:
        yield day
        day = desk.calendar.add(day, 1)


def _work_through(house: House, desk: Desk, day: date, scenes: list[Scene]) -> None:
    with_digest = day >= desk.calendar.add(desk.present, -DAYS_OF_DIGESTS)
    sweep = house.sweep if with_digest else partial(jobs.sweep, house.office, house.handlers)
    moments: list[tuple[time, Callable[[], None]]] = [(DIGESTS_GO, _nothing), (TIMERS_FIRE, _nothing)]
    moments += [(scene.at, partial(scene.deed, desk, scene.told)) for scene in scenes]
    if day < desk.calendar.add(desk.present, -1):
        moments.append((POST_LEAVES, partial(desk.post_letters, "owen")))
    for at, happen in moments:
        demo_clock.advance(house.office, morning_of(day, at))
        happen()
        sweep()


def _nothing() -> None:
    """Only time passes."""
