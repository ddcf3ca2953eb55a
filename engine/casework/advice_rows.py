"""The rows of the eligibility table, in the order in which they are read: what each says of who, what and when."""

from collections.abc import Callable

from engine.casework.dates import how_many, long_date
from engine.casework.eligibility import (
    ADULTS_RULE,
    COVERED,
    FUNCTIONS,
    LISTED,
    PRACTICE,
    PROCEEDINGS_RULE,
    UNSOURCED,
    YEAR_RULE,
    Already,
    Asked,
    Capacity,
    Nature,
    OtherBody,
    Proceedings,
    Who,
    days_out_of_time,
    last_day_in_time,
)
from engine.casework.reasons import Discretion, Reason, Row, Said
from engine.casework.routing import EXCLUDED, NOT_COMPLAINTS, Elsewhere, Route

PROCEDURES = frozenset({Route.STATUTORY, Route.STATUTORY_STAGE_2, Route.CORPORATE, Route.ADULTS})
"""The routes on which a complaint is answered."""


def _safeguarding(asked: Asked, route: Route | None) -> Said:
    """Somebody at risk is told of now, and the complaint goes on beside it: it is never a reason for a route."""
    if not asked.safeguarding:
        return Said()
    sentence = "Somebody may be at risk of harm. That runs beside the complaint and never closes it."
    beside = (
        "Tell the safeguarding team (MASH) now.",
        "If it is about somebody who works with children, tell the local authority designated officer (LADO) as well.",
    )
    return Said((Reason(Row.SAFEGUARDING, sentence, PRACTICE),), beside=beside)


def _nature(asked: Asked, route: Route | None) -> Said:
    """A compliment, a request or an enquiry is no complaint."""
    if asked.nature is None or asked.nature is Nature.COMPLAINT:
        return Said()
    return _elsewhere(Row.NATURE, NOT_COMPLAINTS[asked.nature])


def _who(asked: Asked, route: Route | None) -> Said:
    """The Act lists who may complain under it; the council decides on everybody else (section 26(3)(e))."""
    if route is not None or asked.matter in EXCLUDED:
        return Said()
    if asked.who is None:
        return Said(undecided=("Who complains.",))
    if asked.who is not Who.OTHER_PERSON:
        listed = LISTED[asked.who]
        sentence = f"{listed.words} may complain under the Act."
        return Said((Reason(Row.WHO, sentence, listed.source, Route.STATUTORY),), route=Route.STATUTORY)
    return _interest(asked)


def _interest(asked: Asked) -> Said:
    source, discretions = LISTED[Who.OTHER_PERSON].source, (Discretion.INTEREST,)
    if asked.sufficient_interest is None:
        return Said(
            undecided=("Whether their interest in the child is sufficient. Decide as soon as you can.",),
            discretions=discretions,
        )
    if asked.sufficient_interest:
        sentence = (
            "The council finds that their interest in the child is sufficient for them to complain under the Act."
        )
        reason = Reason(Row.WHO, sentence, source, Route.STATUTORY)
        return Said((reason,), route=Route.STATUTORY, discretions=discretions)
    sentence = "The Act lists who may complain under it, and the council finds no sufficient interest in the child."
    return Said(
        (Reason(Row.WHO, sentence, source, Route.NOT_ACCEPTED),),
        route=Route.NOT_ACCEPTED,
        discretions=discretions,
        beside=("Tell the person that it is refused, and the child too where that is right.",),
        instead="If it is about how we treated you yourself, you can use the council’s own complaints procedure.",
    )


def _speaking(asked: Asked, route: Route | None) -> Said:
    """For whom they speak: a child has to agree, a representative needs signed consent, one’s own complaint neither."""
    if asked.capacity is Capacity.FOR_CHILD and asked.child_agrees is not True:
        consent = (
            "Ask the child whether they are content with this complaint and whether it says what they think."
            " The clock runs meanwhile."
        )
        if asked.child_agrees is False:
            return Said(undecided=("Whether they complain in their own right: the child does not want it.",))
        return Said(consent=consent)
    if asked.capacity is Capacity.REPRESENTATIVE and asked.consent_on is None:
        consent = "Ask for the written, signed consent of whoever they speak for. The clock runs meanwhile."
        return Said(consent=consent)
    if asked.capacity is Capacity.OWN_RIGHT and asked.who in _NOT_THE_CHILD:
        return Said(
            beside=(
                "They complain in their own right: no consent is needed, and none of the child’s data goes to them.",
            )
        )
    return Said()


_NOT_THE_CHILD = frozenset(Who) - {
    *(Who.CHILD_IN_CARE, Who.CHILD_IN_NEED, Who.CHILD_UNDER_GUARDIANSHIP, Who.CHILD_TO_BE_ADOPTED),
    *(Who.CARE_LEAVER, Who.ADOPTED_PERSON),
}


def _what(asked: Asked, route: Route | None) -> Said:
    """What the Act’s procedure covers, and what has a procedure or a court of its own."""
    if route is Route.NOT_ACCEPTED or (route is not None and route not in PROCEDURES):
        return Said()
    if asked.matter is None:
        return Said(undecided=("What it is about.",))
    if asked.matter in EXCLUDED:
        return _elsewhere(Row.WHAT, EXCLUDED[asked.matter])
    words = COVERED[asked.matter]
    sentence = f"It is about this: {words[:1].lower()}{words[1:]}. The Act’s procedure covers that."
    reasons = [Reason(Row.WHAT, sentence, FUNCTIONS, Route.STATUTORY)]
    if asked.mixed:
        mixed = (
            "A part of it is for another procedure; where parts overlap, one investigation under the Act answers all."
        )
        reasons.append(Reason(Row.WHAT, mixed, UNSOURCED))
    return Said(tuple(reasons))


def _elsewhere(row: Row, where: Elsewhere) -> Said:
    reason = Reason(row, where.sentence, where.source, where.route)
    return Said((reason,), route=where.route, instead=where.instead)


def _when(asked: Asked, route: Route | None) -> Said:
    """A year from the day it happened. Later the council may still take it on: a discretion with two limbs.

    That it is late is said even where it is not settled yet who complains.
    """
    if route is None and asked.grounds_arose_on is not None:
        route = Route.STATUTORY
    if route not in PROCEDURES:
        return Said()
    late = days_out_of_time(asked)
    if late is None or asked.grounds_arose_on is None:
        return Said(open=("The day on which it happened: the year for complaining counts from there.",))
    last = long_date(last_day_in_time(asked.grounds_arose_on))
    source = _YEAR_SOURCES.get(route, YEAR_RULE)
    if not late:
        sentence = f"It was received in time: the year for complaining ran until {last}."
        return Said((Reason(Row.WHEN, sentence, source, route),))
    sentence = (
        f"The year for complaining ended on {last}; it was received on {long_date(asked.received_on)},"
        f" {how_many(late, 'day')} later."
    )
    return _late(asked, route, sentence, source)


_YEAR_SOURCES = {
    Route.CORPORATE: f"the council’s own procedure; {UNSOURCED}",
    Route.ADULTS: f"{ADULTS_RULE}; {UNSOURCED}",
}


def _late(asked: Asked, route: Route, sentence: str, source: str) -> Said:
    """Both limbs have to be met: not reasonable to expect it earlier, and still possible to consider it fairly."""
    limbs, discretions = (asked.not_reasonable_earlier, asked.still_fair), (Discretion.LATE,)
    if False in limbs:
        why = _WHY_TOO_LATE[limbs[0] is False, limbs[1] is False]
        reason = Reason(Row.WHEN, f"{sentence} {why}", source, Route.NOT_ACCEPTED)
        instead = (
            "If there was something that kept you from telling us earlier, please tell us, and we will think again."
        )
        return Said((reason,), route=Route.NOT_ACCEPTED, discretions=discretions, instead=instead)
    if None in limbs:
        undecided = (
            "Whether to take on a late complaint: could it fairly be expected earlier, and can it still be considered"
            " effectively and fairly?",
        )
        return Said((Reason(Row.WHEN, sentence, source),), undecided=undecided, discretions=discretions)
    why = "It could not fairly be expected earlier, and it can still be considered effectively and fairly."
    return Said((Reason(Row.WHEN, f"{sentence} {why}", source, route),), discretions=discretions)


_WHY_TOO_LATE = {
    (True, False): "It could reasonably have been made within the year.",
    (False, True): "After this time it cannot be considered effectively and fairly any more.",
    (True, True): (
        "It could reasonably have been made within the year, and after this time it cannot be considered effectively"
        " and fairly any more."
    ),
}


def _already(asked: Asked, route: Route | None) -> Said:
    """What has been through every stage is not opened again; what was answered once goes on to stage 2."""
    if route not in PROCEDURES:
        return Said()
    if asked.already is Already.EXHAUSTED:
        sentence = "The same matter has been through every stage of the procedure, so it is not opened again."
        reason = Reason(Row.ALREADY, sentence, PRACTICE, Route.NOT_ACCEPTED)
        return Said((reason,), route=Route.NOT_ACCEPTED, instead="You can ask the Ombudsman to look at it.")
    if route is not Route.STATUTORY:
        return Said()
    if asked.already in _ANSWERED_BEFORE:
        return _answered(asked.already)
    if asked.skip_agreed_on is not None:
        sentence = (
            f"On {long_date(asked.skip_agreed_on)} it was agreed to leave out stage 1 and to investigate at once."
        )
        reason = Reason(Row.ALREADY, sentence, UNSOURCED, Route.STATUTORY_STAGE_2)
        return Said((reason,), route=Route.STATUTORY_STAGE_2)
    return Said()


def _answered(already: Already) -> Said:
    reason = Reason(Row.ALREADY, _ANSWERED_BEFORE[already], UNSOURCED, Route.STATUTORY_STAGE_2)
    ask = "Ask what is new: what nobody has answered yet is a new complaint and begins at stage 1."
    return Said((reason,), route=Route.STATUTORY_STAGE_2, open=(ask,), offered=True)


_ANSWERED_BEFORE = {
    Already.ANSWERED: (
        "It was answered at stage 1 and never went further. Asking for stage 2 has no time limit, and no reason is"
        " wanted for asking late."
    ),
    Already.ANSWERED_CORPORATE: (
        "It was answered in substance under the council’s own procedure, so stage 2 is offered directly."
    ),
}


def _proceedings(asked: Asked, route: Route | None) -> Said:
    """The council may put it aside where it would prejudice other proceedings (regulation 8): it need not."""
    if route not in PROCEDURES or asked.proceedings in (None, Proceedings.NONE):
        return Said()
    sentence = (
        "Other proceedings are under way. They close nothing: the council may put aside what would prejudice them, and"
        " the rest goes on."
    )
    beside = {
        True: (
            "After triage, put aside what would prejudice the proceedings: in writing, with the reason and the right to"
            " bring it again within a year of their end.",
        ),
        None: ("Ask whoever conducts the proceedings whether the complaint would prejudice them.",),
        False: (),
    }[asked.would_prejudice]
    reason = Reason(Row.PROCEEDINGS, sentence, PROCEEDINGS_RULE)
    return Said((reason,), discretions=(Discretion.PROCEEDINGS,), beside=beside)


def _ombudsman(asked: Asked, route: Route | None) -> Said:
    """What the Ombudsman has is left to the Ombudsman first. No clock stops for it."""
    if route not in PROCEDURES or not asked.with_ombudsman:
        return Said()
    sentence = (
        "The Ombudsman has it already: leave the route open until the Ombudsman decides, unless they agree that the"
        " council goes first. No clock stops."
    )
    beside = ("Record in writing what is agreed with the Ombudsman, and tell the complainant.",)
    return Said((Reason(Row.OMBUDSMAN, sentence, UNSOURCED),), holds=True, beside=beside)


def _others(asked: Asked, route: Route | None) -> Said:
    """Somebody else has a part in it: each answers their own, with consent, in one reply if that can be."""
    if route not in PROCEDURES or asked.other_body in (None, OtherBody.NONE):
        return Said()
    if asked.other_body is OtherBody.PROVIDER:
        sentence = "The council answers for a service that it has somebody else provide."
        ofsted = ("A child in care can also go to Ofsted.",) if asked.who is Who.CHILD_IN_CARE else ()
        return Said((Reason(Row.OTHERS, sentence, PRACTICE),), beside=ofsted)
    sentence = (
        "Another body answers a part of it: agree who leads, and send one reply if you can. Each keeps its own limit."
    )
    consent = "Ask whether it may be shared with the other body."
    return Said((Reason(Row.OTHERS, sentence, UNSOURCED),), consent=consent)


ROWS: tuple[Callable[[Asked, Route | None], Said], ...] = (
    *(_safeguarding, _nature, _who, _speaking, _what, _when, _already, _proceedings, _ombudsman, _others),
)
"""Each row is told what was asked and the route so far."""
