"""Letters: the mandatory paragraphs always stand, what people type is only text, and a child can read a child's."""

import re
from dataclasses import replace
from datetime import date

import pytest

from engine.casework.vocabulary import Finding, Remedy
from engine.procedures import blocks
from notifications import render
from notifications.contents import CONTENTS
from notifications.render import LETTERS, Contact, Head, LetterFields
from tests.notifications.examples import ADULT, CHILD, fields_for

every_letter = pytest.mark.parametrize("letter", LETTERS)
WRITTEN_NOW = (
    "acknowledgement",
    "acknowledgement_child",
    "stage_1_response",
    "stage_1_extension",
    "overrun",
    "withdrawal_confirmation",
    "not_accepted",
)

PROMISED_BEFORE_THE_DAY = (
    "write to you by",
    "You will get an answer by",
    "we may take until",
    "We would write to you before",
    "tell you before that day",
)


def plain(markdown: str) -> str:
    """The words of Markdown, as they come out in a text."""
    words = re.sub(r"^#+ ", "", markdown.replace("**", "").replace("\\", ""), flags=re.MULTILINE)
    words = re.sub(r"^- ", "• ", words, flags=re.MULTILINE)
    return " ".join(words.split())


def words(letter: render.Letter) -> str:
    """The words of a letter with single spaces."""
    return " ".join(letter.text.split())


def first_draft(letter: str, fields: LetterFields) -> render.Letter:
    """The letter exactly as drafted."""
    return render.letter(letter, fields, render.draft(letter, fields).body)


def test_the_letters_of_the_first_part_are_all_there() -> None:
    assert set(WRITTEN_NOW) <= set(LETTERS)


def test_every_letter_that_a_diagram_may_send_has_been_written() -> None:
    assert set(blocks.LETTERS) <= set(LETTERS)


@every_letter
@pytest.mark.parametrize("body", ["", "   \n", "Only this.", "<!-- ", "> ", "```", "<script>", "1. ", "\\"])
def test_mandatory_paragraphs_stand_whatever_is_typed(letter: str, body: str) -> None:
    fields = fields_for(letter)
    mandatory = render.draft(letter, fields).mandatory
    written = words(render.letter(letter, fields, body))
    assert len(mandatory) >= 3
    positions = [written.index(plain(paragraph)) for paragraph in mandatory]
    assert positions == sorted(positions)


@every_letter
def test_a_mandatory_paragraph_pasted_into_the_body_is_printed_once(letter: str) -> None:
    fields = fields_for(letter)
    draft = render.draft(letter, fields)
    pasted = render.letter(letter, fields, "\r\n\r\n".join((draft.body, *draft.mandatory)))
    assert words(pasted) == words(first_draft(letter, fields))


@every_letter
def test_every_letter_names_the_reference_the_council_and_whom_to_ask(letter: str) -> None:
    written = words(render.letter(letter, fields_for(letter), ""))
    for needed in ("SC-2026-0142", "Marlow Vale Council", "Tom Okafor", "01632 960142", "21 December 2026"):
        assert needed in written


@every_letter
def test_the_subject_carries_the_reference_only(letter: str) -> None:
    assert first_draft(letter, fields_for(letter)).subject == "Our reference SC-2026-0142"


@pytest.mark.parametrize("letter", [n for n in LETTERS if "advocacy" in {says.block for says in CONTENTS[n].says}])
def test_every_letter_to_a_childs_complainant_tells_of_free_independent_help(letter: str) -> None:
    written = words(render.letter(letter, fields_for(letter), ""))
    assert "Voice for You (telephone 0808 157 0123" in written.replace("Voice for You yourself", "Voice for You")
    assert "It is free." in written


@pytest.mark.parametrize(
    "promise",
    [
        "acknowledgement: Priya Nair | Tuesday 5 January 2027 | Tuesday 19 January 2027 | stage 2 | procedure",
        "acknowledgement_child: Priya Nair | Tuesday 5 January 2027 | stage 2",
        "stage_1_response: right to ask for stage 2 | Tuesday 2 February 2027 | 0300 061 0614 | need not give a reason",
        "stage_1_response_child: stage 2 | Tuesday 2 February 2027 | 0300 061 0614 | do not have to say why",
        "stage_1_extension: Tuesday 12 January 2027 | complex | Two teams | right to ask for stage 2 | 0300 061 0614",
        "stage_1_extension_child: Tuesday 12 January 2027 | two teams | stage 2 | 0300 061 0614",
        "overrun: we are sorry | fell ill | 29 January 2027 | before that day | procedure now | 0300 061 0614",
        "overrun_child: we are sorry | was ill | 29 January 2027 | before that day | ask right now | 0300 061 0614",
        "withdrawal_confirmation: Sunday 20 December 2026 | complain again at any time | log it as a new complaint",
        "withdrawal_confirmation_child: Sunday 20 December 2026 | change your mind again | a new complaint | advocate",
        "not_accepted: only the court can change | Your solicitor | what we got wrong | new complaint | 0300 061 0614",
        "not_accepted_child: Only a court can change it | Your guardian | new complaint | 0300 061 0614",
    ],
)
def test_a_letter_holds_what_the_law_asks_even_with_an_empty_body(promise: str) -> None:
    letter, needed = promise.split(": ")
    written = words(render.letter(letter, fields_for(letter), ""))
    assert [part for part in needed.split(" | ") if part not in written] == []


@pytest.mark.parametrize("fields", [ADULT, CHILD])
def test_an_acknowledgement_promises_no_day_that_has_passed(fields: LetterFields) -> None:
    late = replace(fields, received_on=date(2026, 9, 21), due_on=date(2026, 10, 5), maximum_on=date(2026, 10, 19))
    written = words(render.letter("acknowledgement", late, ""))
    assert "You should have had" in written
    assert "Monday 5 October 2026. That day has" in written
    assert "and we are sorry. We will write to you very soon" in written
    assert [promise for promise in PROMISED_BEFORE_THE_DAY if promise in written] == []


@pytest.mark.parametrize("fields", [ADULT, CHILD])
def test_on_the_last_day_an_acknowledgement_still_promises_that_day(fields: LetterFields) -> None:
    written = words(render.letter("acknowledgement", replace(fields, due_on=fields.letter_date), ""))
    assert "by Monday 21 December 2026." in written
    assert "You should have had" not in written


@pytest.mark.parametrize("fields", [ADULT, CHILD])
def test_a_letter_about_lateness_says_what_should_have_been_and_not_what_was_promised(fields: LetterFields) -> None:
    written = words(first_draft("overrun", replace(fields, due_on=date(2026, 12, 18))))
    assert re.search(r"You should have had (our|an) answer by Friday 18 December 2026\. You did not", written)
    assert "We said" not in written


def test_an_acknowledgement_says_how_the_complaint_was_understood() -> None:
    body = render.draft("acknowledgement", ADULT).body
    assert "1. Telephone calls were not returned. What you want to happen: Calls answered within a day." in body
    assert "2. The plan was changed without a word." in body


def test_a_response_answers_every_head_and_says_what_will_be_done() -> None:
    written = words(first_draft("stage_1_response", ADULT))
    assert "1. Telephone calls were not returned" in written
    assert "We uphold this part of your complaint. You were right to raise it. We lost the notes." in written
    assert "We do not uphold this part of your complaint. It was agreed at the meeting in May." in written
    assert "I am sorry for the trouble" in written
    assert "The duty team will ring back on the same day." in written
    assert "Two people now look after the duty telephone." in written


def test_nothing_is_admitted_where_nothing_is_upheld() -> None:
    heads = (Head(1, "The review was late", finding=Finding.NOT_UPHELD, reason="It was held on the day set."),)
    written = words(first_draft("stage_1_response", replace(ADULT, heads=heads, remedies=(Remedy.OTHER,))))
    assert "did not get everything right" not in written
    assert "I am sorry that you had cause to worry" in written
    assert "other" not in written[written.index("What we will do") : written.index("What we have learned")]


def test_a_child_gets_the_version_written_for_children() -> None:
    for letter in ("acknowledgement", "stage_1_response", "stage_1_extension", "overrun", "not_accepted"):
        assert render.draft(letter, CHILD) == render.draft(f"{letter}_child", CHILD)
        assert render.draft(letter, CHILD) != render.draft(letter, replace(CHILD, is_child=False))


@pytest.mark.parametrize("letter", [name for name in LETTERS if name.endswith("_child")])
def test_a_child_of_eleven_can_read_a_childs_letter(letter: str) -> None:
    draft = render.draft(letter, CHILD)
    text = plain("\n\n".join((draft.body, *draft.mandatory)))
    sentences = [part for part in re.split(r"[.?!:]\s|$", re.sub(r"\([^)]*\)", "", text)) if part.strip()]
    said = re.findall(r"[A-Za-z']+", " ".join(sentences))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in said)
    # The Flesch-Kincaid grade: six is the school year in which people turn eleven or twelve.
    assert 0.39 * len(said) / len(sentences) + 11.8 * syllables / len(said) - 15.59 <= 6
    assert not re.search(r"representation|statutory|pursuant|procedure|regulation", text, re.IGNORECASE)


@every_letter
def test_a_letter_fetches_nothing_and_runs_nothing(letter: str) -> None:
    page = first_draft(letter, fields_for(letter)).html
    assert not re.search(r"<(script|img|link|iframe|object|embed|form|base)\b|url\(|@import|src=|\son\w+=", page)


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% for x in y %}",
    "{{ ''.__class__.__mro__ }}",
    "</style><b>bold</b>",
    "**bold** _slanted_ [link](https://example.org) `code`",
    "![picture](https://example.org/x.png)",
    "&lt;b&gt; &amp; &copy;",
    "a \\ backslash & an ampersand",
    "# not a heading",
    "1. not a list",
    "\" style=\"x ' onload='y",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_is_typed_into_a_field_comes_out_as_text(attack: str) -> None:
    typed = replace(
        ADULT,
        complainant_name=attack,
        salutation=attack,
        address_lines=(attack,),
        answering_manager=attack,
        notice=attack,
        learning=attack,
        heads=(Head(1, attack, attack, Finding.UPHELD, attack),),
    )
    letter = first_draft("stage_1_response", typed)
    assert letter.text.count(attack) == 9
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert letter.html.count("</style>") == 1


def test_lines_typed_into_a_reason_stay_lines() -> None:
    reason = "First.\n# Second\n- third\n\n\n\n    Fourth\n1) fifth\n==="
    heads = (replace(ADULT.heads[0], reason=reason),)
    text = first_draft("stage_1_response", replace(ADULT, heads=heads)).text
    assert "First.\n# Second\n- third\n\nFourth\n1) fifth\n===" in text


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raise %}", "<b>x</b>", "&lt;i&gt;"])
def test_html_and_template_marks_in_the_body_come_out_as_text(attack: str) -> None:
    letter = render.letter("acknowledgement", ADULT, attack)
    assert (attack.replace("&lt;", "<").replace("&gt;", ">")) in letter.text
    assert "<script" not in letter.html
    assert "<b>" not in letter.html


def test_links_that_run_something_and_pictures_are_not_made() -> None:
    body = "[go](javascript:alert(1)) ![track](https://example.org/x.png) [data](data:text/html,x)\n\n[a]: https://x.example"
    page = render.letter("acknowledgement", ADULT, body).html
    assert 'href="javascript' not in page
    assert 'href="data' not in page
    assert "<img" not in page
    assert "[a]: https://x.example" in page


def test_headings_lists_and_emphasis_in_the_body_are_kept() -> None:
    page = render.letter("acknowledgement", ADULT, "# Big\n\n- **one**\n- *two*\n\n3. three\n4. four").html
    for kept in ("<h2>Big</h2>", "<strong>one</strong>", "<em>two</em>", '<ol start="3">'):
        assert kept in page
    assert page.count("<h1>") == 1


def test_lists_are_numbered_in_the_text_as_on_the_page() -> None:
    text = render.letter("acknowledgement", ADULT, "3. three\n4. four\n\n- dot").text
    assert "3. three\n\n4. four\n\n• dot" in text


@pytest.mark.parametrize(
    ("letter", "field", "empty", "named"),
    [
        ("acknowledgement", "due_on", None, "due on"),
        ("acknowledgement", "received_on", None, "received on"),
        ("acknowledgement", "answering_manager", "", "answering manager"),
        ("acknowledgement", "officer", None, "officer"),
        ("acknowledgement", "advocacy", None, "advocacy"),
        ("acknowledgement", "heads", (), "heads"),
        ("acknowledgement", "advocacy", Contact("Voice for You"), "how to reach Voice for You"),
        ("stage_1_response", "ask_stage_2_by", None, "ask stage 2 by"),
        ("stage_1_response", "heads", (Head(1, "Late"),), "finding"),
        ("stage_1_response", "heads", (Head(1, "Late", finding=Finding.UPHELD),), "reason"),
        ("stage_1_extension", "extension", None, "extension"),
        ("overrun", "overrun", None, "overrun"),
        ("withdrawal_confirmation", "withdrawn_on", None, "withdrawn on"),
        ("not_accepted", "not_accepted_reason", "", "not accepted reason"),
        ("acknowledgement", "reference", "", "reference"),
        ("acknowledgement", "complainant_name", "", "complainant name"),
    ],
)
def test_a_letter_that_lacks_something_names_it(letter: str, field: str, empty: object, named: str) -> None:
    lacking = replace(ADULT, **{field: empty})  # type: ignore[arg-type]
    if field == "complainant_name":
        lacking = replace(lacking, salutation="")
    with pytest.raises(render.LetterLacks) as raised:
        render.letter(letter, lacking, "")
    assert raised.value.facts["field"] == named


def test_a_letter_that_nobody_wrote_is_refused() -> None:
    for name in ("nothing", "_contact", "../letter", "acknowledgement.md"):
        with pytest.raises(render.NoSuchLetter):
            render.draft(name, ADULT)


def test_the_notice_is_at_the_foot_when_given_and_only_then() -> None:
    notice = "Everything here is invented."
    assert render.letter("overrun", replace(ADULT, notice=notice), "").text.endswith(f"{notice}\n")
    assert "notice" not in re.sub(r"<style>.*</style>", "", render.letter("overrun", ADULT, "").html, flags=re.DOTALL)


def test_someone_turned_away_is_helped_on_even_when_nobody_named_another_route() -> None:
    for fields in (ADULT, CHILD):
        assert "Ask us" in words(render.letter("not_accepted", replace(fields, other_route=""), ""))


@pytest.mark.parametrize("letter", ["withdrawal_confirmation", "not_accepted"])
def test_nobody_is_promised_that_a_closed_complaint_is_opened_again(letter: str) -> None:
    for fields in (ADULT, CHILD):
        written = words(first_draft(letter, fields)).lower()
        assert "a new complaint" in written
        assert not re.search(r"re-?open|take .* up again|we will look at it|after all|think again|come back", written)


def test_a_fragment_is_safe_to_put_on_a_page() -> None:
    assert str(render.fragment("**yes** <b>no</b>")) == "<p><strong>yes</strong> &lt;b&gt;no&lt;/b&gt;</p>\n"
