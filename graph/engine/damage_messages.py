"""Messages of the embedded engine about damaged files, collected by damaging them one by one.

The engine starts without most of its files and answers as if they had been empty. Only reading
their content, or a lost dictionary, causes one of these messages.
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.model.errors import GraphDamaged

WAY_BACK = (
    "`scamgraph store reset` drops it; then `scamgraph store restore` takes a backup back "
    "(`scamgraph store backup --list`), or `scamgraph ingest` loads it again."
)
_IN_LOG = re.compile(
    r"LocalDatabase\.open|DatabaseOperationException|SchemaException|DatabaseMetadataException"
)
_LOCKED = "is locked by another process"
"""A server that was killed frees its files a moment after its end: the database is whole."""
_IN_MESSAGE = re.compile(
    r"broken chunk chain|Invalid position -?\d+|Cannot find record type|Record #\d+:\d+ not found"
    r"|DocumentType\.\w+\(|BufferUnderflow|BufferOverflow|Invalid index type|is corrupted|Page \S+ not found"
    r"|key component .* not (?:found|compatible)|Dictionary item with id -?\d+ not found",
    re.IGNORECASE,
)


def detect_damage_in_message(message: str, uri: str) -> GraphDamaged | None:
    """Return a GraphDamaged error for a message that damaged files cause, None for any other.

    A reader also meets a missing record while a load deletes it.
    """
    match = _IN_MESSAGE.search(message)
    if match is None:
        return None
    return GraphDamaged(
        f"The graph at {uri} cannot be read: its files are damaged, or were just changed ({match[0]}).",
        hint=f"Run the command again. If it fails again: {WAY_BACK}",
    )


def detect_damage_in_log(log: Path, begin: int, folder: Path) -> GraphDamaged | None:
    """Return a GraphDamaged error if the log from byte `begin` reports that the database did not open."""
    with log.open("rb") as file:
        file.seek(begin)
        text = file.read().decode("utf-8", errors="replace")
    if _LOCKED in text or not _IN_LOG.search(text):
        return None
    return GraphDamaged(f"The graph in {folder} cannot be opened: its files are damaged.", hint=WAY_BACK)
