"""What the law allows of a time limit: how long it may be, why it may be extended, and when it may be paused."""

from collections.abc import Collection, Mapping
from datetime import date

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import Ceiling, ClockReading, ClockRule, ClockState, Unit
from engine.casework.dates import how_many, long_date
from engine.casework.legal_limits import LIMITS, REGULATIONS, STATUTORY_CLOCKS, LegalLimit, may_be_a_guide, source_of
from engine.casework.vocabulary import EventKind, ExtensionGround
from engine.errors import RefusedByLaw

__all__ = [
    "GROUND_WORDS",
    "GROUND_WORDS_TO_THE_COMPLAINANT",
    "LIMITS",
    "OVERRUN_INSTEAD",
    "REGULATIONS",
    "STATUTORY_CLOCKS",
    "can_be_extended",
    "can_be_suspended",
    "check_extension",
    "check_rule",
    "check_suspension",
    "missing_clocks",
    "source_of",
]

OVERRUN_INSTEAD = (
    "Record an overrun instead: “Say sorry for the delay” opens the day after the limit, for the cause, an apology,"
    " a new expected date and the Ombudsman's details."
)

GROUND_WORDS: Mapping[str, str] = {
    ExtensionGround.COMPLEXITY: "the complaint is complex",
    ExtensionGround.ADVOCATE_NEEDED: "an advocate is needed",
}
"""Why there may be more time, as the office says it, after "because"."""

GROUND_WORDS_TO_THE_COMPLAINANT: Mapping[str, str] = {
    ExtensionGround.COMPLEXITY: "your complaint is complex",
    ExtensionGround.ADVOCATE_NEEDED: "you need an advocate before we can go on",
}
"""The same in a letter to whom it concerns."""


def check_rule(rule: ClockRule) -> tuple[str, ...]:
    """What is wrong with a statutory clock as a procedure writes it, a sentence for each fault; empty when lawful.

    A stricter clock is lawful. A clock that is not statutory may be anything.
    """
    limit = LIMITS.get(rule.name)
    if limit is None:
        return ()
    if rule.unit != Unit.WORKING_DAYS or rule.days < 0 or rule.from_named_day:
        return (f"{_title(rule.name)} has to count working days on from its start ({limit.source}).",)
    return (*_too_long(rule, limit), *_wrong_ends(rule, limit))


def missing_clocks(procedure: str, stages: Collection[str], declared: Collection[str]) -> tuple[str, ...]:
    """Which clocks the law wants of a procedure that are not among the names declared, a sentence for each.

    `stages` are those that the procedure has, `stage_1` to `stage_3`. `check_rule` goes by a clock's name: under
    another name a statutory limit would be held to nothing.
    """
    wanted = STATUTORY_CLOCKS.get(procedure, {})
    missing = (name for stage, names in wanted.items() if stage in stages for name in names if name not in declared)
    return tuple(
        f"{_title(name)} is missing; the law sets it at {how_many(LIMITS[name].days)} ({LIMITS[name].source})."
        f" Declare it under its own name, clock:{name}."
        for name in missing
    )


def check_extension(reading: ClockReading, until_on: date, ground: str, calendar: WorkingCalendar) -> tuple[str, ...]:
    """Whether the clock may be extended to `until_on`, as it was read on the day the complainant is told.

    Read it on that day and not on the day of recording: a notice that went out in time is in time. Returns what the
    person should know though it is allowed, a sentence each. Raises RefusedByLaw, naming the limit that stands in the
    way and, where more time is out of reach, the overrun that takes its place.
    """
    rule = reading.rule
    if rule.extended_days is None:
        raise _refused(f"{_title(rule.name)} has no extension. {OVERRUN_INSTEAD}")
    if rule.is_guide:
        raise _refused(f"{_title(rule.name)} is a guide that runs beside a limit. Extend the limit itself.")
    _refuse_unless_waiting(reading, "extended")
    _check_ground(rule, ground)
    due_on = reading.due_on
    if due_on is None:
        raise _refused("The clock is paused, so there is no date to extend. Resume it first.")
    beyond = _check_maximum(reading, until_on)
    _check_notice(reading, due_on, calendar)
    if until_on <= due_on:
        raise _refused(f"{long_date(until_on)} is no later than {long_date(due_on)}, the day it is due already.")
    advice = (*beyond, *_right_that_arises_anyway(reading, until_on, calendar))
    _check_working_day(rule, until_on, due_on, calendar)
    return advice


def can_be_extended(reading: ClockReading) -> bool:
    """Whether more time may be taken at all now: a limit that runs and has not reached its end.

    Where a good reason lifts the ceiling, there is no end. A guide is nobody's limit, and a frozen clock has no date.
    """
    rule, limit = reading.rule, LIMITS.get(reading.rule.name)
    if rule.extended_days is None or rule.is_guide or reading.state is not ClockState.RUNNING:
        return False
    if limit is not None and limit.notice_before_limit and reading.due_on == reading.limit_on and not reading.days_left:
        return False
    return rule.ceiling is Ceiling.GOOD_REASON or reading.due_on != reading.maximum_on


def check_suspension(reading: ClockReading, ground: str) -> None:
    """Whether the clock may be paused, as it was read on the day of suspension. Raises RefusedByLaw.

    Only stage 1, and only while an advocate is found. Nothing stops the clocks of stages 2 and 3, the Ombudsman's
    taking a case included.
    """
    rule = reading.rule
    limit = LIMITS.get(rule.name)
    if limit is None or not limit.suspension_grounds or not rule.pausable:
        raise _refused(
            f"{_title(rule.name)} cannot be suspended. Only the answer at stage 1 may wait, and only while an advocate"
            " is found; at stages 2 and 3 nothing stops the clock."
        )
    _refuse_unless_waiting(reading, "suspended")
    if ground not in limit.suspension_grounds:
        raise _refused(f"Stage 1 may be suspended only while an advocate is found, not for “{ground}”.")
    if reading.due_on is None:
        raise _refused("The clock is suspended already.")
    if reading.state is ClockState.OVERDUE:
        raise _refused(f"The limit ended on {long_date(reading.due_on)}: there is nothing left to suspend.")
    if reading.days_left == 0:
        raise _refused("Today is the last day, so a suspension would change nothing. Extend the time instead.")


def can_be_suspended(reading: ClockReading) -> bool:
    """Whether the clock may be paused at all now, for any of the grounds that the law knows."""
    limit = LIMITS.get(reading.rule.name)
    if limit is None or not limit.suspension_grounds:
        return False
    try:
        check_suspension(reading, next(iter(limit.suspension_grounds)))
    except RefusedByLaw:
        return False
    return True


def _too_long(rule: ClockRule, limit: LegalLimit) -> tuple[str, ...]:
    faults = []
    if rule.days > limit.days:
        faults.append(f"{_title(rule.name)} is {how_many(rule.days)}; the law allows {limit.days} ({limit.source}).")
    extended, most = rule.extended_days, limit.extended_days
    if extended is not None and most is None:
        faults.append(f"{_title(rule.name)} is extended, and the law knows no extension of it ({limit.source}).")
    elif extended is not None and most is not None and extended > most:
        faults.append(
            f"{_title(rule.name)} is {how_many(extended)} if extended; the law allows {most} ({limit.source})."
        )
    if rule.ceiling is Ceiling.GOOD_REASON:
        faults.append(f"{_title(rule.name)} has a firm end: no reason makes it longer ({limit.source}).")
    return tuple(faults)


def _wrong_ends(rule: ClockRule, limit: LegalLimit) -> tuple[str, ...]:
    faults = []
    if limit.starts_on is not None and rule.starts_on != limit.starts_on:
        faults.append(f"{_title(rule.name)} counts from {rule.starts_on}; the law counts from {limit.starts_on}.")
    if limit.stops_on is not None and rule.stops_on != limit.stops_on:
        faults.append(f"{_title(rule.name)} ends with {rule.stops_on}; the law asks for {limit.stops_on}.")
    faults += [
        f"{_title(rule.name)} ends by {event}, and the law knows no such end: take out “or {event}”."
        for event in rule.ended_by
        if event not in (*limit.may_end_by, EventKind.WITHDRAWN)
    ]
    if rule.is_guide and not may_be_a_guide(rule.name):
        faults.append(f"{_title(rule.name)} is a limit of the law and no guide: take out “as a guide”.")
    if rule.name == "stage_1_maximum" and rule.pausable:
        faults.append(f"{_title(rule.name)} runs on while stage 1 is suspended: write “without pause”.")
    return tuple(faults)


def _refuse_unless_waiting(reading: ClockReading, what: str) -> None:
    if reading.started_on is None:
        raise _refused(f"{_title(reading.rule.name)} has not started, so it cannot be {what}.")
    if reading.met_on is not None:
        raise _refused(f"It was done on {long_date(reading.met_on)}, so there is nothing left to be {what}.")
    if reading.ended_on is not None:
        raise _refused(f"It ended on {long_date(reading.ended_on)}, so there is nothing left to be {what}.")
    if reading.state is ClockState.FROZEN:
        raise _refused(f"The complaint is put aside for proceedings elsewhere, so nothing can be {what}.")


def _check_notice(reading: ClockReading, due_on: date, calendar: WorkingCalendar) -> None:
    """Whether the notice is in time: by the last day; at stage 2 the first one before it."""
    if reading.state is ClockState.OVERDUE:
        raise _refused(f"The limit ended on {long_date(due_on)}, and it can be extended only before. {OVERRUN_INSTEAD}")
    limit = LIMITS.get(reading.rule.name)
    if limit is None or not limit.notice_before_limit or due_on != reading.limit_on or reading.days_left != 0:
        return
    by = long_date(calendar.add(due_on, -1))
    raise _refused(
        f"{limit.stage.capitalize()} can be extended only before day {reading.rule.days}, {long_date(due_on)}: the"
        f" notice with the reason and the new date had to go by {by}. {OVERRUN_INSTEAD}"
    )


def _check_ground(rule: ClockRule, ground: str) -> None:
    if not ground.strip():
        raise _refused("Say why more time is needed: the complainant has to be told.")
    limit = LIMITS.get(rule.name)
    if limit is None or not limit.extension_grounds or ground in limit.extension_grounds:
        return
    allowed = ", or because ".join(GROUND_WORDS[known] for known in limit.extension_grounds)
    raise _refused(
        f"“{ground}” is not a ground for more time. {limit.stage.capitalize()} may take longer only because {allowed}"
        f" ({limit.source})."
    )


def _check_working_day(rule: ClockRule, until_on: date, due_on: date, calendar: WorkingCalendar) -> None:
    why_not = calendar.why_not(until_on)
    if rule.unit == Unit.WORKING_DAYS and why_not is not None:
        nearest = (calendar.add(until_on, -1), calendar.add(until_on, 1))
        choice = " or ".join(long_date(day) for day in nearest if day > due_on)
        raise _refused(f"{long_date(until_on)} is not a working day ({why_not}). Choose {choice}.")


def _check_maximum(reading: ClockReading, until_on: date) -> tuple[str, ...]:
    maximum_on, most = reading.maximum_on, reading.rule.extended_days
    if maximum_on is None or most is None or until_on <= maximum_on:
        return ()
    count = how_many(most, str(reading.rule.unit).replace("_", " ").removesuffix("s"))
    if reading.rule.ceiling is Ceiling.GOOD_REASON:
        return (
            f"{long_date(until_on)} is beyond {long_date(maximum_on)} ({count}): only with a good reason, which the"
            " letter has to give together with the Ombudsman's details.",
        )
    raise _refused(
        f"{long_date(until_on)} is too late: {count}, the most there can be, end on {long_date(maximum_on)}"
        f" ({source_of(reading.rule)}). {OVERRUN_INSTEAD}"
    )


def _right_that_arises_anyway(reading: ClockReading, until_on: date, calendar: WorkingCalendar) -> tuple[str, ...]:
    """A suspension moves the maximum, and yet the 20 working days without it give the right to stage 2."""
    most = reading.rule.extended_days
    if reading.rule.name != "stage_1_response" or reading.started_on is None or most is None:
        return ()
    unpaused_on = calendar.add(reading.started_on, most)
    if until_on <= unpaused_on:
        return ()
    return (
        f"Without the suspension {how_many(most)} end on {long_date(unpaused_on)}:"
        " after that day the complainant may ask for stage 2.",
    )


def _title(clock: str) -> str:
    return f"The time limit “{clock.replace('_', ' ')}”"


def _refused(why: str) -> RefusedByLaw:
    return RefusedByLaw(why=why)
