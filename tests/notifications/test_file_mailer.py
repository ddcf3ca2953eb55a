"""Email kept as files: one for each message, whole, readable again, and nobody else's business."""

import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from engine.errors import NotFound
from notifications.errors import MailDelayed
from notifications.mailers import Mailer
from notifications.mailers.file import FileMailer
from tests.notifications.messages import NOTICE


def test_what_is_kept_can_be_read_as_it_was_sent(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path / "mail")
    mailer.send(NOTICE)
    (kept,) = mailer.messages()
    assert (kept.message_id, kept.to, kept.subject) == (NOTICE.message_id, NOTICE.to, NOTICE.subject)
    assert (kept.text, kept.html, kept.written_at) == (NOTICE.text, NOTICE.html, NOTICE.written_at)
    assert kept.sender == NOTICE.sender
    assert mailer.read(kept.name) == kept


def test_sending_twice_leaves_one_file(tmp_path: Path) -> None:
    mailer: Mailer = FileMailer(tmp_path)
    for _ in range(3):
        mailer.send(NOTICE)
    mailer.send(replace(NOTICE, message_id="<message-18@heard.marlowvale.example>"))
    assert len(list(tmp_path.iterdir())) == 2


def test_many_at_once_leave_whole_files_only(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    senders = [threading.Thread(target=mailer.send, args=[replace(NOTICE, text="x\n" * 5000)]) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    (path,) = tmp_path.iterdir()
    assert message_from_bytes(path.read_bytes())["Message-ID"] == NOTICE.message_id


def test_the_newest_comes_first(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    start = datetime(2026, 12, 21, 9, 0, tzinfo=UTC)
    for number in (2, 0, 1):
        mailer.send(replace(NOTICE, message_id=f"<m{number}@x>", written_at=start + timedelta(days=number)))
    assert [kept.message_id for kept in mailer.messages()] == ["<m2@x>", "<m1@x>", "<m0@x>"]


def test_a_message_without_a_date_is_dated_when_it_was_kept(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    mailer.send(replace(NOTICE, written_at=None))
    assert mailer.messages()[0].written_at.tzinfo is UTC


def test_an_empty_or_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert FileMailer(tmp_path / "not there").messages() == ()


@pytest.mark.parametrize("name", ["../secret", "..", "*", "", "/etc/passwd", "nothing"])
def test_only_what_is_in_the_folder_can_be_read(tmp_path: Path, name: str) -> None:
    mailer = FileMailer(tmp_path / "mail")
    mailer.send(NOTICE)
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    with pytest.raises(NotFound):
        mailer.read(name)


@pytest.mark.parametrize("local", ["../../up", "a/b", "..", "x" * 400, "a'b`c|d*"])
def test_no_message_id_leads_out_of_the_folder(tmp_path: Path, local: str) -> None:
    folder = tmp_path / "mail"
    FileMailer(folder).send(replace(NOTICE, message_id=f"<{local}@x>"))
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert [path.suffix for path in folder.iterdir()] == [".eml"]
    assert FileMailer(folder).messages()[0].message_id == f"<{local}@x>"


def test_only_the_owner_may_read_what_is_kept(tmp_path: Path) -> None:
    FileMailer(tmp_path / "mail").send(NOTICE)
    (path,) = (tmp_path / "mail").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_delays_the_message(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands in the way")
    with pytest.raises(MailDelayed) as raised:
        FileMailer(tmp_path / "mail").send(NOTICE)
    assert "marlowvale" not in str(raised.value)
