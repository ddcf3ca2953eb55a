"""It happened two years ago. The council looks at it all the same, hears Sam too, and pays for what was lost."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import case_file, worker_account
from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.town import CHILDREN_IN_CARE, KEYS
from tests.story import rows


def test_a_late_complaint_is_taken_on_by_decision_the_worker_is_heard_and_a_payment_is_approved_by_somebody_else(
    begin: Begin,
) -> None:
    story = begin(date(2026, 9, 14))
    story.logs(
        "oscar",
        {
            "kind": "complaint",
            "words": "When I left care at eighteen my savings book never came with me.",
            "received_on": date(2026, 9, 14),
            "channel": "letter",
            "service_id": CHILDREN_IN_CARE,
            "complained_about": KEYS["sam"],
            "complainant_name": "Dean Hollis",
            "is_child": False,
            "reply_by": "post",
            "complainant_address": "Flat 2, 40 Dyer Street\nFernbury FB1 3HN",
        },
    )

    # The book was lost in June 2024: the year for complaining ended in June 2025. Both limbs of the discretion hold.
    story.on(date(2026, 9, 15))
    decided: Typed = {
        "nature": "complaint",
        "who": "care_leaver",
        "matter": "delivery",
        "grounds_arose_on": date(2024, 6, 28),
        "not_reasonable_earlier": True,
        "still_fair": True,
        "late_reason": "He was homeless until this spring, and the files are all there.",
        "route": "statutory",
        "route_reason": "A care leaver, about his savings in care.",
        "head-1-text": "His savings book was lost when he left care.",
        "head-1-outcome": "His savings",
        "allocated_manager": KEYS["mara"],
        "safeguarding": False,
    }
    story.does("olive", "triage", decided)
    (kept,) = rows(story.office, select(case_file.c.late_decision, case_file.c.late_reason))
    assert kept.late_decision == "accepted"
    assert kept.late_reason.startswith("He was homeless")
    assert story.due("acceptance") == date(2025, 6, 28)
    assert story.due("stage_1_response") == date(2026, 9, 28)

    # Sam, whom it is about, sees nothing of it; Olive tells him fairly, and he gives his account.
    assert story.sees("sam", f"/cases/{story.reference}") == "not found"
    with pytest.raises(AssertionError, match="names somebody who complains"):
        story.fills_in(
            "olive", f"workers/{KEYS['sam']}/tell", {"told": "Mr Hollis says that you lost his savings book."}
        )
    story.fills_in("olive", f"workers/{KEYS['sam']}/tell", {})
    story.on(date(2026, 9, 17))
    assert story.worker_told() == [("worker_told", "sam")]
    (account,) = rows(story.office, select(worker_account.c.id))
    assert "Hollis" not in story.sees("sam", f"/worker/{account.id}")
    assert story.sees("max", f"/worker/{account.id}") == "not found"
    mine: Typed = {"account": "I handed the book to the new team in an envelope.", "support_contact": "Una, my union"}
    story.on_own_page("sam", f"/worker/{account.id}", mine)

    # Mara upholds it; Olive proposes £240. Nobody approves their own proposal: Heather does.
    story.on(date(2026, 9, 24))
    found: Typed = {
        "contacted_on": date(2026, 9, 18),
        "finding-1": "upheld",
        "reason-1": "The envelope was signed for and never passed on.",
        "remedy-goodwill_payment": "yes",
    }
    story.does("mara", "respond", found)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "post"})
    money: Typed = {"sort": "financial", "amount": "240.00", "purpose": "The savings that did not come with him"}
    story.fills_in("olive", "putting-right", money, "payments")
    assert story.told("case_notice")[-1][0] == "heather"
    story.on(date(2026, 9, 25))
    story.fills_in("heather", "payments/1", {"deed": "approve"})
    story.fills_in("olive", "payments/1/letter", {})
    story.on(date(2026, 9, 28))
    story.fills_in("olive", "payments/1", {"deed": "paid", "paid_on": date(2026, 9, 28)})
    assert "£240.00" in story.letter("remedy_payment")

    # Sam is told what came of it, as far as it is about him.
    outcome = "The book was handed over as you say. What was missing is a rule for the team that takes it."
    story.fills_in("olive", f"workers/{KEYS['sam']}/outcome", {"outcome": outcome})
    assert outcome in story.sees("sam", f"/worker/{account.id}")
    story.on(date(2026, 10, 2))
    assert story.worker_told() == [("worker_told", "sam"), ("worker_outcome", "sam")]
    story.does(
        "mara", "close_out", {"improvements": "Savings go with the child, signed for.", "learning_shared": "yes"}
    )
    assert story.status == "closed"
    story.ends()
