"""How much memory a local engine may take."""

from __future__ import annotations

import os
import re

from graph.errors import UsageError

DEFAULT = "2g"


def memory_limit(given: str | None = None) -> str:
    """Give the heap limit as Java writes it: `given`, else SCAMGRAPH_MEMORY, else 2g.

    Raises UsageError for anything but a whole number with m or g, or less than 256m.
    """
    text = (given or os.environ.get("SCAMGRAPH_MEMORY") or DEFAULT).strip().lower()
    match = re.fullmatch(r"(\d{1,6})([mg])b?", text)
    if not match or int(match[1]) * (1024 if match[2] == "g" else 1) < 256:
        raise UsageError(
            f"{text!r} is no memory limit for the engine.",
            hint="Write a number of megabytes or gigabytes, at least 256m: SCAMGRAPH_MEMORY=2g.",
        )
    return match[1] + match[2]


def megabytes(limit: str) -> int:
    """Give a limit that `memory_limit` gave as megabytes."""
    return int(limit[:-1]) * (1024 if limit.endswith("g") else 1)
