"""Java argument files (0600): they hide arguments from process lists and identify the process."""

from __future__ import annotations

from pathlib import Path

from graph.engine.private_files import write_private


def write_argfile(path: Path, arguments: list[str]) -> str:
    """Write `arguments` for `java @path`, one per line and quoted; return the `@path` to start it with."""
    write_private(path, "".join(_escape_argument(argument) + "\n" for argument in arguments))
    return f"@{path}"


def _escape_argument(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
