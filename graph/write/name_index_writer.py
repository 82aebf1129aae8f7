"""Writing the search keys of everything that has a name: `graph.store.entity_search` reads them.

They lie in the graph as `(:NameKey)-[:KEY_OF]->(entity)`: one node a key, its parts indexed. They are
operational: the digest and dumps leave them out, and `rebuild_keys` makes them anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from graph.model.batching import chunks
from graph.model.name_matching import key_id, name_keys, with_parts
from graph.model.protected import BORNE
from graph.store.cypher_dialect import Link
from graph.store.indexes import NAMED
from graph.store.protocols import Asks
from graph.store.store import Store, Tx
from graph.write.statements import Row, create, create_missing

_KEYS_OF = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})<-[:KEY_OF]-(k:NameKey)
RETURN id, collect(k.key) AS keys
"""
_UNLINK_KEYS = """
UNWIND $rows AS row MATCH (e:Scamgraph {id: row.entity})<-[r:KEY_OF]-(k:NameKey)
WHERE k.key IN row.keys DELETE r
"""
_SWEEP_KEYS = """
UNWIND $ids AS id MATCH (k:Scamgraph {id: id}) WHERE NOT EXISTS { (k)-[:KEY_OF]->() } DELETE k
"""


class Named(NamedTuple):
    """What a search key leads to: a node's id and the names it goes by; `secret` names have no keys."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    secret: bool = False

    @property
    def keys(self) -> set[str]:
        """The keys that lead here."""
        return set() if self.secret else set(name_keys(self.name, self.aliases))


def write_keys(tx: Tx, entities: Iterable[Named], older: Set[str] | None = None) -> int:
    """Make the keys of these entities, which are in the graph, those of their names; gives how many are new.

    `older`: those that may have keys already, if that is known. Keys that lead nowhere any more go. Raises
    ScamgraphError if an entity is not in the graph.
    """
    written = 0
    for some in chunks(entities):
        wanted = {e.id: e.keys for e in some}
        asked = list(wanted if older is None else wanted.keys() & older)
        held = {row["id"]: set(row["keys"]) for row in tx.run(_KEYS_OF, ids=asked)}
        nothing: set[str] = set()
        _unlink(tx, {id_: keys - wanted[id_] for id_, keys in held.items()})
        written += _link(tx, {id_: keys - held.get(id_, nothing) for id_, keys in wanted.items()})
    return written


def delete_keys(tx: Tx, ids: Iterable[str]) -> None:
    """Take away the keys of these entities: before the entities themselves go."""
    for some in chunks(ids):
        _unlink(tx, {row["id"]: set(row["keys"]) for row in tx.run(_KEYS_OF, ids=some)})


def rebuild_keys(store: Store) -> int:
    """Make the keys of everything that has a name, in several transactions; gives how many are new."""
    written = 0
    for some in chunks(read_named(store)):
        written += store.write(lambda tx, some=some: write_keys(tx, some))  # type: ignore[misc]
    store.write(_sweep_all)
    return written


def read_named(store: Asks) -> list[Named]:
    """Return everything that has a name, once."""
    found: dict[str, Named] = {}
    for label in NAMED:
        query = (
            f"MATCH (e:{label}) WHERE e:Scamgraph RETURN e.id AS id, e.name AS name, e.aliases AS aliases, "
            "e.protected AS protected, e.naming AS naming"
        )
        for row in store.stream(query):
            secret = bool(row["protected"]) and row["naming"] in BORNE
            found[row["id"]] = Named(row["id"], row["name"] or "", tuple(row["aliases"] or ()), secret=secret)
    return list(found.values())


def _sweep_all(tx: Tx) -> None:
    tx.run("MATCH (k:NameKey) WHERE k:Scamgraph AND NOT EXISTS { (k)-[:KEY_OF]->() } DELETE k")


def _link(tx: Tx, keys: Mapping[str, set[str]]) -> int:
    if not any(keys.values()):
        return 0
    entities: defaultdict[str, list[str]] = defaultdict(list)
    for id_, some in keys.items():
        for key in some:
            entities[key].append(id_)
    every = sorted(entities)
    create_missing(tx, ("NameKey",), map(_node, every))
    create(tx, tx.dialect, (Link(key_id(key), id_, "KEY_OF", {}) for key in every for id_ in entities[key]))
    return sum(map(len, entities.values()))


def _node(key: str) -> Row:
    parts = {name: part for name, part in with_parts(key)._asdict().items() if part}
    return {"id": key_id(key), **parts}


def _unlink(tx: Tx, keys: Mapping[str, set[str]]) -> None:
    rows = [{"entity": id_, "keys": sorted(some)} for id_, some in keys.items() if some]
    if rows:
        tx.run(_UNLINK_KEYS, rows=rows)
        tx.addresses.clear()
        tx.run(_SWEEP_KEYS, ids=sorted({key_id(key) for row in rows for key in row["keys"]}))
