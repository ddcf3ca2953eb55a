"""What the demo's people do with a representation, one function for each act: the words are those that were told."""

from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, EventKind, ExtensionGround, Role
from engine.db.tables import case_event, case_file
from engine.flows import receive, tasks, timing, withdrawal
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from heard.demo.desk import Desk
from heard.demo.people import COLLEAGUES
from heard.demo.told import Told

Deed = Callable[[Desk, Told], None]
Step = tuple[int, Deed]
"""Working days after receipt, and what was done."""

CLOCK = "stage_1_response"
MAIL = "letters.invalid"
STREETS = (
    "Orchard Lane",
    "Tannery Row",
    "St Bride's Terrace",
    "Priory Close",
    "Mill Bank",
    "Heron Way",
    "Castle Drive",
)
TOWNS = ("Fernbury FB1", "Fernbury FB2", "Much Bracken FB4", "Adderleigh FB6", "Stoke Fern FB7")
FOR_A_CHILD = "The young person has a right to complain, about help that the council gives under the Children Act 1989."
FOR_A_FAMILY = (
    "Somebody with a sufficient interest in the child, about help given under Part 3 of the Children Act 1989."
)


def log(desk: Desk, told: Told) -> None:
    """Somebody writes down what was said, word for word."""
    received = Received(
        kind=told.kind,
        received_on=desk.received_on(told),
        channel=told.channel,
        service_id=desk.services[told.service],
        complainant_name=told.who,
        words=told.words,
        reply_by=told.reply_by,
        is_child=told.is_child,
        child_name=told.child_name,
        contact_warning=told.warning,
        desired_outcome=told.wants or None,
        **_contact(told),
    )
    desk.references[told.key] = receive.receive(desk.office, desk.actor(told.logged_by or told.officer), received)


def claim_triage(desk: Desk, told: Told) -> None:
    """An officer takes it from the team's list, and has not got further."""
    tasks.claim(desk.office, desk.actor(told.officer), desk.open_task(told, "triage"))


def accept(desk: Desk, told: Told) -> None:
    """Triage: it is a statutory complaint; these are its heads, this manager answers, the acknowledgement goes."""
    heads = [{"number": n, "text": h.text, "desired_outcome": h.wants} for n, h in enumerate(told.heads, start=1)]
    manager = desk.actor(told.manager)
    facts: dict[str, Any] = {"heads": heads, "answering_manager": manager.name, **desk.stage_1_limits(told)}
    typed = {
        "route": "statutory",
        "route_reason": told.decision or (FOR_A_CHILD if told.is_child else FOR_A_FAMILY),
        "allocated_manager": str(manager.person_id),
        "letter_body": desk.letter(told, "acknowledgement", told.officer, **facts),
        **about(desk, told),
    }
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"head-{number}-text": head.text, f"head-{number}-outcome": head.wants}
    desk.complete(told, "triage", told.officer, typed)


def resolve_at_once(desk: Desk, told: Told) -> None:
    """Triage: a call put it right by the next working day, and the person is content."""
    today = desk.office.today().isoformat()
    typed = {"route": "resolved", "resolved_on": today, "route_reason": told.decision, **about(desk, told)}
    desk.complete(told, "triage", told.officer, typed)


def decline(desk: Desk, told: Told) -> None:
    """Triage: it belongs somewhere else, and the letter says where."""
    body = desk.letter(told, "not_accepted", told.officer, route_reason=told.decision)
    typed = {"route": "not_accepted", "route_reason": told.decision, "letter_body": body, **about(desk, told)}
    desk.complete(told, "triage", told.officer, typed)


def respond(desk: Desk, told: Told) -> None:
    """The manager has spoken with the person and writes what was found."""
    heads = [
        {"number": n, "text": h.text, "desired_outcome": h.wants, "finding": h.finding.value, "reason": h.because}
        for n, h in enumerate(told.heads, start=1)
    ]
    remedies = [{"kind": remedy.value, "note": told.remedy_note} for remedy in told.remedies]
    body = desk.letter(told, "stage_1_response", told.manager, heads=heads, remedies=remedies)
    spoken_on = min(desk.on(told, 3), desk.office.today())
    typed = {"contacted_on": spoken_on.isoformat(), "remedy_note": told.remedy_note, "letter_body": body}
    typed |= {f"remedy-{remedy.value}": "yes" for remedy in told.remedies}
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"finding-{number}": head.finding.value, f"reason-{number}": head.because}
    desk.complete(told, "respond", told.manager, typed)


def claim_sign_off(desk: Desk, told: Told) -> None:
    """The head of service has taken it home to read."""
    tasks.claim(desk.office, desk.actor(head_of(told)), desk.open_task(told, "sign_off"))


def agree(desk: Desk, told: Told) -> None:
    """The head of service agrees the answer."""
    desk.complete(told, "sign_off", head_of(told), {"signed_off": "agree"})


def ask_for_change(desk: Desk, told: Told) -> None:
    """The head of service sends the answer back."""
    desk.complete(told, "sign_off", head_of(told), {"signed_off": "send_back", "what_to_change": told.change})


def give_to_assistant_director(desk: Desk, told: Told) -> None:
    """The complaint is about the head of service: somebody above them signs off."""
    above = desk.people["bernadette"]
    tasks.assign(desk.office, desk.actor(told.officer), desk.open_task(told, "sign_off"), above)


def claim_check(desk: Desk, told: Told) -> None:
    """An officer takes the answer to check it."""
    tasks.claim(desk.office, desk.actor(told.officer), desk.open_task(told, "check_and_send"))


def return_from_check(desk: Desk, told: Told) -> None:
    """The officer sends the answer back before anybody outside has seen it."""
    typed = {"checked": "send_back", "what_to_change": told.change}
    desk.complete(told, "check_and_send", told.officer, typed)


def send(desk: Desk, told: Told) -> None:
    """The officer sends the answer the way that the person asked for."""
    body = desk.letter(told, "stage_1_response", told.officer)
    typed = {"checked": "send", "sent_by": by_what(told), "letter_body": body}
    desk.complete(told, "check_and_send", told.officer, typed)


def close_out(desk: Desk, told: Told) -> None:
    """The manager says what will be done differently."""
    shared = "yes" if told.drawn(4, "shared") else "no"
    desk.complete(told, "close_out", told.manager, {"improvements": told.improvements, "learning_shared": shared})


def extend(desk: Desk, told: Told) -> None:
    """More time, with the letter that says so."""
    until_on = desk.on(told, told.until).isoformat()
    extension = {"until_on": until_on, "ground": ExtensionGround.COMPLEXITY.value, "reason": told.why}
    body = desk.letter(told, timing.EXTENSION_LETTERS["stage_1_response"], told.officer, extended=extension)
    timing.extend(*at(desk, told), CLOCK, {**extension, "letter_body": body})


def suspend(desk: Desk, told: Told) -> None:
    """The clock waits until an advocate is found."""
    timing.suspend(*at(desk, told), CLOCK, {"ground": ExtensionGround.ADVOCATE_NEEDED.value, "reason": told.why})


def resume(desk: Desk, told: Told) -> None:
    """The advocate is there: the clock runs again."""
    timing.resume(*at(desk, told), CLOCK, {"reason": f"{told.advocate} of Fernshire Young Voices has taken it on."})


def correct_receipt(desk: Desk, told: Told) -> None:
    """It came in a day earlier than the log says."""
    e, f = case_event.c, case_file.c
    query = select(e.id).join(case_file, f.id == e.case_id)
    wrong = (f.reference == desk.references[told.key]) & (e.kind == EventKind.RECEIVED.value)
    with desk.office.database.reading() as connection:
        event_id = connection.execute(query.where(wrong)).scalar_one()
    timing.correct(*at(desk, told), event_id, {"occurred_on": desk.on(told, -1).isoformat(), "reason": told.why})


def say_sorry(desk: Desk, told: Told) -> None:
    """The limit was missed: why, and when the answer comes now."""
    expected_on = desk.on(told, told.expected_after).isoformat()
    missed = {"ground": told.delay, "until_on": expected_on}
    body = desk.letter(told, "overrun", told.officer, overrun=missed)
    typed = {"cause": told.delay, "cause_note": told.delay_note, "expected_on": expected_on, "letter_body": body}
    desk.complete(told, "record_overrun", told.officer, typed)


def withdraw(desk: Desk, told: Told) -> None:
    """The person does not want to go on."""
    today = desk.office.today().isoformat()
    body = desk.letter(told, withdrawal.LETTER, told.officer, withdrawn={"occurred_on": today})
    typed = {"withdrawn_on": today, "reason": told.why, "letter_body": body}
    withdrawal.withdraw(*at(desk, told), typed)


def by_what(told: Told) -> str:
    """How letters go to this person."""
    return told.reply_by.value if told.reply_by is not None else ReplyBy.EMAIL.value


def head_of(told: Told) -> str:
    """The first name of the head of the service."""
    of = (c.key for c in COLLEAGUES if c.role is Role.HEAD_OF_SERVICE and c.service == told.service)
    return next(of)


def at(desk: Desk, told: Told) -> tuple[Office, Actor, str]:
    """Who acts on which case, as the flows ask for it."""
    return desk.office, desk.actor(told.officer), desk.references[told.key]


def about(desk: Desk, told: Told) -> dict[str, str]:
    """What every triage says, whichever way it goes."""
    typed = {"safeguarding": "yes" if told.safeguarding else "no", "advocate_name": told.advocate}
    if told.is_child:
        typed |= {"advocate_offered": "yes", "advocate_offered_on": desk.office.today().isoformat()}
    return typed | {f"complained_about_{n}": str(desk.people[name]) for n, name in enumerate(told.about, start=1)}


def _contact(told: Told) -> dict[str, Any]:
    """How to reach the person: invented, and nowhere to be reached."""
    street, town = STREETS[told.drawn(len(STREETS), "street")], TOWNS[told.drawn(len(TOWNS), "town")]
    ends = "ABDEFGHJLN"
    postcode = f"{1 + told.drawn(9, 'n')}{ends[told.drawn(10, 'a')]}{ends[told.drawn(10, 'b')]}"
    address = f"{1 + told.drawn(88, 'house')} {street}\n{town} {postcode}"
    email = f"{_plain_letters(told.who)}@{MAIL}"
    by_post = told.reply_by is ReplyBy.POST
    return {
        "complainant_address": address if by_post or not told.is_child else None,
        "complainant_email": None if by_post and told.channel is Channel.LETTER else email,
        "complainant_phone": f"01632 960{120 + told.drawn(700, 'telephone')}",
    }


def _plain_letters(name: str) -> str:
    """The name as the left half of an email address: Siân Prosser becomes sian.prosser."""
    apart = normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return ".".join(apart.replace("-", "").split())
