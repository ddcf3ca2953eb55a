"""The words for what a diagram says in code: who does a step, when a reminder comes, what has happened by then."""

from collections.abc import Mapping

from engine.casework.clock_sentence import ClockRule, Unit
from engine.casework.dates import how_many
from engine.procedures.blocks import OWNER, OWNER_LINE_MANAGER
from engine.procedures.definition import TimerText

_PEOPLE = {
    OWNER: "whoever has the task",
    OWNER_LINE_MANAGER: "their line manager",
    "case:allocated_manager": "allocated manager",
    "case:logged_by": "whoever logged it",
}

MESSAGE_WORDS: Mapping[str, str] = {
    "withdraw": "the case is withdrawn",
    "freeze": "the case is put aside for proceedings elsewhere",
    "resubmit": "it is brought again",
    "ask_stage_2": "stage 2 is asked for",
    "ask_stage_3": "stage 3 is asked for",
    "move_panel": "the panel has to be moved",
}
"""What each message tells a procedure, in words that follow "when"."""

HAPPENED: Mapping[str, str] = {
    "grounds_arose": "what is complained of happened",
    "received": "it was received",
    "acknowledged": "it was acknowledged",
    "resolved_at_once": "it was resolved at once",
    "not_accepted": "it was not accepted",
    "complainant_contacted": "the complainant was spoken with",
    "advocate_appointed": "an advocate was found",
    "stage_1_response_sent": "the stage 1 answer was sent",
    "stage_1_response_received": "the stage 1 answer arrived",
    "stage_1_skipped": "stage 1 was left out by agreement",
    "close_out_recorded": "the close-out was recorded",
    "stage_2_requested": "stage 2 was asked for",
    "stage_2_acknowledged": "the request for stage 2 was acknowledged",
    "record_agreed": "the statement of complaint was agreed",
    "investigation_reported": "the investigator reported",
    "stage_2_response_sent": "the stage 2 answer was sent",
    "stage_2_response_received": "the stage 2 answer arrived",
    "stage_3_requested": "stage 3 was asked for",
    "stage_3_refused": "stage 3 was refused",
    "stage_3_acknowledged": "the request for stage 3 was acknowledged",
    "referred_early": "it was referred early to the Ombudsman",
    "chair_appointed": "the chair was appointed",
    "panel_arranged": "the panel was arranged",
    "panel_moved": "the panel was moved",
    "papers_sent": "the papers were sent",
    "panel_held": "the panel met",
    "panel_report_received": "the panel’s report came",
    "stage_3_response_sent": "the answer to the panel was sent",
    "frozen": "it was put aside for proceedings elsewhere",
    "proceedings_concluded": "the proceedings elsewhere ended",
    "resubmitted": "it was brought again",
    "knew_of_matter": "the complainant knew of the matter",
    "ombudsman_enquired": "the Ombudsman enquired",
    "ombudsman_replied": "the reply to the Ombudsman was sent",
    "ombudsman_draft_received": "the Ombudsman’s draft came",
    "ombudsman_draft_answered": "our comments on the draft were sent",
    "ombudsman_decided": "the Ombudsman decided",
    "remedy_evidenced": "the proof of the remedy was sent",
    "plan_agreed": "the plan was agreed",
    "six_month_letter_sent": "the letter about six months was sent",
    "compliment_shared": "the compliment was passed on",
    "comment_answered": "the comment was answered",
    "reclassified": "it was taken up as something else",
    "withdrawn": "it was withdrawn",
    "closed": "it was closed",
}
"""Each event in words that follow "after" or "until"."""

_NOUNS: Mapping[str, str] = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
}


def who(candidate: str) -> str:
    """A role, a relation or a recipient in words: "head of service", "allocated manager"."""
    return _PEOPLE.get(candidate, spaced(candidate.removeprefix("case:")))


def spaced(name: str) -> str:
    """A name of the code as words: "stage_1_response" reads "stage 1 response"."""
    return name.replace("_", " ")


def happened(event: str) -> str:
    """An event in words that follow "after" or "until": "stage 2 was asked for"."""
    return HAPPENED.get(event, spaced(event))


def heard(message: str) -> str:
    """A message in words that follow "when": "stage 2 is asked for"."""
    return MESSAGE_WORDS.get(message, f"the message “{spaced(message)}” comes")


def when(timer: TimerText, clocks: Mapping[str, ClockRule]) -> str:
    """A timer in words: "3 working days before the limit for the stage 1 response".

    The time of a guide is no limit, so it is said as it is counted: "10 working days after stage 2 was asked for".
    """
    rule = clocks.get(timer.clock)
    if rule is not None and rule.is_guide and _adds_up(rule, timer.offset):
        return _counted(rule, timer.offset)
    limit = f"the limit for the {spaced(timer.clock)}"
    if rule is not None and rule.unit == Unit.NAMED_DAY:
        limit = _named_day(rule)
    if timer.offset == 0:
        return f"on {limit}" if limit.startswith("the day") else f"on the day of {limit}"
    side = "before" if timer.offset < 0 else "after"
    return f"{how_many(abs(timer.offset))} {side} {limit}"


def _adds_up(rule: ClockRule, offset: int) -> bool:
    """Whether the days of the clock and those of the timer can be said as one number."""
    return rule.unit == Unit.WORKING_DAYS or (not offset and rule.unit != Unit.NAMED_DAY)


def limit(rule: ClockRule) -> str:
    """A clock as a sentence without its end: "10 working days after it was received, 20 if extended, until ..."."""
    parts = [_named_day(rule) if rule.unit == Unit.NAMED_DAY else _counted(rule, 0)]
    if rule.extended_days is not None:
        longer = " or longer with a good reason" if rule.ceiling == "good_reason" else ""
        parts.append(f"{rule.extended_days} if extended{longer}")
    if not rule.pausable:
        parts.append("without pause")
    if not rule.freezable:
        parts.append("even while put aside")
    if rule.is_guide:
        parts.append("as a guide")
    return ", ".join([*parts, f"until {' or '.join(happened(each) for each in (rule.stops_on, *rule.ended_by))}"])


def _counted(rule: ClockRule, offset: int) -> str:
    """How long after or before what: the days of the clock and of the timer together."""
    days = rule.days + offset
    side = "before" if days < 0 else "after"
    return f"{how_many(abs(days), _NOUNS[rule.unit])} {side} {_beginning(rule)}"


def _beginning(rule: ClockRule) -> str:
    """Day 0 in words."""
    if not rule.from_named_day:
        return happened(rule.starts_on)
    or_else = f", or the day on which {happened(rule.or_from)}" if rule.or_from else ""
    return f"{_named_day(rule)}{or_else}"


def _named_day(rule: ClockRule) -> str:
    return f"the day named when {happened(rule.starts_on)}"


def listed(parts: list[str]) -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def sentence(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]
