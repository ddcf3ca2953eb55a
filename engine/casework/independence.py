"""Who may judge a complaint: for each part in a case what bars somebody, and what speaks against them, and why.

Independence is decided part by part: the manager who answers at stage 1 usually runs the service, and nobody who looks
again at that answer may. A bar cannot be lifted. A warning is good practice: a reason, kept with the case, lifts it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.casework.dates import long_date
from engine.casework.policy import in_words
from engine.casework.ties import Check as Check
from engine.casework.ties import Ties as Ties
from engine.casework.vocabulary import Relation

ON_THE_PANEL = frozenset({Relation.PANEL_CHAIR, Relation.PANEL_MEMBER})
FROM_OUTSIDE = ON_THE_PANEL | {Relation.INDEPENDENT_PERSON}
"""Parts that only people outside the council can have (regulations 17(2) and 19(3))."""
ON_THE_REGISTER = FROM_OUTSIDE | {Relation.INVESTIGATING_OFFICER}
"""Parts for which a register of people is kept."""


@dataclass(frozen=True)
class Verdict:
    """Whether somebody can be given a part in a case."""

    name: str
    barred_because: tuple[str, ...] = ()
    """Whole sentences; none of them can be lifted."""
    warnings: tuple[str, ...] = ()
    """Whole sentences; a reason that is kept with the case lifts them."""

    @property
    def is_barred(self) -> bool:
        """Whether they cannot be given it at all."""
        return bool(self.barred_because)


Ground = Callable[[Ties], Iterator[str]]


def verdict(ties: Ties, relation: Relation) -> Verdict:
    """What speaks against giving somebody this part in the case, in the order of its weight.

    A relation that judges nothing (logged by, complained about) has neither bars nor warnings.
    """
    return Verdict(
        ties.name,
        tuple(sentence for ground in BARS.get(relation, ()) for sentence in ground(ties)),
        (
            *(sentence for ground in WARNINGS.get(relation, ()) for sentence in ground(ties)),
            *_check_of(ties, relation),
        ),
    )


def clashes(chosen: Mapping[str, int | None]) -> dict[str, str]:
    """Questions to which somebody was chosen who is chosen above already: one person has one part only.

    `chosen` is who was chosen by question, in the order of the page; returns the sentence for each such question.
    """
    taken: set[int] = set()
    found: dict[str, str] = {}
    for name, person_id in chosen.items():
        if person_id is not None and person_id in taken:
            found[name] = "This person is chosen above already; select somebody else"
        elif person_id is not None:
            taken.add(person_id)
    return found


def _complained_about(ties: Ties) -> Iterator[str]:
    if Relation.COMPLAINED_ABOUT in ties.relations:
        yield f"The complaint is about {ties.name}, and nobody judges a complaint about themselves."


def _has_an_interest(ties: Ties) -> Iterator[str]:
    for what in ties.interests:
        yield f"{ties.name} has declared an interest: {what.rstrip('.')}."


def _in_line_of_person(ties: Ties) -> Iterator[str]:
    for about in ties.line_of_person:
        yield (
            f"{ties.name} is or was in the direct line of {about}, who is complained about; whoever investigates stands"
            " outside it (the council’s procedure for stage 2)."
        )


def _in_line_of_service(ties: Ties) -> Iterator[str]:
    if ties.line_of_service is not None:
        yield (
            f"{ties.name} is or was in the line of {ties.line_of_service}, the service complained of; whoever"
            " investigates stands outside it (the council’s procedure for stage 2)."
        )


def _answered_stage_1(ties: Ties) -> Iterator[str]:
    if ties.answered_stage_1:
        yield f"{ties.name} answers or answered this complaint at stage 1, and nobody looks again at their own answer."


def _signed_off_stage_1(ties: Ties) -> Iterator[str]:
    if ties.signed_off_stage_1:
        yield f"{ties.name} agreed the answer at stage 1, and nobody looks again at what they decided."


def _in_line_of_responder(ties: Ties) -> Iterator[str]:
    for responder in ties.line_of_responder:
        yield (
            f"{ties.name} is or was in the direct line of {responder}, who answered at stage 1; the review is made by"
            " somebody outside it (the council’s corporate procedure)."
        )


def _investigates(ties: Ties) -> Iterator[str]:
    if _has_been(ties, Relation.INVESTIGATING_OFFICER):
        yield f"{ties.name} is or was the investigating officer of this complaint, whose work is looked at here."


def _is_independent_person(ties: Ties) -> Iterator[str]:
    if _has_been(ties, Relation.INDEPENDENT_PERSON):
        yield f"{ties.name} is or was the independent person of this complaint, who watches over the investigation."


def _sat_beside_stage_2(ties: Ties) -> Iterator[str]:
    if _has_been(ties, Relation.INDEPENDENT_PERSON):
        yield f"{ties.name} was the independent person at stage 2 and cannot sit on the panel (regulation 19(3))."


def _had_a_part(ties: Ties) -> Iterator[str]:
    parts = (ties.relations | ties.past) - ON_THE_PANEL - {Relation.INDEPENDENT_PERSON, Relation.COMPLAINED_ABOUT}
    if parts:
        named = " and ".join(in_words(part) for part in sorted(parts))
        yield f"{ties.name} has had a part in this complaint before ({named}); a panel looks at it with fresh eyes."


def _in_council(ties: Ties) -> Iterator[str]:
    if ties.is_in_council:
        yield f"{ties.name} is an officer or member of the council (regulations 17(2) and 19(3))."


def _partner_in_council(ties: Ties) -> Iterator[str]:
    if ties.partner_in_council:
        yield (
            f"{ties.name} is married to, or the civil partner of, an officer or member of the council"
            " (regulations 17(2) and 19(3))."
        )


def _left_lately(ties: Ties) -> Iterator[str]:
    if ties.left_council_on is not None and ties.left_lately and not ties.is_in_council:
        yield (
            f"{ties.name} was an officer or member of the council until {long_date(ties.left_council_on)}, less than"
            " three years ago (good practice for panels)."
        )


def _hears_complaints(ties: Ties) -> Iterator[str]:
    if ties.is_complaints_officer:
        yield (
            f"{ties.name} is a complaints officer, who sees to the procedure and never investigates or adjudicates"
            " (regulation 10)."
        )


def _not_registered(relation: Relation) -> Ground:
    def _ground(ties: Ties) -> Iterator[str]:
        if ties.is_external and relation not in ties.register:
            yield f"{ties.name} is from outside the council and not on the register for this: {in_words(relation)}."

    return _ground


def _adjudicates(ties: Ties) -> Iterator[str]:
    if _has_been(ties, Relation.ADJUDICATING_OFFICER):
        yield f"{ties.name} is or was the adjudicating officer of this complaint, who answers what is found."


def _check_of(ties: Ties, relation: Relation) -> Iterator[str]:
    """What the register says of their check. Only of those who stand on it: the council keeps its own staff's."""
    check = ties.register.get(relation)
    if check is None:
        return
    if check.expires_on is None:
        yield f"The register has no check for {ties.name}."
    elif check.expires_on < ties.today:
        yield f"The check of {ties.name} expired on {long_date(check.expires_on)}."


def _has_been(ties: Ties, relation: Relation) -> bool:
    return relation in ties.relations or relation in ties.past


_ALWAYS: tuple[Ground, ...] = (_complained_about, _has_an_interest)
_PANEL: tuple[Ground, ...] = (*_ALWAYS, _in_council, _partner_in_council, _sat_beside_stage_2, _had_a_part)

BARS: Mapping[Relation, tuple[Ground, ...]] = {
    Relation.ALLOCATED_MANAGER: (*_ALWAYS, _not_registered(Relation.ALLOCATED_MANAGER)),
    Relation.INVESTIGATING_OFFICER: (
        *_ALWAYS,
        *(_answered_stage_1, _in_line_of_person, _in_line_of_service),
        *(_is_independent_person, _adjudicates, _hears_complaints),
        _not_registered(Relation.INVESTIGATING_OFFICER),
    ),
    Relation.INDEPENDENT_PERSON: (
        *_ALWAYS,
        *(_in_council, _partner_in_council, _investigates),
        _not_registered(Relation.INDEPENDENT_PERSON),
    ),
    Relation.ADJUDICATING_OFFICER: (
        *_ALWAYS,
        *(_investigates, _is_independent_person, _hears_complaints),
        _not_registered(Relation.ADJUDICATING_OFFICER),
    ),
    Relation.REVIEWER: (
        *_ALWAYS,
        *(_answered_stage_1, _signed_off_stage_1, _in_line_of_responder),
        _not_registered(Relation.REVIEWER),
    ),
    Relation.PANEL_CHAIR: (*_PANEL, _left_lately, _not_registered(Relation.PANEL_CHAIR)),
    Relation.PANEL_MEMBER: (*_PANEL, _not_registered(Relation.PANEL_MEMBER)),
}
"""What bars somebody from a part in a case, by part."""


def _answered_before(ties: Ties) -> Iterator[str]:
    for sentence in (*_answered_stage_1(ties), *_signed_off_stage_1(ties)):
        yield f"{sentence} That is against good practice, not against the law."


def _answers_stage_3(ties: Ties) -> Iterator[str]:
    if ties.answers_panels:
        yield (
            f"{ties.name} is a director, who would answer a panel at stage 3: whoever adjudicates cannot answer it, so"
            " somebody else at that level would have to."
        )


WARNINGS: Mapping[Relation, tuple[Ground, ...]] = {
    Relation.ADJUDICATING_OFFICER: (_answered_before, _answers_stage_3),
    Relation.INDEPENDENT_PERSON: (_left_lately,),
    Relation.PANEL_MEMBER: (_left_lately,),
}
"""What speaks against somebody, and a reason lifts, by part."""

JUDGING: Collection[Relation] = tuple(BARS)
"""The parts in a case for which independence is asked."""
