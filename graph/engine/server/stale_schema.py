"""The embedded engine's own copy of an older schema, which it takes where the schema is damaged.

An older schema may lack types and indexes that the files have: the engine then starts, and what it no longer
knows is not found. Without the copy it starts empty, which is noticed (`graph.store.wholeness`).
"""

from __future__ import annotations

import json
from pathlib import Path

SCHEMA, OLDER = "schema.json", "schema.prev.json"
SET_ASIDE = "schema.prev.json.unused"


def set_stale_schemas_aside(folder: Path) -> None:
    """Rename the older schema of each database in an engine's folder whose schema cannot be read."""
    for schema in sorted(folder.glob(f"databases/*/{SCHEMA}")):
        older = schema.with_name(OLDER)
        if older.exists() and not _is_readable(schema):
            older.replace(schema.with_name(SET_ASIDE))


def _is_readable(schema: Path) -> bool:
    try:
        json.loads(schema.read_bytes())
    except ValueError:
        return False
    return True
