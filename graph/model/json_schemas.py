"""JSON Schemas (draft 2020-12) of all written and exported records, generated from the types."""

from __future__ import annotations

from typing import Any

import msgspec

from graph.model.export_records import (
    ExportedClaim,
    ExportedConflict,
    ExportedFigure,
    ExportedLineage,
    ExportedOrigin,
)
from graph.model.records import ClaimEntry, Decisions, Dossier, Lineages, Notes, Registry

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TYPES: dict[str, type[msgspec.Struct]] = {
    "dossier": Dossier,
    "claim": ClaimEntry,
    "registry": Registry,
    "decisions": Decisions,
    "notes": Notes,
    "lineages": Lineages,
    "exported-claim": ExportedClaim,
    "exported-figure": ExportedFigure,
    "exported-origin": ExportedOrigin,
    "exported-lineage": ExportedLineage,
    "exported-conflict": ExportedConflict,
}
"""Name of the schema, and the type it describes. `claim` is a line of a sealed JSON Lines dossier."""


def build_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each type by its name; descriptions are the types' docstrings."""
    return {name: {"$schema": DRAFT, "title": name, **_build_schema(kind)} for name, kind in TYPES.items()}


def _build_schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    for definition in schema["$defs"].values():
        description = definition.get("description", "")
        definition["description"] = " ".join(description.split())
    return schema
