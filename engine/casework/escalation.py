"""Going on to the next stage: when it may be asked for and why, the early way to the Ombudsman, a breach on both bases.

Pure rules. A request is never refused for being late at stage 2; at stage 3 lateness asks for a decision that is kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockRule, DatedEvent, read_clock
from engine.casework.dates import how_many, long_date
from engine.casework.late_stage_1 import LateRight, right_to_stage_2_after
from engine.casework.runs import in_order
from engine.casework.vocabulary import EventKind

EMAIL = "email"
POST_TAKES = 2
"""Working days after posting on which a letter is taken to have arrived: the council's default, and no rule of law."""

TIME_TO_ASK = 20
"""Working days from having an answer: good practice at stage 2, firm at stage 3, with discretion."""


def deemed_received(sent_on: date, channel: str, calendar: WorkingCalendar) -> date:
    """The day on which what was sent counts as received (the council's default).

    An email arrives on its day, a letter on the second working day after posting; so does what went otherwise.
    """
    return sent_on if channel == EMAIL else calendar.add(sent_on, POST_TAKES)


class Ground(StrEnum):
    """Why stage 2 begins."""

    NOT_HAPPY = "not_happy"
    """Stage 1 was answered, and the complainant is not happy with it. No reason is asked."""
    STAGE_1_LATE = "stage_1_late"
    AGREED_SKIP = "agreed_skip"
    """Both sides agree that stage 1 is not appropriate."""


@dataclass(frozen=True)
class Answer:
    """Whether the next stage may be asked for, and what the person should know."""

    grounds: tuple[Ground, ...] = ()
    """Why stage 2 may begin on that day; the agreement to leave stage 1 out is the parties' own to make."""
    refused: str | None = None
    """Why it may not, as a sentence; None where it may."""
    needs_decision: bool = False
    """It comes late at stage 3: the council decides, and the reason is kept."""
    advice: tuple[str, ...] = ()


def stage_2_on(
    asked_on: date,
    rule: ClockRule,
    events: Sequence[DatedEvent],
    calendar: WorkingCalendar,
    setting: LateRight = LateRight.AFTER_THE_LIMIT_IN_FORCE,
) -> Answer:
    """Whether stage 2 may be asked for on `asked_on`, and on which grounds. `rule` is the clock `stage_1_response`.

    After an answer at stage 1, at any time: a request after the 20 working days is accepted all the same. Without one,
    when it is late: after working day 10, or day 20 once an extension was notified in time; a suspension does not put
    this right off beyond day 20. Otherwise only where both sides agree to leave stage 1 out.
    """
    if _first(events, EventKind.STAGE_2_REQUESTED) is not None:
        return Answer(refused="Stage 2 has been asked for already.")
    answered_on = _first(events, EventKind.STAGE_1_RESPONSE_SENT)
    if answered_on is not None and answered_on <= asked_on:
        return Answer((Ground.NOT_HAPPY,), advice=_accepted_all_the_same(asked_on, events, calendar))
    after = right_to_stage_2_after(rule, events, calendar, setting)
    if after is not None and asked_on > after:
        return Answer((Ground.STAGE_1_LATE, Ground.AGREED_SKIP))
    until = f" Because stage 1 is late it can be asked for after {long_date(after)}." if after is not None else ""
    return Answer(
        (Ground.AGREED_SKIP,),
        advice=(f"Stage 1 is not answered yet: stage 2 can begin now only where both sides agree to it.{until}",),
    )


def check_ground(ground: Ground, answer: Answer) -> str | None:
    """Why stage 2 cannot begin for this reason; None where it can."""
    if answer.refused is not None:
        return answer.refused
    if ground in answer.grounds:
        return None
    return {
        Ground.NOT_HAPPY: "Stage 1 has not been answered yet, so this cannot be the reason.",
        Ground.STAGE_1_LATE: "The answer at stage 1 was not late on that day.",
        Ground.AGREED_SKIP: "Stage 1 has been answered: it cannot be left out any more.",
    }[ground]


def stage_3_on(asked_on: date, rule: ClockRule, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> Answer:
    """Whether a review panel may be asked for on `asked_on`. `rule` is the clock `stage_3_request`.

    It needs the answer of stage 2. After the 20 working days from having that answer the council may still accept it:
    a decision to record either way, with its reason.
    """
    if _first(events, EventKind.STAGE_3_REQUESTED) is not None:
        return Answer(refused="Stage 3 has been asked for already.")
    sent_on = _first(events, EventKind.STAGE_2_RESPONSE_SENT)
    if sent_on is None:
        return Answer(refused="Stage 2 has not been answered yet, so no panel can be asked for.")
    if asked_on < sent_on:
        return Answer(refused=f"Stage 2 was answered on {long_date(sent_on)}: no panel can be asked for before that.")
    last_on = read_clock(rule, events, calendar, asked_on).due_on
    if last_on is None or asked_on <= last_on:
        return Answer()
    return Answer(
        needs_decision=True,
        advice=(
            f"The {how_many(TIME_TO_ASK)} for asking ended on {long_date(last_on)}. The council may accept it all the"
            " same; record the decision and its reason, whichever it is.",
        ),
    )


class EarlyReferral(StrEnum):
    """What must all be so before a complaint goes to the Ombudsman in place of a panel."""

    STAGE_2_COMPLETE = "stage_2_complete"
    HEADS_UPHELD = "heads_upheld"
    ACTION_PLAN = "action_plan"
    OUTCOMES_MET = "outcomes_met"
    COMPLAINANT_AGREES = "complainant_agrees"


CONDITIONS: Mapping[EarlyReferral, str] = {
    EarlyReferral.STAGE_2_COMPLETE: "stage 2 is complete, with a robust report and a full adjudication",
    EarlyReferral.HEADS_UPHELD: "all heads of complaint, or all significant ones, are upheld",
    EarlyReferral.ACTION_PLAN: "there is a clear action plan",
    EarlyReferral.OUTCOMES_MET: "all desired outcomes, or most of them, are accepted",
    EarlyReferral.COMPLAINANT_AGREES: "the complainant agrees",
}
"""A checklist. To refer without one of them, or to refuse a panel otherwise, is fault."""


def refused_early_referral(met: Collection[str]) -> str | None:
    """Why the complaint cannot go to the Ombudsman in place of a panel, naming what is missing; None where it can."""
    missing = [words for condition, words in CONDITIONS.items() if condition.value not in met]
    if not missing:
        return None
    return f"All of these must be so, or a panel has to meet. Missing: {'; '.join(missing)}."


@dataclass(frozen=True)
class Breach:
    """Stage 2 by one of its two bases."""

    basis: str
    """The event that it counts from."""
    started_on: date
    due_on: date
    """With the extension that was notified, as far as this basis lets it go."""
    answered_on: date | None
    days_late: int
    """Working days by which the answer is or was late; 0 in time."""

    @property
    def is_breached(self) -> bool:
        """Whether the limit was missed."""
        return self.days_late > 0


@dataclass(frozen=True)
class BreachReport:
    """Stage 2 by both bases; None for one that has not started, or that proceedings elsewhere hold up."""

    by_request: Breach | None
    by_record: Breach | None


def stage_2_breaches(
    by_request: ClockRule,
    by_record: ClockRule,
    events: Sequence[DatedEvent],
    calendar: WorkingCalendar,
    today: date,
) -> BreachReport:
    """Whether stage 2 is late: counted from the request, and from the agreed record (regulations 16 and 17).

    A notice of more time is about the stage and not about one way of counting: it holds on both (`runs.NOTICE_OF`).
    """
    return BreachReport(_breach(by_request, events, calendar, today), _breach(by_record, events, calendar, today))


def _breach(rule: ClockRule, events: Sequence[DatedEvent], calendar: WorkingCalendar, today: date) -> Breach | None:
    reading = read_clock(rule, events, calendar, today)
    if reading.started_on is None or reading.due_on is None:
        return None
    late = max(0, calendar.between(reading.due_on, reading.met_on or today))
    return Breach(reading.started_by or rule.starts_on, reading.started_on, reading.due_on, reading.met_on, late)


def _accepted_all_the_same(asked_on: date, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> tuple[str, ...]:
    """A late request for stage 2 is accepted: the law sets no limit for asking."""
    had_on = _first(events, EventKind.STAGE_1_RESPONSE_RECEIVED) or _first(events, EventKind.STAGE_1_RESPONSE_SENT)
    if had_on is None or asked_on <= calendar.add(had_on, TIME_TO_ASK):
        return ()
    return (
        f"The {how_many(TIME_TO_ASK)} for asking ended on {long_date(calendar.add(had_on, TIME_TO_ASK))}."
        " They are good practice and no limit: the request is accepted all the same, and no reason is asked.",
    )


def _first(events: Sequence[DatedEvent], kind: str) -> date | None:
    return next((event.occurred_on for event in in_order(events) if event.kind == kind), None)
