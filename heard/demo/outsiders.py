"""People from outside the invented council who can be asked to judge: their checks, days off and an interest."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, insert, select

from engine.casework.vocabulary import Relation
from engine.db.tables import independent_register, interest, person, service, unavailable

DOMAIN = "independent.invalid"
TODAY = 3 * 365
"""Days after the first day of the council on which the demo begins."""

IO, IP = Relation.INVESTIGATING_OFFICER, Relation.INDEPENDENT_PERSON
PANEL = (Relation.PANEL_CHAIR, Relation.PANEL_MEMBER)


@dataclass(frozen=True)
class Outsider:
    """Somebody from outside, what for, and how many days the check is still good when the demo begins."""

    name: str
    kinds: tuple[Relation, ...]
    check_left: int | None
    note: str
    away_in: int | None = None
    """In how many days they go away for a week."""
    left_council: int | None = None
    """Days ago on which they left the council's employment."""

    @property
    def key(self) -> str:
        """The first name in small letters: unique, among colleagues too."""
        return self.name.split()[0].lower()

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@{DOMAIN}"

    @property
    def work(self) -> str:
        """What they are asked to do, as the list of sign-ins says it."""
        return f"from outside: {' and '.join(kind.value.replace('_', ' ') for kind in self.kinds)}"


OUTSIDERS = (
    Outsider("Verity Oakes", (IO,), 400, "Thirty years in children’s social work; writes plainly."),
    Outsider("Marcus Delaney", (IO,), 20, "Residential care and fostering.", away_in=10),
    Outsider("Yusuf Rahman", (IP,), 700, "Speaks Bengali and Sylheti."),
    Outsider("Clara Whitlock", (IP, Relation.PANEL_MEMBER), 45, "Was a magistrate in the family court."),
    Outsider("Harriet Bone", PANEL, 300, "Has chaired panels for nine years.", left_council=2400),
    Outsider("Elis Pritchard", PANEL, 500, "A retired head teacher.", away_in=14, left_council=600),
    Outsider("Adaeze Obi", (Relation.PANEL_MEMBER,), 800, "Grew up in care; trains panels."),
    Outsider("Norman Pike", (Relation.PANEL_MEMBER,), -12, "Of the advocacy network."),
)


def join(connection: Connection, secret: str, since: date) -> None:
    """Put them on the register from the day `since`, with the same password as everybody."""
    today = since + timedelta(days=TODAY)
    rows = [
        {
            "name": each.name,
            "email": each.email,
            "password_hash": secret,
            "external": True,
            "left_council_on": None if each.left_council is None else today - timedelta(days=each.left_council),
        }
        for each in OUTSIDERS
    ]
    connection.execute(insert(person), rows)
    p = person.c
    keys = {row.email: row.id for row in connection.execute(select(p.id, p.email).where(p.external))}
    connection.execute(insert(independent_register), _entries(keys, since, today))
    connection.execute(insert(unavailable), _absences(keys, today))
    _one_interest(connection, keys, since)


def _entries(keys: dict[str, int], since: date, today: date) -> list[dict[str, object]]:
    return [
        {
            "person_id": keys[each.email],
            "kind": kind.value,
            "from_on": since,
            "checked_on": since,
            "check_expires_on": None if each.check_left is None else today + timedelta(days=each.check_left),
            "note": each.note,
        }
        for each in OUTSIDERS
        for kind in each.kinds
    ]


def _absences(keys: dict[str, int], today: date) -> list[dict[str, object]]:
    return [
        {
            "person_id": keys[each.email],
            "from_on": today + timedelta(days=each.away_in),
            "to_on": today + timedelta(days=each.away_in + 6),
            "note": "On holiday",
        }
        for each in OUTSIDERS
        if each.away_in is not None
    ]


def _one_interest(connection: Connection, keys: dict[str, int], since: date) -> None:
    """Somebody's relative works in one of the services."""
    s = service.c
    about = connection.execute(select(s.id).where(s.name == "Disabled children")).scalar_one()
    declared = {
        "person_id": keys[OUTSIDERS[3].email],
        "about_service_id": about,
        "what": "Her niece works in the team.",
        "from_on": since,
        "declared_at": datetime.combine(since, time(9), tzinfo=UTC),
    }
    connection.execute(insert(interest).values(declared))
