"""The pages on which the letters' own words are kept."""

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Council, Visit, at, case, wrong

KEEPER = "priya"


def _forbidden(guest: Guest) -> None:
    guest.visitor.go("/letters/closing").fill({"Words, fields and blocks": "{{ lipsum() }}"})
    guest.visitor.press("Keep as a draft")
    guest.visitor.is_asked_again()


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
    Visit("letter-version-alone", "letters_kept.sheet", KEEPER, at("/letters/closing/versions/1/page")),
)
