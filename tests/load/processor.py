"""How long programs have had a processor, where the machine tells (Linux); elsewhere nothing is said."""

import os
import time
from pathlib import Path

_PROC = Path("/proc")


def seconds(first: int) -> float:
    """Processor time of a process and all that came of it, those that have ended included; 0 where nothing is known."""
    known = {int(found.parent.name): fields for found in _PROC.glob("[0-9]*/stat") if (fields := _read(found))}
    family = {pid: int(fields[1]) for pid, fields in known.items()}
    ticks = sum(sum(map(int, fields[11:15])) for pid, fields in known.items() if _is_of(pid, first, family))
    return ticks / os.sysconf("SC_CLK_TCK")


def own() -> float:
    """That of this process alone."""
    return time.process_time()


def parent(pid: int) -> int:
    """Whose child a process is; 0 where nothing is known."""
    fields = _read(_PROC / str(pid) / "stat")
    return int(fields[1]) if fields else 0


def _read(stat: Path) -> list[str]:
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []  # it has just ended


def _is_of(pid: int, first: int, family: dict[int, int]) -> bool:
    while pid != first and pid in family:
        pid = family[pid]
    return pid == first
