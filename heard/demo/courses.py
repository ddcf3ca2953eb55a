"""How far a representation has come: each course is what was done with it, and on which working day after receipt."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from heard.demo import deeds, later_courses
from heard.demo.deeds import Deed, Step
from heard.demo.desk import Desk
from heard.demo.told import Told

HOURS: Mapping[Deed, time] = {
    deeds.log: time(9, 30),
    deeds.claim_triage: time(10, 40),
    deeds.accept: time(11, 0),
    deeds.resolve_at_once: time(11, 20),
    deeds.decline: time(11, 40),
    deeds.correct_receipt: time(12, 0),
    deeds.say_sorry: time(12, 10),
    deeds.close_out: time(12, 30),
    deeds.extend: time(13, 0),
    deeds.suspend: time(13, 10),
    deeds.resume: time(13, 20),
    deeds.withdraw: time(13, 40),
    deeds.respond: time(14, 0),
    deeds.give_to_assistant_director: time(14, 40),
    deeds.claim_sign_off: time(15, 0),
    deeds.agree: time(15, 10),
    deeds.ask_for_change: time(15, 20),
    deeds.claim_check: time(15, 50),
    deeds.return_from_check: time(16, 0),
    deeds.send: time(16, 10),
    **later_courses.HOURS,
}
"""When in the day each thing is usually done; what follows on the same day comes later."""
WITHIN_MINUTES = 10


@dataclass(frozen=True)
class Scene:
    """One act of the story."""

    day: date
    at: time
    deed: Deed
    told: Told


def scenes(desk: Desk, told: Told) -> Iterator[Scene]:
    """What is done with one representation before the present day."""
    for after, deed in COURSES[told.course](told):
        hour = HOURS[deed]
        minute = hour.minute + told.drawn(WITHIN_MINUTES, deed.__name__)
        yield Scene(desk.on(told, after), hour.replace(minute=minute), deed, told)


def _logged(told: Told) -> list[Step]:
    return [(0, deeds.log)]


def _claimed(told: Told) -> list[Step]:
    return [(0, deeds.log), (0 if told.day == -1 else 1, deeds.claim_triage)]


def _accepted(told: Told) -> list[Step]:
    return [(0, deeds.log), (0 if told.day == -1 else 1, deeds.accept)]


def _logged_late(told: Told) -> list[Step]:
    """It lay in somebody's mailbox until yesterday."""
    yesterday = -told.day - 1
    return [(yesterday, deeds.log), (yesterday, deeds.accept)]


def _corrected(told: Told) -> list[Step]:
    return [*_accepted(told), (2, deeds.correct_receipt)]


def _extended(told: Told) -> list[Step]:
    return [*_accepted(told), (min(7, -told.day - 1), deeds.extend)]


def _paused(told: Told) -> list[Step]:
    return [*_accepted(told), (3, deeds.suspend)]


def _resumed(told: Told) -> list[Step]:
    return [*_paused(told), (8, deeds.resume)]


def _overrun(told: Told) -> list[Step]:
    return [*_accepted(told), (12, deeds.say_sorry)]


def _answered_by_manager(told: Told) -> list[Step]:
    begun = _begun(told)
    return [*begun, (max(begun[-1][0], told.sent_after - 2), deeds.respond)]


def _begun(told: Told) -> list[Step]:
    """An answer beyond day 10 had more time, or came with an apology for the delay."""
    if told.sent_after <= 10:
        return _accepted(told)
    return [*_accepted(told), (7, deeds.extend)] if told.why else _overrun(told)


def _being_signed_off(told: Told) -> list[Step]:
    return [*_answered_by_manager(told), (told.sent_after - 2, deeds.claim_sign_off)]


def _to_assistant_director(told: Told) -> list[Step]:
    return [*_answered_by_manager(told), (told.sent_after - 2, deeds.give_to_assistant_director)]


def _sent_back(told: Told) -> list[Step]:
    return [*_answered_by_manager(told), (told.sent_after - 1, deeds.ask_for_change)]


def _agreed(told: Told) -> list[Step]:
    """Agreed; where a change was wanted, on the second reading a day later."""
    answered = _answered_by_manager(told)
    if not told.change:
        return [*answered, (told.sent_after - 1, deeds.agree)]
    first = told.sent_after - 2
    again = (told.sent_after - 1, deeds.respond)
    return [*answered[:-1], (first, deeds.respond), (first, deeds.ask_for_change), again, (again[0], deeds.agree)]


def _checking(told: Told) -> list[Step]:
    return [*_agreed(told), (told.sent_after - 1, deeds.claim_check)]


def _returned(told: Told) -> list[Step]:
    answered = _answered_by_manager(told)
    return [*answered, (told.sent_after - 1, deeds.agree), (told.sent_after, deeds.return_from_check)]


def _sent(told: Told) -> list[Step]:
    return [*_agreed(told), (told.sent_after, deeds.send)]


def _closed(told: Told) -> list[Step]:
    """The close-out opens five working days after the answer."""
    return [*_sent(told), (told.sent_after + 5 + told.drawn(4, "closed"), deeds.close_out)]


def _resolved(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, deeds.resolve_at_once)]


def _declined(told: Told) -> list[Step]:
    return [(0, deeds.log), (2, deeds.decline)]


def _withdrawn_at_once(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, deeds.withdraw)]


def _withdrawn(told: Told) -> list[Step]:
    return [*_accepted(told), (5, deeds.withdraw)]


COURSES: Mapping[str, Callable[[Told], list[Step]]] = {
    "waiting for triage": _logged,
    "triage claimed": _claimed,
    "with the manager": _accepted,
    "logged late": _logged_late,
    "corrected": _corrected,
    "extended": _extended,
    "paused": _paused,
    "resumed": _resumed,
    "overrun recorded": _overrun,
    "waiting for sign-off": _answered_by_manager,
    "being signed off": _being_signed_off,
    "with the assistant director": _to_assistant_director,
    "sent back": _sent_back,
    "to check": _agreed,
    "being checked": _checking,
    "returned by the check": _returned,
    "answered": _sent,
    "closed": _closed,
    "resolved at once": _resolved,
    "not accepted": _declined,
    "withdrawn at once": _withdrawn_at_once,
    "withdrawn": _withdrawn,
    **later_courses.COURSES,
}
