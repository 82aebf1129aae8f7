"""The contents of the files of a load, read once, so that the load writes exactly what was checked.

Dossiers are the bulk. Up to `CLAIMS_IN_MEMORY` claims stay in memory; further dossiers are kept
in a temporary file, as they were read, until they are checked and then loaded.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from weakref import finalize

import msgspec

from graph.model.errors import Problem
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.reader import is_yaml, read_file
from ingest.files.source_location import Content, HeadLines, LocatedDossier, LocatedRecord, UnreadableContent

CLAIMS_IN_MEMORY = 50_000
WORKERS = 2
FEW = 4  # YAML files, and
SMALL = 4 * 2**20  # bytes of YAML, up to which starting processes costs more than it saves

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Dossier)


class Dossiers:
    """Dossiers in the order in which they were read; they can be iterated any number of times."""

    def __init__(self, in_memory: int = CLAIMS_IN_MEMORY) -> None:
        self._room = in_memory
        self._loaded: list[LocatedDossier] = []
        self._stored: IO[bytes] | None = None
        self._end = 0

    def add(self, located: LocatedDossier) -> None:
        """Append a dossier."""
        self._room -= len(located.dossier.claims)
        if self._stored is None and self._room >= 0:
            self._loaded.append(located)
            return
        if self._stored is None:
            self._stored = TemporaryFile(prefix="scamgraph-load-")  # noqa: SIM115 - closed with this object
            finalize(self, self._stored.close)
        parts = (_ENCODER.encode(located.dossier), located.file, located.lines, located.problems)
        self._stored.seek(self._end)
        pickle.dump(parts, self._stored, pickle.HIGHEST_PROTOCOL)
        self._end = self._stored.tell()

    def __iter__(self) -> Iterator[LocatedDossier]:
        yield from self._loaded
        if self._stored is None:
            return
        self._stored.seek(0)
        while self._stored.tell() < self._end:
            dossier, *rest = pickle.load(self._stored)  # noqa: S301 - a file of this process, without a name
            yield LocatedDossier(_DECODER.decode(dossier), *rest)


@dataclass(slots=True)
class Contents:
    """Everything that was read, by type; `problems` belong to content that could not be read at all.

    `heads` are the dossiers without their claims.
    """

    dossiers: Dossiers = field(default_factory=Dossiers)
    heads: list[LocatedDossier] = field(default_factory=list)
    registries: list[LocatedRecord[Registry]] = field(default_factory=list)
    decisions: list[LocatedRecord[Decisions]] = field(default_factory=list)
    notes: list[LocatedRecord[Notes]] = field(default_factory=list)
    lineages: list[LocatedRecord[Lineages]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, content: Content) -> None:
        """Add content to the list of its type."""
        if isinstance(content, LocatedDossier):
            self.dossiers.add(content)
            self.heads.append(_build_head(content))
            return
        self.problems += content.problems
        if isinstance(content, UnreadableContent):
            return
        lists = {
            Registry: self.registries,
            Decisions: self.decisions,
            Notes: self.notes,
            Lineages: self.lineages,
        }
        lists[type(content.record)].append(content)  # type: ignore[attr-defined]


def read_contents(
    files: Sequence[Path], *, heads_only: bool = False, progress: Callable[[int], None] = lambda _: None
) -> Contents:
    """Read files, each once; call `progress` after each with the number of files read.

    With `heads_only`, dossiers are read without their claims, quickly.
    """
    contents = Contents()
    for number, file_contents in enumerate(_read_all(files, heads_only), start=1):
        for content in file_contents:
            contents.add(content)
        progress(number)
    return contents


def _read_all(files: Sequence[Path], heads_only: bool) -> Iterator[Iterable[Content]]:
    """Read in this process, or in several where there is much YAML, which is slow to read."""
    slow = [path for path in files if is_yaml(path)]
    if heads_only or len(slow) <= FEW or sum(path.stat().st_size for path in slow) <= SMALL:
        yield from (read_file(path, heads_only=heads_only) for path in files)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where it pays
    from multiprocessing import get_context  # noqa: PLC0415

    # Spawned, not forked: a process that talks to an engine has threads, and a fork of those may hang.
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        parsed = pool.map(_list_contents, slow, chunksize=max(1, len(slow) // 64))
        yield from (next(parsed) if is_yaml(path) else read_file(path) for path in files)


def _list_contents(path: Path) -> list[Content]:
    return list(read_file(path))


def _build_head(located: LocatedDossier) -> LocatedDossier:
    dossier = located.dossier
    lines = HeadLines.from_lines(located.lines)
    return LocatedDossier(Dossier(dossier.document, dossier.coded), located.file, lines)
