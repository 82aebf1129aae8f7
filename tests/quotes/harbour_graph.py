"""The invented harbour as a graph, sealed, with its text at hand: what quotes and marks are tested on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.store.store import Store
from ingest.files.seal import seal
from ingest.load import load
from tests.articles import empty
from tests.ingest.harbour import Harbour, build

DOCUMENT = "document/brume-news-2031-03-04"
OFFICE = "government/port-office"
QUOTES = {
    "left": "More than 1,200 sailors left the isle",
    "pledge": "it pledged a review",
    "unpaid": "“We were never paid,” said Ada Quill",
    "queue": "Dozens waited at the ferry on Monday",
    "silent": "The Port Office did not answer",
    "pilots": "The Port Office arrested two pilots in 2030.",
}
"""The words that each claim of the harbour was sealed from."""


@dataclass(frozen=True, slots=True)
class HarbourGraph:
    """A loaded harbour: its files, and the database that holds it and nothing else."""

    files: Harbour
    store: Store

    @property
    def texts(self) -> Path:
        """Return the folder with the harbour's text."""
        return self.files.folder / "texts"


def load_harbour(store: Store, folder: Path) -> HarbourGraph:
    """Seal the harbour in `folder`, and make the database hold it."""
    files = build(folder)
    seal(files.dossier, files.texts)
    empty(store)
    load(store, [files.registry, files.dossier], fresh=True)
    return HarbourGraph(files, store)
