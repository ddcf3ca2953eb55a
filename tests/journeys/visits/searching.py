"""Looking for cases and narrowing them, and the views that somebody keeps of their lists."""

from collections.abc import Mapping

from engine.casework.policy import Actor
from engine.flows import saved_views as flow
from engine.flows import searches
from engine.queries import saved_views, who
from engine.queries.saved_views import OfList, SavedView
from tests.journeys.guest import Guest, people_by_name
from tests.journeys.visits.visit import Arrive, Council, Visit, at

OFFICER, MANAGER = "priya", "nasreen"
LONG = "Complaints about transport that are late, W" + "w" * 15
NAMES = ("Late at stage 1", LONG, "Everything of this year")


def _actor(guest: Guest, name: str) -> Actor:
    found = who.actor(guest.house.office, people_by_name(guest.house)[name])
    assert found is not None
    return found


def _views(guest: Guest) -> Mapping[str, SavedView]:
    """Three views of Priya's beside those that she has already, by name; made for the first visit that wants them."""
    office, priya = guest.house.office, _actor(guest, OFFICER)
    if NAMES[0] not in {view.name for view in saved_views.every(office, priya)}:
        late = {"status": "open", "procedure": "statutory_complaint.stage_1", "overdue": "yes"}
        flow.keep(office, priya, OfList.CASES, late, "", {"name": NAMES[0]})
        flow.keep(office, priya, OfList.CASES, {"status": "all", "service": "1"}, "taxi late", {"name": NAMES[1]})
        flow.keep(office, priya, OfList.INBOX, {"tab": "team", "sort": "oldest"}, "", {"name": NAMES[2]})
    return {view.name: view for view in saved_views.every(office, priya)}


def _every(guest: Guest) -> None:
    _views(guest)
    guest.visitor.go("/views")


def _opened(guest: Guest) -> None:
    guest.visitor.go(f"/views/{_views(guest)[NAMES[0]].id}").sees("Your views")


def _narrowed_otherwise(guest: Guest) -> None:
    guest.visitor.go(f"/cases?status=all&view={_views(guest)[LONG].id}")
    guest.visitor.page.get_by_role("button", name=f"Keep these changes in “{LONG}”").scroll_into_view_if_needed()


def _list_narrowed_otherwise(guest: Guest) -> None:
    guest.visitor.go(f"/inbox/team?due=overdue&view={_views(guest)[NAMES[2]].id}").sees("Keep these changes in")


def _keep_wrong(guest: Guest) -> None:
    _views(guest)
    guest.visitor.go("/cases?overdue=yes").unfold("Keep this list as a view of your own")
    guest.visitor.fill({"What do you want to call it?": NAMES[0]})
    guest.visitor.press("Keep it")
    guest.visitor.is_asked_again("choose another name")


def _rename_wrong(guest: Guest) -> None:
    _every(guest)
    guest.visitor.unfold(f"Change the name of {NAMES[0]}")
    view = guest.visitor.page.get_by_role("region", name=NAMES[0])
    view.get_by_label("New name").fill("")
    view.get_by_role("button", name="Change the name").click()
    guest.visitor.is_asked_again()


def _remove(guest: Guest) -> None:
    guest.visitor.go(f"/views/{_views(guest)[NAMES[0]].id}/remove")


def _looked_for(words: str, more: str = "") -> Arrive:
    def _arrive(guest: Guest) -> None:
        key = searches.keep(guest.house.office, _actor(guest, OFFICER), words)
        guest.visitor.go(f"/cases?search={key}{more}")

    return _arrive


SEARCHING = (
    Visit("cases-first", "cases.register", OFFICER, at("/cases")),
    Visit("cases-narrowed", "cases.register", OFFICER, at("/cases?kind=complaint&flag=contact_warning&sort=received")),
    Visit("cases-further-page", "cases.register", OFFICER, at("/cases?status=all&sort=reference&after=2026-01-01.30")),
    Visit("cases-past-the-end", "cases.register", OFFICER, at("/cases?after=9998-01-01.1")),
    Visit("cases-of-a-manager", "cases.register", MANAGER, at("/cases?status=all")),
    Visit("cases-first-none", "cases.register", OFFICER, at("/cases"), Council.NEW),
    Visit("cases-narrowed-none", "cases.register", OFFICER, at("/cases?overdue=yes"), Council.NEW),
    Visit(
        "cases-found-narrowed-none", "cases.register", OFFICER, _looked_for("school", "&status=withdrawn&flag=advocate")
    ),
    Visit(
        "cases-found-long", "cases.register", OFFICER, _looked_for("w" * 120 + " nobody rings anybody", "&status=all")
    ),
    Visit("cases-no-word", "cases.register", OFFICER, _looked_for("🙂 %", "&status=all")),
    Visit("cases-forgotten", "cases.register", OFFICER, at(f"/cases?search={'a' * 32}")),
    Visit("view-opened", "cases.register", OFFICER, _opened),
    Visit("views", "saved_views.every", OFFICER, _every),
    Visit("views-none", "saved_views.every", OFFICER, at("/views"), Council.NEW),
    Visit("views-wrong", "saved_views.opened", OFFICER, _rename_wrong),
    Visit("view-narrowed-otherwise", "cases.register", OFFICER, _narrowed_otherwise),
    Visit("view-of-the-inbox-narrowed-otherwise", "inbox.team", OFFICER, _list_narrowed_otherwise),
    Visit("view-keep-wrong", "saved_views.every", OFFICER, _keep_wrong),
    Visit("view-remove", "saved_views.ask", OFFICER, _remove),
)
