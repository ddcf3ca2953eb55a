"""Invented facts, all of them, so that a letter can be tried before anybody needs it."""

from dataclasses import replace
from datetime import date

from engine.casework.vocabulary import ExtensionGround, Finding, Remedy, Ruling
from notifications.contents import CONTENTS, Recipient
from notifications.fields import (
    Contact,
    Extension,
    Happening,
    Head,
    LetterFields,
    Overrun,
    Payment,
    PromisedAction,
    PutAside,
    Recommendation,
)

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
    stage_1_day_20=date(2027, 1, 19),
    answering_manager="Priya Nair",
    answering_manager_title="Team Manager, Northside",
    officer=Contact(
        name="Tom Okafor",
        title="Complaints Officer",
        telephone="01632 960142",
        email="complaints@marlowvale.example",
        address_lines=("Vale House, 1 Market Square", "Marlow MV1 1AA"),
    ),
    advocate_name="Grace Oduya",
    advocacy=Contact(name="Voice for You", telephone="0808 157 0123", website="www.voiceforyou.example"),
    heads=(
        Head(
            1,
            "Telephone calls were not returned",
            "Calls answered within a day",
            Finding.UPHELD,
            "We lost the notes.",
            Ruling.ACCEPT,
            "The telephone log shows it",
        ),
        Head(
            2,
            "The plan was changed without a word",
            "",
            Finding.NOT_UPHELD,
            "It was agreed at the meeting in May.",
            Ruling.REJECT,
            "The minutes do not say who agreed",
        ),
    ),
    remedies=(Remedy.APOLOGY, "The duty team will ring back on the same day."),
    learning="Two people now look after the duty telephone.",
    extension=Extension(date(2027, 1, 12), ExtensionGround.COMPLEXITY, "Two teams were involved."),
    overrun=Overrun("the manager who was to answer fell ill", date(2027, 1, 29)),
    ask_stage_2_by=date(2027, 2, 2),
    not_accepted_reason="It is about a decision that only the court can change.",
    other_route="Your solicitor can ask the court to look at it again.",
    withdrawn_on=date(2026, 12, 20),
    stage_2_requested_on=date(2026, 12, 18),
    stage_2_due_on=date(2027, 1, 27),
    stage_2_maximum_on=date(2027, 3, 24),
    stage_2_record_due_on=date(2027, 2, 8),
    agree_by=date(2027, 1, 8),
    investigating_officer="Daniel Achebe",
    independent_person="Margaret Lowe",
    fee_note="£38 an hour, forty hours at most",
    report_planned_on=date(2027, 2, 15),
    adjudicating_officer="Helen Strand, Assistant Director",
    reviewer="Owen Pritchard",
    corporate_2_due_on=date(2027, 1, 20),
    independent_fair="yes",
    independent_report="I sat in on every interview. Everybody was heard.",
    panel_report="The panel heard everybody. It found that the calls should have been answered.",
    recommendations=(
        Recommendation(1, "Keep a log of every call to the duty team", Ruling.ACCEPT, "It costs little and helps"),
        Recommendation(2, "Pay for a taxi to each meeting", Ruling.REJECT, "The bus pass covers the way"),
    ),
    actions=(
        PromisedAction("The duty team keeps a log of calls", "Priya Nair", date(2027, 2, 15)),
        PromisedAction("The plan is gone through again with you", "", date(2027, 2, 26)),
    ),
    ask_stage_3_by=date(2027, 2, 24),
    stage_3_requested_on=date(2026, 12, 16),
    stage_3_panel_by=date(2027, 2, 1),
    panel_chair="Ruth Adeyemi",
    panel_members=("Colin Marsh", "Farah Siddiqui"),
    panel_on=date(2027, 1, 28),
    panel_place="Vale House, Room 4, at 10 o’clock",
    papers_by=date(2027, 1, 14),
    stage_3_response_due_on=date(2027, 2, 25),
    director="Anita Kovacs, Director of Children’s Services",
    refusal_reason="You asked eleven months after our answer, and told us of no reason why",
    put_aside=PutAside("The family court is hearing the same facts in March", (2,)),
    proceedings_concluded_on=date(2026, 12, 4),
    resubmit_by=date(2027, 12, 4),
    plan_until_on=date(2027, 2, 12),
    six_months_on=date(2027, 6, 17),
    ombudsman_reference="26 010 999",
    ombudsman_reply_by=date(2027, 1, 22),
    ombudsman_answer="We answered at stage 1 within ten working days. We did not offer a meeting, and should have.",
    chronology=(
        Happening(date(2026, 9, 2), "The complaint was received"),
        Happening(date(2026, 9, 16), "We answered at stage 1"),
    ),
    done=("A manager apologised in person.",),
    documents=("Our letter of 16 September 2026", "Proof of the payment"),
    compliment_words="Nadia never once made me feel that I was a bother.",
    praised="Nadia Rahman",
    comment_outcome="The waiting room now has a sign that says where to go",
    child_name="Amy Brook",
    reach="Text 01632 960777 after school. Do not write to the home",
    consent_on=date(2026, 12, 18),
    needed="A copy of the letter that you got in October",
    contact_reason="You called the duty team 41 times in one week, often about the same thing",
    contact_limits="Until we look at it again, please write to us instead of calling. One person reads and answers",
    review_on=date(2027, 6, 21),
    appeal_to="the Director of Children’s Services",
    payment=Payment("£150", "The time and trouble that our delay at stage 2 caused you"),
    corrected="We wrote that you could ask until 2 January. The right day is 2 February",
    corrected_on=date(2026, 12, 7),
    interview_on=date(2027, 1, 11),
    interview_place="Vale House, Room 2",
    worker_told="Somebody says that calls to the duty team in November were not returned. You were on duty that month",
    worker_outcome="Calls were not returned, because two lists were kept. Nobody is blamed for that",
    support_contact="Sam Whitlock",
)
"""A full set of facts about an adult's complaint."""

CHILD = replace(
    ADULT,
    is_child=True,
    complainant_name="Amy Brook",
    salutation="Amy",
    heads=(
        Head(
            1,
            "Nobody asked me before I moved",
            "To be asked",
            Finding.UPHELD,
            "We should have asked you. We did not.",
            Ruling.ACCEPT,
        ),
        Head(
            2,
            "My phone was taken away",
            "My phone",
            Finding.PARTIALLY_UPHELD,
            "It was right at night, not all week.",
            Ruling.ACCEPT,
            "You need your phone to call your mum",
        ),
        Head(
            3,
            "I want to see my brother",
            "Every week",
            Finding.NO_FINDING,
            "Nobody wrote down what was agreed.",
            Ruling.REJECT,
            "Your social worker did write it down",
        ),
    ),
    remedies=(Remedy.APOLOGY, Remedy.CHANGE_OF_WORKER, "We will write down when you see your brother."),
    overrun=Overrun("the person who was to answer was ill", date(2027, 1, 29)),
    extension=Extension(date(2027, 1, 12), ExtensionGround.COMPLEXITY, "We need to talk to two teams."),
    not_accepted_reason="A court made this choice. Only a court can change it.",
    other_route="Your guardian can speak to the court for you.",
    recommendations=(
        Recommendation(1, "Ask Amy before each move", Ruling.ACCEPT),
        Recommendation(2, "Give her a new phone", Ruling.REJECT, "The old phone works"),
    ),
    actions=(
        PromisedAction("Your social worker asks you before you move", "", date(2027, 2, 15)),
        PromisedAction("We write down when you see your brother", "", date(2027, 2, 26)),
    ),
    compliment_words="Nadia listens to me. She is kind.",
)
"""A full set of facts about a child's complaint."""

_ELSEWHERE = {
    Recipient.ADVOCACY_PROVIDER: ("Voice for You", ("2 Quay Street", "Marlow MV1 3CD")),
    Recipient.OMBUDSMAN: ("Local Government and Social Care Ombudsman", ("PO Box 0000", "Exampleton EX1 1AA")),
    Recipient.INVESTIGATORS: ("Margaret Lowe", ("7 Hollow Road", "Marlow MV2 8EF")),
    Recipient.STAFF: ("Nadia Rahman", ()),
}


def for_letter(letter: str) -> LetterFields:
    """The facts that a letter is tried with: a child's for the letters to children, and to whom else it goes."""
    content = CONTENTS.get(letter)
    if content is not None and content.to in _ELSEWHERE:
        name, address = _ELSEWHERE[content.to]
        return replace(ADULT, to_name=name, to_address_lines=address)
    return CHILD if letter.endswith("_child") else ADULT
