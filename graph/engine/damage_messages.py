"""What the embedded engine says when its files are damaged, as seen by damaging them one by one.

It starts without most of its files and answers as if nothing had been in them; only reading what they held,
or a lost dictionary, brings one of these out.
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
_IN_MESSAGE = re.compile(
    r"broken chunk chain|Invalid position -?\d+|Cannot find record type|Record #\d+:\d+ not found"
    r"|DocumentType\.\w+\(|BufferUnderflow|BufferOverflow|Invalid index type|is corrupted|Page \S+ not found"
    r"|key component .* not (?:found|compatible)|Dictionary item with id -?\d+ not found",
    re.IGNORECASE,
)


def damage_in_message(message: str, uri: str) -> GraphDamaged | None:
    """Return our error for a server's message that damaged files bring about, None for another one.

    A reader also meets a missing record while a load deletes it.
    """
    found = _IN_MESSAGE.search(message)
    if found is None:
        return None
    return GraphDamaged(
        f"The graph at {uri} cannot be read: its files are damaged, or were just changed ({found[0]}).",
        hint=f"Run the command again. If it fails again: {WAY_BACK}",
    )


def damage_in_log(log: Path, begin: int, folder: Path) -> GraphDamaged | None:
    """Return our error if the server log says from byte `begin` on that the database could not be opened."""
    with log.open("rb") as file:
        file.seek(begin)
        text = file.read().decode("utf-8", errors="replace")
    if not _IN_LOG.search(text):
        return None
    return GraphDamaged(f"The graph in {folder} cannot be opened: its files are damaged.", hint=WAY_BACK)
