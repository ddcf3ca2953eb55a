"""How long jobs and requests take, counted by each process for itself and read together by whoever asks.

Every process keeps its counts in memory and writes them to a file of its own, at most once a second; a request for the
figures reads the files of all processes that share the data directory. So web processes and workers need no port each,
a step needs no statement more, and a process that ends takes away its own series only (each carries its name).
"""

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
"""Upper ends, in seconds, of the steps in which durations are counted."""
AT_MOST_EVERY = 1.0
"""Seconds between two writings of one process's file."""
FORGOTTEN = 3600.0
"""Seconds after which the file of a process that counts nothing any more is removed."""

Labels = tuple[tuple[str, str], ...]
_NUMBERS = count(1)


class Measures:
    """The counts of one process. Without a folder nothing is counted."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._number = next(_NUMBERS)
        self._lock = Lock()
        self._counted: dict[tuple[str, Labels], list[float]] = {}
        self._written_at = 0.0

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """Something of this name took so long."""
        if self._folder is None:
            return
        with self._lock:
            steps = self._counted.setdefault((name, tuple(sorted(labels.items()))), [0.0] * (len(BOUNDS) + 2))
            steps[-2] += seconds
            steps[-1] += 1
            for number, bound in enumerate(BOUNDS):
                steps[number] += seconds <= bound
            if time.monotonic() - self._written_at >= AT_MOST_EVERY:
                self._write(self._folder)

    def _write(self, folder: Path) -> None:
        """Whole or not at all. The figures are not worth an error: a full disk is for the doctor to tell."""
        self._written_at = time.monotonic()
        kept = [[name, dict(labels), steps] for (name, labels), steps in self._counted.items()]
        path = folder / f"{os.getpid()}-{self._number}.json"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(".new")
            aside.write_text(json.dumps(kept))
            aside.replace(path)

    def lines(self) -> Iterator[str]:
        """What all processes that share the folder have counted, as Prometheus reads it."""
        if self._folder is None:
            return
        with self._lock:
            if self._counted:
                self._write(self._folder)
        named: dict[str, list[str]] = {}
        for path in sorted(self._folder.glob("*.json")):
            for name, labels, steps in _read(path):
                named.setdefault(name, []).extend(_series(name, {**labels, "process": path.stem}, steps))
        for name, lines in sorted(named.items()):
            yield f"# TYPE {name} histogram"
            yield from lines


def _read(path: Path) -> list[Any]:
    with suppress(OSError, ValueError):
        if time.time() - path.stat().st_mtime > FORGOTTEN and not _is_running(path.stem):
            path.unlink()
            return []
        found: list[Any] = json.loads(path.read_text())
        return found
    return []


def _is_running(stem: str) -> bool:
    """Whether that process is still there; one of another machine that shares the folder counts as gone."""
    return Path(f"/proc/{stem.partition('-')[0]}").exists()


def _series(name: str, labels: Mapping[str, str], steps: list[float]) -> Iterator[str]:
    bounds = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
    for bound, number in zip(bounds, [*steps[:-2], steps[-1]], strict=True):
        yield f"{name}_bucket{_in_braces({**labels, 'le': bound})} {number:g}"
    yield f"{name}_sum{_in_braces(labels)} {steps[-2]:.6f}"
    yield f"{name}_count{_in_braces(labels)} {steps[-1]:g}"


def _in_braces(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in sorted(labels.items())) + "}"
