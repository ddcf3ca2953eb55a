"""The command line sets up a council from nothing, and makes a demonstration only of what was never anything else."""

import argparse
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, select, update

from engine.casework.vocabulary import Role
from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, case_search, definition, history, person, setting
from engine.flows import accounts
from engine.office import Office
from engine.queries import council, who
from heard import bootstrap, cli, demo, settings
from heard.bootstrap import House
from heard.settings import BadSetting, Settings
from tests.heard.house import ROOT
from tests.parts.ports import find_free_port
from tests.story import log

Heard = Callable[..., tuple[int, str, str]]
NEW_VERSION = ROOT / "bpmn" / "statutory_complaint" / "2015-09-01.bpmn"


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Heard:
    """Runs a command on this test's own data; returns its status, what it said and what it complained of."""
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """What the commands have left."""
    built = bootstrap.build(Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)}))
    yield built
    built.close()


@pytest.fixture
def migrated(heard: Heard) -> None:
    """The tables are there, and nobody yet."""
    assert heard("migrate")[0] == 0


def value(house: House, name: str) -> str | None:
    with house.office.database.reading() as connection:
        found: str | None = connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
        return found


@pytest.mark.usefixtures("migrated")
def test_a_council_is_set_up_from_nothing(heard: Heard, house: House) -> None:
    assert not council.has_people(house.office)
    assert heard("add-service", "Children in care")[0] == 0
    assert heard("add-team", "North team", "--service", "Children in care")[0] == 0
    assert heard("add-person", "Harriet Head", "harriet@council.invalid", "--role", "head_of_service")[0] == 0
    placed = ("--service", "Children in care", "--team", "North team", "--manager", "harriet@council.invalid")
    status, said, _ = heard("add-person", "Mo Manager", "mo@council.invalid", "--role", "team_manager", *placed)
    assert status == 0
    password = re.search(r"password (\S+)", said)
    assert password
    key = accounts.sign_in(house.office, "mo@council.invalid", password.group(1))
    assert key is not None
    found = who.actor(house.office, key)
    assert found is not None
    assert found.roles == {Role.TEAM_MANAGER}


@pytest.mark.usefixtures("migrated")
def test_a_password_that_was_lost_is_made_anew(heard: Heard, house: House) -> None:
    heard("add-person", "Mo Manager", "mo@council.invalid")
    said = heard("new-password", "mo@council.invalid")[1]
    assert accounts.sign_in(house.office, "mo@council.invalid", said.splitlines()[0].split()[-1]) is not None
    assert heard("new-password", "nobody@council.invalid")[0] == 2


@pytest.mark.usefixtures("migrated")
def test_whoever_has_left_hands_everything_over_and_cannot_sign_in(heard: Heard, house: House) -> None:
    heard("add-person", "Lena Line", "lena@council.invalid")
    heard("add-person", "Mo Manager", "mo@council.invalid", "--manager", "lena@council.invalid")
    heard("add-person", "Nora Next", "nora@council.invalid")
    status, _, complaint = heard("leaver", "lena@council.invalid")
    assert (status, "name who takes it over with --to" in complaint) == (2, True)
    assert heard("leaver", "lena@council.invalid", "--to", "lena@council.invalid")[0] == 2
    status, said, _ = heard("leaver", "lena@council.invalid", "--to", "nora@council.invalid")
    assert status == 0
    assert "Careful" not in said
    assert "Line: Mo Manager\n" in said
    assert said.endswith("Lena Line has left: the account is closed.\n")
    assert heard("leaver", "lena@council.invalid")[0] == 0, "doing it again takes up the rest, and there is none"
    assert heard("leaver", "nobody@council.invalid")[0] == 2
    with house.office.database.reading() as connection:
        assert not connection.execute(select(person.c.active).where(person.c.name == "Lena Line")).scalar_one()
    heard("add-person", "Ada Keys", "ada@council.invalid", "--role", "administrator")
    assert heard("leaver", "ada@council.invalid")[1].startswith("Careful: Ada Keys is the last administrator")


@pytest.mark.usefixtures("migrated")
def test_the_settings_of_the_council_are_set_by_name(heard: Heard, house: House) -> None:
    for name, wanted in (
        ("council_name", "Fernshire"),
        ("check_before_sending", "no"),
        ("receipt", "next_working_day"),
    ):
        assert heard("set", name, wanted)[0] == 0
        assert value(house, name) == wanted
    status, _, complaint = heard("set", "demo", "loaded")
    assert status == 2
    assert "Known: council_name" in complaint
    assert not bootstrap.is_demo(house.office.database)


@pytest.mark.usefixtures("migrated")
def test_a_process_owner_publishes_a_file(heard: Heard, house: House, tmp_path: Path) -> None:
    heard("add-person", "Petra Owner", "petra@council.invalid", "--role", "process_owner")
    heard("add-person", "Olive Officer", "olive@council.invalid", "--role", "complaints_officer")
    deploy = ("deploy", str(NEW_VERSION), "2030-01-01", "--as")
    assert heard(*deploy, "olive@council.invalid")[0] == 2
    assert heard(*deploy, "nobody@council.invalid")[0] == 2
    assert heard(*deploy, "petra@council.invalid")[0] == 0
    assert "already a version 2030-01-01" in heard(*deploy, "petra@council.invalid")[2]
    hostile = tmp_path / "hostile.bpmn"
    hostile.write_text(NEW_VERSION.read_text().replace("deadline('stage_1_response', -3)", "__import__('os')"))
    status, _, complaint = heard("deploy", str(hostile), "2031-01-01", "--as", "petra@council.invalid")
    assert status == 2
    assert re.search(r"three_days_before, line \d+", complaint)
    assert "cannot be read" in heard("deploy", str(tmp_path / "none"), "2031-01-01", "--as", "petra@council.invalid")[2]
    with house.office.database.reading() as connection:
        versions = connection.execute(select(definition.c.version).where(definition.c.version > "2029")).scalars()
        assert list(versions) == ["2030-01-01"]


def deployed(house: House, version: str) -> None:
    """As if an earlier release had brought another intake, and nothing of the comments."""
    d = definition.c
    with house.office.transaction() as transaction:
        transaction.connection.execute(delete(definition).where(d.key == "comment"))
        intake = (d.key == "intake") & (d.version == version)
        transaction.connection.execute(update(definition).where(intake).values(digest="of an earlier release"))


@pytest.mark.usefixtures("migrated")
def test_an_upgrade_says_what_it_brought_and_its_drafts_are_published_together(heard: Heard, house: House) -> None:
    heard("add-person", "Petra Owner", "petra@council.invalid", "--role", "process_owner")
    deployed(house, "2006-09-01")
    said = heard("migrate")[1]
    assert "added comment/2006-09-01 as a draft: no case follows it until it is published" in said
    assert "added intake/2006-09-01.2 as a draft: it has changed, and cases follow 2006-09-01 until" in said
    named = re.search(r"heard publish (.+) --as EMAIL", said)
    assert named is not None
    as_owner = ("--as", "petra@council.invalid")
    assert "which is not there" in heard("publish", "intake", "2006-09-01.2", *as_owner)[2]
    assert "stands alone" in heard("publish", "intake", *as_owner)[2]
    status, told, _ = heard("publish", *named[1].split(), *as_owner)
    assert status == 0
    assert "Published intake 2006-09-01.2" in told
    assert "added" not in heard("migrate")[1]
    assert "Drafts: none" in heard("publish", *named[1].split(), *as_owner)[2]


@pytest.mark.usefixtures("migrated")
def test_several_files_are_published_by_one_command(heard: Heard, house: House) -> None:
    heard("add-person", "Petra Owner", "petra@council.invalid", "--role", "process_owner")
    deployed(house, "2006-09-01")
    heard("migrate")
    as_owner = ("--as", "petra@council.invalid")
    files = [str(ROOT / "bpmn" / key / "2006-09-01.bpmn") for key in ("intake", "comment")]
    assert "is not a day" in heard("deploy", files[0], "tomorrow", *as_owner)[2]
    assert heard("deploy", files[0], "2006-09-01", files[1], "2006-09-01", *as_owner)[0] == 0
    with house.office.database.reading() as connection:
        assert not list(connection.execute(select(definition.c.id).where(definition.c.status == "draft")))


def test_a_history_that_was_altered_is_named_with_its_case_and_entry(
    heard: Heard, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_DATABASE_URL", office.database.engine.url.render_as_string(hide_password=False))
    with office.database.writing() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(schema._config()), "head")
    first, second = log(office), log(office)
    status, told, _ = heard("verify")
    agree = "State, tasks, timers, messages and history of every case agree.\n"
    assert (status, told) == (0, f"2 cases looked at: every history is as it was written.\n{agree}")
    with office.database.writing() as connection:
        of_second = select(case_file.c.id).where(case_file.c.reference == second).scalar_subquery()
        entry = (history.c.case_id == of_second) & (history.c.seq == 2)
        connection.execute(update(history).where(entry).values(what="something_else"))
    status, told, _ = heard("verify")
    assert status == 1
    assert f"{second}: broken at entry 2." in told
    assert first not in told


def test_a_case_that_a_search_would_miss_is_named_and_found_again(
    heard: Heard, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_DATABASE_URL", office.database.engine.url.render_as_string(hide_password=False))
    with office.database.writing() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(schema._config()), "head")
    first, second = log(office), log(office)
    assert heard("reindex")[1] == "Every case is found by all of its words.\n"
    with office.database.writing() as connection:
        connection.execute(delete(case_search).where(case_search.c.case_id == 2))
    status, told, _ = heard("verify")
    assert status == 1
    assert f"{second}: a search does not find it" in told
    assert first not in told
    assert heard("reindex")[1] == "1 case put back into the search.\n"
    assert heard("verify")[0] == 0


def test_nothing_is_set_up_before_the_tables_are_there(heard: Heard) -> None:
    for command in (("add-service", "Children in care"), ("verify",), ("reindex",)):
        status, _, complaint = heard(*command)
        assert status == 2
        assert "heard migrate" in complaint


def test_the_demo_comes_unasked_only_where_there_is_nothing_at_all(tmp_path: Path) -> None:
    given = {"HEARD_DATA_DIR": str(tmp_path / "new"), "HEARD_SECRET_KEY": "x" * 40}
    assert demo.is_called_for(Settings.from_env(given))


@pytest.mark.usefixtures("migrated")
def test_what_was_migrated_is_meant_for_earnest_also_while_it_is_empty(tmp_path: Path) -> None:
    assert not demo.is_called_for(Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)}))


def test_a_database_that_others_share_never_becomes_a_demo_unasked(tmp_path: Path, postgres: str) -> None:
    assert not demo.is_called_for(Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), "HEARD_DATABASE_URL": postgres}))
    shared = {"HEARD_BROKER_URL": "redis://127.0.0.1:9/0", "HEARD_SECRET_KEY": "x" * 40}
    assert not demo.is_called_for(Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), **shared}))


def test_running_what_is_set_up_serves_it_as_it_is(
    heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_PORT", str(find_free_port()))
    monkeypatch.setattr(cli, "serve", lambda *_, **__: None)
    heard("migrate")
    assert "Nobody can sign in yet" in heard("run")[1]
    heard("add-person", "Mo Manager", "mo@council.invalid")
    said = heard("run")[1]
    assert "Heard is at" in said
    assert "Nobody" not in said
    database = Database(f"sqlite:///{tmp_path / 'heard.db'}")
    with database.reading() as connection:
        assert connection.execute(select(person.c.name)).scalars().all() == ["Mo Manager"]
    assert not bootstrap.is_demo(database)
    database.close()


def test_pages_without_anybody_who_works_do_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    for program in ("heard.wsgi", "heard.worker"):
        with pytest.raises(BadSetting, match="HEARD_BROKER_URL"):
            runpy.run_module(program)


@pytest.mark.parametrize(
    ("broker", "counted"),
    [
        ("", "memory://"),
        ("redis://:secret@somewhere:6379/2", "redis://:secret@somewhere:6379/2"),
        ("rediss://somewhere/0", "rediss://somewhere/0"),
        ("redis+socket:///run/redis.sock?virtual_host=3", "redis+unix:///run/redis.sock"),
        ("unix:///run/redis.sock", "redis+unix:///run/redis.sock"),
    ],
)
def test_attempts_are_counted_where_every_process_sees_them(broker: str, counted: str) -> None:
    assert bootstrap.counts_url(broker) == counted


def test_the_readme_names_every_setting_and_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    assert {f"HEARD_{name}" for name in re.findall(r"HEARD_([A-Z_]+)", readme)} == settings._KNOWN
    [commands] = [action for action in cli._parser()._actions if isinstance(action, argparse._SubParsersAction)]
    assert set(re.findall(r"`heard ([a-z][a-z-]+)", readme)) == set(commands.choices)
