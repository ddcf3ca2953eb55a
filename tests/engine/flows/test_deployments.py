"""A diagram becomes a version only when nothing in it could fail or do harm, and only by a process owner's hand."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine.casework.policy import Actor, Holding
from engine.casework.vocabulary import Role
from engine.db.tables import definition
from engine.errors import NotAllowed, ProcedureRefused
from engine.flows import deployments
from engine.flows.deployments import Added, NoSuchDraft, VersionExists
from engine.office import Office
from engine.queries import procedures
from engine.queries.procedures import Validity
from tests.council import BPMN, PEOPLE
from tests.story import log_and_triage, rows, somebody

WITHOUT_SIGN_OFF = BPMN / "statutory_complaint" / "2015-09-01.bpmn"
WITH_SIGN_OFF = BPMN / "statutory_complaint" / "2014-10-01.bpmn"
INTAKE = BPMN / "intake" / "2006-09-01.bpmn"
FROM = date(2026, 10, 1)
HOSTILE = "().__class__.__base__.__subclasses__()"


def owner() -> Actor:
    return Actor(PEOPLE["ada"][0], "Ada", frozenset({Holding(Role.PROCESS_OWNER, None)}))


def changed(path: Path, *changes: tuple[str, str]) -> bytes:
    """A shipped diagram with something else in it."""
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def versions(office: Office) -> list[str]:
    d = definition.c
    return [row.version for row in rows(office, select(d.version).where(d.key == "statutory_complaint").order_by(d.id))]


def test_a_published_version_is_kept_as_it_was_and_new_cases_follow_it(office: Office) -> None:
    xml = WITHOUT_SIGN_OFF.read_bytes()
    key = deployments.deploy(office, owner(), xml, FROM)
    [row] = rows(office, select(definition).where(definition.c.id == key))
    assert (row.xml, row.version, row.status, row.published_by) == (xml, "2026-10-01", "published", PEOPLE["ada"][0])
    log_and_triage(office)
    with office.database.reading() as connection:
        assert office.library.in_effect(connection, "statutory_complaint", office.today()).id == key


@pytest.mark.parametrize("login", ["olive", "ada", "heather", "sam"])
def test_only_a_process_owner_publishes(office: Office, login: str) -> None:
    before = versions(office)
    with pytest.raises(NotAllowed, match="publish a procedure"):
        deployments.deploy(office, somebody(office, login), WITHOUT_SIGN_OFF.read_bytes(), FROM)
    assert versions(office) == before


ENTRIES = "one of stage_1, stage_2, stage_3, at first stage_1"


def test_a_version_that_is_there_never_changes(office: Office) -> None:
    with pytest.raises(VersionExists, match="2014-10-01"):
        deployments.deploy(office, owner(), WITHOUT_SIGN_OFF.read_bytes(), date(2014, 10, 1))
    [row] = rows(office, select(definition.c.xml).where(definition.c.version == "2014-10-01"))
    assert row.xml == WITH_SIGN_OFF.read_bytes()


@pytest.mark.parametrize(
    ("path", "old", "new", "element"),
    [
        (WITH_SIGN_OFF, "signed_off == 'send_back'", HOSTILE, "flow_signed_off_gateway_to_respond"),
        (WITH_SIGN_OFF, "deadline('stage_1_response', -3)", HOSTILE, "three_days_before"),
        (WITH_SIGN_OFF, 'id="improvements"', f'id="improvements" defaultValue="${{{HOSTILE}}}"', "close_out"),
        (INTAKE, ">statutory_complaint<", ">starry_complaint<", "start_statutory"),
        (INTAKE, ">stage_1<", ">stage_7<", "start_statutory"),
        (WITHOUT_SIGN_OFF, ENTRIES, ENTRIES.replace("stage_1", "begin"), "start_statutory"),
    ],
)
def test_what_could_do_harm_or_fail_later_is_refused_at_deployment(
    office: Office, path: Path, old: str, new: str, element: str
) -> None:
    before = versions(office)
    xml = changed(path, (old, new))
    with pytest.raises(ProcedureRefused) as refused:
        deployments.deploy(office, owner(), xml, date(2026, 11, 1))
    places = [(finding.element, finding.line) for finding in refused.value.findings]
    assert [line for named, line in places if named == element and line], refused.value
    assert versions(office) == before


def test_a_folder_that_starts_what_it_does_not_bring_is_not_seeded(office: Office, tmp_path: Path) -> None:
    (tmp_path / "intake").mkdir()
    xml = changed(INTAKE, (">statutory_complaint<", ">starry_complaint<"))
    (tmp_path / "intake" / "2030-01-01.bpmn").write_bytes(xml)
    before = rows(office, select(definition.c.id))
    with pytest.raises(ProcedureRefused, match="starry_complaint"):
        deployments.seed(office, tmp_path)
    assert rows(office, select(definition.c.id)) == before


def test_what_was_published_wrongly_long_ago_stops_nobody_else(office: Office) -> None:
    d = {"key": "intake", "version": "2006-01-01", "name": "Intake", "effective_from": date(2006, 1, 1), "digest": "x"}
    xml = changed(INTAKE, (">stage_1<", ">stage_7<"))
    with office.transaction() as transaction:
        transaction.connection.execute(insert(definition).values(**d, status="published", xml=xml))
    deployments.deploy(office, owner(), WITHOUT_SIGN_OFF.read_bytes(), FROM)


def shipped(folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder with every diagram of this release, the intake changed."""
    copied = Path(shutil.copytree(BPMN, folder / "bpmn"))
    (copied / "intake" / INTAKE.name).write_bytes(changed(INTAKE, *changes))
    return copied


RENAMED = ('name="Intake"', 'name="Intake, changed"')


def in_force(office: Office, key: str) -> str:
    with office.database.reading() as connection:
        return office.library.in_effect(connection, key, office.today()).version


def test_what_an_upgrade_changed_waits_beside_the_version_that_is_there(office: Office, tmp_path: Path) -> None:
    folder = shipped(tmp_path, RENAMED)
    added = deployments.seed(office, folder)
    assert added == [Added("intake", "2006-09-01.2", "draft", instead_of="2006-09-01")]
    assert added[0].is_draft
    assert in_force(office, "intake") == "2006-09-01"
    assert deployments.seed(office, folder) == []
    assert deployments.seed(office, BPMN) == []


def test_a_draft_that_an_upgrade_brought_is_published_by_its_file(office: Office, tmp_path: Path) -> None:
    folder = shipped(tmp_path, RENAMED)
    deployments.seed(office, folder)
    xml = (folder / "intake" / INTAKE.name).read_bytes()
    key = deployments.deploy(office, owner(), xml, date(2006, 9, 1))
    [row] = rows(office, select(definition).where(definition.c.id == key))
    assert (row.version, row.status, row.published_by) == ("2006-09-01.2", "published", PEOPLE["ada"][0])
    assert in_force(office, "intake") == "2006-09-01.2"
    held = {v.version: v.validity for p in procedures.every(office, owner()) for v in p.versions if p.key == "intake"}
    assert held == {"2006-09-01": Validity.REPLACED, "2006-09-01.2": Validity.IN_FORCE}
    log_and_triage(office)
    assert deployments.seed(office, folder) == []


def test_a_draft_that_an_upgrade_brought_is_published_by_its_name(office: Office, tmp_path: Path) -> None:
    deployments.seed(office, shipped(tmp_path, RENAMED))
    with pytest.raises(NotAllowed, match="publish a procedure"):
        deployments.publish(office, somebody(office, "olive"), [("intake", "2006-09-01.2")])
    with pytest.raises(NoSuchDraft, match=r"Drafts: intake 2006-09-01\.2, statutory_complaint 2015-09-01"):
        deployments.publish(office, owner(), [("intake", "2006-09-01")])
    deployments.publish(office, owner(), [("intake", "2006-09-01.2")])
    assert in_force(office, "intake") == "2006-09-01.2"


def test_what_depends_on_each_other_is_published_together_or_not_at_all(office: Office, tmp_path: Path) -> None:
    folder = shipped(tmp_path, (">comment<", ">suggestion<"))
    (folder / "comment").rename(folder / "suggestion")
    suggestion = folder / "suggestion" / "2006-09-01.bpmn"
    suggestion.write_bytes(suggestion.read_bytes().replace(b'"comment"', b'"suggestion"'))
    added = deployments.seed(office, folder)
    assert {(each.key, each.version) for each in added} == {("intake", "2006-09-01.2"), ("suggestion", "2006-09-01")}
    with pytest.raises(ProcedureRefused, match="'suggestion', which is not there"):
        deployments.publish(office, owner(), [("intake", "2006-09-01.2")])
    with pytest.raises(ProcedureRefused, match="'suggestion', which is not there"):
        deployments.deploy(office, owner(), (folder / "intake" / INTAKE.name).read_bytes(), date(2006, 9, 1))
    assert in_force(office, "intake") == "2006-09-01"
    deployments.publish(office, owner(), [(each.key, each.version) for each in added])
    assert in_force(office, "intake") == "2006-09-01.2"
    assert in_force(office, "suggestion") == "2006-09-01"


def test_several_files_are_deployed_together_or_not_at_all(office: Office) -> None:
    fine = (WITHOUT_SIGN_OFF.read_bytes(), FROM)
    with pytest.raises(ProcedureRefused, match="stage_7"):
        deployments.deploy_together(office, owner(), [fine, (changed(INTAKE, (">stage_1<", ">stage_7<")), FROM)])
    assert FROM.isoformat() not in versions(office)
    deployments.deploy_together(office, owner(), [fine, (INTAKE.read_bytes(), FROM)])
    assert in_force(office, "intake") == in_force(office, "statutory_complaint") == FROM.isoformat()
