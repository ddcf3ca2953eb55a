"""What somebody who may not do something is told: whose part it is, and who they can ask today."""

from collections.abc import Mapping, Sequence

from flask import g

from engine.casework.policy import POLICY, Action
from engine.casework.vocabulary import Role
from engine.errors import NotAllowed
from engine.queries import people
from web.access import office
from web.words import said

MOST_NAMED = 6
"""People: more of them are found on the page about people."""
BY_ROLE = "your roles do not include it"
"""How the policy begins its reason where a role is missing, and nothing bars anybody from the case."""
PLURALS: Mapping[Role, str] = {
    Role.HEAD_OF_SERVICE: "heads of service",
    Role.ADMIN_SUPPORT: "admin support",
}
"""Where an s at the end would not do."""


def whose_part(error: NotAllowed) -> dict[str, object]:
    """The roles that may do it, in words, and who holds them: nothing where something else than a role is missing."""
    actor, roles = g.get("actor"), _roles(error)
    if actor is None or not roles:
        return {}
    if actor.is_external:
        return {"roles": _in_words(roles)}
    held = {h.person: said(h.role) for h in reversed(people.holders(office(), actor)) if h.role in roles}
    named = [f"{name}, {role.lower()}" for name, role in sorted(held.items())]
    return {"roles": _in_words(roles), "people": named if len(named) <= MOST_NAMED else []}


def _roles(error: NotAllowed) -> list[Role]:
    """In the order in which the council writes them."""
    asked = next((action for action in Action if action.value == error.facts.get("action")), None)
    if asked is None or not str(error.facts.get("why", "")).startswith(BY_ROLE):
        return []
    return [role for role in Role if role in POLICY[asked]]


def _in_words(roles: Sequence[Role]) -> str:
    names = [PLURALS.get(role) or f"{said(role).lower()}s" for role in roles]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
