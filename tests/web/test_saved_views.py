"""A list is kept from its page, opened again, called something else, and let go."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.casework.search_words import MOST_WORDS
from engine.db.tables import search
from engine.flows.saved_views import MOST_VIEWS
from engine.office import Office
from tests.stories import logged, triaged
from tests.story import rows
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors


def offered(client: FlaskClient, address: str) -> dict[str, str]:
    """What the form below a list sends beside the name."""
    page = client.get(address).text
    form = page[page.index('action="/views"') :]
    found = re.findall(r'<input type="hidden" name="(of_list|parts)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def keep(client: FlaskClient, name: str, address: str = "/cases") -> str:
    """Keep a list; the address that opens it."""
    answer = client.post("/views", data={**offered(client, address), "name": name})
    assert answer.status_code == 302, said(answer)
    return str(answer.headers["Location"])


def test_a_view_opens_the_list_as_it_was_narrowed(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    triaged(office)
    view = keep(olive, "Closed compliments", "/cases?status=closed&kind=compliment&sort=closed&overdue=yes")
    opened = olive.get(view)
    assert opened.headers["Location"] == "/cases?status=closed&kind=compliment&overdue=yes&sort=closed&view=1"
    page = olive.get(opened.headers["Location"])
    assert links(page)["Closed compliments"] == view
    assert 'aria-current="true"' in page.text
    assert links(olive.get("/cases"))["Rename or remove views"] == "/views"
    assert "Status: Closed. Kind: Compliment" in said(olive.get("/views"))


def test_words_are_looked_for_again_under_a_key_of_their_own(office: Office, sign_in: SignIn) -> None:
    reference, olive = logged(office), sign_in("olive")
    found = olive.post("/cases/search", data={"words": "Arkwright"}).headers["Location"]
    view = keep(olive, "Hers", found)
    opened = olive.get(view).headers["Location"]
    key = re.search("search=([0-9a-f]+)", opened)
    assert key
    assert key[1] not in found
    assert "rkwright" not in opened
    assert reference in said(olive.get(opened))
    assert "Words: Arkwright" in said(olive.get("/views"))
    with olive.session_transaction() as cookie:
        assert "rkwright" not in str(dict(cookie))
        assert "Hers" not in str(dict(cookie)), "a view may be called by a child's name"


def test_a_name_that_is_used_is_refused_and_what_was_typed_stays(office: Office, sign_in: SignIn) -> None:
    logged(office)
    olive = sign_in("olive")
    found = olive.post("/cases/search", data={"words": "Arkwright"}).headers["Location"]
    keep(olive, "Hers", found)
    for name in ("hers", "", "x" * 61):
        answer = olive.post("/views", data={**offered(olive, found), "name": name})
        assert answer.status_code == 422
        assert list(shown_errors(answer)) == ["name"]
        assert f'value="{name}"' in answer.text or not name
        assert "Words: Arkwright" in said(answer)
        assert links(answer)["Back to the list"] == unescape(found)
        again = {n: unescape(v) for n, v in re.findall(r'name="(of_list|parts)" value="([^"]*)"', answer.text)}
        assert olive.post("/views", data={**again, "name": f"Hers, {name[:9]} again"}).status_code == 302


def test_words_that_are_kept_no_more_are_not_kept_in_a_view_either(sign_in: SignIn) -> None:
    sent = {"of_list": "cases", "parts": f"search={'a' * 32}&status=all", "name": "Hers"}
    answer = sign_in("olive").post("/views", data=sent)
    assert answer.status_code == 422
    assert "search again" in said(answer)
    assert "<title>Error: Keep a view" in answer.text


def test_a_view_is_renamed_and_an_error_stands_at_its_own_box(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    first, second = keep(olive, "Late"), keep(olive, "Soon")
    wrong = olive.post(second, data={"name": "LATE"})
    assert wrong.status_code == 422
    assert list(shown_errors(wrong)) == ["name-2"]
    assert 'value="LATE"' in wrong.text
    olive.post(second, data={"name": "Sooner"})
    assert {"Late", "Sooner"} <= links(olive.get("/views")).keys()
    assert links(olive.get("/views"))["Late"] == first


def test_a_view_is_removed_after_a_question(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    view = keep(olive, "Late", "/cases?overdue=yes")
    asked = olive.get(f"{view}/remove")
    assert "Remove the view “Late”?" in said(asked)
    gone = olive.post(f"{view}/remove", follow_redirects=True)
    assert "The view is removed" in said(gone)
    assert "You keep no views yet" in said(gone)
    assert olive.get(view).status_code == 404
    assert olive.post(f"{view}/remove").status_code == 404


def test_nobody_opens_or_changes_somebody_elses(office: Office, sign_in: SignIn) -> None:
    view = keep(sign_in("olive"), "Hers")
    oscar = sign_in("oscar")
    assert "Hers" not in said(oscar.get("/views"))
    assert "Hers" not in said(oscar.get("/cases"))
    for answer in (oscar.get(view), oscar.get(f"{view}/remove"), oscar.post(f"{view}/remove")):
        assert answer.status_code == 404
    assert oscar.post(view, data={"name": "Mine"}).status_code == 404
    assert "Hers" in said(sign_in("olive").get("/views"))


def test_when_all_places_are_taken_it_says_so(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    for number in range(MOST_VIEWS):
        keep(olive, f"View {number}")
    full = olive.post("/views", data={**offered(olive, "/cases"), "name": "One more"})
    assert full.status_code == 422
    assert "remove one first" in said(full)
    assert links(full)["Rename or remove views"] == "/views"


@pytest.mark.parametrize("tab", ["mine", "team", "everybody"])
def test_a_view_of_the_inbox_leads_to_its_tab(office: Office, sign_in: SignIn, tab: str) -> None:
    olive = sign_in("olive")
    sent = {"of_list": "inbox", "parts": f"tab={tab}&sort=oldest", "name": "Mine"}
    opened = olive.get(olive.post("/views", data=sent).headers["Location"])
    assert opened.headers["Location"] == f"/inbox{'' if tab == 'mine' else f'/{tab}'}?sort=oldest&view=1"
    assert olive.get(opened.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "parts", ["", "tab=nowhere", "tab=claim", "status=none&kind=%00&service=x", "&&==", "a" * 9000, "after=%27", "q"]
)
@pytest.mark.parametrize("of_list", ["inbox", "cases", "", "elsewhere"])
def test_whatever_is_kept_opens_a_list(office: Office, sign_in: SignIn, parts: str, of_list: str) -> None:
    olive = sign_in("olive")
    kept = olive.post("/views", data={"of_list": of_list, "parts": parts, "name": "Odd"})
    assert olive.get(kept.headers["Location"], follow_redirects=True).status_code == 200
    assert olive.get("/views").status_code == 200


def test_filters_that_nobody_knows_are_as_if_they_were_not_there(office: Office, sign_in: SignIn) -> None:
    reference, olive = triaged(office), sign_in("olive")
    odd = "/cases?kind=x&procedure=gone&service=99&manager=7&flag=no&sort=up&status=who&overdue=maybe&after=x"
    assert reference in said(olive.get(odd))


def test_the_page_says_what_was_looked_for_and_keeps_it_in_the_box(office: Office, sign_in: SignIn) -> None:
    reference, olive = triaged(office), sign_in("olive")
    page = olive.post("/cases/search", data={"words": "josephine ARK"}, follow_redirects=True)
    assert "1 case with all of these words, or words that begin with them: “josephine ARK”" in said(page)
    assert re.search(r'id="search-words"[^>]*value="josephine ARK"', page.text)
    assert reference in said(page)
    one = olive.post("/cases/search", data={"words": "Josephine"}, follow_redirects=True)
    assert "1 case with this word, or one that begins with it: “Josephine”" in said(one)


def test_where_nothing_is_found_the_page_says_what_to_try(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    olive = sign_in("olive")
    found = olive.post("/cases/search", data={"words": "Josephine Zebra"}).headers["Location"]
    page = olive.get(found)
    for hint in ("Nothing found", "“Josephine Zebra”", "Check the spelling", "Try fewer words"):
        assert hint in said(page)
    narrowed = olive.get(f"{found.replace('all', 'open')}&overdue=yes")
    assert links(narrowed)["Look in all cases, whatever their status"] == found
    nothing = olive.post("/cases/search", data={"words": "🙂 %"}, follow_redirects=True)
    assert "There is no letter or number in “🙂 %” to look for" in said(nothing)
    long = olive.post("/cases/search", data={"words": " ".join(f"w{n}" for n in range(40))}, follow_redirects=True)
    assert f"Only the first {MOST_WORDS} words were looked for" in said(long)


@pytest.mark.parametrize("words", ['"', "* AND", "NEAR(a, b)", ":\\'", "x\x00y", "🙂", "x" * 10_000, "a:*|b&!c <-> d"])
def test_nothing_that_is_typed_breaks_the_page(office: Office, sign_in: SignIn, words: str) -> None:
    logged(office)
    answer = sign_in("olive").post("/cases/search", data={"words": words}, follow_redirects=True)
    assert answer.status_code == 200


def test_words_that_are_kept_no_more_are_said_to_be_gone(office: Office, sign_in: SignIn) -> None:
    logged(office)
    page = sign_in("olive").get(f"/cases?search={'a' * 32}")
    assert "What you looked for is kept for one day only" in said(page)


def test_a_list_that_has_shrunk_leads_back_to_its_beginning(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    page = sign_in("olive").get("/cases?after=9998-01-01.1&kind=complaint")
    assert "Nothing more" in said(page)
    assert links(page)["Back to the first page"] == "/cases?status=open&kind=complaint"


def test_opening_the_page_of_views_looks_for_nothing(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    keep(olive, "All", "/cases?status=all")
    olive.get("/views")
    olive.get("/views/1")
    assert rows(office, select(search)) == []


def changes(page: TestResponse) -> tuple[str, dict[str, str]]:
    """Where the button leads that keeps the changes in the view, and what it sends."""
    form = re.search(r'<form class="heard-keep-view".*?</form>', page.text, re.S)
    assert form is not None
    action = re.search(r'action="([^"]*)"', form[0])
    assert action is not None
    return action[1], {"parts": unescape(re.findall(r'name="parts" value="([^"]*)"', form[0])[0])}


def test_a_view_is_changed_where_its_list_stands(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    olive = sign_in("olive")
    opened = olive.get(keep(olive, "Hers", "/cases?status=closed")).headers["Location"]
    assert "Keep these changes" not in olive.get(opened).text, "it is as it was kept"
    page = olive.get(f"{opened}&overdue=yes")
    assert "Keep these changes in “Hers”" in said(page)
    assert "Keep as a new view" in said(page)
    address, sent = changes(page)
    told = olive.post(address, data=sent, follow_redirects=True)
    assert "The view shows this list from now on." in said(told)
    assert (told.request.args["overdue"], "Keep these changes" in told.text) == ("yes", False)
    assert "Status: Closed. Only overdue: Yes" in said(olive.get("/views"))
    with olive.session_transaction() as cookie:
        assert "Hers" not in str(dict(cookie))


def test_a_list_of_the_inbox_stays_that_of_its_view_while_it_is_narrowed(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    olive = sign_in("olive")
    opened = olive.get(keep(olive, "Late ones", "/inbox/team?due=overdue")).headers["Location"]
    assert 'name="view" value="1"' in olive.get(opened).text
    looked = olive.post("/inbox/search", data={"tab": "team", "words": "Arkwright", "view": "1", "due": "today"})
    assert "view=1" in looked.headers["Location"]
    page = olive.get(looked.headers["Location"])
    olive.post(*changes(page)[:1], data=changes(page)[1])
    assert "List: My team’s. Due: Today. Words: Arkwright" in said(olive.get("/views"))


def test_nobody_changes_somebody_elses_view(office: Office, sign_in: SignIn) -> None:
    olive, mara = sign_in("olive"), sign_in("mara")
    keep(olive, "Hers", "/cases?status=closed")
    assert "Hers" not in mara.get("/cases?view=1").text
    assert mara.post("/views/1/list", data={"parts": "status=open"}).status_code == 404
    assert "Status: Closed" in said(olive.get("/views"))


def test_words_that_are_forgotten_leave_the_view_as_it_was(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    keep(olive, "Hers", "/cases?status=closed")
    answer = olive.post("/views/1/list", data={"parts": f"status=open&search={'a' * 32}"})
    assert (answer.status_code, "The view is as it was" in said(answer)) == (422, True)
    assert "Status: Closed" in said(olive.get("/views"))
