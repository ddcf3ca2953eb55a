"""`heard dates`: what the limits of the shipped diagrams come to for a day of receipt. Needs no database."""

import argparse
import sys
from datetime import date
from pathlib import Path

from engine.casework import bank_holidays
from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import DatedEvent, read_clock, write_clock
from engine.casework.dates import long_date
from engine.casework.vocabulary import EventKind
from engine.procedures import reader
from engine.procedures.definition import Procedure

BPMN = Path(__file__).resolve().parent.parent / "bpmn"


def show(parsed: argparse.Namespace) -> int:
    """Print every clock that starts with the receipt, of the version of each procedure in effect on that day."""
    sys.stdout.write(table(parsed.received) + "\n")
    return 0


def table(received: date) -> str:
    """The same as text."""
    calendar = WorkingCalendar(bank_holidays.england())
    lines = [f"Received on {long_date(received)}"]
    for folder in sorted(path for path in BPMN.iterdir() if path.is_dir()):
        version = _in_effect(folder, received)
        lines += ["", version.name, *_clocks(version, received, calendar)]
    return "\n".join(lines)


def _in_effect(folder: Path, on: date) -> Procedure:
    files = sorted(folder.glob("*.bpmn"))
    past = [f for f in files if date.fromisoformat(f.stem) <= on]
    return reader.read((past[-1] if past else files[0]).read_bytes())


def _clocks(procedure: Procedure, received: date, calendar: WorkingCalendar) -> list[str]:
    lines = []
    events = (DatedEvent(EventKind.RECEIVED.value, received),)
    for rule in procedure.clocks.values():
        reading = read_clock(rule, events, calendar, received)
        if reading.due_on is None:
            continue
        furthest = f"; extended, at most {long_date(reading.maximum_on)}" if reading.maximum_on else ""
        lines.append(f"  {rule.name.replace('_', ' ')}: {long_date(reading.due_on)}{furthest}")
        lines.append(f"    ({write_clock(rule)})")
    return lines
