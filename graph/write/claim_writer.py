"""Write new claims: each node together with the relationships that leave it, in one statement.

The claim is available when it is created, and the other ends are found by their addresses. This takes
half the time of separate relationships on the embedded engine, measured when all ends were still
found by their ids. Neo4j plans each new statement text for some 50 ms, more than that saves for a
few documents: there all claims share one statement, and all their relationships another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.rules.context import RuleContext
from graph.store.cypher_dialect import Dialect, Link, check_name
from graph.store.indexes import MARK, find_end_label
from graph.store.row_mapping import build_claim_row
from graph.store.store import Tx
from graph.write.node_id_cache import resolve_node_ids
from graph.write.statements import (
    create_nodes,
    create_relationships,
    iter_claim_relationships,
    verify_all_written,
)


class _Arm(NamedTuple):
    """One relationship of a shape: its type, whether it has properties."""

    type: str
    told: bool


_Shape = tuple[_Arm, ...]


class _Row(NamedTuple):
    """A claim's properties, the ids at the ends of its shape's relationships, and their properties."""

    claim: dict[str, Any]
    ends: list[str]
    told: list[dict[str, Any]]


class ClaimRows(NamedTuple):
    """New claims ready to write: rows by the shape of their relationships, and remaining relationships.

    If all claims share one statement (Neo4j), they have no shape.
    """

    plain: list[dict[str, Any]]
    shaped: dict[_Shape, list[_Row]]
    rest: list[Link]


def group_claims_by_shape(dialect: Dialect, claims: Iterable[Claim], context: RuleContext) -> ClaimRows:
    """Prepare new claims, with every relationship that leaves them, for `create_claims`."""
    if dialect.dynamic_types:
        claim_list = list(claims)
        links = [link for claim in claim_list for link in iter_claim_relationships(claim, context)]
        return ClaimRows([build_claim_row(claim) for claim in claim_list], {}, links)
    rest: list[Link] = []
    shapes: defaultdict[_Shape, list[_Row]] = defaultdict(list)
    for claim in claims:
        arms, remaining = _split(list(iter_claim_relationships(claim, context)))
        properties = [link.properties for link in arms if link.properties]
        row = _Row(build_claim_row(claim), [link.end for link in arms], properties)
        shapes[tuple(_Arm(link.type, bool(link.properties)) for link in arms)].append(row)
        rest.extend(remaining)
    return ClaimRows([], dict(shapes), rest)


def create_claims(tx: Tx, dialect: Dialect, claims: ClaimRows) -> None:
    """Create claims that are known to be missing, with every relationship that leaves them.

    Raises ScamgraphError if a relationship has an end that is not in the graph.
    """
    create_nodes(tx, ("Claim",), claims.plain)
    addresses = resolve_node_ids(
        tx, (end for rows in claims.shaped.values() for row in rows for end in row.ends), find_end_label
    )
    for shape, rows in claims.shaped.items():
        for batch in iter_batches(rows):
            _create(tx, shape, batch, addresses)
    create_relationships(tx, dialect, claims.rest, find_end_label)


def _split(links: list[Link]) -> tuple[list[Link], list[Link]]:
    """Split off the first link of each type; a claim at another link's end may not exist yet."""
    arms: dict[str, Link] = {}
    remaining = []
    for link in links:
        if link.type in arms or link.end.startswith("claim/"):
            remaining.append(link)
        else:
            arms[link.type] = link
    return list(arms.values()), remaining


def _create(tx: Tx, shape: _Shape, rows: list[_Row], addresses: Mapping[str, int]) -> None:
    values = [[row.claim, *(addresses[end] for end in row.ends), *row.told] for row in rows]
    ends = (end for row in rows for end in row.ends)
    tx.run_pipelined(
        " ".join(_build_clauses(shape)), partial(verify_all_written, tx, "claims", rows, ends), rows=values
    )


def _build_clauses(shape: _Shape) -> Iterator[str]:
    """Yield the clauses of the statement that creates claims of one shape.

    A row is a list: the claim's properties, its ends' addresses, the properties of arms that have some.
    """
    yield "UNWIND $rows AS row"
    for n, _ in enumerate(shape, start=1):
        yield f"MATCH (e{n}) WHERE id(e{n}) = row[{n}]"
    yield f"CREATE (c:{MARK}:Claim) SET c = row[0]"
    for n, arm in enumerate(shape, start=1):
        yield f"CREATE (c)-[r{n}:{check_name(arm.type)}]->(e{n})"
    arms_with_properties = (n for n, arm in enumerate(shape, start=1) if arm.told)
    for at, n in enumerate(arms_with_properties, start=len(shape) + 1):
        yield f"SET r{n} = row[{at}]"
    yield "RETURN count(c) AS written"
