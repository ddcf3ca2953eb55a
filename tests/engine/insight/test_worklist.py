"""Monday's worklist: what needs an officer's eye is on it, once, in its group, and what does not is not."""

from random import Random

import pytest

from engine.insight import worklist
from engine.insight.lines import Group, Sort
from engine.insight.worklist import Filters
from engine.office import Office
from tests import story
from tests.council import StandingClock
from tests.engine.insight import naive, town


def test_a_complaint_moves_from_in_time_to_soon_to_overdue(either_office: Office, clock: StandingClock) -> None:
    office = either_office
    reference = story.log_and_triage(office)
    olive = story.somebody(office, "olive")
    found = worklist.whole(office, olive, Filters())
    assert [len(section.lines) for section in found.sections] == [0] * 7
    assert str(found.in_time) == "1"
    clock.forward(days=8)
    found = worklist.whole(office, olive, Filters())
    (line,) = found.section(Group.DUE_SOON).lines
    assert (line.reference, line.what, line.ball) == (reference, "Respond", "Mara Manager")
    clock.forward(days=10)
    found = worklist.whole(office, olive, Filters())
    assert [line.reference for line in found.section(Group.OVERDUE).lines] == [reference]


def _gathered(office: Office, login: str) -> naive.Found:
    """Every line of every group, page by page, by what it is about."""
    found: naive.Found = {}
    actor = story.somebody(office, login)
    for group in Group:
        found[group], after = set(), None
        while True:
            section = worklist.one_group(office, actor, Filters(), group, after)
            for line in section.lines:
                by_case = line.sort in BY_CASE
                key = line.case_id if by_case else line.key
                assert (line.sort.value, key) not in found[group]
                found[group].add((line.sort.value, key))
            if section.following is None:
                break
            after = section.following
    return found


BY_CASE = {
    *(Sort.PAUSED, Sort.PUT_ASIDE, Sort.PROCEEDINGS_OVER, Sort.ADVOCATE, Sort.QUIET, Sort.FOLLOW_UP),
    *(Sort.LETTER_FAILED, Sort.TO_POST, Sort.ACTION),
}


@pytest.mark.parametrize("seed", range(2))
def test_random_councils_are_read_as_a_patient_reader_reads_them(
    either_office: Office, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    office = either_office
    town.settle(office, Random(seed), 40)
    monkeypatch.setattr(worklist, "PAGE_SIZE", 7)
    for login in ("olive", "oscar"):
        actor = story.somebody(office, login)
        with office.database.reading() as connection:
            calendar = office.library.calendar(connection)
        by_hand = naive.worklist(office, actor, office.today(), calendar)
        gathered = _gathered(office, login)
        for group in Group:
            assert gathered[group] == by_hand.get(group, set()), group
        whole = worklist.whole(office, actor, Filters())
        assert {s.group: s.count.number for s in whole.sections} == {g: len(by_hand.get(g, ())) for g in Group}
        assert sum(map(len, by_hand.values())) > 20, "a council in which something happens"
