"""How much memory a local engine may take."""

from __future__ import annotations

import os
import re
from pathlib import Path

import psutil

from graph.model.errors import UsageError

LEAST, MOST = 2048, 8192
"""Megabytes: an engine gets a quarter of the machine, but no less and no more than these."""
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory_limit(given: str | None = None) -> str:
    """Give the heap limit as Java writes it: `given`, else SCAMGRAPH_MEMORY, else a quarter of the machine's.

    Raises UsageError for anything but a whole number with m or g, or less than 256m.
    """
    text = (given or os.environ.get("SCAMGRAPH_MEMORY") or _quarter()).strip().lower()
    match = re.fullmatch(r"(\d{1,6})([mg])b?", text)
    if not match or int(match[1]) * (1024 if match[2] == "g" else 1) < 256:
        raise UsageError(
            f"{text!r} is no memory limit for the engine.",
            hint="Write a number of megabytes or gigabytes, at least 256m: SCAMGRAPH_MEMORY=2g.",
        )
    return match[1] + match[2]


def _quarter() -> str:
    """Give a quarter of what this machine, or the container that this runs in, has: from 2g to 8g.

    A limit and no more: the engine takes as it needs. With a heap smaller than the graph on disk it reads its
    pages again and again, and collects garbage for a tenth of its time.
    """
    quarter = _of_machine() // 4 // 1024**2
    return f"{min(MOST, max(LEAST, quarter))}m"


def _of_machine() -> int:
    """Bytes of memory there are."""
    total = psutil.virtual_memory().total
    try:
        return min(total, int(CONTAINER_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no control groups here, or "max": no limit
        return total


def megabytes(limit: str) -> int:
    """Give a limit that `memory_limit` gave as megabytes."""
    return int(limit[:-1]) * (1024 if limit.endswith("g") else 1)
