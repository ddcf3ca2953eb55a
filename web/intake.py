"""Log something: what somebody told the council, word for word, in under a minute."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import long_date
from engine.casework.policy import Action
from engine.casework.vocabulary import Channel, Kind
from engine.errors import InvalidAnswers, NotFound
from engine.flows import receive
from engine.flows.receive import Received
from engine.queries import people, receipts
from web import drafts, once
from web.access import actor, office, open_to
from web.filled import Filled, day_parts, typed
from web.words import said

bp = Blueprint("intake", __name__)

QUESTIONS = (
    *("kind", "words", "desired_outcome", "received_on", "channel", "service_id"),
    *("complained_about", "praised_person", "praised"),
    *("complainant_name", "is_child", "child_name"),
    *("reply_by", "complainant_email", "complainant_address", "complainant_phone", "contact_warning"),
)
"""Every question of the form, from top to bottom."""

LONG_AGO = 365
"""Days after which a day of receipt is asked about: the year for complaining is over then as well."""
LOGGED = "logged"
"""Where the session keeps the last reference: in an address anybody could try it."""


@bp.get("/log")
@open_to(Action.LOG)
def log() -> ResponseReturnValue:
    """The form. Most of what is passed on came in today."""
    return _form("intake/log.html", drafts.reopened(Filled(suggested=day_parts("received_on", office().today()))))


@bp.post("/log")
@open_to(Action.LOG)
def keep() -> ResponseReturnValue:
    """Log it, and say what happens next."""
    return _kept("intake/log.html", typed(), {})


@bp.get("/log/compliment")
@open_to(Action.LOG)
def compliment() -> ResponseReturnValue:
    """Pass on praise: the short form, with what is known of whoever passes it on."""
    service_id = people.service_of(office(), actor().person_id)
    return _form("intake/compliment.html", drafts.reopened(Filled(suggested={"service_id": str(service_id or "")})))


@bp.post("/log/compliment")
@open_to(Action.LOG)
def keep_compliment() -> ResponseReturnValue:
    """Log a compliment that came in today, through whoever passes it on."""
    today = {"received_on": office().today().isoformat(), "channel": Channel.LOCAL_TEAM.value}
    return _kept("intake/compliment.html", typed(), {**today, "kind": Kind.COMPLIMENT.value})


@bp.get("/log/done")
@open_to(Action.LOG)
def done() -> ResponseReturnValue:
    """The reference, and what happens next: all that somebody who may not see cases gets to know."""
    reference = session.get(LOGGED)
    if reference is None:
        raise NotFound(what="confirmation")
    return render_template("intake/done.html", receipt=receipts.of(office(), actor(), reference))


def _kept(form: str, answers: dict[str, str], given: Mapping[str, str]) -> ResponseReturnValue:
    """Log what was answered on a form, with what the form settles by itself."""
    service_ids = {service.id for service in people.services(office())}
    try:
        received = receive.read_received({**answers, **given}, office().today(), service_ids, dict(_colleagues()))
        _ask_if_long_ago(received, answers)
    except InvalidAnswers as invalid:
        return _form(form, Filled(answers, _in_order(invalid.errors))), 422
    session[LOGGED] = receive.receive(office(), actor(), received, once.sign(answers))
    return redirect(url_for("intake.done"))


def _ask_if_long_ago(received: Received, answers: Mapping[str, str]) -> None:
    """A year that was mistyped makes a complaint too late, and its limits missed, before anybody has read it."""
    days = (office().today() - received.received_on).days
    if days > LONG_AGO and not answers.get("long_ago"):
        words = f"{long_date(received.received_on)} is more than a year ago. Correct it, or say that it is right"
        raise InvalidAnswers({"received_on": words})


def _in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """The errors in the order in which the page asks."""
    return {name: errors[name] for name in sorted(errors, key=QUESTIONS.index)}


def _form(template: str, filled: Filled) -> str:
    services = [(service.id, service.name) for service in people.services(office())]
    channels = sorted(((channel.value, said(channel)) for channel in Channel), key=lambda pair: pair[1])
    asks_long_ago = "more than a year ago" in filled.errors.get("received_on", "")
    facts = {"services": services, "channels": channels, "colleagues": _colleagues()}
    return render_template(template, filled=filled, asks_long_ago=asks_long_ago, **facts)


def _colleagues() -> list[tuple[int, str]]:
    """Everybody who works here, by name, with where: names alone are not always enough."""
    return [
        (each.id, f"{each.name}, {each.place}" if each.place else each.name) for each in people.colleagues(office())
    ]
