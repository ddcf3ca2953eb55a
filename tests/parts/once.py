"""What is made once for a whole run: the worker that asks first makes it, the others wait and find it there."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once("a-name", make)`: the folder that `make(folder)` has filled. It belongs to everybody: copy it."""
    mine = tmp_path_factory.getbasetemp()
    ours = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine

    def _once(name: str, make: Callable[[Path], None]) -> Path:
        made = ours / f"once-{name}"
        with (ours / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                # Under another name until it is whole: what failed in the middle is made anew, and never found.
                begun = Path(tmp_path_factory.mktemp(name))
                make(begun)
                begun.rename(made)
        return made

    return _once
