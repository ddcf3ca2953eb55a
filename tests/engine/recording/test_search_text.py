"""Whatever is written in a case finds it from the same moment on, and what is taken back does not."""

from dataclasses import replace

from sqlalchemy import select

from engine.casework.files import Upload
from engine.casework.vocabulary import Kind
from engine.db.tables import case_file, case_search, party
from engine.flows import advocacy, contact_log, details, documents, joining, notes, parties, receive, tasks
from engine.office import Office
from engine.queries import register
from engine.queries.register_filters import Filters
from engine.recording import search_text
from tests import story
from tests.stories import COMPLAINT, TRIAGE, do, logged, open_task, somebody, triaged
from tests.story import rows

PAPER = Upload("notes of the visit.txt", "text/plain", b"What was said.")


def found(office: Office, words: str, login: str = "olive") -> list[str]:
    """The references of the cases in which somebody finds these words, whatever their status."""
    page = register.page(office, somebody(office, login), Filters(words=words, status=None))
    return sorted(row.reference for row in page.rows)


def out_of_step(office: Office) -> list[int]:
    """The cases whose words are not those that stand in them."""
    with office.database.reading() as connection:
        kept = {row.case_id: row.words for row in connection.execute(select(case_search))}
        cases = connection.execute(select(case_file.c.id)).scalars().all()
        return [case_id for case_id in cases if kept.get(case_id) != search_text.of_case(connection, case_id)]


def test_what_is_logged_is_found_at_once_by_everything_in_it(office: Office) -> None:
    reference = logged(office, child_name="Will Quill")
    logged(office, words="Late again.")
    for words in (reference, "will quill", "arkwright will", "three times nobody", "call back will"):
        assert found(office, words) == [reference], words
    assert len(found(office, "Josephine")) == 2
    assert found(office, "Cinder") == [], "an address is no word that cases are looked for by"


def test_praise_is_found_by_whom_it_names(office: Office) -> None:
    praise = replace(COMPLAINT, kind=Kind.COMPLIMENT, words="They listened.", praised="the night team")
    reference = receive.receive(office, somebody(office, "olive"), praise)
    assert found(office, "night team") == [reference]


def test_heads_are_found_when_triage_names_them_and_lost_when_they_are_taken_back(office: Office) -> None:
    reference = logged(office)
    assert found(office, "visits") == []
    tasks.complete(office, somebody(office, "olive"), open_task(office, reference, "triage"), TRIAGE)
    assert found(office, "visits good time") == [reference]


def test_a_name_that_is_put_right_is_found_and_the_wrong_one_is_not(office: Office) -> None:
    reference = triaged(office)
    right = {"reply_by": "email", "complainant_name": "Siân O’Brien", "complainant_email": "sian@example.invalid"}
    details.change(office, somebody(office, "olive"), reference, right)
    assert found(office, "SIAN OBRIEN") == [reference]
    assert found(office, "arkwright") == []


def test_an_advocate_is_found_once_they_are_named(office: Office) -> None:
    reference = triaged(office, is_child=True)
    told = {"offered_on": "2026-10-05", "accepted": "yes", "advocate_name": "Ama Mensah"}
    advocacy.record(office, somebody(office, "olive"), reference, told)
    assert found(office, "mensah") == [reference]


def test_further_people_are_found_while_they_are_on_record(office: Office) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    key = parties.add(office, olive, reference, {"kind": "child", "name": "Tomos"})
    assert found(office, "tomos") == [reference]
    parties.change(office, olive, reference, key, {"kind": "child", "name": "Tomas"})
    assert (found(office, "tomos"), found(office, "tomas")) == ([], [reference])
    parties.remove(office, olive, reference, key, {"reason": "She is his sister."})
    assert found(office, "tomas") == []
    assert rows(office, select(party)) == []


def test_what_was_said_is_found_until_it_is_struck_out(office: Office) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    spoken = {"happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant", "note": "The zebra again."}
    contact_log.add(office, olive, reference, spoken)
    assert found(office, "zebra") == [reference]
    contact_log.strike(office, olive, reference, 1, {"reason": "It was another family."})
    assert found(office, "zebra") == []


def test_a_note_is_found_until_it_is_struck_out(office: Office) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    key = notes.add(office, olive, reference, {"note_text": "Ask the umbrella man."})
    assert found(office, "umbrella") == [reference]
    notes.strike(office, olive, reference, key, {"reason": "Not ours."})
    assert found(office, "umbrella") == []


def test_a_paper_is_found_by_its_title_while_it_is_in_use(office: Office) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    key = documents.add(office, olive, reference, {"title": "Marmalade receipts", "kind": "evidence"}, PAPER)
    assert found(office, "marmalade") == [reference]
    documents.rename(office, olive, reference, key, {"title": "Receipts for jam", "kind": "evidence"})
    assert (found(office, "marmalade"), found(office, "jam")) == ([], [reference])
    documents.withdraw(office, olive, reference, key, {"reason": "Of another case."})
    assert found(office, "jam") == []
    documents.bring_back(office, olive, reference, key)
    assert found(office, "jam") == [reference]


def test_heads_that_are_taken_out_or_put_together_are_found_where_they_are(office: Office) -> None:
    olive = somebody(office, "olive")
    one = logged(office, words="First.", desired_outcome=None)
    heads = {"head-1-text": "The taxi was late.", "head-2-text": "The meals were cold.", "head-1-outcome": ""}
    do(office, "olive", one, "triage", {**TRIAGE, **heads, "head-2-outcome": ""})
    two = joining.split(office, olive, one, {"head-2": "yes", "reason": "Another team.", "step": "do"})
    assert (found(office, "taxi"), found(office, "meals")) == ([one], [two])
    parties.add(office, olive, two, {"kind": "child", "name": "Tomos"})
    joining.merge(office, olive, two, {"other": one, "reason": "After all.", "agreed": "yes", "step": "do"})
    assert one in found(office, "tomos")
    assert out_of_step(office) == []


def test_what_was_not_kept_is_not_found(office: Office) -> None:
    reference = logged(office)
    heads = {"head-1-text": "The taxi was late.", "head-2-text": "The meals were cold.", "head-2-outcome": ""}
    do(office, "olive", reference, "triage", {**TRIAGE, **heads})
    joining.preview_split(office, somebody(office, "olive"), reference, {"head-2": "yes", "reason": "Another team."})
    assert found(office, "meals") == [reference]
    assert out_of_step(office) == []


def test_a_whole_case_is_in_step_at_its_end(office: Office) -> None:
    reference = story.log_and_triage(office)
    story.respond(office, reference)
    assert found(office, "invented visits") == [reference]
    assert out_of_step(office) == []


def test_a_search_opens_no_case_that_is_not_theirs(office: Office) -> None:
    reference = triaged(office)
    assert found(office, "arkwright", "mara") == [reference]
    assert found(office, "arkwright", "sam") == []
    assert found(office, reference, "sam") == []
