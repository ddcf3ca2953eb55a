"""The words of letters: published at an installation, never by an upgrade, kept in every version for ever."""

from functools import partial

import pytest

from engine.casework.letter_faults import Fault, LetterRefused
from engine.casework.policy import Actor
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.flows import letter_templates as keeping
from engine.office import Office
from engine.queries import letter_templates, who
from tests.engine.flows.at_once import at_once, errors

SHIPPED = {"closing": "Goodbye\n", "overrun": "We are late\n", "_contact": "Ask us\n"}


def welcome(_name: str, _source: str, _sources: object) -> tuple[Fault, ...]:
    """Finds nothing wrong."""
    return ()


def unwelcome(_name: str, _source: str, _sources: object) -> tuple[Fault, ...]:
    """Finds a fault in anything."""
    return (Fault(3, "Take it out."),)


@pytest.fixture
def officer(office: Office) -> Actor:
    """An officer where the letters have been installed."""
    keeping.seed(office, SHIPPED)
    return actor(office, 1)


def actor(office: Office, person_id: int) -> Actor:
    """Somebody who works here."""
    found = who.actor(office, person_id)
    assert found is not None
    return found


def standings(office: Office, officer: Actor, name: str = "closing") -> list[tuple[int, str]]:
    """Each version, newest first, with where it stands."""
    return [(v.version, v.status) for v in letter_templates.versions_of(office, officer, name)]


def test_a_first_installation_publishes_what_is_shipped(office: Office, officer: Actor) -> None:
    assert letter_templates.sources(office) == SHIPPED
    assert standings(office, officer) == [(1, "published")]
    assert keeping.seed(office, SHIPPED) == []


def test_an_upgrade_never_changes_anybodys_letters(office: Office, officer: Actor) -> None:
    assert keeping.seed(office, {**SHIPPED, "closing": "Farewell\n"}) == ["closing/2"]
    assert letter_templates.sources(office)["closing"] == "Goodbye\n"
    assert standings(office, officer) == [(2, "draft"), (1, "published")]
    assert keeping.seed(office, {**SHIPPED, "closing": "Farewell\n"}) == []


def test_a_letter_that_is_new_in_an_upgrade_can_be_used_at_once(office: Office, officer: Actor) -> None:
    assert keeping.seed(office, {**SHIPPED, "correction": "Sorry\n"}) == []
    assert letter_templates.sources(office)["correction"] == "Sorry\n"


def test_changed_words_wait_as_one_draft_until_they_are_published(office: Office, officer: Actor) -> None:
    assert keeping.change(office, officer, "closing", "Bye\r\n", welcome) == 2
    assert keeping.change(office, officer, "closing", "Bye bye", welcome) == 3
    assert standings(office, officer) == [(3, "draft"), (2, "retired"), (1, "published")]
    assert letter_templates.sources(office)["closing"] == "Goodbye\n"
    assert keeping.publish(office, officer, "closing", 3, " Shorter ", welcome) == 3
    assert letter_templates.sources(office)["closing"] == "Bye bye\n"
    assert standings(office, officer) == [(3, "published"), (2, "retired"), (1, "retired")]
    newest = letter_templates.versions_of(office, officer, "closing")[0]
    assert (newest.comment, newest.published_by) == ("Shorter", "Olive Officer")


def test_what_somebody_looked_at_is_what_they_publish(office: Office, officer: Actor) -> None:
    seen = keeping.change(office, officer, "closing", "Bye", welcome)
    keeping.change(office, officer, "closing", "Words that nobody looked at", welcome)
    keeping.publish(office, officer, "closing", seen, "Shorter", welcome)
    assert letter_templates.sources(office)["closing"] == "Bye\n"


def test_of_several_who_publish_at_once_one_has_the_last_word(office: Office, officer: Actor) -> None:
    for _ in range(4):
        drafts = [keeping.change(office, officer, "closing", f"Bye {n}", welcome) for n in range(3)]
        deeds = [partial(keeping.publish, office, officer, "closing", draft, "Shorter", welcome) for draft in drafts]
        assert errors(at_once(*deeds)) == []
        standing = [status for _, status in standings(office, officer)]
        assert standing.count("published") == 1
        assert "draft" not in standing


def test_several_who_change_a_letter_at_once_each_get_a_version(office: Office, officer: Actor) -> None:
    deeds = [partial(keeping.change, office, officer, "closing", f"Bye {n}", welcome) for n in range(4)]
    assert sorted(map(str, at_once(*deeds))) == ["2", "3", "4", "5"]
    assert [status for _, status in standings(office, officer)].count("draft") == 1


def test_an_older_version_is_published_again_as_a_new_one(office: Office, officer: Actor) -> None:
    keeping.change(office, officer, "closing", "Bye", welcome)
    keeping.publish(office, officer, "closing", 2, "Shorter", welcome)
    assert keeping.publish(office, officer, "closing", 1, "The old one was kinder", welcome) == 3
    assert letter_templates.sources(office)["closing"] == "Goodbye\n"
    assert standings(office, officer) == [(3, "published"), (2, "retired"), (1, "retired")]


def test_what_is_published_is_read_once_until_it_changes(office: Office, officer: Actor) -> None:
    before = letter_templates.published(office)
    assert letter_templates.published(office) is before
    keeping.change(office, officer, "closing", "Bye", welcome)
    assert letter_templates.published(office) is before
    keeping.publish(office, officer, "closing", 2, "Shorter", welcome)
    assert letter_templates.published(office).versions["closing"] == 2


def test_words_with_a_fault_are_neither_kept_nor_published(office: Office, officer: Actor) -> None:
    with pytest.raises(LetterRefused) as refused:
        keeping.change(office, officer, "closing", "Bye", unwelcome)
    assert [str(fault) for fault in refused.value.faults] == ["Line 3: Take it out."]
    keeping.change(office, officer, "closing", "Bye", welcome)
    with pytest.raises(LetterRefused):
        keeping.publish(office, officer, "closing", 2, "Shorter", unwelcome)
    assert standings(office, officer) == [(2, "draft"), (1, "published")]


def test_publishing_says_why(office: Office, officer: Actor) -> None:
    keeping.change(office, officer, "closing", "Bye", welcome)
    with pytest.raises(InvalidAnswers):
        keeping.publish(office, officer, "closing", 2, "  ", welcome)


def test_only_those_who_keep_the_letters_change_them(office: Office, officer: Actor) -> None:
    stranger = actor(office, 7)
    with pytest.raises(NotAllowed):
        keeping.change(office, stranger, "closing", "Bye", welcome)
    with pytest.raises(NotAllowed):
        keeping.publish(office, stranger, "closing", 1, "Mine", welcome)
    with pytest.raises(NotAllowed):
        letter_templates.every(office, stranger)


def test_what_is_not_there_is_not_found(office: Office, officer: Actor) -> None:
    with pytest.raises(NotFound):
        keeping.change(office, officer, "nothing", "Bye", welcome)
    with pytest.raises(NotFound):
        keeping.publish(office, officer, "closing", 9, "Why", welcome)
    with pytest.raises(NotFound):
        letter_templates.versions_of(office, officer, "nothing")
