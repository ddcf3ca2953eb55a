"""What the pages of a case say of it: one sentence that sums it up, and plain names for limits, events and letters."""

from collections.abc import Mapping

from engine.casework.clocks import ClockRule, ClockState
from engine.casework.dates import long_date, short_date
from engine.casework.provider import DELIVERED
from engine.casework.standing import ending_words, time_left
from engine.casework.urgency import Urgency
from engine.casework.vocabulary import CaseStatus, EventKind
from engine.procedures.wording import limit
from engine.queries.case_file import Ball, CaseFile, ClockLine
from notifications import render
from web.time_words import CLOCKS as CLOCKS
from web.time_words import EVENTS as EVENTS
from web.words import said

CHANNELS: Mapping[str, str] = {
    "email": "By email",
    "post": "By post",
    "elsewhere": "By other means",
    "in_heard": "Read in Heard",
}

LETTER_STATUS: Mapping[str, str] = {
    "draft": "Draft, not sent",
    "queued": "On its way",
    "to_post": "To be printed and posted",
    "sent": "Sent",
    "failed": "Could not be delivered",
    "discarded": "Not sent",
    "uncertain": "After a restore nobody knows whether it has gone",
    "withheld": "Kept back: not on the list of addresses that mail may reach from here",
    "collected": "Goes with the morning’s email",
}

NOTICES: Mapping[str, str] = {
    "acknowledgement_overdue": "Reminder: the acknowledgement is overdue",
    "due_in_three_days": "Reminder: due in three working days",
    "due_tomorrow": "Reminder: due on the next working day",
    "overdue": "Told that the limit was missed",
    "clock_due_soon": "Reminder: a limit is near",
    "clock_overdue": "Told that a limit has passed",
    "stage_2_progress": "Reminder: note how far the investigation has come",
    "stage_2_decide_extension": "Reminder: decide whether stage 2 needs more time",
    "stage_2_draft_report_due": "Reminder: the draft report is due",
    "stage_2_adjudication_due": "Reminder: the adjudication is due",
    "task_waiting": "Told that a task waits",
    "letter_waiting": "Told that a letter waits to be read",
    "worker_told": "Told that there is something to read",
    "case_withdrawn": "Told that the case is withdrawn",
    "case_notice": "Told of the case",
}


def clock_said(name: str) -> str:
    """A clock as a page names it."""
    return CLOCKS.get(name, said(name))


def event_said(kind: str) -> str:
    """An event as a page names it."""
    return EVENTS.get(kind, said(kind))


def letter_said(template: str) -> str:
    """A letter as a page names it."""
    return render.name_of(template) or said(template)


def letter_status_said(status: str, provider_status: str | None = None) -> str:
    """Where a letter stands; and where a delivery service took it, what became of it."""
    if status == "sent" and provider_status == DELIVERED:
        return "Delivered"
    return LETTER_STATUS.get(status, said(status))


def limit_said(rule: ClockRule) -> str:
    """A limit as a sentence: "10 working days after it was received, 20 if extended, until the answer was sent"."""
    return sentence(limit(rule))


def channel_said(channel: str) -> str:
    """How a letter goes or went."""
    return CHANNELS.get(channel, said(channel))


def message_said(template: str) -> str:
    """A letter or a notice as a page names it."""
    return NOTICES.get(template) or _MESSAGES.get(template) or letter_said(template)


def job_said(kind: str, template: str | None) -> str:
    """What a piece of background work was about."""
    if template is not None:
        name = message_said(template)
        return f"Delivery failed: {name[:1].lower()}{name[1:]}"
    return _JOBS.get(kind, said(kind))


def work_said(kind: str) -> str:
    """A sort of background work, in the list of what is due."""
    return "Letters and notices on their way out" if kind == "deliver" else _JOBS.get(kind, said(kind))


def urgency_said(urgency: Urgency) -> str:
    """How soon it is done beside other work."""
    return {
        Urgency.URGENT: "done before all else",
        Urgency.ORDINARY: "done in turn",
        Urgency.PATIENT: "done between the others",
    }[urgency]


_MESSAGES: Mapping[str, str] = {
    "digest": "The morning email",
    "meeting_pack": "A meeting pack",
    "late_notices": "Told late, in one email",
}

_JOBS: Mapping[str, str] = {
    "timer": "A reminder or a step that opens by itself",
    "digest": "The morning email",
    "meeting_pack": "The meeting packs",
    "late_notices": "What comes late, in one email for each person",
    "calendar_again": "Dates read again after a bank holiday was announced",
}


def summary(case: CaseFile, name: str) -> str:
    """The sentence at the top of a case. `name` is how the page names the complainant."""
    row = case.row
    begun = f"{said(row.kind)} from {name} about {case.service}, received on {long_date(row.received_on)}"
    late = f" {case.stage_2_late}" if case.stage_2_late else ""
    return f"{begun}{_ending(case)}{late}"


def due_words(line: ClockLine) -> str:
    """How long there is: "2 working days left", "due today", "1 working day late".

    In working days whatever the limit counts in, as in the inbox and everywhere else: a page speaks of one sort of day.
    """
    runs = line.reading.state in (ClockState.RUNNING, ClockState.OVERDUE)
    passed = line.reading.state is ClockState.OVERDUE and line.reading.rule.is_guide
    return line.due.words if runs and not passed else time_left(line.reading)


def how_it_stands(line: ClockLine) -> str:
    """A limit in a list: "Done on 5 Jan 2027, in time", "Ended on 9 Apr 2026 because stage 2 was asked for"."""
    reading = line.reading
    if reading.met_on is not None:
        punctual = {True: ", in time", False: ", late", None: ""}[reading.in_time]
        return f"Done on {short_date(reading.met_on)}{'' if reading.rule.is_guide else punctual}"
    if reading.ended_on is not None:
        return f"Ended on {short_date(reading.ended_on)} {ending_words(reading.ended_by)}"
    if reading.frozen_on is not None:
        return f"Frozen since {short_date(reading.frozen_on)}"
    if reading.state is ClockState.PAUSED:
        return "Paused"
    if reading.state is ClockState.NOT_STARTED:
        return "Not started"
    return f"Running: {due_words(line)}" if reading.state is ClockState.RUNNING else sentence(due_words(line))


def starts_when(line: ClockLine) -> str:
    """What a clock waits for that has not started: "Starts when: stage 2 asked for"."""
    begins = event_said(line.reading.rule.starts_on)
    return f"Starts with: {begins[:1].lower()}{begins[1:]}"


def who_has(ball: Ball) -> str:
    """Who has to do an open task: names, or that somebody has to be found."""
    if len(ball.holders) > 3 or not ball.holders:
        return said(ball.candidate) if ball.holders else "nobody yet"
    return " or ".join(ball.holders)


def _ending(case: CaseFile) -> str:
    row = case.row
    if row.status == CaseStatus.OPEN:
        return _under_way(case)
    on = f" on {long_date(row.closed_on)}" if row.closed_on else ""
    answered = _last_answer(case)
    if row.status == CaseStatus.CLOSED and answered is not None:
        punctual = {True: ", in time,", False: ", late,", None: ""}[answered.reading.in_time]
        return f"; answered on {long_date(answered.reading.met_on or row.closed_on)}{punctual} and closed{on}."
    at_once = any(e.kind == EventKind.RESOLVED_AT_ONCE for e in case.events)
    closed = "resolved by the next working day and closed" if at_once else "closed"
    ended = {CaseStatus.CLOSED: closed, CaseStatus.WITHDRAWN: "withdrawn", CaseStatus.NOT_ACCEPTED: "not accepted"}
    return f", {ended[CaseStatus(row.status)]}{on}."


_ANSWERS = (
    *("stage_3_response", "stage_2_response", "corporate_2_response"),
    *("stage_1_response", "corporate_1_response", "plan"),
)
"""The limits that an answer to the complainant meets, the last stage first."""


def _last_answer(case: CaseFile) -> ClockLine | None:
    lines = (case.clock(name) for name in _ANSWERS)
    return next((line for line in lines if line is not None and line.reading.met_on is not None), None)


def _under_way(case: CaseFile) -> str:
    deadline = case.next_deadline
    tail = f": {_limit(deadline)}" if deadline is not None else ""
    if not case.balls:
        return f"; nothing is to be done for now{tail}."
    ball = case.balls[0]
    return f"; “{ball.name}” is with {who_has(ball)}{tail}."


def _limit(line: ClockLine) -> str:
    if line.reading.frozen_on is not None:
        return "the clock is frozen"
    if line.reading.due_on is None:
        return "the clock is paused"
    named, day = clock_said(line.name), long_date(line.reading.due_on)
    name = f"{named[:1].lower()}{named[1:]}"
    if line.reading.days_left == 0 and line.reading.state is ClockState.RUNNING:
        return f"{name} due today, {day}"
    was = "was " if line.reading.state is ClockState.OVERDUE else ""
    return f"{name} {was}due on {day}, {due_words(line)}"


def sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
