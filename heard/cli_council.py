"""The commands that set up a council: services, teams and people, its settings, and a procedure that changes.

Whoever may run them holds the machine and its database, so nobody is asked to sign in; only a procedure is published
in somebody's name.
"""

import argparse
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

from engine.casework.policy import Actor
from engine.casework.vocabulary import Role
from engine.db import schema
from engine.errors import HeardError
from engine.flows import accounts, council, deployments, people
from engine.flows.people import Newcomer
from engine.office import Office
from engine.queries import who
from heard import bootstrap, cli_jobs, cli_late, cli_leaver
from heard.settings import Settings

Command = Callable[[argparse.Namespace], int]


class NotMigrated(HeardError):
    """The database has not the tables of this release yet. Run `heard migrate` first."""


class FileRefused(HeardError):
    """The file {path} cannot be read: {why}."""


class NotInPairs(HeardError):
    """{last!r} stands alone: give pairs of {of}."""


class NoDay(HeardError):
    """{text!r} is not a day: write it like 2026-12-17."""


class Offer(Protocol):
    """Makes a command known under its name."""

    def __call__(self, name: str, command: Command, text: str) -> argparse.ArgumentParser:
        """Return what reads its arguments."""


def offer(make: Offer) -> None:
    """Make every command of this module known."""
    service = make("add-service", _add_service, "add a service that a representation can be about")
    service.add_argument("name", metavar="NAME")
    team = make("add-team", _add_team, "add a team to a service")
    team.add_argument("name", metavar="NAME")
    team.add_argument("--service", required=True)
    _offer_people(make)
    setting = make("set", _set, "give a setting of the council a value; an empty one takes it away")
    setting.add_argument("name", metavar="NAME", help=", ".join(council.NAMES))
    setting.add_argument("value", metavar="VALUE")
    _offer_publishing(make)
    cli_late.offer(make("late", cli_late.command(_office), "say what was late after an outage, timer by timer"))
    cli_jobs.offer(make("jobs", cli_jobs.command(_office), "say what work is due and what is stuck; try it again"))


def _offer_publishing(make: Offer) -> None:
    deploy = make("deploy", _deploy, "publish diagrams, each as the version that takes effect on a day; all or none")
    deploy.add_argument("pairs", metavar="FILE DAY", nargs="+", help="the day it takes effect, as 2026-12-17")
    publish = make("publish", _publish, "publish drafts that an upgrade brought; all or none")
    publish.add_argument("pairs", metavar="KEY VERSION", nargs="+", help="as `heard migrate` names them")
    for command in (deploy, publish):
        command.add_argument("--as", dest="publisher", metavar="EMAIL", required=True, help="a process owner's address")


def _offer_people(make: Offer) -> None:
    person = make("add-person", _add_person, "add somebody who signs in; the password is made up and printed once")
    person.add_argument("name", metavar="NAME")
    person.add_argument("email", metavar="EMAIL")
    roles = [role.value for role in Role]
    person.add_argument("--role", action="append", default=[], choices=roles, help="may be given more than once")
    person.add_argument("--service", help="what the roles are held for; without it, the whole council")
    person.add_argument("--team")
    person.add_argument("--manager", metavar="EMAIL", help="the line manager's address")
    leaver = make("leaver", cli_leaver.command(_office), "somebody has left: move their work and close the account")
    leaver.add_argument("email", metavar="EMAIL")
    leaver.add_argument("--to", metavar="EMAIL", help="who takes over what they have in hand")
    password = make("new-password", _new_password, "make up a new password for somebody and print it once")
    password.add_argument("email", metavar="EMAIL")


@contextmanager
def _office() -> Iterator[Office]:
    with closing(bootstrap.build(Settings.from_env(os.environ))) as house:
        if not schema.is_current(house.office.database):
            raise NotMigrated()
        yield house.office


def _add_service(parsed: argparse.Namespace) -> int:
    with _office() as office:
        people.add_service(office, parsed.name)
    print(f"Added the service {parsed.name}.")
    return 0


def _add_team(parsed: argparse.Namespace) -> int:
    with _office() as office:
        people.add_team(office, parsed.name, parsed.service)
    print(f"Added the team {parsed.name}.")
    return 0


def _add_person(parsed: argparse.Namespace) -> int:
    password = secrets.token_urlsafe(12)
    roles = [Role(role) for role in parsed.role]
    newcomer = Newcomer(parsed.name, parsed.email, roles, parsed.service, parsed.team, parsed.manager)
    with _office() as office:
        people.add(office, newcomer, accounts.hashed(password))
    print(f"Added {parsed.name}, who signs in as {parsed.email} with the password {password}")
    print("It is shown this once.")
    return 0


def _new_password(parsed: argparse.Namespace) -> int:
    password = secrets.token_urlsafe(12)
    with _office() as office:
        accounts.set_password(office, people.find(office, parsed.email), password)
    print(f"The new password of {parsed.email} is {password}")
    print("It is shown this once.")
    return 0


def _set(parsed: argparse.Namespace) -> int:
    with _office() as office:
        council.change(office, parsed.name, parsed.value)
    print(f"{parsed.name} is set.")
    return 0


def _deploy(parsed: argparse.Namespace) -> int:
    dated = [(Path(file), _day(day)) for file, day in _pairs(parsed.pairs, "FILE DAY")]
    diagrams = [(_bytes(file), day) for file, day in dated]
    with _office() as office:
        deployments.deploy_together(office, _publisher(office, parsed.publisher), diagrams)
    for file, day in dated:
        print(f"Published {file.name}: it takes effect on {day.isoformat()}.")
    return 0


def _publish(parsed: argparse.Namespace) -> int:
    chosen = _pairs(parsed.pairs, "KEY VERSION")
    with _office() as office:
        deployments.publish(office, _publisher(office, parsed.publisher), chosen)
    for key, version in chosen:
        print(f"Published {key} {version}: new cases follow it from its day on.")
    return 0


def _pairs(words: Sequence[str], of: str) -> list[tuple[str, str]]:
    if len(words) % 2:
        raise NotInPairs(of=of, last=words[-1])
    return list(zip(words[::2], words[1::2], strict=True))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoDay(text=text) from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileRefused(path=file, why=os.strerror(error.errno or 0)) from error


def _publisher(office: Office, email: str) -> Actor:
    found = who.actor(office, people.find(office, email))
    assert found is not None, "whoever is found works here"
    return found
