"""Cache of addresses: the embedded engine's own node ids, by which relationships find their ends.

Looking an entity up by its id takes 25 to 55 us, because the engine has an index for each of 25
kinds and tries one after the other; by its address 3. An address is valid within a transaction:
another transaction that deletes such a node meanwhile makes this one fail and start again. An
address may be remembered for the next transaction, and is verified before use, because another node
may have taken it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from graph.model.batching import iter_batches
from graph.model.errors import ScamgraphError
from graph.store.store import Tx

_OFTEN = ("Entity", "Document")
"""Labels of the nodes that most relationships lead to, in successive transactions."""


def resolve_node_ids(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> dict[str, int]:
    """Return the addresses of these nodes.

    `label` returns, for an id, a label that its node is sure to have. Raises ScamgraphError if one of
    them is not in the graph.
    """
    tx.flush()  # what was sent last may have created some of them
    unique_ids = dict.fromkeys(ids)
    addresses = {id_: tx.addresses[id_] for id_ in unique_ids if id_ in tx.addresses}
    addresses |= _verify_remembered(
        tx, [id_ for id_ in unique_ids if id_ in tx.remembered and id_ not in addresses]
    )
    addresses |= _find_node_ids(tx, [id_ for id_ in unique_ids if id_ not in addresses], label)
    missing = [id_ for id_ in unique_ids if id_ not in addresses]
    if missing:
        raise ScamgraphError(
            f"{len(missing)} of {len(unique_ids)} nodes that relationships lead to are not in the graph.",
            hint=f"First of them: {missing[0]}.",
        )
    tx.addresses.update(addresses)
    return addresses


def cache_node_ids(tx: Tx, pairs: Iterable[tuple[str, int]]) -> None:
    """Cache the addresses that the engine returns for new nodes."""
    tx.addresses.update(pairs)


def _verify_remembered(tx: Tx, ids: Iterable[str]) -> dict[str, int]:
    """Return the remembered addresses that still belong to these nodes."""
    query = "UNWIND $at AS at MATCH (n) WHERE id(n) = at RETURN collect([n.id, at]) AS found"
    confirmed: dict[str, int] = {}
    for batch in iter_batches(ids):
        remembered = {id_: tx.remembered[id_] for id_ in batch}
        pairs = tx.run(query, at=list(remembered.values()))[0]["found"]
        confirmed.update((id_, address) for id_, address in pairs if remembered.get(id_) == address)
    return confirmed


def _find_node_ids(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> dict[str, int]:
    """Find nodes by their ids; remember those that will be needed again."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_label[label(id_)].append(id_)
    addresses: dict[str, int] = {}
    for name, unknown in by_label.items():
        query = f"UNWIND $ids AS id MATCH (n:{name} {{id: id}}) RETURN collect([n.id, id(n)]) AS found"
        for batch in iter_batches(unknown):
            pairs = tx.run(query, ids=batch)[0]["found"]
            addresses.update(pairs)
            if name in _OFTEN:
                tx.remembered.update(pairs)
    return addresses
