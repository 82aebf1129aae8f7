"""When events happened by the sources, and when documents came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from queries.browse.listings import ListPage
from queries.browse.scope import Scope

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

_TIMED = """(c.when_from IS NOT NULL OR c.when_to IS NOT NULL) AND c.polarity = 'affirm'
  AND ($class = '' OR c.predicate_class = $class)
  AND ($from = '' OR coalesce(c.when_to, '9999') >= $from)
  AND ($to = '' OR coalesce(c.when_from, '0001') <= $to)"""
_EVENTS = f"""
MATCH (e:Event)<-[:ABOUT]-(c:Claim /* AS OF c */) WHERE e:Scamgraph AND {_TIMED}
OPTIONAL MATCH (c)-[:SAID_BY {{order: 0}}]->(x)
WITH e, min(coalesce(c.when_from, c.when_to)) AS first, count(DISTINCT c.document) AS documents,
  count(DISTINCT coalesce(x.id, c.voice)) AS speakers
ORDER BY first, e.name, e.id SKIP $skip LIMIT $limit
RETURN e.id AS id, e.name AS name, documents, speakers ORDER BY first, name, id
"""
_EVENT_COUNT = f"""
MATCH (e:Event)<-[:ABOUT]-(c:Claim /* AS OF c */) WHERE e:Scamgraph AND {_TIMED} RETURN count(DISTINCT e) AS n
"""
_EVENT_TIMES = f"""
UNWIND $ids AS id MATCH (e:Scamgraph {{id: id}})<-[:ABOUT]-(c:Claim /* AS OF c */) WHERE {_TIMED}
RETURN id, c.when_edtf AS edtf, c.when_from AS first, c.when_to AS last, c.when_known AS known,
  collect(DISTINCT c.document) AS documents
"""
_CLAIM_TIMES = """
UNWIND $ids AS claim MATCH (c:Claim {id: claim})
RETURN claim, c.predicate_class AS class, c.polarity AS polarity, c.document AS document,
  c.when_edtf AS edtf, c.when_from AS first, c.when_to AS last, c.when_known AS known
"""
_PUBLISHED = """
UNWIND $ids AS id MATCH (d:Scamgraph {id: id})
RETURN id, d.label AS label, d.published_from AS first, d.published_to AS last, d.published_edtf AS edtf,
  d.published_known AS known
ORDER BY coalesce(first, last, '9999'), id
"""


def list_dated_events(scope: Scope, filters: Mapping[str, str], skip: int, limit: int) -> ListPage:
    """Return events that a claim dates, by their first day, each with its `windows`.

    There is one window for each time that a claim gives for it. `filters` has `class` (of predicates),
    `from` and `to` (ISO days), "" for any.
    """
    params = {"class": filters["class"], "from": filters["from"], "to": filters["to"]}
    rows = scope.reads.read(_EVENTS, {**params, "skip": skip, "limit": limit})
    total = scope.reads.read(_EVENT_COUNT, params)[0]["n"]
    times_by_event: defaultdict[str, list[Any]] = defaultdict(list)
    for batch in iter_batches([row["id"] for row in rows]):
        for row in scope.reads.read(_EVENT_TIMES, {**params, "ids": batch}):
            times_by_event[row["id"]].append(row)
    shown = [{**row, "windows": collect_windows(times_by_event[row["id"]])} for row in rows]
    return ListPage(shown, total)


def load_claim_times(store: ReadStore, claims: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return time, class, polarity and document of each of these claims."""
    return {
        row["claim"]: row
        for batch in iter_batches(claims)
        for row in store.read(_CLAIM_TIMES, {"ids": batch})
    }


def collect_windows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the times given in rows of claims: each once, by days, with the documents that give it.

    A time is `uncertain` if every claim infers it, or if its notation marks it as doubtful.
    """
    windows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        if not row["first"] and not row["last"]:
            continue
        key = (row["first"] or "", row["last"] or "", row["edtf"] or "")
        window = windows.setdefault(
            key, {"first": key[0], "last": key[1], "edtf": key[2], "known": set(), "documents": set()}
        )
        window["known"].add(row["known"] or "stated")
        window["documents"].update(row.get("documents") or [row["document"]])
    return [
        {
            **window,
            "known": sorted(window["known"]),
            "documents": sorted(window["documents"]),
            "uncertain": "stated" not in window["known"] or any(sign in window["edtf"] for sign in "?~%X"),
        }
        for _, window in sorted(
            windows.items(), key=lambda item: (item[0][0] or item[0][1], item[0][1] or "9999")
        )
    ]


def list_publications(store: ReadStore, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return documents by the day they came out; unknown ends are open."""
    rows = [row for batch in iter_batches(ids) for row in store.read(_PUBLISHED, {"ids": batch})]
    return [{**row, "uncertain": (row["known"] or "stated") != "stated"} for row in rows]
