"""Giving somebody a part in a case: who was chosen, whether they may have it, and the reason that lifts a warning."""

from engine.casework.completion import PageFacts
from engine.casework.independence import clashes
from engine.casework.pages.typed import Reader
from engine.casework.policy import in_words
from engine.casework.vocabulary import Relation

MOST = 2000


def why(question: str) -> str:
    """The question that asks for the reason which lifts a warning against whoever was chosen for `question`."""
    return f"why_{question}"


def chosen(reader: Reader, facts: PageFacts, asked: dict[str, Relation]) -> dict[str, int]:
    """Who was chosen, by question; `asked` says which part each question gives, in the order of the page.

    Says what is wrong with the others: nobody chosen, barred, or chosen above for another part.
    """
    found = {question: _one(reader, facts, question, relation) for question, relation in asked.items()}
    for question, sentence in clashes(found).items():
        reader.errors.setdefault(question, sentence)
    return {question: person for question, person in found.items() if person is not None}


def reasons(reader: Reader, facts: PageFacts, asked: dict[str, Relation], people: dict[str, int]) -> dict[int, str]:
    """The reason for each person against whom a warning stands. A warning without a reason is said at its question."""
    found: dict[int, str] = {}
    for question, person in people.items():
        against = facts.verdicts[asked[question].value, person].warnings
        if not against:
            continue
        empty = f"{' '.join(against)} Enter why they are chosen all the same, or select somebody else"
        reason = reader.text(why(question), empty, most=MOST)
        if reason:
            found[person] = reason
    return found


def _one(reader: Reader, facts: PageFacts, question: str, relation: Relation) -> int | None:
    person = reader.whole(question)
    verdict = None if person is None else facts.verdicts.get((relation.value, person))
    if verdict is None:
        reader.errors[question] = f"Select the {in_words(relation)}"
        return None
    if verdict.is_barred:
        reader.errors[question] = " ".join(verdict.barred_because)
    return person
