"""What every letter must contain is in it, in paragraphs that nobody can take out; and what is missing is named."""

from dataclasses import replace
from typing import Any

import pytest

from notifications import render
from notifications.checking import fact_of, printed
from notifications.contents import CONTENTS, FRAME, Recipient
from notifications.fields import LetterFields
from notifications.letters import SHIPPED
from notifications.paragraphs import text_of
from tests.notifications.examples import ADULT, CHILD, fields_for

every_letter = pytest.mark.parametrize("letter", sorted(CONTENTS))
NEEDED = {(letter, fact) for letter in CONTENTS for says in CONTENTS[letter].says for fact in says.facts}
every_fact = pytest.mark.parametrize(
    ("letter", "fact"),
    sorted({(letter, fact) for letter in CONTENTS for s in CONTENTS[letter].says for fact in s.facts}),
)

TO_A_CHILD = (
    *("acknowledgement", "not_accepted", "stage_1_extension", "stage_1_response", "stage_1_late"),
    *("stage_2_acknowledgement", "statement_of_complaint", "stage_2_extension", "stage_2_response"),
    *("stage_3_acknowledgement", "panel_invitation", "stage_3_response", "withdrawal_confirmation"),
    *("compliment_thanks", "overrun", "stage_2_overrun", "stage_3_overrun"),
)


def without(fields: LetterFields, path: str) -> LetterFields:
    """The fields with this fact empty."""
    name, _, inner = path.partition(".")
    value = getattr(fields, name)
    if inner:
        whole: Any = replace(value, **{inner: "" if isinstance(getattr(value, inner), str) else None})
    else:
        whole = "" if isinstance(value, str) else () if isinstance(value, tuple) else None
    return replace(fields, **{name: whole})


def test_the_table_and_the_letters_are_the_same_list() -> None:
    assert set(CONTENTS) == set(render.LETTERS)


def test_every_letter_that_a_child_may_get_has_a_version_for_children() -> None:
    assert {name.removesuffix("_child") for name in CONTENTS if name.endswith("_child")} == set(TO_A_CHILD)


@every_letter
def test_a_letter_says_all_that_it_must_even_with_an_empty_body(letter: str) -> None:
    fields = fields_for(letter)
    written = " ".join(render.letter(letter, fields, "").text.split())
    parts = SHIPPED.parts(letter, fields)
    for says in CONTENTS[letter].says:
        assert says.block not in FRAME
        assert parts[says.block], says
        block = " ".join(text_of(str(render.fragment(parts[says.block]))).split())
        assert block in written
        for fact in says.facts:
            for words in printed(fact_of(fields, fact)):
                assert words in block, (says, fact)


@every_fact
def test_a_letter_that_lacks_a_fact_names_it(letter: str, fact: str) -> None:
    with pytest.raises(render.LetterLacks) as raised:
        render.letter(letter, without(fields_for(letter), fact), "")
    assert raised.value.facts["field"] == fact.split(".")[-1].replace("_", " ")


@every_letter
def test_every_letter_begins_and_ends_as_a_letter(letter: str) -> None:
    parts = SHIPPED.parts(letter, fields_for(letter))
    assert [name for name in FRAME if not parts.get(name)] == []


@pytest.mark.parametrize("letter", [n for n in sorted(CONTENTS) if CONTENTS[n].to is not Recipient.COMPLAINANT])
def test_a_letter_to_somebody_else_says_nothing_of_where_the_complainant_lives(letter: str) -> None:
    fields = replace(fields_for(letter), is_child=True)
    written = render.letter(letter, fields, render.draft(letter, fields).body).text
    assert fields.to_name in written
    assert "14 Cinder Lane" not in written
    if letter != "advocacy_referral":
        assert ADULT.complainant_name not in written
        assert CHILD.complainant_name not in written
    with pytest.raises(render.LetterLacks):
        render.letter(letter, replace(fields, to_name=""), "")


def test_a_child_without_a_version_of_their_own_gets_the_one_for_adults() -> None:
    assert render.draft("put_aside", CHILD) == render.draft("put_aside", replace(CHILD, is_child=False))


def test_an_accepted_finding_needs_no_second_reason_and_a_rejected_one_does() -> None:
    accepted, rejected = (replace(head, decision_reason="") for head in ADULT.heads)
    written = render.letter("stage_2_response", replace(ADULT, heads=(accepted,)), "").text
    assert "I accept this. My reasons are those of the report." in " ".join(written.split())
    with pytest.raises(render.LetterLacks):
        render.letter("stage_2_response", replace(ADULT, heads=(rejected,)), "")


def test_only_some_heads_put_aside_is_said_and_the_others_go_on() -> None:
    some = render.letter("put_aside", ADULT, "").text
    assert "The plan was changed" in some
    assert "Telephone calls" not in some
    assert "Everything else in your complaint goes on" in some
    assert ADULT.put_aside is not None
    whole = render.letter("put_aside", replace(ADULT, put_aside=replace(ADULT.put_aside, heads=())), "").text
    assert "Telephone calls" in whole
    assert "This is all of your complaint." in whole
