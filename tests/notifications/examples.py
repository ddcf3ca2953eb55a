"""Invented people and complaints that the letters of these tests are about."""

from dataclasses import replace
from datetime import date

from engine.casework.vocabulary import ExtensionGround, Finding, Remedy
from notifications import render
from notifications.render import Contact, Extension, Head, Letter, LetterFields, Overrun

ADULT = LetterFields(
    reference="SC-2026-0142",
    council_name="Marlow Vale Council",
    complainant_name="Josephine Arkwright-Bell",
    salutation="Ms Arkwright-Bell",
    address_lines=("14 Cinder Lane", "Upper Marlow", "MV4 2QT"),
    letter_date=date(2026, 12, 21),
    received_on=date(2026, 12, 17),
    due_on=date(2027, 1, 5),
    maximum_on=date(2027, 1, 19),
    answering_manager="Priya Nair",
    answering_manager_title="Team Manager, Northside",
    officer=Contact(
        name="Tom Okafor",
        title="Complaints Officer",
        telephone="01632 960142",
        email="complaints@marlowvale.example",
        address_lines=("Vale House, 1 Market Square", "Marlow MV1 1AA"),
    ),
    advocacy=Contact(name="Voice for You", telephone="0808 157 0123", website="www.voiceforyou.example"),
    heads=(
        Head(
            1, "Telephone calls were not returned", "Calls answered within a day", Finding.UPHELD, "We lost the notes."
        ),
        Head(2, "The plan was changed without a word", "", Finding.NOT_UPHELD, "It was agreed at the meeting in May."),
    ),
    remedies=(Remedy.APOLOGY, "The duty team will ring back on the same day."),
    learning="Two people now look after the duty telephone.",
    extension=Extension(date(2027, 1, 12), ExtensionGround.COMPLEXITY, "Two teams were involved."),
    overrun=Overrun("the manager who was to answer fell ill", date(2027, 1, 29)),
    ask_stage_2_by=date(2027, 2, 2),
    not_accepted_reason="It is about a decision that only the court can change.",
    other_route="Your solicitor can ask the court to look at it again.",
    withdrawn_on=date(2026, 12, 20),
)

CHILD = replace(
    ADULT,
    is_child=True,
    complainant_name="Amy Brook",
    salutation="Amy",
    heads=(
        Head(
            1, "Nobody asked me before I moved", "To be asked", Finding.UPHELD, "We should have asked you. We did not."
        ),
        Head(
            2, "My phone was taken away", "My phone", Finding.PARTIALLY_UPHELD, "It was right at night, not all week."
        ),
        Head(3, "I want to see my brother", "Every week", Finding.NO_FINDING, "Nobody wrote down what was agreed."),
    ),
    remedies=(Remedy.APOLOGY, Remedy.CHANGE_OF_WORKER, "We will write down when you see your brother."),
    overrun=Overrun("the person who was to answer was ill", date(2027, 1, 29)),
    extension=Extension(date(2027, 1, 12), ExtensionGround.COMPLEXITY, "We need to talk to two teams."),
    not_accepted_reason="A court made this choice. Only a court can change it.",
    other_route="Your guardian can speak to the court for you.",
)


def fields_for(letter: str) -> LetterFields:
    """Who the letter goes to in these tests: a child for the letters written for children."""
    return CHILD if letter.endswith("_child") else ADULT


def finished(letter: str) -> Letter:
    """The letter with its first body and the demo's notice."""
    fields = replace(fields_for(letter), notice="Everything here is invented.")
    return render.letter(letter, fields, render.draft(letter, fields).body)
