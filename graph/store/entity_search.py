"""Finding an entity by id, name, alias or misspelling, in any script, alike on both engines.

Search keys lie in the graph (`graph.write.name_index_writer`). A search fetches the nodes of the query's
keys, then, unless a whole name fitted, of keys near them, and ranks what those lead to. A word that hundreds
share leads to some of them only; two such words are intersected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from graph.model.errors import InputError
from graph.model.name_disambiguation import choose
from graph.model.name_matching import (
    BEST_NEAR,
    KEY_PARTS,
    Candidate,
    Match,
    forms,
    is_near,
    key_id,
    near_parts,
    rank,
    swapped,
    whole,
    words,
)
from graph.store.indexes import NAMED
from graph.store.protocols import Asks

Row = dict[str, Any]

_IS_ID = re.compile(r"[a-z-]+/\S+").fullmatch
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+").fullmatch
"""The part of an id behind its prefix. One word alone is looked up as a name."""
_IS_DIGEST = re.compile(r"[0-9a-f]{6,32}").fullmatch
_HASHED = ("Claim", "Conflict", "Origin", "Figure")

PER_KEY = 200
"""How many entities one key leads to at most."""
NEAR_KEYS = 4_000
"""How many keys that share a part with the query are looked at, for each of the three parts."""
RANKED = 100
"""How many candidates are compared with the query at most: those that its rarest keys lead to."""

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


def find(store: Asks, text: str, *, kind: str | None = None, limit: int = 10) -> list[Match]:
    """Return the entities that `text` may mean, best first, at most `limit`.

    Those called so come first (`Match.is_called_so`); where nothing is, those whose descriptions it fits;
    then what is near. `kind` keeps to one label, such as Person or Place. Empty if nothing is near. Raises
    InputError if the text holds no letter or digit, or there is no such kind.
    """
    asked = forms(text)
    if not asked.written and not asked.latin:
        raise InputError(f"There is nothing to look for in {text!r}.", hint="Give a name, an alias or an id.")
    search = _Search(store, _known(kind) if kind else "")
    spoken = text.strip()
    if _IS_ID(spoken):
        known = search.candidates([spoken])
        if known:
            return [Match(c.id, c.name, c.kind, 100.0, "id", spoken) for c in known]
        # An id with a mistake in it still has its words, those behind the prefix. They are no name.
        spoken = spoken.partition("/")[2]
        return [_as_near(match) for match in rank(spoken, search.candidates(search.by_name(spoken)))][:limit]
    elif _IS_SLUG(spoken):
        known = search.candidates([f"{prefix}/{spoken}" for prefix in _prefixes()])
        if known:
            return [Match(c.id, c.name, c.kind, 100.0, "id", spoken) for c in known]
    matches = rank(spoken, search.candidates(search.by_name(spoken)))
    if not any(match.is_called_so for match in matches):
        matches = _put_described_first(search, spoken, matches)
    return matches[:limit]


def _as_near(match: Match) -> Match:
    return match._replace(how="near", score=min(match.score, BEST_NEAR)) if match.is_called_so else match


def _put_described_first(search: _Search, text: str, matches: Sequence[Match]) -> list[Match]:
    """The matches with those first whose names or descriptions hold all the words of `text`."""
    from graph.store.description_search import fits_words, read_described  # noqa: PLC0415 - only what has no name needs it

    parts = [match.id for match in matches if any(fits_words(text, name) for name in match.names)]
    ids = list(dict.fromkeys([*parts, *read_described(search.store, text)]))
    by_id = {match.id: match for match in matches}
    missing = search.candidates([id_ for id_ in ids if id_ not in by_id])
    by_id |= {match.id: match for match in rank(text, missing)}
    described = [
        by_id[id_]._replace(how="part" if id_ in parts else "description") for id_ in ids if id_ in by_id
    ]
    described = leave_out_protected(search.store, described)
    return [*described, *(match for match in matches if match.id not in set(ids))]


def resolve(store: Asks, text: str, *, kind: str | None = None) -> str:
    """Return the id of the one entity that is called `text`, as `meant` finds it; raises as that does."""
    return meant(store, text, kind=kind)[0].id


def meant(store: Asks, text: str, *, kind: str | None = None, prefer: Collection[str] = ()) -> list[Match]:
    """Return the one entity that is called `text`, and behind it others that have its name as an alias.

    `kind` keeps to one label; `prefer` are labels that win where others go by the same name.

    Raises:
        UnknownName: Nothing is called so; its candidates are the nearest that may be shown.
        AmbiguousName: Several are.
        InputError: There is no such kind, or nothing to look for.
    """
    from graph.model.ontology import load_ontology  # noqa: PLC0415 - not needed to find, only to choose

    kinds = load_ontology().kinds if prefer else {}
    fitting = {name for name, known in kinds.items() if {name, *known.parents} & set(prefer)}
    matches = find(store, text, kind=kind, limit=RANKED)
    if not any(match.is_called_so for match in matches):
        matches = leave_out_protected(store, matches)
    return choose(text, matches, fitting.__contains__)


def leave_out_protected(store: Asks, matches: Sequence[Match]) -> list[Match]:
    """Return the matches without protected people who bear a name: nobody gets to it by guessing."""
    rows = store.read(_PROTECTED, {"ids": [match.id for match in matches]}) if matches else []
    protected = {row["id"] for row in rows}
    return [match for match in matches if match.id not in protected]


def find_by_digest(store: Asks, text: str) -> list[str]:
    """Return the ids of facts, claims, conflicts, origins, and figures whose hex digits begin with `text`.

    Empty for fewer than six digits, and for what is no hex.
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


def _prefixes() -> list[str]:
    from graph.model.ontology import load_ontology  # noqa: PLC0415 - only a search by a bare slug needs it

    prefixes = {known.prefix for known in load_ontology().kinds.values()}
    return sorted(prefixes | {"document", "series"})


def _known(kind: str) -> str:
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


class _Search:
    """One search, among entities of one label or of any."""

    def __init__(self, store: Asks, kind: str) -> None:
        self.store = store
        self.kind = kind

    def by_name(self, text: str) -> list[str]:
        """Ids that the keys of a text lead to, or keys near them; those first that rare keys lead to."""
        asked = dict.fromkeys(form for form in forms(text) if form)
        wholes = list(dict.fromkeys(map(whole, asked)))
        single = list(dict.fromkeys(word for form in asked for word in words(form)))
        reached = self._follow([*wholes, *single])
        if not reached.keys() & set(wholes):
            near = self._follow(self._near(wholes))
            unknown = [word for word in single if word not in reached]
            reached |= near or self._follow(self._near(unknown))
            reached |= self._follow_two([key for key, ids in reached.items() if len(ids) >= PER_KEY])
        weight: defaultdict[str, float] = defaultdict(float)
        for ids in reached.values():
            for id_ in ids:
                weight[id_] += 1 / len(ids)
        return sorted(weight, key=lambda id_: (-weight[id_], id_))[:RANKED]

    def candidates(self, ids: Sequence[str]) -> list[Candidate]:
        """What has a name among these; what is decided to be another lends it its names."""
        rows = self._named(ids)
        lent: dict[str, list[str]] = {}
        for row in rows.values():
            if row["canonical"]:
                lent.setdefault(row["canonical"], []).extend(_names(row))
        missing = [id_ for id_ in lent if id_ not in rows]
        rows |= self._named(missing)
        return [
            Candidate(id_, row["name"] or "", (*_names(row)[1:], *lent.get(id_, ())), row["kind"] or "Series")
            for id_, row in rows.items()
            if not row["canonical"] and (not self.kind or self.kind in row["labels"])
        ]

    def _named(self, ids: Sequence[str]) -> dict[str, Row]:
        rows = self.store.read(_NAMED, {"ids": list(ids)}) if ids else []
        return {row["id"]: row for row in rows if set(row["labels"]) & set(NAMED)}

    def _follow(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """The ids that keys lead to, by key; a key that leads nowhere is left out."""
        found: dict[str, list[str]] = {}
        ids = [key_id(key) for key in dict.fromkeys(keys)]
        if ids:
            for row in self._read(_BY_KEY, ids=ids):
                found.setdefault(row["key"], []).append(row["entity"])
        return found

    def _follow_two(self, busy: Sequence[str]) -> dict[str, list[str]]:
        """The ids that the two longest of these keys both lead to: each alone leads to too many."""
        if len(busy) < 2:
            return {}
        a, b = sorted(busy, key=lambda key: (-len(key), key))[:2]
        rows = self._read(_BY_TWO_KEYS, a=key_id(a), b=key_id(b))
        return {f"{a} {b}": [row["entity"] for row in rows]} if rows else {}

    def _near(self, keys: Sequence[str]) -> list[str]:
        """Keys in the graph that differ from these by few mistakes."""
        parts = [near_parts(key) for key in keys]
        wanted = {f"{name}s": [part for p in parts for part in getattr(p, f"{name}s")] for name in KEY_PARTS}
        if not any(wanted.values()):
            return []
        known = {row["key"] for row in self.store.read(_NEAR, wanted)}
        near = sorted(key for key in known if any(is_near(key, other) for other in keys))
        return near + [key for word in keys for key in swapped(word)]

    def _read(self, query: str, **params: Any) -> list[Row]:
        return self.store.read(query, {**params, "kind": self.kind, "most": PER_KEY})


def _names(row: Row) -> list[str]:
    return [row["name"] or "", *(row["aliases"] or ())]
