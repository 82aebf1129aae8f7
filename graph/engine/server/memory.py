"""Memory limit of a local engine."""

from __future__ import annotations

import os
import re
from pathlib import Path

import psutil

from graph.model.errors import UsageError

LEAST, MOST = 2048, 8192
"""Megabytes: an engine gets a quarter of the machine, but no less and no more than these."""
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def resolve_memory_limit(limit: str | None = None) -> str:
    """Return the heap limit in Java's notation: `limit`, else SCAMGRAPH_MEMORY, else the default.

    The default is a quarter of the machine's memory, from 2g to 8g. Raises UsageError for anything
    but a whole number with m or g, or for less than 256m.
    """
    text = (limit or os.environ.get("SCAMGRAPH_MEMORY") or _compute_default_limit()).strip().lower()
    match = re.fullmatch(r"(\d{1,6})([mg])b?", text)
    if not match or int(match[1]) * (1024 if match[2] == "g" else 1) < 256:
        raise UsageError(
            f"{text!r} is no memory limit for the engine.",
            hint="Write a number of megabytes or gigabytes, at least 256m: SCAMGRAPH_MEMORY=2g.",
        )
    return match[1] + match[2]


def _compute_default_limit() -> str:
    """Return a quarter of the memory of this machine or container: from 2g to 8g.

    It is only a limit: the engine takes memory as it needs it. With a heap smaller than the graph on
    disk it reads its pages again and again, and collects garbage for a tenth of its time.
    """
    quarter = _measure_memory() // 4 // 1024**2
    return f"{min(MOST, max(LEAST, quarter))}m"


def _measure_memory() -> int:
    """Return the memory of this machine or container, in bytes."""
    total = psutil.virtual_memory().total
    try:
        return min(total, int(CONTAINER_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no control groups here, or "max": no limit
        return total


def to_megabytes(limit: str) -> int:
    """Convert a limit from `resolve_memory_limit` to megabytes."""
    return int(limit[:-1]) * (1024 if limit.endswith("g") else 1)
