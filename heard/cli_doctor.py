"""The commands `heard doctor` and `heard alive`: what is wrong here, and whether this worker is there."""

import argparse
import os
import socket
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from engine.flows.signs_of_life import WORKER
from engine.queries import signs_of_life
from heard import bootstrap, doctor
from heard.finding import Finding
from heard.settings import BadSetting, Settings

SILENT = timedelta(minutes=3)
"""A worker signs once a minute: whoever misses three is not well."""

Offer = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def offer(command: Offer) -> None:
    """The two commands."""
    command("doctor", examine, "say what is wrong with this installation, and what to do about it")
    asked = command("alive", alive, "whether this machine's worker gives signs of life (for health checks)")
    asked.add_argument("worker", nargs="?", default=f"celery@{socket.gethostname()}", help="the worker's name")


def examine(_: argparse.Namespace) -> int:
    """Each thing that is wrong with what to do; the status is 1 where there is any."""
    try:
        found = list(doctor.examine(Settings.from_env(os.environ)))
    except BadSetting as bad:
        found = [Finding(str(bad), "Heard does not start before that is mended.")]
    for finding in found:
        print(f"{finding.cause}\n    {finding.mend}")
    print(f"{len(found)} found." if found else "Nothing is wrong.")
    return 1 if found else 0


def alive(parsed: argparse.Namespace) -> int:
    """Say when the worker was last there; the status is 1 where that is too long ago."""
    try:
        with closing(bootstrap.build(Settings.from_env(os.environ))) as house:
            at = signs_of_life.last(house.office, f"{WORKER}{parsed.worker}")
            now = house.office.clock.now()
    except SQLAlchemyError:
        print("The database does not answer.")
        return 1
    if at is None:
        print(f"{parsed.worker} has given no sign of life.")
        return 1
    print(f"{parsed.worker} was there {int((now - at).total_seconds())} seconds ago.")
    return 0 if now - at <= SILENT else 1
