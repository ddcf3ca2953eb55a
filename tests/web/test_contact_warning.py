"""What to be careful about is said again beside the button that sends a letter to whoever complained."""

from engine.office import Office
from tests.web.work import SignIn, claimed, log, open_task, triaged


def test_it_stands_beside_the_button_of_a_task_and_of_a_letter(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office, contact_warning="Only text."), "triage")
    client = claimed(sign_in("olive"), task_id)
    assert "There is a contact warning: “Only text.” Is email right?" in client.get(f"/tasks/{task_id}").text


def test_without_a_warning_nothing_is_said(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    for address in (f"/tasks/{open_task(office, reference, 'respond')}", f"/cases/{reference}/withdraw"):
        assert "There is a contact warning" not in sign_in("olive").get(address).text
