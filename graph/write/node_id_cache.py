"""Cache of addresses: the embedded engine's own node ids, by which relationships find their ends.

Looking an entity up by its id takes 25 to 55 us, because the engine has an index for each of 25
kinds and tries one after the other; by its address 3. An address holds within a transaction:
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
"""Labels of what most relationships lead to, in one transaction after the other."""


def resolve_node_ids(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> dict[str, int]:
    """Return the addresses of these nodes.

    `label` returns, for an id, a label that its node is sure to have. Raises ScamgraphError if one of
    them is not in the graph.
    """
    tx.flush()  # what was sent last may have created some of them
    wanted = dict.fromkeys(ids)
    found = {id_: tx.addresses[id_] for id_ in wanted if id_ in tx.addresses}
    found |= _verify_remembered(tx, [id_ for id_ in wanted if id_ in tx.remembered and id_ not in found])
    found |= _find_node_ids(tx, [id_ for id_ in wanted if id_ not in found], label)
    missing = [id_ for id_ in wanted if id_ not in found]
    if missing:
        raise ScamgraphError(
            f"{len(missing)} of {len(wanted)} nodes that relationships lead to are not in the graph.",
            hint=f"First of them: {missing[0]}.",
        )
    tx.addresses.update(found)
    return found


def cache_node_ids(tx: Tx, found: Iterable[tuple[str, int]]) -> None:
    """Cache the addresses that the engine returns for new nodes."""
    tx.addresses.update(found)


def _verify_remembered(tx: Tx, ids: Iterable[str]) -> dict[str, int]:
    """Return the remembered addresses that still belong to these nodes."""
    query = "UNWIND $at AS at MATCH (n) WHERE id(n) = at RETURN collect([n.id, at]) AS found"
    confirmed: dict[str, int] = {}
    for some in iter_batches(ids):
        at = {id_: tx.remembered[id_] for id_ in some}
        found = tx.run(query, at=list(at.values()))[0]["found"]
        confirmed.update((id_, address) for id_, address in found if at.get(id_) == address)
    return confirmed


def _find_node_ids(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> dict[str, int]:
    """Find nodes by their ids; remember those that will be needed again."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_label[label(id_)].append(id_)
    sought: dict[str, int] = {}
    for name, unknown in by_label.items():
        query = f"UNWIND $ids AS id MATCH (n:{name} {{id: id}}) RETURN collect([n.id, id(n)]) AS found"
        for some in iter_batches(unknown):
            found = tx.run(query, ids=some)[0]["found"]
            sought.update(found)
            if name in _OFTEN:
                tx.remembered.update(found)
    return sought
