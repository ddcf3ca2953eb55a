"""Monday's worklist: what needs an officer's eye is on it, once, in its group, and what does not is not."""

from engine.insight import worklist
from engine.insight.lines import Group
from engine.insight.worklist import Filters
from engine.office import Office
from tests import story
from tests.council import StandingClock


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
