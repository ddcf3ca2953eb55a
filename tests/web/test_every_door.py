"""Every address of the house, tried by those whom a case is kept from: none of them learns who complains, or of what.

The list of addresses is the house's own, so that a page that is added is tried as well.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import Table, delete, insert, select, update
from werkzeug.routing import Rule

from engine.casework.vocabulary import Relation, Role
from engine.db.tables import (
    absence,
    action,
    case_event,
    case_file,
    case_link,
    case_note,
    case_relation,
    contact,
    document,
    document_version,
    interest,
    message,
    moved_date,
    outage,
    party,
    person,
    process_instance,
    role_holding,
    saved_view,
    task,
    task_request,
)
from engine.flows import payments, sign_ins, worker
from engine.insight.director import Figure
from engine.insight.lines import Group
from engine.office import Office, Transaction
from tests import later_stages as later
from tests import story
from tests.council import LONG_AGO, PEOPLE
from tests.passes import show, sit_down

SECRETS = ("Quillfeather", "zebra", "umbrella", "marmalade")
"""In the names of the people, their words, addresses, heads and notes, and nowhere else."""
ABOUT, STRANGER, ENDED = PEOPLE["oscar"][0], 201, later.NEWCOMERS["ines"][0]
COVERED, INTERESTED = 202, 203
WHO = {
    "whom it is about, with every role, as a deputy": ABOUT,
    "a stranger": STRANGER,
    "whose part has ended": ENDED,
    "a deputy whose cover has ended": COVERED,
    "a deputy with an interest": INTERESTED,
}
OF_ONE_CASE = {"reference", "task_id", "letter_id", "message_id", "account_id", "action_id"}
"""An address with one of these is that of something in the case: it is not there, or not for them."""
THEIR_OWN = frozenset({"worker.page", "worker.give_account", "post_box.one", "post_box.sheet", "post_box.as_pdf"})
"""What is written for one reader: theirs opens to them, and gives nothing away."""
ENDS_THE_VISIT = frozenset({"sign_in.leave", "sign_in.leave_everywhere", "static"})


def _everything(office: Office) -> str:
    """A complaint at stage 3 with something of every kind on its record. It is about Oscar; Ines's part has ended."""
    later.come(office)
    reference = story.log(office)
    told = {
        "complainant_name": "Zenobia Quillfeather",
        "complainant_email": "zenobia@quillfeather.invalid",
        "complainant_address": "Quillfeather Lodge",
        "words": "The zebra ate my umbrella.",
        "contact_warning": "Beware of the zebra.",
    }
    with office.transaction() as transaction:
        transaction.connection.execute(update(case_file).values(told))
    story.triage(office, **{"head-1-text": "The umbrella was eaten."})
    story.respond(office)
    if "sign_off" in story.open_elements(office):
        story.sign_off(office)
    story.check_and_send(office)
    later.ask_stage_2(office, reference)
    later.appoint(office)
    later.agree(office, **{"head-1-text": "The umbrella was eaten."})
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    later.adjudicate(office)
    later.send_pack(office, by="post")
    later.ask_stage_3(office, reference)
    later.to_a_panel(office)
    later.arrange_panel(office, date(2026, 10, 28))
    olive = story.somebody(office, "olive")
    pay = {"sort": "goodwill", "amount": "50", "purpose": "For the umbrella."}
    payments.propose(office, olive, reference, pay)
    _add(office)
    worker.tell(office, olive, reference, ABOUT, {"told": "It is about your work.", "told_on": "2026-10-05"})
    return reference


def _add(office: Office) -> None:
    with office.transaction() as transaction:
        put, today = transaction.connection.execute, transaction.today
        stamp = {"case_id": 1, "recorded_at": transaction.now}
        put(insert(contact).values(happened_on=today, way="visit", with_whom="child", note="The zebra again.", **stamp))
        put(insert(case_note).values(text="Mind the zebra.", **stamp))
        put(insert(document).values(id=1, case_id=1, title="Umbrella", kind="evidence", version=1))
        file = {"filename": "zebra.txt", "media_type": "text/plain", "size": 6, "sha256": "0" * 64, "content": b"zebra"}
        put(insert(document_version).values(document_id=1, number=1, added_at=transaction.now, **file))
        put(insert(party).values(case_id=1, kind="complainant", name="Zacharias Quillfeather"))
        kept = {"person_id": PEOPLE["olive"][0], "created_at": transaction.now, "filters": {"words": "zebra"}}
        put(insert(saved_view).values(id=1, name="Quillfeather", of_list="cases", **kept))
        due = {"due_on": today + timedelta(days=9), "status": "open", "created_at": transaction.now}
        put(insert(action).values(case_id=1, text="Buy an umbrella.", owner_id=1, **due))
        asks = {"task_id": transaction.connection.execute(select(task.c.id).where(task.c.status == "open")).scalar()}
        help_me = {"kind": "help", "note": "Where is the zebra?", "asked_at": transaction.now, "asked_by": 3}
        put(insert(task_request).values(case_id=1, **asks, **help_me))
        draft = {"kind": "letter", "template": "closing", "status": "draft", "channel": "email", "fields": {}}
        put(insert(message).values(header_id="d", case_id=1, created_at=transaction.now, body="Umbrella.", **draft))
        marmalade = {"what": "Shares marmalade.", "from_on": today, "declared_at": transaction.now}
        put(insert(interest).values(person_id=4, about_case_id=1, **marmalade))
        put(insert(interest).values(person_id=4, about_person_id=ABOUT, **marmalade))
        put(insert(outage).values(id=1, from_at=transaction.now - timedelta(days=30), to_at=transaction.now))
        christmas = {"day": date(2026, 12, 25), "was_due_on": date(2026, 12, 24), "due_on": date(2026, 12, 29)}
        put(insert(moved_date).values(clock="stage_3_panel", **stamp, **christmas))
        put(insert(person).values(id=STRANGER, name="Stan Stranger", email="stan@heard.invalid"))
        _away(put, transaction)
        put(insert(role_holding), [{"person_id": ABOUT, "role": role.value, "from_on": LONG_AGO} for role in Role])
        r = case_relation.c
        put(delete(case_relation).where(r.person_id.in_((ABOUT, ENDED))))
        put(insert(case_relation).values(case_id=1, relation=Relation.COMPLAINED_ABOUT.value, person_id=ABOUT))
    other = story.log(office)
    with office.transaction() as transaction:
        key = transaction.connection.execute(select(case_file.c.id).where(case_file.c.reference == other)).scalar_one()
        joined = {"case_id": key, "other_id": 1, "kind": "related", "reason": "Marmalade."}
        transaction.connection.execute(insert(case_link).values(joined))
        transaction.connection.execute(update(case_file).where(case_file.c.id == key).values(service_id=2))


def _away(put: Callable[..., object], transaction: Transaction) -> None:
    """Mara, who answered it, is away: none of her deputies sees the case for it, or not any more."""
    today, yesterday = transaction.today, transaction.today - timedelta(days=1)
    people = {COVERED: "Cora Covered", INTERESTED: "Ingrid Interested"}
    put(insert(person), [{"id": k, "name": name, "email": f"{k}@heard.invalid"} for k, name in people.items()])
    held = {"person_id": INTERESTED, "about_case_id": 1, "what": "Likes marmalade.", "from_on": LONG_AGO}
    put(insert(interest).values(declared_at=transaction.now, **held))
    gone = {"person_id": PEOPLE["mara"][0], "from_on": yesterday, "made_at": transaction.now}
    until = {ABOUT: today, COVERED: yesterday, INTERESTED: today}
    put(insert(absence), [{**gone, "deputy_id": deputy, "to_on": to_on} for deputy, to_on in until.items()])


def _known(office: Office, reference: str) -> Mapping[str, list[object]]:
    """What can stand in an address, each with everything of that kind that the case has."""

    def all_of(table: Table) -> list[object]:
        query = select(table.c.id).where(table.c.case_id == 1) if "case_id" in table.c else select(table.c.id)
        return [row.id for row in story.rows(office, query)]

    letters = all_of(message)
    return {
        "reference": [reference],
        "other": ["HRD-26-0002"],
        "task_id": all_of(task),
        "letter_id": letters,
        "message_id": letters,
        "account_id": [1],
        "action_id": all_of(action),
        "party_id": [1],
        "person_id": [ABOUT, ENDED],
        "number": [1],
        "stage": ["stage_1", "stage_2"],
        "clock": ["stage_1_response", "stage_3_panel"],
        "event_id": all_of(case_event)[:2],
        "instance_id": all_of(process_instance),
        "document_id": all_of(document),
        "contact_id": all_of(contact),
        "note_id": all_of(case_note),
        "interest_id": all_of(interest),
        "absence_id": all_of(absence),
        "view_id": [1],
        "outage_id": [1],
        "day": ["2026-12-25"],
        "request_id": [1],
        "team_id": [1],
        "key": ["statutory_complaint"],
        "version": ["2015-09-01"],
        "name": ["letter", "stage_1_response"],
        "template": ["interview_invitation", "closing"],
        "group": [group.value for group in Group],
        "figure": [figure.value for figure in Figure],
        "secret": ["a" * 43],
    }


def _addresses(app: Flask, known: Mapping[str, list[object]]) -> Iterator[tuple[Rule, str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ENDS_THE_VISIT:
            continue
        names = sorted(rule.arguments)
        adapter = app.url_map.bind("localhost")
        for values in product(*(known[name] for name in names)):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                built = adapter.build(rule.endpoint, dict(zip(names, values, strict=True)), method=method)
                yield rule, method, built


@pytest.fixture
def told_of(office: Office) -> str:
    """The reference of the case."""
    return _everything(office)


@pytest.mark.parametrize("person_id", WHO.values(), ids=WHO)
def test_no_address_tells_them_who_complains_or_of_what(
    app: Flask, office: Office, told_of: str, person_id: int
) -> None:
    wrong, tried, key = set(), 0, sign_ins.begin(office, person_id)
    # Whoever completed a task hears that it is done already, whatever they are to the case by now.
    done = [row.id for row in story.rows(office, select(task.c.id).where(task.c.ended_by == person_id))]
    asked = {"case": told_of, "search": "1", "words": "Quill", "reference": told_of, "status": "all", "who": "all"}
    for rule, method, address in _addresses(app, _known(office, told_of)):
        client = show(app.test_client(), key)
        answer = client.open(address, method=method, query_string={} if method == "POST" else asked)
        tried += 1
        gives_away = [each for each in SECRETS if each.lower().encode() in answer.data.lower()]
        of_the_case = bool(rule.arguments & OF_ONE_CASE) and rule.endpoint not in THEIR_OWN
        opens = of_the_case and answer.status_code not in (403, 404)
        opens = opens and not (answer.status_code == 409 and any(key in address for key in done))
        if gives_away or opens or answer.status_code >= 500:
            wrong.add(f"{method} {rule.endpoint} {answer.status_code} {' '.join(gives_away)}".strip())
    assert tried > 100
    assert sorted(wrong) == []


def test_whoever_may_see_the_case_does_find_it_at_those_addresses(app: Flask, office: Office, told_of: str) -> None:
    """Or else the doors above would be shut to everybody, and the walk would prove nothing."""
    client, found = sit_down(app.test_client(), PEOPLE["olive"][0]), set()
    for rule, method, address in _addresses(app, _known(office, told_of)):
        if method == "GET" and client.get(address).status_code == 200:
            found.add(rule.endpoint)
    assert {"cases.page", "tasks.page", "case_letters.one", "actions.one", "putting_right.page"} <= found
