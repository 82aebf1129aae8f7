"""What a campaign has had acknowledged, in memory, with the files for it and their digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from graph.model.records import Dossier, Quantity, Withdrawal
from graph.store.digest import digest
from graph.store.store import Store
from ingest.load import load
from tests.graph import made

DOCUMENTS, VERSIONS, CLAIMS = 6, 2, 8
ABSENT = 4_999
"""A number that is in no document."""


@dataclass(frozen=True, slots=True)
class State:
    """Which version of which document is in the graph, and which decisions are withdrawn."""

    documents: frozenset[tuple[int, int]] = frozenset()
    withdrawn: frozenset[str] = frozenset()

    def with_documents(self, changed: frozenset[tuple[int, int]]) -> State:
        """Return the state with these documents in these versions."""
        kept = {one for one in self.documents if one[0] not in {number for number, _ in changed}}
        return State(frozenset(kept | changed), self.withdrawn)

    def without(self, document: int) -> State:
        """Return the state without a document."""
        return State(frozenset(one for one in self.documents if one[0] != document), self.withdrawn)


def number_of(document: tuple[int, int]) -> int:
    """Return the number that is only in this version of a document."""
    return 5_003 + 100 * document[0] + 10 * document[1]


def id_of(document: int) -> str:
    """Return a document's id."""
    return f"document/d{document}"


class Model:
    """Files for every state, and the digest of a fresh load of them, found once for each state."""

    def __init__(self, folder: Path, reference: Store) -> None:
        self._folder = folder
        self._reference = reference
        self._digests: dict[State, str] = {}
        for version in range(VERSIONS):
            for number, dossier in enumerate(made.dossiers(DOCUMENTS, CLAIMS, seed=version + 1)):
                write_records(
                    self._document(number, version), [_with_number(dossier, number_of((number, version)))]
                )
        write_registry(folder / "registry.jsonl")

    def document_files(self, documents: frozenset[tuple[int, int]]) -> list[Path]:
        """Return the files of documents in these versions."""
        return [self._document(*one) for one in sorted(documents)]

    def decision_files(self, withdrawn: frozenset[str]) -> list[Path]:
        """Return the registry, and a file with every decision, these withdrawn."""
        names = "-".join(sorted(id_.partition("/")[2] for id_ in withdrawn))
        path = self._folder / f"decisions-{names}.jsonl"
        back = Withdrawal("2026-02-02", "r")
        write_records(
            path,
            [
                {"decision": replace(one, withdrawn=back) if one.id in withdrawn else one}
                for one in made.decisions()
            ],
        )
        return [self._folder / "registry.jsonl", path]

    def files(self, state: State) -> list[Path]:
        """Return all files of a state."""
        return [*self.decision_files(state.withdrawn), *self.document_files(state.documents)]

    def digest(self, state: State) -> str:
        """Return the digest of a fresh load of a state."""
        if state not in self._digests:
            load(self._reference, self.files(state), fresh=True)
            self._digests[state] = str(digest(self._reference))
        return self._digests[state]

    def _document(self, number: int, version: int) -> Path:
        return self._folder / f"d{number}-{version}.jsonl"


def _with_number(dossier: Dossier, number: int) -> Dossier:
    """Add a claim with a new number to a dossier."""
    first = dossier.claims[0]
    place = dossier.document.length
    assert first.at is not None
    claim = replace(
        first,
        key="own",
        subject="cohort/c0",
        predicate="ARRIVED_AT",
        object="place/x",
        says=f"{number:,} people of Group 0 came to X.",
        at=replace(first.at, start=place, end=place + 15),
        count=Quantity(value=number, unit="people", series="series/s0"),
        amount=None,
        hedge="",
        polarity="affirm",
        by=[],
        occasion="",
        event="",
    )
    document = replace(dossier.document, length=place + 20)
    return replace(dossier, document=document, claims=[*dossier.claims, claim])


def write_registry(path: Path) -> None:
    """Write the entities, occasions and series of all invented documents."""
    registry = made.registry()
    kinds = (("entity", registry.entities), ("occasion", registry.occasions), ("series", registry.series))
    write_records(path, [{key: record} for key, records in kinds for record in records])


def write_records(path: Path, records: Sequence[object]) -> None:
    """Write dossiers and other records as JSON Lines."""
    lines: list[object] = []
    for record in records:
        if isinstance(record, Dossier):
            lines += [{"document": record.document, "coded": record.coded}, *record.claims]
        else:
            lines.append(record)
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
