"""Complete an unfinished name: entities whose name has words that begin with those typed so far."""

from __future__ import annotations

from graph.model.name_matching import Match, build_key_id, build_whole_key, fold_name, rank_candidates
from graph.store.entity_search import RANKED, NameSearch
from graph.store.protocols import ReadStore

SHORTEST = 2
"""Minimum number of letters of the unfinished word."""
MOST_COMPLETED = 60
"""Maximum number of entities that one beginning leads to."""
MOST_KEYS = 20
"""Maximum number of keys with one beginning that are followed."""
_KEYS = f"MATCH (k:NameKey) WHERE k.key STARTS WITH $start RETURN k.key AS key LIMIT {MOST_KEYS}"
# Sought by id: from the nodes of the query above, the embedded engine takes ten times as long.
_OF_KEYS = f"""
UNWIND $ids AS key MATCH (k:Scamgraph {{id: key}})
CALL (k) {{
  MATCH (k)-[:KEY_OF]->(e:Scamgraph) WHERE $kind = '' OR $kind IN labels(e) OR e:MergedEntity
  RETURN e.id AS id LIMIT {MOST_COMPLETED}
}}
RETURN id LIMIT {MOST_COMPLETED}
"""


def complete_names(store: ReadStore, text: str, *, kind: str = "", limit: int = 10) -> list[Match]:
    """Return entities with a name whose words begin with the words of `text`, best first.

    `kind` is a label of the vocabulary, "" for any. Returns an empty list for a text of one letter.
    """
    search = NameSearch(store, kind)
    starts = list(dict.fromkeys(start for form in fold_name(text) if form for start in _list_starts(form)))
    ids = [id_ for start in starts for id_ in _find_by_beginning(store, start, kind)]
    candidates = search.load_candidates(list(dict.fromkeys(ids)))
    matches = [
        match._replace(how="part", matched=next(name for name in match.names if begins_so(text, name)))
        for match in rank_candidates(text, candidates)
        if any(begins_so(text, name) for name in match.names)
    ]
    return matches[: min(limit, RANKED)]


def _find_by_beginning(store: ReadStore, start: str, kind: str) -> list[str]:
    keys = sorted(row["key"] for row in store.read(_KEYS, {"start": start}))
    if not keys:
        return []
    rows = store.read(_OF_KEYS, {"ids": [build_key_id(key) for key in keys], "kind": kind})
    return [row["id"] for row in rows]


def begins_so(text: str, name: str) -> bool:
    """Return whether each word of `text` begins a word of the name, in any order."""
    return any(
        bool(typed) and all(any(word.startswith(start) for word in words) for start in typed)
        for typed, words in (
            (form.split(), named.split())
            for form, named in zip(fold_name(text), fold_name(name), strict=True)
        )
    )


def _list_starts(form: str) -> list[str]:
    """Return the beginnings of search keys: of the whole name, and of its last word."""
    last = form.rsplit(maxsplit=1)[-1]
    return (
        [build_whole_key(form), last] if len(last) >= SHORTEST else [build_whole_key(form)] * (last != form)
    )
