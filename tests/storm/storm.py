"""One storm from beginning to end: people work, everything breaks, it clears up, and then it is reckoned."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.storm import reckoning
from tests.storm.council import council
from tests.storm.people import Crew
from tests.storm.plan import UNTIL_THE_LAST, stories
from tests.storm.weather import Weather

PEOPLE_AT_WORK = 4


@dataclass(frozen=True)
class Passed:
    """What came of a storm."""

    steps: int
    gusts: Mapping[str, int]
    accepted: int
    twice: int
    retried: int
    wrongs: tuple[str, ...]
    """Empty: all is well."""


def through_a_storm(folder: Path, cases: int, steps: int, workers: int, seed: int, calm: float) -> Passed:
    """Bring so many cases, each with so many steps, through a storm with at most `calm` seconds between its gusts."""
    planned = list(stories(cases, steps))
    with council(folder, workers) as running:
        crew = Crew(running.house.office, running.address, planned, PEOPLE_AT_WORK)
        weather = Weather(running, seed, calm)
        weather.start()
        try:
            crew.answer()
            weather.let_pass(UNTIL_THE_LAST)
            crew.close()
        finally:
            weather.clear_up()
        retried = reckoning.come_to_rest(running)
        found = reckoning.wrongs(running, planned, crew.references, len(weather.gusts))
        emails = [str(email["Message-ID"]) for email in running.postbox.messages]
        gusts = Counter(gust.what for gust in weather.gusts)
        return Passed(crew.steps, gusts, len(emails), len(emails) - len(set(emails)), retried, tuple(found))
