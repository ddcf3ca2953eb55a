"""Two people on one case action at once: one wins, the other is shown the case as it is now, nothing is half done."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from sqlalchemy import func, select

from engine.db.tables import case_event, case_file, message, task
from engine.errors import HeardError, InvalidAnswers, StaleCase
from engine.flows import correcting, escalating, timing, undoing, withdrawal
from engine.office import Office
from engine.recording import chain
from engine.recording.case import open_case
from engine.recording.effects import SEEN, Preview, Seen
from tests.council import StandingClock
from tests.engine.flows.at_once import at_once, errors
from tests.stories import ANSWER, answered, do, somebody, triaged

EXTENSION = {
    "until_on": "2026-10-27",
    "ground": "complexity",
    "reason": "Two services have to be asked.",
    "letter_body": "We need more time.",
}
WITHDRAWAL = {"withdrawn_on": "2026-10-05", "reason": "It is settled.", "letter_body": "As you asked."}
STAGE_2 = {"requested_on": "2026-10-05", "way": "telephone", "ground": "not_happy"}
CLOCK = "stage_1_response"


def kinds(office: Office) -> list[str]:
    """The dated events that stand, in order."""
    e = case_event.c
    with office.database.reading() as connection:
        query = select(e.kind).where(e.corrected_by_id.is_(None)).order_by(e.id)
        return list(connection.execute(query).scalars())


def chain_holds(office: Office) -> bool:
    with office.database.reading() as connection:
        keys = connection.execute(select(case_file.c.id)).scalars().all()
        return all(chain.broken_at(connection, key) is None for key in keys)


def seen(preview: Preview, typed: Mapping[str, str]) -> dict[str, str]:
    """What the page of confirmation sends."""
    return {**typed, SEEN: preview.seen}


def both_confirm(
    office: Office, look: Callable[..., Preview], deed: Callable[..., object], typed: Mapping[str, str]
) -> list[BaseException]:
    """Two officers saw the same effect and confirm at the same moment: what went wrong."""
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    shown = {who.person_id: seen(look(who, typed), typed) for who in (olive, oscar)}
    outcomes = at_once(*(partial(deed, who, shown[who.person_id]) for who in (olive, oscar)))
    assert chain_holds(office)
    return errors(outcomes)


def test_of_two_extensions_one_is_made(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    wrong = both_confirm(
        office,
        lambda who, typed: timing.preview_extend(office, who, reference, CLOCK, typed),
        lambda who, typed: timing.extend(office, who, reference, CLOCK, typed),
        EXTENSION,
    )
    assert len(wrong) == 1
    assert isinstance(wrong[0], StaleCase | InvalidAnswers)
    assert kinds(office).count("extended") == 1
    with office.database.reading() as connection:
        sent = select(func.count()).where(message.c.template == "stage_1_extension")
        assert connection.execute(sent).scalar_one() == 1, "one letter"


def test_of_two_withdrawals_one_is_made(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    wrong = both_confirm(
        office,
        lambda who, typed: withdrawal.preview(office, who, reference, typed),
        lambda who, typed: withdrawal.withdraw(office, who, reference, typed),
        WITHDRAWAL,
    )
    assert len(wrong) == 1
    assert isinstance(wrong[0], HeardError)
    assert kinds(office).count("withdrawn") == 1


def test_of_two_requests_for_stage_2_one_begins_it(either_office: Office) -> None:
    office, reference = either_office, answered(either_office)
    wrong = both_confirm(
        office,
        lambda who, typed: escalating.preview_stage_2(office, who, reference, typed),
        lambda who, typed: escalating.ask_stage_2(office, who, reference, typed),
        STAGE_2,
    )
    assert len(wrong) == 1
    assert kinds(office).count("stage_2_requested") == 1
    with office.database.reading() as connection:
        opened = select(func.count()).where(task.c.element == "accept_and_appoint", task.c.status == "open")
        assert connection.execute(opened).scalar_one() == 1


def test_of_two_undoings_one_is_made(either_office: Office, clock: StandingClock) -> None:
    office, reference = either_office, triaged(either_office)
    clock.forward(minutes=5)
    do(office, "mara", reference, "respond", ANSWER)
    clock.forward(minutes=5)
    wrong = both_confirm(
        office,
        lambda who, typed: undoing.preview(office, who, reference, typed),
        lambda who, typed: undoing.undo(office, who, reference, typed),
        {"reason": "The wrong head."},
    )
    assert len(wrong) == 1
    with office.database.reading() as connection:
        opened = connection.execute(select(task.c.element).where(task.c.status == "open")).scalars().all()
    assert opened == ["respond"]


def test_of_two_corrections_of_one_date_one_is_made(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    wrong = both_confirm(
        office,
        lambda who, typed: timing.preview_correct(office, who, reference, 1, typed),
        lambda who, typed: timing.correct(office, who, reference, 1, typed),
        {"occurred_on": "2026-10-02", "reason": "It came in on Friday."},
    )
    assert len(wrong) == 1
    assert kinds(office).count("received") == 1


def test_of_two_corrections_of_one_finding_the_second_sees_the_first(either_office: Office) -> None:
    office, reference = either_office, answered(either_office)
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    typed = {"finding": "not_upheld", "reason": "No such visit.", "why": "A slip."}
    shown = seen(correcting.preview_finding(office, oscar, reference, "stage_1", 1, typed), typed)
    correcting.correct_finding(office, olive, reference, "stage_1", 1, {**typed, "finding": "no_finding"})
    with pytest.raises(StaleCase):
        correcting.correct_finding(office, oscar, reference, "stage_1", 1, shown)


def test_what_changes_nothing_of_the_effect_is_no_hindrance(either_office: Office) -> None:
    office, reference = either_office, triaged(either_office)
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    pause = {"ground": "advocate_needed", "reason": "Looking for one."}
    shown = seen(timing.preview_suspend(office, olive, reference, CLOCK, pause), pause)
    about = {"note": "She rang.", "happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant"}
    before = len(kinds(office))
    with office.transaction() as transaction, open_case(office, transaction, reference, oscar.person_id) as case:
        case.note("contact_added", payload=about)
    timing.suspend(office, olive, reference, CLOCK, shown)
    assert len(kinds(office)) == before + 1


@pytest.mark.parametrize("typed", ["", "x", "12", "²:1", ":", "99999999999:a"])
def test_what_nobody_was_shown_is_no_obstacle_or_another_effect(typed: str) -> None:
    found = Seen.of({SEEN: typed})
    assert found is None or found.seq == 12
