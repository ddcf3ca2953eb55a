"""The lists of the inbox, full, empty, narrowed, and narrowed to nothing."""

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Council, Visit, at


def _words_not_there(guest: Guest) -> None:
    guest.visitor.go("/inbox/everybody")
    guest.visitor.page.locator("summary", has_text="Narrow this list").click()
    guest.visitor.page.get_by_label("Reference or words").fill("nobodysaidthis")
    guest.visitor.page.get_by_role("button", name="Search this list").click()


INBOX_LISTS = (
    Visit("inbox-unassigned", "inbox.unassigned", "priya", at("/inbox/unassigned")),
    Visit("inbox-unassigned-empty", "inbox.unassigned", "kath", at("/inbox/unassigned"), Council.NEW),
    Visit("inbox-done", "inbox.done", "priya", at("/inbox/done")),
    Visit("inbox-done-empty", "inbox.done", "kath", at("/inbox/done"), Council.NEW),
    Visit("inbox-narrowed", "inbox.everybody", "priya", at("/inbox/everybody?due=overdue&sort=oldest")),
    Visit("inbox-nothing-like-that", "inbox.everybody", "priya", at("/inbox/everybody?flag=put_by&due=today")),
    Visit("inbox-words-not-there", "inbox.everybody", "priya", _words_not_there),
    Visit("inbox-put-by", "inbox.mine", "priya", at("/inbox?flag=put_by")),
)
