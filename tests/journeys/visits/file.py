"""The documents, contacts and notes of a case, and its whole file on paper."""

from urllib.parse import urlsplit

from playwright.sync_api import FilePayload
from sqlalchemy import select

from engine.casework.files import Upload
from engine.casework.policy import Actor
from engine.db.tables import case_file, case_note, contact, document
from engine.flows import contact_log, documents, notes
from engine.queries import who
from tests.journeys.guest import Guest, head, people_by_name
from tests.journeys.visits.visit import Arrive, Visit, case, wrong

OFFICER, KIND = "priya", "late"
LONG = "Report_of_the_school_about_the_meeting_" * 4 + "in_May.pdf"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
NOTED = {"way": "telephone", "with_whom": "complainant", "note": "She sends us the letter of the school."}


def _actor(guest: Guest) -> Actor:
    found = who.actor(guest.house.office, people_by_name(guest.house)[OFFICER])
    assert found is not None
    return found


def _document(guest: Guest) -> int:
    """The first document of the case; a first visit adds two, one of them withdrawn."""
    office, reference = guest.house.office, guest.reference(KIND)
    query = select(document.c.id).join(case_file, case_file.c.id == document.c.case_id).order_by(document.c.id)
    with office.database.reading() as connection:
        found = connection.execute(query.where(case_file.c.reference == reference)).scalars().first()
    if found is not None:
        return int(found)
    actor, first = _actor(guest), Upload(LONG[:190] + ".pdf", "application/pdf", PDF)
    key = documents.add(office, actor, reference, {"kind": "report", "comment": "From the school.\n\nRead it."}, first)
    newer = Upload("Report.pdf", "application/pdf", PDF + b"\n")
    documents.add_version(office, actor, reference, key, {"based_on": "1", "comment": "With its annex."}, newer)
    other = documents.add(office, actor, reference, {"kind": "other", "title": "Wrong child"}, first)
    documents.withdraw(office, actor, reference, other, {"reason": "It is about another child."})
    return key


def _withdrawn(guest: Guest) -> None:
    guest.case(KIND, f"/documents/{_document(guest) + 1}")


def _at(page: str = "") -> Arrive:
    return lambda guest: guest.case(KIND, f"/documents/{_document(guest)}{page}")


def _listed(guest: Guest) -> None:
    _document(guest)
    guest.case(KIND, "/letters")


def _refused(guest: Guest) -> None:
    guest.case(KIND, "/documents/add")
    sent = FilePayload(name="run.exe", mimeType="application/octet-stream", buffer=b"MZ")
    guest.visitor.page.get_by_label("Which file is it?").set_input_files(sent)
    guest.visitor.press("Add the document")
    guest.visitor.is_asked_again()


def _held(guest: Guest) -> None:
    """The file is fine, and what sort of paper it is was not said."""
    guest.case(KIND, "/documents/add")
    sent = FilePayload(name=LONG, mimeType="application/pdf", buffer=PDF)
    guest.visitor.page.get_by_label("Which file is it?").set_input_files(sent)
    guest.visitor.press("Add the document")
    guest.visitor.is_asked_again()
    guest.visitor.sees("We have your file")


def _overtaken(guest: Guest) -> None:
    """Somebody adds a version while the page for another one is open."""
    key, office = _document(guest), guest.house.office
    path = f"/cases/{guest.reference(KIND)}/documents/{key}/version"
    guest.visitor.go(path)
    page = guest.visitor.page
    shown = page.locator("input[name=based_on]").input_value()
    newer = Upload("Report.pdf", "application/pdf", PDF + b"\n" * (int(shown) + 2))
    documents.add_version(office, _actor(guest), guest.reference(KIND), key, {"based_on": shown}, newer)
    sent = FilePayload(name="Mine.pdf", mimeType="application/pdf", buffer=PDF + b" ")
    page.get_by_label("Which file is the newer version?").set_input_files(sent)
    guest.visitor.press(f"Add version {int(shown) + 1}")
    guest.visitor.sees("Your file is not added yet")
    assert urlsplit(page.url).path == path


def _contact(guest: Guest) -> int:
    """The newest contact of the case: a promise whose day has passed."""
    office, reference = guest.house.office, guest.reference(KIND)
    query = select(contact.c.id).join(case_file, case_file.c.id == contact.c.case_id)
    mine = query.where(
        case_file.c.reference == reference, contact.c.next_on.is_not(None), contact.c.struck_at.is_(None)
    )
    with office.database.reading() as connection:
        found = connection.execute(mine).scalars().first()
    if found is not None:
        return int(found)
    actor, day = _actor(guest), {"happened_on": "2026-09-28", **NOTED}
    contact_log.add(office, actor, reference, {**day, "next_by": "them", "next_in": "2026-10-02"})
    contact_log.add(office, actor, reference, {**day, "with_whom": "staff", "note": "Noted on the wrong case."})
    with office.database.reading() as connection:
        newest = select(contact.c.id).order_by(contact.c.id.desc()).limit(1)
        wrong_one = int(connection.execute(newest).scalar_one())
    contact_log.strike(office, actor, reference, wrong_one, {"reason": "It is about another complaint."})
    key = notes.add(office, actor, reference, {"note_text": "Ask for Ms Hill at the school; she knows the family."})
    notes.strike(office, actor, reference, key, {"reason": "She has left."})
    notes.add(office, actor, reference, {"note_text": "Ask for Mr Vale at the school.\n\nMornings are best."})
    return _contact(guest)


def _contacts(guest: Guest) -> None:
    _contact(guest)
    guest.case(KIND, "/contact")


def _with_contact(page: str) -> Arrive:
    return lambda guest: guest.case(KIND, f"/contact/{_contact(guest)}{page}")


def _with_note(guest: Guest) -> None:
    _contact(guest)
    standing = select(case_note.c.id).join(case_file, case_file.c.id == case_note.c.case_id)
    of_case = standing.where(case_file.c.reference == guest.reference(KIND), case_note.c.struck_at.is_(None))
    with guest.house.office.database.reading() as connection:
        key = connection.execute(of_case).scalars().first()
    guest.case(KIND, f"/notes/{key}/strike")


def _whole(ending: str = "") -> Arrive:
    def _arrive(guest: Guest) -> None:
        _document(guest)
        _contact(guest)
        guest.case(KIND, f"/file{ending}")

    return _arrive


_ADD = case(KIND, "/documents/add")
FILE = (
    Visit("documents", "case_letters.every", OFFICER, _listed),
    Visit("document", "documents.one", OFFICER, _at()),
    Visit("document-to-read", "documents.one", head(KIND), _at()),
    Visit("document-withdrawn", "documents.one", OFFICER, _withdrawn),
    Visit("document-add", "documents.add", OFFICER, _ADD),
    Visit("document-add-wrong", "documents.add", OFFICER, wrong(_ADD, "Add the document")),
    Visit("document-add-refused", "documents.add", OFFICER, _refused),
    Visit("document-add-held", "documents.add", OFFICER, _held),
    Visit("document-version", "documents.add_version", OFFICER, _at("/version")),
    Visit("document-version-overtaken", "documents.add_version", OFFICER, _overtaken),
    Visit("document-name", "documents.rename", OFFICER, _at("/name")),
    Visit("document-withdraw", "documents.withdraw", OFFICER, _at("/withdraw")),
    Visit("document-withdraw-wrong", "documents.withdraw", OFFICER, wrong(_at("/withdraw"), "Withdraw it")),
    Visit("contact-full", "contact_log.page", OFFICER, _contacts),
    Visit("contact-correct", "contact_log.correct", OFFICER, _with_contact("/correct")),
    Visit("contact-correct-wrong", "contact_log.correct", OFFICER, wrong(_with_contact("/correct"), "Put it right")),
    Visit("contact-strike", "contact_log.strike", OFFICER, _with_contact("/strike")),
    Visit("note-strike", "notes.strike", OFFICER, _with_note),
    Visit("note-strike-wrong", "notes.strike", OFFICER, wrong(_with_note, "Strike it out")),
    Visit("whole-file", "whole_file.page", OFFICER, _whole()),
    Visit("whole-file-without-notes", "whole_file.page", OFFICER, _whole("?notes=without")),
    Visit("whole-file-of-stage-3", "whole_file.page", OFFICER, case("at stage 3", "/file")),
)
