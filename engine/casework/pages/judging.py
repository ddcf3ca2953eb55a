"""What several pages of stages 2 and 3 ask alike: findings, recommendations, the answers to both, and promises."""

from collections.abc import Iterable
from datetime import date

from engine.casework.completion import HeadFinding, PageFacts, Promised, Recommended, RulingOn
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import Finding, Ruling

MOST_RECOMMENDATIONS = 12
MOST_ACTIONS = 12


def read_findings(reader: Reader, numbers: Iterable[int]) -> tuple[HeadFinding, ...]:
    """A finding and how it was come to, for every head."""
    made = (_finding(reader, number) for number in numbers)
    return tuple(each for each in made if each is not None)


def _finding(reader: Reader, number: int) -> HeadFinding | None:
    finding = reader.choice(f"finding-{number}", Finding, f"Select what you found on head {number}")
    reason = reader.text(f"reason-{number}", f"Enter how you came to the finding on head {number}", most=8000)
    return HeadFinding(number, finding, reason) if finding is not None and reason else None


def read_rulings(reader: Reader, name: str, numbers: Iterable[int], of: str) -> tuple[RulingOn, ...]:
    """For each, whether it is accepted, and why. `of` is "finding" or "recommendation".

    A finding is answered with reasons either way; of a recommendation only a rejection needs one.
    """
    made = (_ruling(reader, name, number, of) for number in numbers)
    return tuple(each for each in made if each is not None)


def _ruling(reader: Reader, name: str, number: int, of: str) -> RulingOn | None:
    ruling = reader.choice(f"{name}-{number}", Ruling, f"Select whether the {of} is accepted")
    needed = of == "finding" or ruling is Ruling.REJECT
    said = "Enter why it is rejected" if ruling is Ruling.REJECT else "Enter the reason for this decision"
    reason = reader.text(f"{name}_reason-{number}", said if needed and ruling else None, most=8000)
    return RulingOn(number, ruling, reason) if ruling is not None else None


def read_recommendations(reader: Reader) -> tuple[Recommended, ...]:
    """What is recommended, numbered in its order; a row that is left empty is none."""
    texts = (reader.text(f"recommendation-{n}", most=4000) for n in range(1, MOST_RECOMMENDATIONS + 1))
    return tuple(Recommended(number, text) for number, text in enumerate((each for each in texts if each), start=1))


def read_actions(reader: Reader, facts: PageFacts) -> tuple[Promised, ...]:
    """What will be done, each with somebody who sees to it and a day; a row that is left empty is none."""
    made = (_action(reader, n, facts) for n in range(1, MOST_ACTIONS + 1))
    return tuple(each for each in made if each is not None)


def require_carried_out(reader: Reader, answers: Iterable[RulingOn]) -> None:
    """Each recommendation that is accepted has an action that carries it out; else its question is wrong."""
    rows = range(1, MOST_ACTIONS + 1)
    carried = {reader.whole(f"action-{n}-for") for n in rows if reader.typed.get(f"action-{n}-text", "").strip()}
    for answer in answers:
        if answer.ruling is Ruling.ACCEPT and answer.number not in carried:
            sentence = f"Say what will be done about recommendation {answer.number}, by whom and by when"
            reader.errors.setdefault(f"answer-{answer.number}", sentence)


def _action(reader: Reader, n: int, facts: PageFacts) -> Promised | None:
    text = reader.text(f"action-{n}-text", most=2000)
    owner = reader.whole(f"action-{n}-owner")
    begun = owner is not None or any(reader.typed.get(f"action-{n}-due{part}") for part in ("", "-day"))
    if not text and not begun:
        return None
    if not text:
        reader.errors[f"action-{n}-text"] = "Enter what will be done"
    due_on = reader.day(f"action-{n}-due", "Enter the day by which it will be done")
    if due_on is not None and due_on < facts.today:
        reader.errors[f"action-{n}-due"] = "This date must be today or later"
    if owner is None or owner not in facts.people:
        reader.errors[f"action-{n}-owner"] = "Select who sees to it"
        return None
    return Promised(text, owner, due_on or facts.today, _carries_out(reader, n, facts))


def _carries_out(reader: Reader, n: int, facts: PageFacts) -> int | None:
    """The recommendation that an action carries out, if one is named."""
    number = reader.whole(f"action-{n}-for")
    return number if number in facts.recommendation_numbers else None


def read_day(reader: Reader, name: str, empty: str | None, facts: PageFacts, after: tuple[str, str]) -> date | None:
    """A day that is past, and not before an event: `after` is its kind and the words of what is wrong otherwise."""
    day = reader.day(name, empty, latest=facts.today)
    kind, sentence = after
    before_it = facts.latest_event_on.get(kind, facts.received_on)
    if day is not None and day < before_it:
        reader.errors.setdefault(name, sentence)
    return day
