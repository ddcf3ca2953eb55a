"""The commands `heard backup`, `heard restore` and `heard after-restore`."""

import argparse
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from engine.casework.dates import how_many
from engine.errors import HeardError
from engine.office import LONDON
from heard import backup, cli_verify
from heard.settings import Settings

Offer = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


class NoMoment(HeardError):
    """“{text}” is not a moment: write it like 2026-10-05T13:30, in the council's time."""


def offer(command: Offer) -> None:
    """The three commands."""
    made = command("backup", _backup, "back up the database into a new folder; Heard may go on meanwhile")
    made.add_argument("folder", type=Path, help="where the new folder is made: on another disk")
    back = command("restore", _restore, "bring a backup back; Heard is stopped meanwhile")
    back.add_argument("folder", type=Path, help="the folder that `heard backup` made")
    after = command("after-restore", _after, "say that PostgreSQL's own tools have brought this database back")
    after.add_argument("moment", help="to which moment, such as 2026-10-05T13:30")


def _backup(parsed: argparse.Namespace) -> int:
    made = backup.back_up(Settings.from_env(os.environ), parsed.folder)
    print(f"Backed up into {made}. Keep it away from this machine, and encrypted: it holds everything.")
    return 0


def _restore(parsed: argparse.Namespace) -> int:
    restored = backup.restore(Settings.from_env(os.environ), parsed.folder)
    counts = restored.manifest.counts
    print(f"Brought back as it was at {restored.manifest.taken_at}: {how_many(counts['case_file'], 'case')}.")
    if restored.before is not None:
        print(f"What was there before is kept as {restored.before}.")
    _say_letters(restored.uncertain)
    return cli_verify.verify(parsed)


def _after(parsed: argparse.Namespace) -> int:
    try:
        moment = datetime.fromisoformat(parsed.moment)
    except ValueError as error:
        raise NoMoment(text=parsed.moment) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    _say_letters(backup.after_restore(Settings.from_env(os.environ), moment.astimezone(UTC)))
    return 0


def _say_letters(count: int) -> None:
    if count:
        said = "was on its way and waits" if count == 1 else "were on their way and wait"
        print(f"{how_many(count, 'letter')} {said}: a complaints officer says at /running/uncertain what has gone.")
    else:
        print("No letter was on its way.")
