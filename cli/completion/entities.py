"""Shell completion of entities, documents, events, and series.

They come from a running engine, within SECONDS; no engine is started, and a failure offers nothing.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from typing import Any

from cli.completion.offers import SECONDS, Offer, collect_offers
from cli.open_store import open_as_is

MOST_OFFERED = 50

_BY_NAME = """
UNWIND $starts AS start
MATCH (e:Entity) WHERE e.name STARTS WITH start AND NOT coalesce(e.protected, false)
  AND ($label = '' OR $label IN labels(e))
RETURN DISTINCT e.name AS value, e.kind AS kind ORDER BY value LIMIT $most
"""
_BY_ID = """
MATCH (e:Entity) WHERE e.id STARTS WITH $start AND NOT coalesce(e.protected, false)
  AND ($label = '' OR $label IN labels(e))
RETURN e.id AS value, e.name AS kind ORDER BY value LIMIT $most
"""
_SERIES = """
MATCH (s:Series) WHERE s:Scamgraph AND s.id STARTS WITH $start
RETURN s.id AS value, s.name AS kind ORDER BY value LIMIT $most
"""


def complete_entities(incomplete: str) -> list[Offer]:
    """Offer entities whose name or id begins with `incomplete`."""
    return collect_offers(lambda: find_entities(incomplete))


def complete_documents(incomplete: str) -> list[Offer]:
    """Offer documents by id."""
    return collect_offers(lambda: find_by_id(incomplete, "document/"))


def complete_events(incomplete: str) -> list[Offer]:
    """Offer events whose name or id begins with `incomplete`."""
    return collect_offers(lambda: find_entities(incomplete, "Event"))


def complete_series(incomplete: str) -> list[Offer]:
    """Offer the series of figures by id."""
    return collect_offers(lambda: find_by_id(incomplete, "series/"))


def find_entities(start: str, label: str = "") -> list[Offer]:
    """Find entities by name or id, only those with `label` if it is given."""
    if "/" in start:
        return _read(_BY_ID, {"start": start, "label": label})
    starts = list(dict.fromkeys([start, start[:1].upper() + start[1:]]))
    offers = _read(_BY_NAME, {"starts": starts, "label": label})
    # A shell keeps what is typed: "chen" is offered as "chen Zhi", which means the same.
    return [(start + _escape(name)[len(start) :], kind) for name, kind in offers]


def find_by_id(start: str, prefix: str) -> list[Offer]:
    """Find documents or series by id; the ids have the prefix only if it is typed."""
    has_prefix = start.startswith(prefix)
    query = _SERIES if prefix == "series/" else _BY_ID
    offers = _read(query, {"start": start if has_prefix else prefix + start, "label": ""})
    return [(id_ if has_prefix else id_.removeprefix(prefix), name) for id_, name in offers]


def _read(query: str, params: Mapping[str, Any]) -> list[Offer]:
    with open_as_is(None, start=False) as store:
        rows = store.read(query, {**params, "most": MOST_OFFERED}, timeout=SECONDS)
    return [(row["value"], row["kind"] or "") for row in rows]


def _escape(name: str) -> str:
    """Escape blanks and quotes in a name for Bash with a backslash, unless a quote is already open.

    Other shells quote the values that they are offered.
    """
    if "bash" not in os.environ.get("_SCAMGRAPH_COMPLETE", "") or _has_open_quote():
        return name
    return re.sub(r"([ '\"()&;])", r"\\\1", name)


def _has_open_quote() -> bool:
    try:
        shlex.split(os.environ.get("COMP_WORDS", ""))
    except ValueError:
        return True
    return False
