"""`heard dates`: what the limits of the shipped diagrams come to. Needs no database."""

import argparse
import json
import sys
from datetime import date

from engine.casework import bank_holidays
from engine.casework.calendar import Receipt, WorkingCalendar
from engine.casework.clocks import DatedEvent, read_clock, write_clock
from engine.casework.dates import long_date
from engine.casework.vocabulary import EventKind
from engine.procedures.definition import Procedure
from heard import dates_asked, dates_told, shipped
from heard.dates_asked import CannotCount

_DESCRIPTION = """\
What each time limit of the shipped diagrams comes to. Give the day of receipt alone, or a procedure and its events:

  heard dates 2026-12-17
  heard dates --procedure statutory --event received=2014-12-16 --json
  heard dates --procedure statutory --event received=2026-03-02 --suspend 2026-03-05:2026-03-12
  heard dates --procedure corporate --profile code --event received=2026-12-18 --event acknowledged=2026-12-29
"""

_EVENTS_HELP = """\
An event is NAME=DATE; NAME is any event of a case, such as received, acknowledged, stage_1_response_received,
stage_2_requested, record_agreed, stage_2_response_received, stage_3_requested, panel_held, panel_report_received,
grounds_arose, knew_of_matter, frozen, proceedings_concluded or resubmitted.

Events that name a day are NAME=NAMED_DAY or NAME=DATE:NAMED_DAY: panel_arranged (the day the panel meets), plan_agreed
(the day the answer was promised for), ombudsman_enquired, ombudsman_draft_received and ombudsman_decided.

With --procedure corporate, `acknowledged` on or after the day of stage_2_requested counts as stage_2_acknowledged.

The version of the diagram is the one in effect on the day of receipt, or else on the earliest date given.
"""


def offer(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = _DESCRIPTION, _EVENTS_HELP
    parser.add_argument("received", nargs="?", help="the day of receipt, as 2026-12-17: every procedure's first limits")
    parser.add_argument("--procedure", metavar="NAME", help=", ".join(shipped.FOLDERS))
    parser.add_argument("--event", metavar="NAME=DATE", action="append", default=[], help="may be given several times")
    parser.add_argument(
        "--suspend",
        metavar="FROM:TO",
        action="append",
        default=[],
        help="waiting for an advocate at stage 1: the working days after FROM up to and including TO do not count",
    )
    parser.add_argument("--profile", metavar="2014|code", help="the corporate limits to count by, whatever the date")
    parser.add_argument(
        "--receipt",
        metavar="SETTING",
        default=Receipt.AS_RECEIVED.value,
        help="as_received (the default), or next_working_day where the council takes that as the day of receipt",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def show(parsed: argparse.Namespace) -> int:
    """Print the clocks that the events start. Raises CannotCount naming the option that cannot be understood."""
    calendar = WorkingCalendar(bank_holidays.england(), dates_asked.receipt(parsed.receipt))
    if parsed.procedure is None:
        sys.stdout.write(table(_received_alone(parsed), calendar) + "\n")
        return 0
    asked = dates_asked.read(parsed)
    file = shipped.file_of(asked.folder, asked.decided_on, asked.profile)
    procedure = shipped.version(asked.folder, asked.decided_on, asked.profile)
    told = dates_told.clocks(procedure, asked.events, calendar)
    if parsed.json:
        answer = {"procedure": procedure.key, "version": file.stem, "clocks": told}
        sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(dates_told.table(procedure, told) + "\n")
    return 0


def table(received: date, calendar: WorkingCalendar | None = None) -> str:
    """Every clock that starts with the receipt, of the version of each procedure in effect on that day, as text."""
    calendar = calendar or WorkingCalendar(bank_holidays.england())
    lines = [f"Received on {long_date(received)}"]
    for folder in shipped.folders():
        version = shipped.version(folder, received)
        lines += ["", version.name, *_clocks(version, received, calendar)]
    return "\n".join(lines)


def _received_alone(parsed: argparse.Namespace) -> date:
    given = [f"--{name}" for name in ("event", "suspend", "profile", "json") if getattr(parsed, name)]
    if parsed.received is None or given:
        needed = f"{given[0]} needs" if given else "say a day of receipt, or"
        raise CannotCount(option="--procedure", mend=f"{needed} --procedure with one of {', '.join(shipped.FOLDERS)}")
    return dates_asked.day("the day of receipt", parsed.received)


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
