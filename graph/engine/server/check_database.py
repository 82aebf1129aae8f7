"""The embedded engine's own check of its files: records, links, and indexes."""

from __future__ import annotations

import json
from typing import Any

from graph.engine.databases import send_command
from graph.engine.endpoint import Endpoint

_SIGNS = {
    "corruptedRecords": "records that cannot be read",
    "undecodableRecords": "records that cannot be decoded",
    "corruptedIndexes": "damaged indexes",
    "constraintViolatingRecords": "records against a constraint",
    "invalidLinks": "links that lead nowhere",
    "missingReferenceErrors": "references to records that are missing",
    "topMissingReferences": "records that are missing",
    "edgesMissingOutReference": "relationships that their start does not know",
    "edgesMissingInReference": "relationships that their end does not know",
    "unreferencedFiles": "files that nothing uses",
}


def check_database(endpoint: Endpoint) -> list[str]:
    """Return the faults that the engine finds in the active database, each as a phrase with a number.

    It repairs nothing; an empty list means no faults. Raises EnvironmentProblem if the check itself
    fails, EngineGone if the engine does not answer.
    """
    body = {"language": "sql", "command": "CHECK DATABASE"}
    text = send_command(endpoint, f"/api/v1/command/{endpoint.database}", body)
    result: dict[str, Any] = json.loads(text)["result"][0]
    counted = ((_count(result.get(sign)), phrase) for sign, phrase in _SIGNS.items())
    return [f"{number:,} {phrase}" for number, phrase in counted if number]


def _count(value: Any) -> int:
    return value if isinstance(value, int) else len(value or ())
