"""Who works for the invented Fernshire Council: services, teams, lines and roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, insert

from engine.casework.vocabulary import Role
from engine.db.tables import line_management, membership, person, role_holding, service, setting, team
from engine.flows import accounts
from engine.office import Office
from heard.demo import outsiders

PASSWORD = "hear-me-out"  # noqa: S105 - printed at start, for people who do not exist
DOMAIN = "fernshire.invalid"

COUNCIL: Mapping[str, str] = {
    "council_name": "Fernshire Council",
    "council_address": "Children's complaints team\nThe Old Corn Exchange\nMarket Street\nFernbury FB1 1AA",
    "council_phone": "01632 960000",
    "council_email": "childrens.complaints@fernshire.invalid",
    "advocacy_provider": "Fernshire Young Voices",
    "advocacy_contact": "01632 960111",
    "notice": "Demonstration: Fernshire Council, its people and every complaint are invented.",
}

FAMILIES = "Family help and protection"
IN_CARE = "Children in care"
DISABLED = "Disabled children"
FOSTERING = "Fostering and leaving care"
REVIEWING = "Reviewing and quality"
SERVICES = (FAMILIES, IN_CARE, DISABLED, FOSTERING, REVIEWING)

TEAMS: Mapping[str, str] = {
    "North family help team": FAMILIES,
    "South family help team": FAMILIES,
    "Children in care team 1": IN_CARE,
    "Children in care team 2": IN_CARE,
    "Disabled children's team": DISABLED,
    "Fostering team": FOSTERING,
    "Leaving care team": FOSTERING,
    "Reviewing team": REVIEWING,
    "Complaints team": REVIEWING,
}


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here; signs in with the first name."""

    name: str
    role: Role | None
    service: str | None
    """The service that the role is held for; None: the whole council."""
    team: str | None
    line: str | None
    """The first name of the line manager."""
    work: str
    """What they do, as the list of sign-ins says it."""

    @property
    def key(self) -> str:
        """The first name in small letters: unique here."""
        return self.name.split()[0].lower()

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@{DOMAIN}"


def _manager(name: str, of: str, team_name: str, line: str) -> Colleague:
    return Colleague(name, Role.TEAM_MANAGER, of, team_name, line, f"team manager, {team_name}")


def _head(name: str, of: str) -> Colleague:
    return Colleague(name, Role.HEAD_OF_SERVICE, of, None, "bernadette", f"head of service, {of}")


def _worker(name: str, team_name: str, line: str, work: str = "social worker") -> Colleague:
    return Colleague(name, None, None, team_name, line, f"{work}, {team_name}")


def _for_all(name: str, role: Role, line: str | None, team_name: str | None = None) -> Colleague:
    return Colleague(name, role, None, team_name, line, role.value.replace("_", " "))


COLLEAGUES = (
    _for_all("Priya Nair", Role.COMPLAINTS_OFFICER, "judith", "Complaints team"),
    _for_all("Owen Tregarth", Role.COMPLAINTS_OFFICER, "judith", "Complaints team"),
    _manager("Tom Ashdown", FAMILIES, "North family help team", "gareth"),
    _manager("Nasreen Malik", FAMILIES, "South family help team", "gareth"),
    _manager("Kath Oduya", IN_CARE, "Children in care team 1", "amina"),
    _manager("Leon Barker", IN_CARE, "Children in care team 2", "amina"),
    _manager("Sunita Rao", DISABLED, "Disabled children's team", "ruth"),
    _manager("Moira Fenwick", FOSTERING, "Fostering team", "desmond"),
    _manager("Jacek Nowak", FOSTERING, "Leaving care team", "desmond"),
    _manager("Alan Whitcombe", REVIEWING, "Reviewing team", "judith"),
    _head("Gareth Lowther", FAMILIES),
    _head("Amina Farouk", IN_CARE),
    _head("Ruth Pettigrew", DISABLED),
    _head("Desmond Clarke", FOSTERING),
    _head("Judith Marlow", REVIEWING),
    _for_all("Bernadette Quill", Role.ASSISTANT_DIRECTOR, "simon"),
    _for_all("Simon Achebe", Role.DIRECTOR, None),
    _for_all("Iris Bowen", Role.ADMIN_SUPPORT, "judith", "Complaints team"),
    _for_all("Farah Siddiqui", Role.PROCESS_OWNER, "judith"),
    _for_all("Callum Reid", Role.ADMINISTRATOR, "judith"),
    _worker("Hannah Bligh", "North family help team", "tom"),
    _worker("Daniel Osei", "South family help team", "nasreen"),
    _worker("Ellie Marsh", "Children in care team 1", "kath"),
    _worker("Rob Tinsley", "Children in care team 2", "leon"),
    _worker("Grace Adeyemi", "Disabled children's team", "sunita"),
    _worker("Mina Kaur", "Leaving care team", "jacek", "personal adviser"),
)


def move_in(office: Office, since: date) -> None:
    """Everybody starts work on the day `since`, with the council's settings. One password for all, hashed once."""
    secret = accounts.hashed(PASSWORD)
    with office.transaction() as transaction:
        connection = transaction.connection
        connection.execute(insert(setting), [{"name": name, "value": value} for name, value in COUNCIL.items()])
        services = _named(connection, service, [{"name": name} for name in SERVICES])
        teams = _named(connection, team, [{"name": t, "service_id": services[s]} for t, s in TEAMS.items()])
        rows = [{"name": c.name, "email": c.email, "password_hash": secret} for c in COLLEAGUES]
        names = _named(connection, person, rows)
        ids = {c.key: names[c.name] for c in COLLEAGUES}
        _place(connection, ids, teams, services, since)
        outsiders.join(connection, secret, since)


def _place(
    connection: Connection, ids: Mapping[str, int], teams: Mapping[str, int], services: Mapping[str, int], since: date
) -> None:
    """Teams, lines and roles, each from the day `since`."""
    in_teams = [
        {"person_id": ids[c.key], "team_id": teams[c.team], "from_on": since} for c in COLLEAGUES if c.team is not None
    ]
    lines = [
        {"person_id": ids[c.key], "manager_id": ids[c.line], "from_on": since} for c in COLLEAGUES if c.line is not None
    ]
    roles = [
        {
            "person_id": ids[c.key],
            "role": c.role.value,
            "service_id": services[c.service] if c.service else None,
            "from_on": since,
        }
        for c in COLLEAGUES
        if c.role is not None
    ]
    connection.execute(insert(membership), in_teams)
    connection.execute(insert(line_management), lines)
    connection.execute(insert(role_holding), roles)


def _named(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """Insert rows that have a name; returns their keys by that name."""
    statement = insert(table).returning(table.c.name, table.c.id)
    return {row.name: row.id for row in connection.execute(statement, [dict(row) for row in rows])}
