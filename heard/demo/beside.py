"""What is done beside the statutory stages: other procedures, the Ombudsman, and what is kept with a case."""

from engine.flows import actions, contact_log, ombudsman, parties, payments, worker
from heard.demo.deeds import about, at, by_what
from heard.demo.desk import Desk
from heard.demo.told import Told

REVIEWER = "alan"
"""Who looks again at a corporate complaint: in the line of none of the services that answered."""
OMBUDSMAN = "26 014 7{}"
"""The Ombudsman's references, which are invented."""


def accept_as_corporate(desk: Desk, told: Told) -> None:
    """Triage: the council's own procedure applies."""
    _accept(desk, told, "corporate")


def accept_as_adults(desk: Desk, told: Told) -> None:
    """Triage: it is about adults' social care."""
    _accept(desk, told, "adults")


def _accept(desk: Desk, told: Told, route: str) -> None:
    typed = {
        "route": route,
        "route_reason": told.decision,
        "allocated_manager": str(desk.people[told.manager]),
        **about(desk, told),
    }
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"head-{number}-text": head.text, f"head-{number}-outcome": head.wants}
    desk.finish(told, "triage", told.officer, typed)


def answer(desk: Desk, told: Told) -> None:
    """The manager answers under another procedure."""
    typed = {"contacted_on": desk.today, "remedy_note": told.remedy_note}
    typed |= {f"remedy-{remedy.value}": "yes" for remedy in told.remedies}
    for number, head in enumerate(told.heads, start=1):
        typed |= {f"finding-{number}": head.finding.value, f"reason-{number}": head.because}
    desk.finish(told, "respond", told.manager, typed)


def send_answer(desk: Desk, told: Told) -> None:
    """The officer sends it."""
    desk.finish(told, "check_and_send", told.officer, {"checked": "send", "sent_by": by_what(told)})


def name_reviewer(desk: Desk, told: Told) -> None:
    """The review is acknowledged, and somebody named who makes it."""
    desk.finish(told, "accept_review", told.officer, {"reviewer": str(desk.people[REVIEWER])})


def agree_plan(desk: Desk, told: Told) -> None:
    """How it is looked into, and by when the answer comes, is agreed with the person."""
    typed = {
        "event.plan_agreed": desk.today,
        "until.plan_agreed": desk.on(told, told.until).isoformat(),
        "how": told.why,
    }
    desk.finish(told, "agree_plan", told.officer, typed)


def share(desk: Desk, told: Told) -> None:
    """Praise is passed on to whoever earned it and to their manager, and the giver thanked."""
    typed = {f"praised_{n}": str(desk.people[name]) for n, name in enumerate(told.about, start=1)}
    typed |= {
        "copied_1": str(desk.people[told.manager]),
        "category-child_focus": "yes",
        "category-good_communication": "yes",
        "note_body": desk.letter(told, "compliment_worker", told.officer, compliment_words=told.words),
        "bulletin": "yes",
        "thanks": "yes",
    }
    desk.finish(told, "share", told.officer, typed)


def pass_comment_on(desk: Desk, told: Told) -> None:
    """The comment goes to whoever can do something about it."""
    passed = {"passed_to": desk.actor(told.manager).name, "reply_wanted": "yes"}
    desk.finish(told, "pass_on", told.officer, passed)


def ombudsman_enquires(desk: Desk, told: Told) -> None:
    """The Ombudsman asks what the council did."""
    _ombudsman(desk, told, "enquiry")


def ombudsman_decides(desk: Desk, told: Told) -> None:
    """The Ombudsman has decided, and there is something to put right."""
    _ombudsman(desk, told, "decision")


def _ombudsman(desk: Desk, told: Told, kind: str) -> None:
    typed = {
        "kind": kind,
        "their_reference": OMBUDSMAN.format(10 + told.drawn(90, "ombudsman")),
        "letter_on": desk.today,
        "answer_by": desk.on(told, told.until).isoformat(),
    }
    ombudsman.record(*at(desk, told), typed)


def note_decision(desk: Desk, told: Told) -> None:
    """What was decided is noted."""
    desk.finish(told, "record_decision", told.officer, {"decision": "upheld", "remedy": "yes", "summary": told.why})


def note_second_complainant(desk: Desk, told: Told) -> None:
    """Somebody complains together with the person."""
    typed = {"kind": "complainant", "name": "Rhona Castleton", "email": "rhona.castleton@letters.invalid"}
    parties.add(*at(desk, told), {**typed, "reply_by": "email", "party_note": "His sister; they ask for one answer."})


def tell_worker(desk: Desk, told: Told) -> None:
    """Whoever it is about is told, in words that name nobody."""
    typed = {"told": "A family says that visits were cancelled late in the summer.", "told_on": desk.today}
    worker.tell(*at(desk, told), desk.people[told.about[0]], typed)


def give_account(desk: Desk, told: Told) -> None:
    """They say how it was."""
    account = "I was covering for two colleagues. I rang each time from the car, and should have rung sooner."
    actor = desk.actor(told.about[0])
    typed = {"account": account, "support_contact": "Nell Garrity of the union"}
    worker.give_account(desk.office, actor, desk.worker_account(told), typed)


def note_first_contact(desk: Desk, told: Told) -> None:
    """A telephone call is noted."""
    _contact(desk, told, "telephone", "complainant", "Rang to say who answers and when. He prefers mornings.")


def note_visit(desk: Desk, told: Told) -> None:
    """A visit is noted."""
    _contact(desk, told, "visit", "child", "Saw the boys at their aunt’s. They miss the Thursday swimming.")


def _contact(desk: Desk, told: Told, way: str, with_whom: str, note: str) -> None:
    contact_log.add(*at(desk, told), {"happened_on": desk.today, "way": way, "with_whom": with_whom, "note": note})


def promise(desk: Desk, told: Told) -> None:
    """Two things are promised: one for the next days, one for later."""
    _promise(desk, told, "Send the family the new rota of visits.", 3)
    _promise(desk, told, "Look at all cancelled visits of the quarter and write what is learned.", 25)


def _promise(desk: Desk, told: Told, text: str, within: int) -> None:
    due_on = desk.calendar.add(desk.office.today(), within).isoformat()
    typed = {"text": text, "owner_id": str(desk.people[told.manager]), "due_on": due_on}
    actions.add(*at(desk, told), typed)


def propose_payment(desk: Desk, told: Told) -> None:
    """A payment waits for somebody to approve it."""
    purpose = "the distress of waiting, and four wasted journeys"
    payments.propose(*at(desk, told), {"sort": "goodwill", "amount": "£150", "purpose": purpose})
