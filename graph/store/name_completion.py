"""Complete an unfinished name: entities whose name has words that begin with those typed so far."""

from __future__ import annotations

from graph.model.name_matching import Match, build_whole_key, fold_name, rank_candidates
from graph.store.entity_search import RANKED, NameSearch
from graph.store.protocols import ReadStore

SHORTEST = 2
"""Minimum number of letters of the unfinished word."""
_KEYS = 100
_BEGINNING = f"""
MATCH (k:NameKey) WHERE k.key STARTS WITH $start
WITH k LIMIT {_KEYS}
MATCH (k)-[:KEY_OF]->(e:Scamgraph) WHERE $kind = '' OR $kind IN labels(e) OR e:MergedEntity
RETURN DISTINCT e.id AS id LIMIT {2 * _KEYS}
"""


def complete_names(store: ReadStore, text: str, *, kind: str = "", limit: int = 10) -> list[Match]:
    """Return entities with a name whose words begin with the words of `text`, best first.

    `kind` is a label of the vocabulary, "" for any. Returns an empty list for a text of one letter.
    """
    search = NameSearch(store, kind)
    starts = list(dict.fromkeys(start for form in fold_name(text) if form for start in _list_starts(form)))
    ids = [row["id"] for start in starts for row in store.read(_BEGINNING, {"start": start, "kind": kind})]
    candidates = search.load_candidates(list(dict.fromkeys(ids)))
    matches = [
        match._replace(how="part", matched=next(name for name in match.names if begins_so(text, name)))
        for match in rank_candidates(text, candidates)
        if any(begins_so(text, name) for name in match.names)
    ]
    return matches[: min(limit, RANKED)]


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
