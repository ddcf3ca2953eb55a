"""State as earlier releases of Heard wrote it, read as the codec of today has it. Nothing here is written any more."""

import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

import orjson

FIRST = b"\x01"
"""The codec of the first three releases: everything in one document, finished stages and every round of a loop too."""

_ID = 32
"""Digits of an id in it."""


def from_first(state: bytes) -> tuple[list[UUID], Mapping[str, Any]]:
    """Ids and document of a state that the first codec wrote, as the codec of today has them."""
    document = orjson.loads(zlib.decompress(state[1:]))
    packed = [document["top"], *(sub for _, sub in document["subs"])]
    ids = [UUID(hex=one) for scope in packed for one in _ids(scope)]
    place = {str(task_id): at for at, task_id in enumerate(ids)}
    owners = [-1, *(place[owner] for owner, _ in document["subs"])]
    begins = _begins(packed)
    scopes = [_scope(*each) for each in zip(packed, owners, begins, strict=True)]
    return ids, {"variables": document["variables"], "scopes": scopes}


def _ids(packed: Mapping[str, Any]) -> Iterator[str]:
    ends = range(0, len(packed["ids"]) + 1, _ID)
    return (packed["ids"][begin:end] for begin, end in pairwise(ends))


def _begins(packed: list[Mapping[str, Any]]) -> list[int]:
    """How many tasks stand before those of each scope."""
    sizes = [len(scope["tasks"]) for scope in packed]
    return [sum(sizes[:at]) for at in range(len(sizes))]


def _scope(packed: Mapping[str, Any], owner: int, before: int) -> dict[str, Any]:
    """A row for each task became a list for each thing that tasks have; places count through all scopes."""
    parents, states, specs, triggered, internal = (list(column) for column in zip(*packed["tasks"], strict=True))
    return {
        "owner": owner,
        "completed": packed["completed"],
        "success": packed["success"],
        "last": _shifted(packed["last"], before),
        "parents": [_shifted(parent, before) for parent in parents],
        "states": states,
        "specs": specs,
        "triggered": [before + at for at, was in enumerate(triggered) if was],
        "internal": [[before + at, found] for at, found in enumerate(internal) if found],
    }


def _shifted(place: int, before: int) -> int:
    return before + place if place >= 0 else -1
