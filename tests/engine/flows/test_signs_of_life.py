"""Who is there signs; whoever looks for due work takes turns, however many beats there are."""

from datetime import timedelta

from engine.flows import signs_of_life as flow
from engine.office import Office
from engine.queries import signs_of_life
from tests.council import StandingClock

EVERY = timedelta(seconds=15)


def test_two_beats_do_not_look_twice_as_often(either_office: Office, clock: StandingClock) -> None:
    turns = []
    for _ in range(4):
        turns += [flow.takes_turn(either_office, EVERY), flow.takes_turn(either_office, EVERY)]
        clock.forward(seconds=3)
        turns.append(flow.takes_turn(either_office, EVERY))
        clock.forward(seconds=11)  # a beat that comes a second early is not sent away
    assert turns == [True, False, False] * 4


def test_a_clock_that_was_put_back_does_not_stop_the_looking(office: Office, clock: StandingClock) -> None:
    assert flow.takes_turn(office, EVERY)
    clock.forward(hours=-5)
    assert [flow.takes_turn(office, EVERY), flow.takes_turn(office, EVERY)] == [True, False]


def test_a_worker_signs_over_its_last_sign_and_is_forgotten_when_it_is_gone(
    either_office: Office, clock: StandingClock
) -> None:
    started = clock.now()
    flow.sign(either_office, "worker:one", started)
    flow.sign(either_office, "worker:two" + "x" * 200, started)
    clock.forward(minutes=1)
    flow.sign(either_office, "worker:one", started)
    one, two = signs_of_life.every(either_office)
    assert (one.started_at, one.at) == (started, clock.now())
    assert len(two.name) == flow.LONGEST_NAME
    clock.forward(days=2)
    flow.sign(either_office, "worker:one", started)
    assert [sign.name for sign in signs_of_life.every(either_office)] == ["worker:one"]
    flow.leave(either_office, "worker:one")
    assert signs_of_life.last(either_office, "worker:one") is None
