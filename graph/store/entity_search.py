"""Find entities by id, name, alias, or misspelling, in any script, the same on both engines.

The search keys are stored in the graph (`graph.write.name_index_writer`). A search fetches the
nodes of the query's keys, and, unless a whole name matched, those of similar keys; then it ranks
the entities of those keys. A word that hundreds of entities share leads to only some of them; two
such words are intersected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from graph.model.errors import InputError
from graph.model.name_disambiguation import choose_match
from graph.model.name_matching import (
    BEST_NEAR,
    KEY_PARTS,
    Candidate,
    Match,
    build_key_id,
    build_near_parts,
    build_whole_key,
    fold_name,
    is_near,
    list_search_words,
    list_swaps,
    rank_candidates,
)
from graph.store.indexes import NAMED
from graph.store.protocols import ReadStore

Row = dict[str, Any]

_IS_ID = re.compile(r"[a-z-]+/\S+").fullmatch
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+").fullmatch
"""The part of an id behind its prefix. One word alone is looked up as a name."""
_IS_DIGEST = re.compile(r"[0-9a-f]{6,32}").fullmatch
_HASHED = ("Claim", "Conflict", "Origin", "Figure")

PER_KEY = 200
"""Maximum number of entities that one key leads to."""
NEAR_KEYS = 4_000
"""Maximum number of keys read that share a part with the query, for each of the three parts."""
RANKED = 100
"""Maximum number of candidates compared with the query: those that its rarest keys lead to."""

_BY_KEY = """
UNWIND $ids AS id MATCH (k:Scamgraph {id: id})
CALL (k) {
  MATCH (k)-[:KEY_OF]->(e:Scamgraph) WHERE $kind = '' OR $kind IN labels(e) OR e:MergedEntity
  RETURN e.id AS entity LIMIT $most
}
RETURN k.key AS key, entity
"""
_BY_TWO_KEYS = """
MATCH (a:Scamgraph {id: $a})-[:KEY_OF]->(e:Scamgraph)<-[:KEY_OF]-(b:Scamgraph {id: $b})
WHERE $kind = '' OR $kind IN labels(e) OR e:MergedEntity
RETURN e.id AS entity LIMIT $most
"""
_NEAR = " UNION ".join(
    f"UNWIND ${part}s AS part MATCH (k:NameKey {{{part}: part}}) RETURN k.key AS key LIMIT {NEAR_KEYS}"
    for part in KEY_PARTS
)
_NAMED = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id}) OPTIONAL MATCH (e)-[:SAME_AS]->(c:Scamgraph)
RETURN id, e.name AS name, e.aliases AS aliases, e.kind AS kind, labels(e) AS labels, c.id AS canonical
"""

_PROTECTED = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})
WHERE e.protected AND coalesce(e.naming, 'named') IN ['named', 'pseudonym'] RETURN e.id AS id
"""


def search_entities(
    store: ReadStore, text: str, *, kind: str | None = None, limit: int = 10, descriptions: bool = True
) -> list[Match]:
    """Return the entities that `text` may mean, best first, at most `limit`.

    Entities with that name come first (`Match.is_called_so`). If there is none, entities whose
    description matches come first, then entities with similar names. `kind` limits the search to one
    label, such as Person or Place. Without `descriptions`, which takes longer in a large graph, only names
    are compared. Returns an empty list if nothing is similar. Raises InputError if the text has no letter
    or digit, or the kind does not exist.
    """
    folded = fold_name(text)
    if not folded.written and not folded.latin:
        raise InputError(f"There is nothing to look for in {text!r}.", hint="Give a name, an alias or an id.")
    search = NameSearch(store, check_kind(kind) if kind else "")
    query = text.strip()
    if _IS_ID(query):
        candidates = search.load_candidates([query])
        if candidates:
            return [
                Match(candidate.id, candidate.name, candidate.kind, 100.0, "id", query)
                for candidate in candidates
            ]
        # An id with a mistake in it still has its words, those behind the prefix. They are no name.
        query = query.partition("/")[2]
        return [
            _as_near(match)
            for match in rank_candidates(query, search.load_candidates(search.find_ids(query)))
        ][:limit]
    elif _IS_SLUG(query):
        candidates = search.load_candidates([f"{prefix}/{query}" for prefix in _list_prefixes()])
        if candidates:
            return [
                Match(candidate.id, candidate.name, candidate.kind, 100.0, "id", query)
                for candidate in candidates
            ]
    matches = rank_candidates(query, search.load_candidates(search.find_ids(query)))
    if descriptions and not any(match.is_name_match for match in matches):
        matches = _sort_described_first(search, query, matches)
    return matches[:limit]


def _as_near(match: Match) -> Match:
    return match._replace(how="near", score=min(match.score, BEST_NEAR)) if match.is_name_match else match


def _sort_described_first(search: NameSearch, text: str, matches: Sequence[Match]) -> list[Match]:
    """Put the matches first whose names or descriptions contain all the words of `text`."""
    from graph.store.description_search import has_words, read_described  # noqa: PLC0415 - only what has no name needs it

    parts = [match.id for match in matches if any(has_words(text, name) for name in match.names)]
    ids = list(dict.fromkeys([*parts, *read_described(search.store, text)]))
    by_id = {match.id: match for match in matches}
    missing = search.load_candidates([id_ for id_ in ids if id_ not in by_id])
    by_id |= {match.id: match for match in rank_candidates(text, missing)}
    described = [
        by_id[id_]._replace(how="part" if id_ in parts else "description") for id_ in ids if id_ in by_id
    ]
    described = remove_protected(search.store, described)
    return [*described, *(match for match in matches if match.id not in set(ids))]


def resolve(store: ReadStore, text: str, *, kind: str | None = None) -> str:
    """Return the id of the one entity that is called `text`. Raises the errors of `resolve_with_aliases`."""
    return resolve_with_aliases(store, text, kind=kind)[0].id


def resolve_with_aliases(
    store: ReadStore, text: str, *, kind: str | None = None, prefer: Collection[str] = ()
) -> list[Match]:
    """Return the one entity that is called `text`, followed by others that have its name as an alias.

    `kind` limits the search to one label. `prefer` are labels that win if other entities have the same
    name.

    Raises:
        UnknownName: No entity has that name; its candidates are the nearest that may be shown.
        AmbiguousName: Several entities have that name.
        InputError: The kind does not exist, or the text has nothing to search for.
    """
    from graph.model.ontology import load_ontology  # noqa: PLC0415 - not needed to find, only to choose

    kinds = load_ontology().kinds if prefer else {}
    preferred_kinds = {name for name, entry in kinds.items() if {name, *entry.parents} & set(prefer)}
    matches = search_entities(store, text, kind=kind, limit=RANKED)
    if not any(match.is_name_match for match in matches):
        matches = remove_protected(store, matches)
    return choose_match(text, matches, preferred_kinds.__contains__)


def remove_protected(store: ReadStore, matches: Sequence[Match]) -> list[Match]:
    """Return the matches without protected people who have a name: a guessed name never finds them."""
    rows = store.read(_PROTECTED, {"ids": [match.id for match in matches]}) if matches else []
    protected = {row["id"] for row in rows}
    return [match for match in matches if match.id not in protected]


def find_by_digest(store: ReadStore, text: str) -> list[str]:
    """Return the ids of facts, claims, conflicts, origins, and figures whose hex digits begin with `text`.

    Returns an empty list for fewer than six digits, and for text that is not hexadecimal.
    """
    digits = text.strip().lower()
    if not _IS_DIGEST(digits):
        return []
    ids: list[str] = []
    for label, field, prefix in (
        ("Claim", "fact", "fact"),
        *((each, "id", each.lower()) for each in _HASHED),
    ):
        first = f"{prefix}/{digits}"
        query = (
            f"MATCH (n:{label}) WHERE n.{field} >= $first AND n.{field} < $last "
            f"RETURN DISTINCT n.{field} AS id"
        )
        ids += sorted(row["id"] for row in store.read(query, {"first": first, "last": f"{first}g"}))
    return ids


def _list_prefixes() -> list[str]:
    from graph.model.ontology import load_ontology  # noqa: PLC0415 - only a search by a bare slug needs it

    prefixes = {kind.prefix for kind in load_ontology().kinds.values()}
    return sorted(prefixes | {"document", "series"})


def check_kind(kind: str) -> str:
    """Return a label of the vocabulary. Raises InputError, with the nearest, for another."""
    from graph.model.ontology import load_ontology  # noqa: PLC0415 - only a search in one kind needs it

    ontology = load_ontology()
    labels = {*ontology.kinds, *ontology.abstract}
    if kind not in labels:
        from rapidfuzz import process  # noqa: PLC0415 - only wrong input needs it

        near = process.extractOne(kind, sorted(labels), score_cutoff=60)
        nearest = f"Did you mean {near[0]}? " if near else ""
        raise InputError(
            f"There is no kind {kind!r}.", hint=f"{nearest}Known are: {', '.join(sorted(labels))}."
        )
    return kind


class NameSearch:
    """A search among entities of one label, or of any label."""

    def __init__(self, store: ReadStore, kind: str) -> None:
        self.store = store
        self.kind = kind

    def find_ids(self, text: str) -> list[str]:
        """Return the ids that the keys of a text, or similar keys, lead to; those of rare keys first."""
        forms = dict.fromkeys(form for form in fold_name(text) if form)
        whole_keys = list(dict.fromkeys(map(build_whole_key, forms)))
        word_keys = list(dict.fromkeys(word for form in forms for word in list_search_words(form)))
        ids_by_key = self._follow_keys([*whole_keys, *word_keys])
        if not ids_by_key.keys() & set(whole_keys):
            near = self._follow_keys(self._find_near_keys(whole_keys))
            unknown = [word for word in word_keys if word not in ids_by_key]
            ids_by_key |= near or self._follow_keys(self._find_near_keys(unknown))
            ids_by_key |= self._follow_two_keys(
                [key for key, ids in ids_by_key.items() if len(ids) >= PER_KEY]
            )
        weight: defaultdict[str, float] = defaultdict(float)
        for ids in ids_by_key.values():
            for id_ in ids:
                weight[id_] += 1 / len(ids)
        return sorted(weight, key=lambda id_: (-weight[id_], id_))[:RANKED]

    def load_candidates(self, ids: Sequence[str]) -> list[Candidate]:
        """Return those of these ids that have a name.

        An entity that is decided to be another one passes its names on to that one.
        """
        rows = self._read_named(ids)
        lent: dict[str, list[str]] = {}
        for row in rows.values():
            if row["canonical"]:
                lent.setdefault(row["canonical"], []).extend(_list_names(row))
        missing = [id_ for id_ in lent if id_ not in rows]
        rows |= self._read_named(missing)
        return [
            Candidate(
                id_, row["name"] or "", (*_list_names(row)[1:], *lent.get(id_, ())), row["kind"] or "Series"
            )
            for id_, row in rows.items()
            if not row["canonical"] and (not self.kind or self.kind in row["labels"])
        ]

    def _read_named(self, ids: Sequence[str]) -> dict[str, Row]:
        rows = self.store.read(_NAMED, {"ids": list(ids)}) if ids else []
        return {row["id"]: row for row in rows if set(row["labels"]) & set(NAMED)}

    def _follow_keys(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids that keys lead to, by key; keys that lead to none are omitted."""
        ids_by_key: dict[str, list[str]] = {}
        ids = [build_key_id(key) for key in dict.fromkeys(keys)]
        if ids:
            for row in self._read(_BY_KEY, ids=ids):
                ids_by_key.setdefault(row["key"], []).append(row["entity"])
        return ids_by_key

    def _follow_two_keys(self, busy: Sequence[str]) -> dict[str, list[str]]:
        """Return the ids that both of the two longest keys lead to: each alone leads to too many."""
        if len(busy) < 2:
            return {}
        first, second = sorted(busy, key=lambda key: (-len(key), key))[:2]
        rows = self._read(_BY_TWO_KEYS, a=build_key_id(first), b=build_key_id(second))
        return {f"{first} {second}": [row["entity"] for row in rows]} if rows else {}

    def _find_near_keys(self, keys: Sequence[str]) -> list[str]:
        """Return the stored keys that differ from these by few mistakes."""
        parts = [build_near_parts(key) for key in keys]
        parameters = {
            f"{name}s": [part for near_parts in parts for part in getattr(near_parts, f"{name}s")]
            for name in KEY_PARTS
        }
        if not any(parameters.values()):
            return []
        stored_keys = {row["key"] for row in self.store.read(_NEAR, parameters)}
        near = sorted(key for key in stored_keys if any(is_near(key, query_key) for query_key in keys))
        return near + [key for word in keys for key in list_swaps(word)]

    def _read(self, query: str, **params: Any) -> list[Row]:
        return self.store.read(query, {**params, "kind": self.kind, "most": PER_KEY})


def _list_names(row: Row) -> list[str]:
    return [row["name"] or "", *(row["aliases"] or ())]
