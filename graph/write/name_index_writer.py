"""Write the search keys of everything that has a name: `graph.store.entity_search` reads them.

They are stored as `(:NameKey)-[:KEY_OF]->(entity)`: one node per key, its parts indexed. They are
operational: the digest and dumps omit them, and `rebuild_keys` creates them again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from graph.model.batching import iter_batches
from graph.model.name_matching import build_key_id, list_name_keys, split_key
from graph.model.protected import BORNE
from graph.store.cypher_dialect import Link
from graph.store.indexes import NAMED
from graph.store.protocols import ReadStore
from graph.store.store import Store, Tx
from graph.write.statements import Row, create_missing, create_relationships

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


class NamedNode(NamedTuple):
    """A target of search keys: a node's id, its name and aliases; `secret` names have no keys."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    secret: bool = False

    @property
    def keys(self) -> set[str]:
        """Return the keys that lead to this node."""
        return set() if self.secret else set(list_name_keys(self.name, self.aliases))


def write_keys(tx: Tx, entities: Iterable[NamedNode], older: Set[str] | None = None) -> int:
    """Set the keys of these entities, which are in the graph, to those of their names.

    Return the number of new keys. `older`: the ids that may have keys already, if known. Unused keys
    are deleted. Raises ScamgraphError if an entity is not in the graph.
    """
    written = 0
    for batch in iter_batches(entities):
        keys_by_id = {entity.id: entity.keys for entity in batch}
        older_ids = list(keys_by_id if older is None else keys_by_id.keys() & older)
        stored_keys = {row["id"]: set(row["keys"]) for row in tx.run(_KEYS_OF, ids=older_ids)}
        no_keys: set[str] = set()
        _delete_key_links(tx, {id_: keys - keys_by_id[id_] for id_, keys in stored_keys.items()})
        written += _link(tx, {id_: keys - stored_keys.get(id_, no_keys) for id_, keys in keys_by_id.items()})
    return written


def delete_keys(tx: Tx, ids: Iterable[str]) -> None:
    """Delete the keys of these entities; call it before the entities are deleted."""
    for batch in iter_batches(ids):
        _delete_key_links(tx, {row["id"]: set(row["keys"]) for row in tx.run(_KEYS_OF, ids=batch)})


def rebuild_keys(store: Store) -> int:
    """Write the keys of everything that has a name; return the number of new keys.

    It takes several transactions.
    """
    written = 0
    for batch in iter_batches(read_named_nodes(store)):
        written += store.write(lambda tx, batch=batch: write_keys(tx, batch))  # type: ignore[misc]
    store.write(_delete_unused_keys)
    return written


def read_named_nodes(store: ReadStore) -> list[NamedNode]:
    """Return everything that has a name, once."""
    nodes: dict[str, NamedNode] = {}
    for label in NAMED:
        query = (
            f"MATCH (e:{label}) WHERE e:Scamgraph RETURN e.id AS id, e.name AS name, e.aliases AS aliases, "
            "e.protected AS protected, e.naming AS naming"
        )
        for row in store.stream(query):
            secret = bool(row["protected"]) and row["naming"] in BORNE
            nodes[row["id"]] = NamedNode(
                row["id"], row["name"] or "", tuple(row["aliases"] or ()), secret=secret
            )
    return list(nodes.values())


def _delete_unused_keys(tx: Tx) -> None:
    tx.run("MATCH (k:NameKey) WHERE k:Scamgraph AND NOT EXISTS { (k)-[:KEY_OF]->() } DELETE k")


def _link(tx: Tx, keys: Mapping[str, set[str]]) -> int:
    if not any(keys.values()):
        return 0
    entities: defaultdict[str, list[str]] = defaultdict(list)
    for id_, entity_keys in keys.items():
        for key in entity_keys:
            entities[key].append(id_)
    all_keys = sorted(entities)
    create_missing(tx, ("NameKey",), map(_build_key_row, all_keys))
    create_relationships(
        tx,
        tx.dialect,
        (Link(build_key_id(key), id_, "KEY_OF", {}) for key in all_keys for id_ in entities[key]),
    )
    return sum(map(len, entities.values()))


def _build_key_row(key: str) -> Row:
    parts = {name: part for name, part in split_key(key)._asdict().items() if part}
    return {"id": build_key_id(key), **parts}


def _delete_key_links(tx: Tx, keys: Mapping[str, set[str]]) -> None:
    rows = [{"entity": id_, "keys": sorted(entity_keys)} for id_, entity_keys in keys.items() if entity_keys]
    if rows:
        tx.run(_UNLINK_KEYS, rows=rows)
        tx.addresses.clear()
        tx.run(_SWEEP_KEYS, ids=sorted({build_key_id(key) for row in rows for key in row["keys"]}))
