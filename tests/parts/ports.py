"""A port that is free on this machine."""

import socket

import pytest


def find_free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on at the moment of asking."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    """A TCP port for a server that the test starts itself."""
    return find_free_port()
