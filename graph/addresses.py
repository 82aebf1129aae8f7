"""Where nodes lie in the embedded engine: its own numbers of them, by which relationships reach their ends.

Sought by its id an entity takes 25 to 55 us, for the engine has an index for each of 25 kinds and asks one
after the other; by its address 3. An address holds within a transaction: one that takes such a node away
meanwhile makes this one fail and begin anew. From one transaction to the next it may be remembered, and is
looked at before it counts, for another node may have moved in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from graph.errors import ScamgraphError
from graph.store import Tx
from graph.stored import chunks

KEPT = 50_000
"""How many addresses a transaction keeps at most before it looks for more; some 10 MB."""
REMEMBERED = 25_000
"""How many addresses are remembered from one transaction to the next; some 5 MB."""
_OFTEN = ("Entity", "Document")
"""Labels of what most relationships lead to, in one transaction after the other."""


def addresses(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> Mapping[str, int]:
    """The addresses of these nodes; `label` gives for an id a label that its node is sure to have.

    Raises ScamgraphError if one of them is not in the graph.
    """
    tx.hear()  # what was sent last may have created some of them
    _make_room(tx)
    wanted = dict.fromkeys(ids)
    _confirm(tx, [id_ for id_ in wanted if id_ in tx.remembered and id_ not in tx.addresses])
    _seek(tx, [id_ for id_ in wanted if id_ not in tx.addresses], label)
    missing = [id_ for id_ in wanted if id_ not in tx.addresses]
    if missing:
        raise ScamgraphError(
            f"{len(missing)} of {len(wanted)} nodes that relationships lead to are not in the graph.",
            hint=f"First of them: {missing[0]}.",
        )
    return tx.addresses


def lie_at(tx: Tx, found: Iterable[tuple[str, int]]) -> None:
    """Note the addresses that the engine tells of new nodes."""
    _make_room(tx)
    tx.addresses.update(found)


def _make_room(tx: Tx) -> None:
    if len(tx.addresses) > KEPT:
        tx.addresses.clear()


def _confirm(tx: Tx, ids: Iterable[str]) -> None:
    """Take over the remembered addresses at which these nodes still lie."""
    query = "UNWIND $at AS at MATCH (n) WHERE id(n) = at RETURN collect([n.id, at]) AS found"
    for some in chunks(ids):
        found = tx.run(query, at=[tx.remembered[id_] for id_ in some])[0]["found"]
        tx.addresses.update((id_, at) for id_, at in found if tx.remembered.get(id_) == at)


def _seek(tx: Tx, ids: Iterable[str], label: Callable[[str], str]) -> None:
    """Look for nodes by their ids; those that will be sought again are remembered."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_label[label(id_)].append(id_)
    for name, unknown in by_label.items():
        query = f"UNWIND $ids AS id MATCH (n:{name} {{id: id}}) RETURN collect([n.id, id(n)]) AS found"
        for some in chunks(unknown):
            found = tx.run(query, ids=some)[0]["found"]
            tx.addresses.update(found)
            if name in _OFTEN:
                if len(tx.remembered) + len(found) > REMEMBERED:
                    tx.remembered.clear()
                tx.remembered.update(found)
