"""Reading the records of a bundle back, and deriving its part of the graph from them."""

from __future__ import annotations

import tempfile
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import Any

from graph.model.catalogue import resolve_merges
from graph.model.claims import build_claims
from graph.model.errors import InputError, ScamgraphError
from graph.model.ontology import load_ontology
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.json_lines import read_json_lines
from reports.bundle.manifest import RECORDS
from reports.part.closure import Closure, Records, derive_closure

DERIVATION_ERRORS = (
    ScamgraphError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What the rules and renderers may raise on records that no check of scamgraph has seen."""


def derive_from_lines(data: bytes) -> Closure:
    """Derive the part of the graph from the bytes of its records.

    Raises InputError for records that cannot be read, or that contradict each other.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        path.write_bytes(data)
        try:
            return derive_closure(read_records(path))
        except InputError:
            raise
        except KeyError as error:
            raise InputError(f"{RECORDS}: names {error}, which is not in it") from None
        except DERIVATION_ERRORS as error:
            raise InputError(f"{RECORDS}: no claims can be built from it: {error}") from None


def read_records(path: Path) -> Records:
    """Return the records of a bundle's loadable file, with claims built.

    Raises InputError for a file that cannot be read.
    """
    contents = list(read_json_lines(path, stop_at_problem=True))
    if wrong := [problem for content in contents for problem in content.problems]:
        raise InputError(f"{RECORDS}: line {wrong[0].line}: {wrong[0].what}")
    entries = [getattr(content, "record", None) or getattr(content, "dossier", None) for content in contents]
    registries = [entry for entry in entries if isinstance(entry, Registry)]
    dossiers = [entry for entry in entries if isinstance(entry, Dossier)]
    decisions = [item for entry in entries if isinstance(entry, Decisions) for item in entry.decisions]
    lineages = [item for entry in entries if isinstance(entry, Lineages) for item in entry.lineages]
    notes = [item for entry in entries if isinstance(entry, Notes) for item in entry.notes]
    merged = resolve_merges(decisions)
    ontology = load_ontology()
    claims = [
        claim
        for dossier in dossiers
        for claim in build_claims(dossier, ontology, lambda id_: merged.get(id_, id_))
    ]
    heads = [Dossier(dossier.document, dossier.coded, [], dossier.furniture) for dossier in dossiers]
    by_id = attrgetter("id")
    return Records(
        claims=tuple(sorted(claims, key=by_id)),
        dossiers=tuple(sorted(heads, key=attrgetter("document.id"))),
        entities=tuple(sorted((item for entry in registries for item in entry.entities), key=by_id)),
        occasions=tuple(sorted((item for entry in registries for item in entry.occasions), key=by_id)),
        series=tuple(sorted((item for entry in registries for item in entry.series), key=by_id)),
        decisions=tuple(sorted(decisions, key=by_id)),
        lineages=tuple(lineages),
        notes=tuple(sorted(notes, key=by_id)),
    )


def find_duplicates(records: Records) -> list[str]:
    """Return the ids that more than one record of a kind has, sorted."""
    kinds: tuple[tuple[Any, ...], ...] = (
        records.claims, records.entities, records.occasions, records.series, records.decisions, records.notes,
    )  # fmt: skip
    counts = [Counter(record.id for record in kind) for kind in kinds]
    counts.append(Counter(dossier.document.id for dossier in records.dossiers))
    return sorted(id_ for count in counts for id_, number in count.items() if number > 1)
