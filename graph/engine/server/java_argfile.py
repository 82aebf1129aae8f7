"""Java argument files: what a process list would show stays in a 0600 file, and names the process."""

from __future__ import annotations

from pathlib import Path

from graph.engine.private_files import write_private


def write_argfile(path: Path, arguments: list[str]) -> str:
    """Write `arguments` for `java @path`, one a line and quoted, and give the `@path` to start it with."""
    write_private(path, "".join(_quoted(argument) + "\n" for argument in arguments))
    return f"@{path}"


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
