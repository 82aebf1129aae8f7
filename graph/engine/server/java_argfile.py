"""Java argument files (0600): they hide arguments from process lists and identify the process."""

from __future__ import annotations

import re
from pathlib import Path

from graph.engine.private_files import write_private

ARGFILE = "java.args"
"""Name of the file with a server's arguments, in its folder."""


def write_argfile(path: Path, arguments: list[str]) -> str:
    """Write `arguments` for `java @path`, one per line and quoted; return the `@path` to start it with."""
    write_private(path, "".join(_escape_argument(argument) + "\n" for argument in arguments))
    return f"@{path}"


def read_memory_limit(folder: Path) -> str | None:
    """Return the heap limit of the server last started in `folder`, None if it cannot be told."""
    try:
        match = re.search(r'^"-Xmx(\w+)"', (folder / ARGFILE).read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return match[1] if match else None


def _escape_argument(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
