"""The documents to compare: each with its text, and the furniture of its page that is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.model.errors import InputError
from graph.model.records import Decision, Dossier
from ingest.files.reader import read_file
from ingest.files.source_location import LocatedDossier, UnreadableContent
from ingest.texts.text_store import Texts


@dataclass(frozen=True, slots=True)
class Source:
    """A document's id, the SHA-256 and the path of its text, and the stretches left out as furniture."""

    id: str
    sha256: str
    path: Path
    without: tuple[tuple[int, int], ...] = ()

    def read_text(self) -> str:
        """Return the text. Raises InputError where the file has changed since."""
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise InputError(
                f"{self.path} is no longer the text of {self.id}.", hint="Run the command again."
            )
        return data.decode("utf-8")


@dataclass(frozen=True, slots=True)
class LineageInput:
    """The content of some paths: documents with their texts, ids of those `without_text`, decisions."""

    sources: Sequence[Source]
    without_text: Sequence[str]
    decisions: Sequence[Decision]


def read_sources(files: Sequence[Path], texts: Texts) -> LineageInput:
    """Return the documents of the dossiers among `files`, and the decisions among them.

    Raises InputError where a file cannot be read: `scamgraph check` says all that is wrong with it.
    """
    sources: dict[str, Source] = {}
    ids_without_text: list[str] = []
    decisions: list[Decision] = []
    for path in files:
        for content in read_file(path):
            if isinstance(content, UnreadableContent) or content.problems:
                problem = content.problems[0]
                raise InputError(str(problem), hint=f"See all that is wrong: scamgraph check {path}")
            if isinstance(content, LocatedDossier):
                document = content.dossier.document
                text_path = texts.paths.get(document.text_sha256)
                if text_path is None:
                    ids_without_text.append(document.id)
                else:
                    sources[document.id] = Source(
                        document.id, document.text_sha256, text_path, _list_furniture(content.dossier)
                    )
            else:
                decisions += getattr(content.record, "decisions", [])
    return LineageInput(list(sources.values()), ids_without_text, decisions)


def _list_furniture(dossier: Dossier) -> tuple[tuple[int, int], ...]:
    return tuple((part.at.start, part.at.end) for part in dossier.furniture if part.at)
