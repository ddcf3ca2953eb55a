"""The pages on which the letters' own words are kept."""

from urllib.parse import urlsplit

from playwright.sync_api import Route

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Council, Visit, at, case, wrong

KEEPER = "priya"


def _forbidden(guest: Guest) -> None:
    guest.visitor.go("/letters/closing").fill({"Words, fields and blocks": "{{ lipsum() }}"})
    guest.visitor.press("Keep as a draft")
    guest.visitor.is_asked_again()


def _terms(guest: Guest) -> None:
    """The investigating officer opens the letter about the terms."""
    guest.visitor.go("/post").page.get_by_role("link", name="Terms of appointment").first.click()
    guest.visitor.page.frame_locator("iframe").get_by_text("Your independence").first.wait_for()


def _terms_alone(guest: Guest) -> None:
    """The letter's own policy lets nothing run in it, and so no check either: it is put aside for this visit."""
    guest.visitor.page.route("**/post/*/page", _without_policy)
    _terms(guest)
    guest.visitor.go(f"{urlsplit(guest.visitor.page.url).path}/page")


def _version_alone(guest: Guest) -> None:
    """A version as a letter by itself, its policy put aside likewise."""
    guest.visitor.page.route("**/letters/*/versions/*/page", _without_policy)
    guest.visitor.go("/letters/closing/versions/1/page")


def _without_policy(route: Route) -> None:
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


_DECISION = case("new", "/letters/write/contact_decision")
LETTERS = (
    Visit("letters-kept", "letters_kept.every", KEEPER, at("/letters")),
    Visit("letters-kept-none", "letters_kept.every", KEEPER, at("/letters?words=zanzibar"), Council.NEW),
    Visit("letter-kept", "letters_kept.one", KEEPER, at("/letters/stage_2_response")),
    Visit("letter-kept-part", "letters_kept.one", KEEPER, at("/letters/_contact")),
    Visit("letter-kept-wrong", "letters_kept.one", KEEPER, _forbidden),
    Visit("letter-version", "letters_kept.version", KEEPER, at("/letters/stage_2_response/versions/1")),
    Visit("letter-version-lacks", "letters_kept.version", KEEPER, at("/letters/closing/versions/1?case=HRD-26-9")),
    Visit("write-which", "writing.choose", KEEPER, case("new", "/letters/write")),
    Visit("write", "writing.write", KEEPER, case("new", "/letters/write/more_information")),
    Visit(
        "write-wrong",
        "writing.write",
        KEEPER,
        wrong(case("new", "/letters/write/contact_decision"), "Write the letter"),
    ),
    Visit("post", "post_box.every", "marcus", at("/post")),
    Visit("post-none", "post_box.every", KEEPER, at("/post"), Council.NEW),
    Visit("post-letter", "post_box.one", "marcus", _terms),
    Visit("post-letter-alone", "post_box.sheet", "marcus", _terms_alone),
    Visit("letter-version-alone", "letters_kept.sheet", KEEPER, _version_alone),
)
