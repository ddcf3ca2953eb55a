"""Stage 2 late by either of its two ways of counting, in words: neither may be passed over in silence."""

from engine.casework.dates import how_many, long_date
from engine.casework.escalation import Breach, BreachReport

_FROM = {"by_request": "the request of {}", "by_record": "the agreed statement of {}"}


def breach_words(report: BreachReport | None) -> str | None:
    """One sentence that tells a breach by both bases; None while stage 2 is in time by each of them."""
    if report is None:
        return None
    bases = {"by_request": report.by_request, "by_record": report.by_record}
    known = [(name, breach) for name, breach in bases.items() if breach is not None]
    if not any(breach.is_breached for _, breach in known):
        return None
    tense = "was" if all(breach.answered_on is not None for _, breach in known) else "is"
    told = "; it ".join(_by(name, breach, tense) for name, breach in known)
    alone = "" if report.by_record is not None else " No statement has been agreed, so there is no second count."
    return f"Stage 2 {told}.{alone}"


def _by(basis: str, breach: Breach, tense: str) -> str:
    """How it stands by one basis: "is 10 working days late counted from the request of 27 March 2015 (due …)"."""
    counted = f"counted from {_FROM[basis].format(long_date(breach.started_on))} (due {long_date(breach.due_on)})"
    if breach.is_breached:
        return f"{tense} {how_many(breach.days_late)} late {counted}"
    return f"{tense} in time {counted}"
