"""The story told: the clock goes from morning to morning, and everybody does that day's work, until now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from engine.flows import demo_clock
from engine.recording.timing import morning_of
from heard.bootstrap import House
from heard.demo import courses, deeds
from heard.demo.courses import Scene
from heard.demo.desk import Desk
from heard.demo.told import Told

MORNINGS = (time(8, 0, 5), time(9, 0, 5))
"""Just after the digest, and just after the timers of the day."""
POST_LEAVES = time(16, 45)


def play(house: House, desk: Desk, told: Iterable[Told]) -> None:
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
    house.sweep()


def _days(desk: Desk, by_day: Mapping[date, list[Scene]]) -> Iterator[date]:
    """Every working day from the first scene to the last one that is over for certain."""
    day, last = min(by_day), desk.calendar.add(desk.present, -1)
    if max(by_day) > last:
        raise ValueError("a scene of the demo lies in the future")
    while day <= last:
        yield day
        day = desk.calendar.add(day, 1)


def _work_through(house: House, desk: Desk, day: date, scenes: list[Scene]) -> None:
    for at in MORNINGS:
        _at(house, morning_of(day, at))
    for scene in scenes:
        demo_clock.advance(house.office, morning_of(day, scene.at))
        scene.deed(desk, scene.told)
        house.sweep()
    if day < desk.calendar.add(desk.present, -1):
        demo_clock.advance(house.office, morning_of(day, POST_LEAVES))
        desk.post_letters("owen")


def _at(house: House, instant: datetime) -> None:
    demo_clock.advance(house.office, instant)
    house.sweep()
