"""Passes for tests about pages: whoever has one is signed in, without the page that asks for a password."""

from flask.testing import FlaskClient

from engine.flows import sign_ins
from web.access import OFFICE, SIGN_IN


def sit_down(client: FlaskClient, person_id: int) -> FlaskClient:
    """Somebody is signed in at this client."""
    return show(client, sign_ins.begin(client.application.extensions[OFFICE], person_id))


def show(client: FlaskClient, key: str) -> FlaskClient:
    """The client shows the key of a sign-in that has begun."""
    with client.session_transaction() as kept:
        kept[SIGN_IN] = key
    return client
