"""A breach of stage 2 is told by both ways of counting."""

from datetime import date

from engine.casework.escalation import Breach, BreachReport
from engine.casework.late_stage_2 import breach_words

BY_REQUEST = Breach("stage_2_requested", date(2015, 3, 27), date(2015, 5, 6), date(2015, 5, 20), 10)
IN_TIME = Breach("record_agreed", date(2015, 4, 24), date(2015, 6, 2), date(2015, 5, 20), 0)


def test_late_by_one_count_and_in_time_by_the_other_says_both() -> None:
    assert breach_words(BreachReport(BY_REQUEST, IN_TIME)) == (
        "Stage 2 was 10 working days late counted from the request of Friday 27 March 2015 (due Wednesday 6 May 2015);"
        " it was in time counted from the agreed statement of Friday 24 April 2015 (due Tuesday 2 June 2015)."
    )


def test_without_an_agreed_statement_it_says_that_there_is_one_count() -> None:
    late = Breach("stage_2_requested", date(2015, 3, 27), date(2015, 5, 6), None, 1)
    assert breach_words(BreachReport(late, None)) == (
        "Stage 2 is 1 working day late counted from the request of Friday 27 March 2015 (due Wednesday 6 May 2015)."
        " No statement has been agreed, so there is no second count."
    )


def test_in_time_there_is_nothing_to_say() -> None:
    assert breach_words(BreachReport(None, IN_TIME)) is None
    assert breach_words(None) is None
