"""The command `heard`: run it, migrate it, set it up, load the demo, look at it."""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from waitress import serve

from engine.dispatch.embedded import EmbeddedDispatcher
from engine.errors import HeardError
from engine.office import Office
from engine.procedures import layout
from engine.queries import council
from heard import bootstrap, cli_backup, cli_council, cli_doctor, cli_verify, dates, demo, documents, installation, logs
from heard.bootstrap import House
from heard.installation import Arrived
from heard.settings import Settings
from web.uploads import MOST_RECEIVED

SERVING: Mapping[str, Any] = {"threads": 8, "ident": "heard", "max_request_body_size": MOST_RECEIVED}
"""How the pages are served."""


class CannotListen(HeardError):
    """Nothing can be served at {host}:{port}: {why}. Choose another port with HEARD_PORT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status. Errors of ours are told in their own words, without a traceback."""
    parsed = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = parsed.command
        return command(parsed)
    except HeardError as error:
        print(f"heard: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="heard", description="Casework for complaints, compliments and comments.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "run", _run, "serve the pages; where there is no database yet, with the demo council")
    _command(commands, "migrate", _migrate, "make or update the tables; bring in the calendar and new diagrams")
    _command(commands, "demo", _demo, "load the demo council into an empty database")
    cli_council.offer(partial(_command, commands))
    _command(commands, "sweep", _sweep, "do everything that is due, once")
    _command(commands, "verify", cli_verify.verify, "look whether the history of every case is as it was written")
    _command(
        commands, "reindex", cli_verify.reindex, "make the words by which cases are found anew, where they have to be"
    )
    cli_doctor.offer(partial(_command, commands))
    cli_backup.offer(partial(_command, commands))
    shown = _command(commands, "dates", dates.show, "what each time limit of the shipped diagrams comes to")
    dates.offer(shown)
    drawn = _command(commands, "layout", _layout, "draw a diagram anew: the file is written over")
    drawn.add_argument("file", type=Path)
    written = _command(commands, "docs", _docs, "write what docs/ says of the procedures anew from the diagrams")
    written.add_argument("folder", type=Path, nargs="?", default=documents.ROOT / "docs")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text)
    made.set_defaults(command=command)
    return made


def _house() -> House:
    return bootstrap.build(Settings.from_env(os.environ))


def prepare(office: Office) -> Arrived:
    """Tables, calendar and diagrams as this release ships them; returns what was added."""
    return installation.prepare(office, demo.DRAFTS if bootstrap.is_demo(office.database) else frozenset())


def _migrate(_: argparse.Namespace) -> int:
    house = _house()
    for sentence in installation.in_words(prepare(house.office)):
        print(sentence)
    print("The database is up to date.")
    house.close()
    return 0


def _demo(_: argparse.Namespace) -> int:
    settings = Settings.from_env(os.environ)
    demo.load(settings, _say)
    return 0


def _sweep(_: argparse.Namespace) -> int:
    logs.configure()
    house = _house()
    print(f"{house.sweep()} jobs run")
    house.close()
    return 0


def _run(_: argparse.Namespace) -> int:
    logs.configure()
    settings = Settings.from_env(os.environ)
    with _listening(settings) as door:
        house = _ready(settings)
        if isinstance(house.dispatcher, EmbeddedDispatcher):
            house.dispatcher.start(house.sweep)
        _say(_greeting(house))
        serve(house.web(), sockets=[door], **SERVING)
        house.close()
    return 0


def _ready(settings: Settings) -> House:
    """The house with tables and diagrams up to date. Where nothing was there before, it is the demo council's."""
    if demo.is_called_for(settings):
        demo.load(settings, _say)
    house = bootstrap.build(settings)
    prepare(house.office)
    return house


def _greeting(house: House) -> str:
    if bootstrap.is_demo(house.office.database):
        return demo.welcome(house.settings)
    at_home = f"Heard is at {house.settings.base_url}"
    if council.has_people(house.office):
        return at_home
    return f"{at_home}\nNobody can sign in yet: add people with `heard add-person`, or look at `heard demo` first."


def _listening(settings: Settings) -> socket.socket:
    """The door opened before anything else is promised: it may be taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else "it cannot be used"
        raise CannotListen(host=settings.host, port=settings.port, why=why) from error


def _say(text: str) -> None:
    """At once, even where the output is piped: loading takes a while."""
    print(text, flush=True)


def _layout(parsed: argparse.Namespace) -> int:
    parsed.file.write_bytes(layout.layout(parsed.file.read_bytes()))
    return 0


def _docs(parsed: argparse.Namespace) -> int:
    _say(f"{documents.write(parsed.folder)} pages written to {parsed.folder}")
    return 0
