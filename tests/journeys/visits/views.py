"""Pages that look over many cases: the worklist, deadlines, reports."""

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Council, Visit, at

OFFICER, HEAD, DIRECTOR, MANAGER = "priya", "gareth", "simon", "nasreen"


def _feed_made(guest: Guest) -> None:
    guest.visitor.go("/deadlines/feed").press("Make an address")
    guest.visitor.sees("Copy it now")


def _feed_kept(guest: Guest) -> None:
    _feed_made(guest)
    guest.visitor.go("/deadlines/feed").sees("You have an address since")


WORKLIST = (
    Visit("worklist", "worklist.page", OFFICER, at("/worklist")),
    Visit("worklist-narrowed", "worklist.page", OFFICER, at("/worklist?service=1&manager=1")),
    Visit("worklist-empty", "worklist.page", OFFICER, at("/worklist"), Council.NEW),
    Visit("worklist-group", "worklist.group", OFFICER, at("/worklist/due_soon")),
    Visit("worklist-group-empty", "worklist.group", OFFICER, at("/worklist/overdue"), Council.NEW),
    Visit("worklist-group-end", "worklist.group", OFFICER, at("/worklist/blocked?after=2199-01-01.task.a")),
)
DEADLINES = (
    Visit("deadlines-month", "deadlines.page", OFFICER, at("/deadlines?whose=everybody")),
    Visit("deadlines-week", "deadlines.page", OFFICER, at("/deadlines?whose=everybody&view=week")),
    Visit("deadlines-mine", "deadlines.page", MANAGER, at("/deadlines")),
    Visit("deadlines-christmas", "deadlines.page", MANAGER, at("/deadlines?on=2026-12-01")),
    Visit("deadlines-empty", "deadlines.page", MANAGER, at("/deadlines?view=week"), Council.NEW),
    Visit("deadlines-feed-none", "calendar_feed.page", OFFICER, at("/deadlines/feed"), Council.NEW),
    Visit("deadlines-feed-made", "calendar_feed.page", MANAGER, _feed_made, Council.NEW),
    Visit("deadlines-feed-kept", "calendar_feed.page", HEAD, _feed_kept, Council.NEW),
)
REPORTS = (
    Visit("reports", "reports.front", OFFICER, at("/reports")),
    Visit("reports-manager", "reports.front", MANAGER, at("/reports")),
    Visit("meeting-pack", "meeting_pack.page", HEAD, at("/reports/meeting-pack")),
    Visit("meeting-pack-officer", "meeting_pack.page", OFFICER, at("/reports/meeting-pack")),
    Visit("meeting-pack-empty", "meeting_pack.page", HEAD, at("/reports/meeting-pack"), Council.NEW),
    Visit("director", "director.page", DIRECTOR, at("/reports/director")),
    Visit("director-empty", "director.page", DIRECTOR, at("/reports/director"), Council.NEW),
    Visit("director-open", "director.behind", DIRECTOR, at("/reports/director/open")),
    Visit("director-none", "director.behind", DIRECTOR, at("/reports/director/stage_2"), Council.NEW),
)
VIEWS = (*WORKLIST, *DEADLINES, *REPORTS)
