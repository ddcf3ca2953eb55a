"""Share a compliment: who is praised and who hears of it, what for, and the thanks to the giver."""

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts, Praise
from engine.casework.pages.contact import NO_REPLY
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import ComplimentCategory, EventKind, Relation

MOST_PEOPLE = 4
THANKS = "compliment_thanks"


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. Somebody hears of it: those praised by name, or a manager who passes it on to their team."""
    reader = Reader(typed)
    praised = people(reader, "praised", facts)
    team = reader.text("praised", most=200)
    copied = tuple(person for person in people(reader, "copied", facts) if person not in praised)
    if not praised and not team:
        reader.errors["praised_1"] = "Select who is praised, or enter which team"
    elif not praised and not copied:
        reader.errors["copied_1"] = "Select a manager who passes it on to the team"
    categories = [each.value for each in ComplimentCategory if reader.ticked(f"category-{each.value}")]
    if not categories:
        reader.errors["categories"] = "Select what it praises, at least one"
    note = reader.text("note_body", "Enter what the letter to them says")
    bulletin = reader.yes_no("bulletin", "Select yes if it can go into the staff bulletin")
    told = {"praised": names(praised, team, facts), "compliment_words": facts.words}
    letter = _thanks(reader, facts, told)
    reader.check()
    return Completion(
        answers={"praised": told["praised"], "bulletin": bool(bulletin), "thanks": letter is not None},
        case={"categories": categories, "praised": team or None},
        relations={Relation.PRAISED: praised, Relation.COPIED: copied},
        events=(DatedEvent(EventKind.COMPLIMENT_SHARED.value, facts.today),),
        letter=letter,
        praise=Praise(told["praised"], (*praised, *copied), note, told),
    )


def people(reader: Reader, name: str, facts: PageFacts) -> tuple[int, ...]:
    """Those chosen in a row of questions, each once."""
    chosen = (reader.whole(f"{name}_{number}") for number in range(1, MOST_PEOPLE + 1))
    return tuple(dict.fromkeys(person for person in chosen if person is not None and person in facts.people))


def names(praised: tuple[int, ...], team: str, facts: PageFacts) -> str:
    """Who is praised, as a sentence names them: "Mara Manager, Max Manager and the north team"."""
    named = [facts.people[person] for person in praised] + ([team] if team else [])
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


def _thanks(reader: Reader, facts: PageFacts, told: dict[str, str]) -> LetterWords | None:
    """The giver is thanked where a reply is wanted, unless the officer says no."""
    if facts.reply_by == NO_REPLY:
        return None
    if not reader.yes_no("thanks", "Select yes if the giver is thanked"):
        return None
    body = reader.text("letter_body", "Enter what the letter should say")
    return LetterWords(THANKS, body, sent_on=facts.today, facts=told)
