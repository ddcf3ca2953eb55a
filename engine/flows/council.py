"""The council's own settings: what its letters print, whether an officer checks before sending, when a day counts."""

from collections.abc import Mapping

import structlog
from sqlalchemy import delete, insert, select, update

from engine.casework.calendar import Receipt
from engine.casework.late_stage_1 import LateRight
from engine.casework.pack_days import RHYTHM, WEEKDAY, PackDay, Rhythm
from engine.db.tables import case_file, clock, process_instance, setting
from engine.errors import HeardError
from engine.library import RECEIPT
from engine.office import Office, Transaction
from engine.recording.case import holding
from engine.recording.late_right import STAGE_2_RIGHT
from engine.recording.letter_fields import COUNCIL_SETTINGS
from engine.recording.steps import CHECK_BEFORE_SENDING

CHOICES: Mapping[str, tuple[str, ...]] = {
    CHECK_BEFORE_SENDING: ("yes", "no"),
    RECEIPT: tuple(receipt.value for receipt in Receipt),
    STAGE_2_RIGHT: tuple(right.value for right in LateRight),
    RHYTHM: tuple(rhythm.value for rhythm in Rhythm),
    WEEKDAY: tuple(day.value for day in PackDay),
}
"""Settings with a choice; the first value is what holds where nothing was said."""
NAMES: tuple[str, ...] = (*COUNCIL_SETTINGS, *CHOICES)
MOST_CHARACTERS = 1000

log = structlog.get_logger()


class SettingUnknown(HeardError):
    """The council has no setting {name!r}. Known: {known}."""


class SettingRefused(HeardError):
    """The setting {name} cannot be {value!r}: {mend}."""


def change(office: Office, name: str, value: str) -> None:
    """Give a setting of the council a value; an empty one takes it away.

    A new reading of the day of receipt moves the dates of open cases, and their history says so.
    Raises `SettingUnknown` and `SettingRefused`.
    """
    wanted = _checked(name, value)
    with office.transaction() as transaction:
        before = transaction.connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
        if wanted == (before or ""):
            return
        _write(transaction, name, wanted, before)
        if name == RECEIPT:
            _read_clocks_again(office, transaction, wanted)
        log.info("setting_changed", name=name)


def _checked(name: str, value: str) -> str:
    if name not in NAMES:
        raise SettingUnknown(name=name, known=", ".join(NAMES))
    wanted = value.strip()
    choices = CHOICES.get(name)
    if choices and wanted and wanted not in choices:
        raise SettingRefused(name=name, value=value[:60], mend=f"write one of {', '.join(choices)}")
    if len(wanted) > MOST_CHARACTERS or not wanted.replace("\n", "").isprintable():
        raise SettingRefused(name=name, value=value[:60], mend=f"write at most {MOST_CHARACTERS} plain characters")
    return wanted


def _write(transaction: Transaction, name: str, value: str, before: str | None) -> None:
    s, connection = setting.c, transaction.connection
    if not value:
        connection.execute(delete(setting).where(s.name == name))
    elif before is None:
        connection.execute(insert(setting).values(name=name, value=value))
    else:
        connection.execute(update(setting).where(s.name == name).values(value=value))


def _read_clocks_again(office: Office, transaction: Transaction, value: str) -> None:
    """Only cases with a limit that still runs."""
    active = select(process_instance.c.case_id).where(process_instance.c.status == "active")
    running = select(clock.c.case_id).where(clock.c.met_on.is_(None), clock.c.case_id.in_(active))
    query = select(case_file).where(case_file.c.id.in_(running)).order_by(case_file.c.id).with_for_update()
    for row in transaction.connection.execute(query).all():
        with holding(office, transaction, row, None) as case:
            case.facts_changed = case.timers_changed = True
            case.note("receipt_read_anew", payload={RECEIPT: value or Receipt.AS_RECEIVED.value})
