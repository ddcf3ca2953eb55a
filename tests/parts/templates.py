"""Templates and addresses of the pages, compiled once: each test has pages of its own, all made from the same files."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledOnce(BytecodeCache):
    """What Jinja makes of a template, kept in this process. Jinja itself checks that the source is still the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """Compiling is most of a first page's time, and with pages of one's own every page is a first one.

    Only Flask's templates: they come from files, so that no two environments know different ones by the same name.
    """
    kept, made = CompiledOnce(), Flask.create_jinja_environment

    def _make(app: Flask) -> Any:
        environment: Environment = made(app)
        environment.bytecode_cache = kept
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "create_jinja_environment", _make)
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """What Werkzeug writes to build an address of a route asks the route for everything else, so it serves any app."""
    kept: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    made = Rule._compile_builder

    def _make(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - theirs
        if rule.defaults:
            return made(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = made(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _make)
        yield
