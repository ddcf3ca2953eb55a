"""Who keeps the letters is trusted with words, not with code; and cannot take out what the law puts in."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import checking
from notifications.allowed import DEEPEST, MOST, faults_in
from notifications.contents import CONTENTS
from notifications.errors import LetterTooLong
from notifications.fields import Head
from notifications.letters import LETTERS, SHIPPED, Letters
from notifications.samples import for_letter
from tests.notifications.conftest import has_pango

SOURCES = SHIPPED.sources
SOURCE = SOURCES["closing"]


def said(words: str, name: str = "closing") -> str:
    """What is said of the shipped letter with these words in its body."""
    source = SOURCES[name].replace("{% block body %}\n", f"{{% block body %}}\n{words}\n", 1)
    return "; ".join(str(fault) for fault in faults_in(name, source, SOURCES))


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_everything_that_is_shipped_can_be_kept(name: str) -> None:
    if name.startswith("_"):
        assert faults_in(name, SOURCES[name], SOURCES) == ()
    else:
        assert checking.faults(name, SOURCES[name], SOURCES) == ()


def test_a_shared_part_is_tried_in_every_letter_that_includes_it() -> None:
    assert checking.faults("_contact_child", SOURCES["_contact_child"], SOURCES) == ()
    wrong = checking.faults("_contact_child", "Ask us.\n", SOURCES)
    assert len(wrong) == len([name for name in LETTERS if '"_contact_child.md"' in SOURCES[name]])
    assert all("must say whom to ask" in fault.mend for fault in wrong)


@pytest.mark.parametrize(
    "words",
    [
        "{{ reference.upper() }}",
        "{{ ''.__class__ }}",
        "{{ reference.__class__ }}",
        "{{ officer['name'] }}",
        "{{ reference|attr('__class__') }}",
        "{{ reference|replace('a', 'b') }}",
        "{{ self.body() }}",
        "{{ range(9) }}",
        "{{ cycler }}",
        "{{ 7 * 7 }}",
        "{{ 7 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 'a' * 999999999 }}",
        "{{ -1 }}",
        "{% set x = 'a' %}",
        "{% macro x() %}{% endmacro %}",
        "{% import '_contact.md' as x %}",
        "{% from '_contact.md' import x %}",
        "{% include 'letter.md' %}",
        "{% include reference %}",
        "{% include '_nothing.md' %}",
        "{% include '_contact.md' ignore missing %}",
        "{% include ['_contact.md'] %}",
        "{% extends 'overrun.md' %}",
        "{% filter upper %}a{% endfilter %}",
        "{% call x() %}{% endcall %}",
        "{% with a = 'b' %}{% endwith %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% for x in ['a', 'b'] %}{% endfor %}",
        "{% for x in heads recursive %}{% endfor %}",
        "{% for x, y in heads %}{% endfor %}",
        "{% for heads in heads %}{% endfor %}",
        "{% for _x in heads %}{% endfor %}",
        "{% for x in reference %}{% endfor %}",
        "{% for x in heads %}{{ loop.index }}{% endfor %}",
        "{{ heads }}",
        "{{ officer }}",
        "{{ complainant_nam }}",
        "{{ head.text }}",
        "{{ overrun.until }}",
        "{{ is_child }}",
        "{% if reference is string %}{% endif %}",
        "{% if reference is divisibleby(3) %}{% endif %}",
        "{{ heads|selectattr('__class__')|list|default('x') }}",
        "{{ reference|day('x') }}",
        "{{ reference|default(value='x') }}",
        "{{ heads|map(attribute='text')|list }}",
        "{% if reference %}",
        "{% block inner %}a{% endblock %}",
        "{{ reference",
        "{{ lipsum() }}",
        "{{ reference[0] }}",
        "{{ reference[::-1] }}",
        "{% print(reference) %}{% do x %}",
    ],
)
def test_code_is_refused_with_its_line(words: str) -> None:
    assert said(words).startswith("Line ")


@pytest.mark.parametrize(
    "words",
    [
        "Plain words, 100%, { braces } and {# a remark #}.",
        "{{ reference }}",
        "{{ received_on|day }} {{ learning|typed }}",
        "{% if learning is defined and not heads %}a{% elif reference == 'x' %}b{% else %}c{% endif %}",
        "{% for head in heads if head.finding in ['upheld'] %}{{ head.number }}{{ head.text|sentence }}{% endfor %}",
        "{% for a in heads %}{% for b in actions %}{{ b.text }}{% endfor %}{% endfor %}",
        "{{ officer.name|leading }} {{ officer|ways }} {{ director|default('The Director') }}",
        "{{ 'late' if due_on < letter_date else 'in time' }}",
        "{% include '_help.md' %}",
    ],
)
def test_words_fields_choices_and_lists_are_welcome(words: str) -> None:
    assert said(words) == ""


def test_loops_do_not_stand_in_loops_without_end() -> None:
    nested = "{% for a in heads %}" * (DEEPEST + 1) + "{% endfor %}" * (DEEPEST + 1)
    nested = nested.replace("for a", "for b", 1)
    assert "loops inside each other" in said(nested)


@pytest.mark.parametrize(
    "words",
    [
        "\n{{ reference" + "|default('x')" * 900 + " }}",
        "\n{% if " + " or ".join(["reference"] * 900) + " %}a{% endif %}",
        "\n{{ " + "(" * 3000 + "reference" + ")" * 3000 + " }}",
        "\n{% if reference %}" * 600 + "a" + "{% endif %}" * 600,
        "\n{{ " + "not " * 2000 + "reference }}",
    ],
    ids=["filters", "or", "brackets", "choices", "not"],
)
def test_what_is_nested_too_deeply_is_refused_with_its_line(words: str) -> None:
    assert re.match(r"Line \d+: This is nested too deeply", said(words))


def test_a_shared_part_is_not_printed_again_and_again() -> None:
    assert "behind the loop" in said("{% for a in heads %}{% include '_contact.md' %}{% endfor %}")
    assert "behind the loop" in said(
        "{% for a in heads %}{% if a.text %}{% include '_help.md' %}{% endif %}{% endfor %}"
    )


def test_a_letter_that_comes_out_without_end_is_not_written() -> None:
    source = SOURCE.replace("{% block body %}", "{% block body %}" + LOOPS, 1)
    facts = replace(for_letter("closing"), heads=tuple(Head(n, "word " * 200) for n in range(50)))
    with pytest.raises(LetterTooLong, match=f"“{CONTENTS['closing'].name}” comes out longer"):
        Letters({**SOURCES, "closing": source}).parts("closing", facts)


LOOPS = "{% for a in heads %}{% for b in heads %}{{ b.text }}{% endfor %}{% endfor %}"


def test_a_letter_has_a_size() -> None:
    assert "too long" in said("a" * MOST)


def test_words_outside_a_block_would_never_be_printed() -> None:
    assert "never printed" in str(faults_in("closing", SOURCE + "\nGoodbye\n", SOURCES)[0])


def test_a_part_includes_no_other_so_that_none_includes_itself() -> None:
    assert faults_in("_contact", '{% include "_contact.md" %}', SOURCES)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_mandatory_paragraph_cannot_be_taken_out_or_emptied(letter: str) -> None:
    for says in CONTENTS[letter].says:
        start = SOURCES[letter].index(f"{{% block {says.block} %}}")
        end = SOURCES[letter].index("{% endblock %}", start)
        opening = len(f"{{% block {says.block} %}}")
        cut = SOURCES[letter][:start] + SOURCES[letter][end + len("{% endblock %}") :]
        empty = SOURCES[letter][: start + opening] + SOURCES[letter][end:]
        for source in (cut, empty):
            assert any(f"“{says.block}”" in fault.mend for fault in checking.faults(letter, source, SOURCES))


def test_a_mandatory_fact_cannot_be_taken_out_of_its_paragraph() -> None:
    source = SOURCES["overrun"].replace("{{ overrun.expected_on|day }}", "some day")
    assert [fault.mend for fault in checking.faults("overrun", source, SOURCES)] == [
        "The block “dates” must say the new date: “overrun.expected_on” is not in it."
    ]


def test_a_date_printed_without_its_filter_is_found_before_anybody_gets_it() -> None:
    source = SOURCES["overrun"].replace("{{ overrun.expected_on|day }}", "{{ overrun.cause|day }}")
    assert any("sample facts" in fault.mend for fault in checking.faults("overrun", source, SOURCES))


def test_a_letter_to_a_child_that_grows_beyond_its_page_is_refused() -> None:
    if not has_pango():
        return
    source = SOURCES["overrun_child"].replace("We have not forgotten you.", "We have not forgotten you.\n\n" * 40)
    assert any("one page" in fault.mend for fault in checking.faults("overrun_child", source, SOURCES))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="{}%#|'\"()[].,_ abx1\n-+*", max_size=60))
def test_whatever_is_typed_is_kept_or_refused_and_never_breaks(words: str) -> None:
    said(words)
