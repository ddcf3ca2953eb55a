"""How far the later stages and the other procedures have come: what was done, and on which working day after receipt.

Stage 2 begins some days after the first answer, and what follows is counted from there.
"""

from collections.abc import Callable, Mapping
from datetime import time

from heard.demo import beside, deeds, later_deeds
from heard.demo.deeds import Deed, Step
from heard.demo.told import Told

HOURS: Mapping[Deed, time] = {
    beside.accept_as_corporate: time(11, 0),
    beside.accept_as_adults: time(11, 0),
    beside.share: time(11, 0),
    beside.pass_comment_on: time(11, 0),
    beside.note_second_complainant: time(11, 30),
    beside.note_first_contact: time(11, 40),
    beside.note_visit: time(12, 40),
    beside.tell_worker: time(12, 0),
    beside.give_account: time(12, 20),
    beside.agree_plan: time(13, 30),
    beside.answer: time(14, 0),
    beside.ombudsman_enquires: time(10, 20),
    beside.ombudsman_decides: time(10, 20),
    beside.note_decision: time(10, 50),
    beside.send_answer: time(16, 10),
    beside.promise: time(14, 20),
    beside.propose_payment: time(14, 40),
    beside.name_reviewer: time(11, 0),
    later_deeds.ask_stage_2: time(10, 0),
    later_deeds.put_aside: time(10, 10),
    later_deeds.appoint: time(11, 0),
    later_deeds.extend_stage_2: time(11, 20),
    later_deeds.decide_in_time: time(11, 40),
    later_deeds.decide_more_time: time(11, 40),
    later_deeds.agree_statement: time(13, 50),
    later_deeds.investigate: time(14, 20),
    later_deeds.watch: time(14, 40),
    later_deeds.pass_on: time(15, 0),
    later_deeds.adjudicate: time(15, 20),
    later_deeds.send_pack: time(15, 40),
    later_deeds.ask_stage_3: time(10, 0),
    later_deeds.acknowledge_stage_3: time(11, 0),
    later_deeds.arrange_panel: time(13, 40),
    later_deeds.send_papers: time(14, 10),
    later_deeds.report_of_panel: time(14, 30),
    later_deeds.answer_panel: time(14, 50),
    later_deeds.send_answer: time(15, 50),
}
"""When in the day each thing is usually done."""

ASKED_AFTER = 3
"""Working days from the first answer until stage 2 is asked for."""


def _answered(told: Told) -> list[Step]:
    """A first answer without trouble."""
    sent = told.sent_after
    begun: list[Step] = [(0, deeds.log), (1, deeds.accept)]
    return [*begun, (sent - 2, deeds.respond), (sent - 1, deeds.agree), (sent, deeds.send)]


def _asked(told: Told, *then: Step) -> list[Step]:
    """Stage 2 was asked for; what follows is counted in working days from then."""
    asked_on = told.sent_after + ASKED_AFTER
    return [*_answered(told), (asked_on, later_deeds.ask_stage_2), *((asked_on + after, deed) for after, deed in then)]


def _statement_slow(told: Told) -> list[Step]:
    return _asked(told, (1, later_deeds.appoint))


_AGREED: tuple[Step, ...] = ((1, later_deeds.appoint), (7, later_deeds.agree_statement))
_REPORTED: tuple[Step, ...] = (*_AGREED, (14, later_deeds.investigate), (15, later_deeds.watch))
_TO_JUDGE: tuple[Step, ...] = (*_REPORTED, (16, later_deeds.pass_on))


def _investigating(told: Told) -> list[Step]:
    return _asked(told, *_AGREED)


def _reported(told: Told) -> list[Step]:
    return _asked(told, *_REPORTED)


def _to_judge(told: Told) -> list[Step]:
    return _asked(told, *_TO_JUDGE)


def _pack(told: Told) -> list[Step]:
    return _asked(told, *_TO_JUDGE, (19, later_deeds.adjudicate), (20, later_deeds.decide_in_time))


def _extended(told: Told) -> list[Step]:
    return _asked(told, *_AGREED, (19, later_deeds.extend_stage_2), (20, later_deeds.decide_more_time))


def _overdue(told: Told) -> list[Step]:
    return _asked(told, *_TO_JUDGE, (20, later_deeds.decide_in_time))


PANEL_ASKED_AFTER = 23
"""Working days from the request for stage 2, which was answered on the nineteenth, to that for stage 3."""


def _panel(told: Told, *then: Step) -> list[Step]:
    """Stage 3 was asked for; what follows is counted from then."""
    answered: tuple[Step, ...] = (*_TO_JUDGE, (17, later_deeds.adjudicate), (19, later_deeds.send_pack))
    asked: Step = (PANEL_ASKED_AFTER, later_deeds.ask_stage_3)
    return _asked(told, *answered, asked, *((PANEL_ASKED_AFTER + after, deed) for after, deed in then))


_ACKNOWLEDGED: Step = (1, later_deeds.acknowledge_stage_3)
_ARRANGED: tuple[Step, ...] = (_ACKNOWLEDGED, (3, later_deeds.arrange_panel))
_PAPERS: tuple[Step, ...] = (*_ARRANGED, (5, later_deeds.send_papers))
_HEARD: tuple[Step, ...] = (*_PAPERS, (21, later_deeds.report_of_panel))


def _panel_asked(told: Told) -> list[Step]:
    return _panel(told)


def _panel_wanted(told: Told) -> list[Step]:
    return _panel(told, _ACKNOWLEDGED)


def _panel_arranged(told: Told) -> list[Step]:
    return _panel(told, *_ARRANGED)


def _panel_met(told: Told) -> list[Step]:
    return _panel(told, *_PAPERS)


def _panel_reported(told: Told) -> list[Step]:
    return _panel(told, *_HEARD)


def _panel_answered(told: Told) -> list[Step]:
    return _panel(told, *_HEARD, (24, later_deeds.answer_panel), (25, later_deeds.send_answer))


def _put_aside(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, deeds.accept), (4, later_deeds.put_aside)]


def _corporate(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, beside.accept_as_corporate)]


def _review(told: Told) -> list[Step]:
    answered: list[Step] = [*_corporate(told), (4, beside.answer), (5, beside.send_answer)]
    return [*answered, (8, later_deeds.ask_stage_2), (9, beside.name_reviewer)]


def _plan(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, beside.accept_as_adults), (3, beside.agree_plan)]


def _logged(told: Told) -> list[Step]:
    return [(0, deeds.log)]


def _shared(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, beside.share)]


def _commented(told: Told) -> list[Step]:
    return [(0, deeds.log), (1, beside.pass_comment_on)]


def _enquiry(told: Told) -> list[Step]:
    sent = told.sent_after
    return [*_answered(told), (sent + 6, deeds.close_out), (sent + 10, beside.ombudsman_enquires)]


def _remedy(told: Told) -> list[Step]:
    sent = told.sent_after
    decided: list[Step] = [(sent + 10, beside.ombudsman_decides), (sent + 11, beside.note_decision)]
    return [*_answered(told), (sent + 6, deeds.close_out), *decided]


def _much_beside(told: Told) -> list[Step]:
    """Everything that can be kept beside the tasks of a case."""
    kept: list[Step] = [
        (1, beside.note_first_contact),
        (2, beside.note_second_complainant),
        (2, beside.tell_worker),
        (3, beside.give_account),
        (4, beside.note_visit),
    ]
    sent = told.sent_after
    return [*_answered(told), *kept, (sent + 1, beside.promise), (sent + 2, beside.propose_payment)]


COURSES: Mapping[str, Callable[[Told], list[Step]]] = {
    "stage 2 asked for": _asked,
    "statement slow": _statement_slow,
    "being investigated": _investigating,
    "reports to check": _reported,
    "to be judged": _to_judge,
    "reports to send": _pack,
    "stage 2 extended": _extended,
    "stage 2 overdue": _overdue,
    "panel asked for": _panel_asked,
    "panel to arrange": _panel_wanted,
    "papers to send": _panel_arranged,
    "panel has met": _panel_met,
    "panel to answer": _panel_reported,
    "panel answered": _panel_answered,
    "waits for a court": _put_aside,
    "corporate": _corporate,
    "corporate review": _review,
    "plan agreed": _plan,
    "compliment": _logged,
    "compliment shared": _shared,
    "comment passed on": _commented,
    "ombudsman enquires": _enquiry,
    "ombudsman's remedy": _remedy,
    "much beside": _much_beside,
}
