"""Not everybody who writes complains: a compliment reaches whoever earned it, a suggestion whoever can act on it."""

from datetime import date

from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.town import CHILDREN_IN_CARE, KEYS


def test_a_compliment_reaches_the_worker_and_her_manager_and_its_giver_is_thanked(begin: Begin) -> None:
    story = begin(date(2026, 10, 5))
    praise: Typed = {
        "words": "Sam stayed with us until the ambulance came. We will not forget it.",
        "service_id": CHILDREN_IN_CARE,
        "praised_person": KEYS["sam"],
        "complainant_name": "Ivy Marsh",
        "reply_by": "email",
        "complainant_email": "ivy@example.invalid",
    }
    story.logs("mara", praise, "/log/compliment")
    assert story.to_do() == {"share": date(2026, 10, 12)}, "five working days"
    story.on(date(2026, 10, 6))
    story.does(
        "olive",
        "share",
        {
            "praised_1": KEYS["sam"],
            "copied_1": KEYS["mara"],
            "category-staff_helpfulness": "yes",
            "bulletin": True,
            "thanks": True,
        },
    )
    story.on(date(2026, 10, 7))
    assert story.letters()[-1].to_name == "Mara Manager", "a copy for her manager"
    assert "Sam stayed with us until the ambulance came." in story.letter("compliment_worker")
    assert "Ivy" not in story.letter("compliment_worker")
    assert "Sam stayed with us until the ambulance came." in story.letter("compliment_thanks")
    assert story.happened("compliment_shared") == date(2026, 10, 6)
    assert story.status == "closed"
    story.ends()


def test_a_suggestion_is_passed_on_answered_and_followed_up(begin: Begin) -> None:
    story = begin(date(2026, 10, 5))
    story.logs(
        "sam",
        {
            "kind": "comment",
            "words": "A bench outside the contact centre would help the grandparents.",
            "received_on": date(2026, 10, 5),
            "channel": "in_person",
            "service_id": CHILDREN_IN_CARE,
            "complainant_name": "Walter Odd",
            "is_child": False,
            "reply_by": "post",
            "complainant_address": "2 Mill Row\nFernbury FB1 9XX",
        },
    )
    assert story.due("comment_answered") == date(2026, 11, 2)
    story.on(date(2026, 10, 7))
    story.does("olive", "pass_on", {"passed_to": "The caretaker of the contact centre", "reply_wanted": "yes"})
    story.does("olive", "reply")
    story.on(date(2026, 10, 20))
    assert "A comment is not a complaint." in story.letter("comment_reply")
    story.does("olive", "note_outcome", {"action_followed": "yes", "what_was_done": "There is a bench now."})
    assert story.happened("comment_answered") == date(2026, 10, 7)
    assert story.status == "closed"
    story.ends()
