"""Writing new claims: each node together with the relationships that leave it, in one statement.

A claim is at hand when it is created, and the other ends are reached by their addresses. Half the time that
relationships of their own take on the embedded engine, measured when all ends were still sought by their ids.
Neo4j plans each new statement text for some 50 ms, more than that saves for a few documents: there all claims
share one statement, and all their relationships another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from graph.model.batching import chunks
from graph.model.claims import Claim
from graph.rules.context import Context
from graph.store.cypher_dialect import Dialect, Link, name
from graph.store.indexes import MARK, label_of_end
from graph.store.row_mapping import claim_row
from graph.store.store import Tx
from graph.write.node_id_cache import addresses
from graph.write.statements import all_written, create, create_nodes, of_claim


class _Arm(NamedTuple):
    """One relationship of a shape: its type, whether it has properties."""

    type: str
    told: bool


_Shape = tuple[_Arm, ...]


class _Row(NamedTuple):
    """A claim's properties, the ids that the relationships of its shape lead to, the properties of these."""

    claim: dict[str, Any]
    ends: list[str]
    told: list[dict[str, Any]]


class ClaimRows(NamedTuple):
    """New claims as they are written: rows by the shape of their relationships, and relationships left over.

    Where all claims share one statement (Neo4j), they have no shape.
    """

    plain: list[dict[str, Any]]
    shaped: dict[_Shape, list[_Row]]
    rest: list[Link]


def arrange(dialect: Dialect, claims: Iterable[Claim], context: Context) -> ClaimRows:
    """Prepare new claims, with every relationship that leaves them, for `create_claims`."""
    if dialect.dynamic_types:
        held = list(claims)
        links = [link for claim in held for link in of_claim(claim, context)]
        return ClaimRows([claim_row(claim) for claim in held], {}, links)
    rest: list[Link] = []
    shapes: defaultdict[_Shape, list[_Row]] = defaultdict(list)
    for claim in claims:
        arms, others = _split(list(of_claim(claim, context)))
        told = [link.properties for link in arms if link.properties]
        row = _Row(claim_row(claim), [link.end for link in arms], told)
        shapes[tuple(_Arm(link.type, bool(link.properties)) for link in arms)].append(row)
        rest.extend(others)
    return ClaimRows([], dict(shapes), rest)


def create_claims(tx: Tx, dialect: Dialect, claims: ClaimRows) -> None:
    """Create claims that are known not to be there, with every relationship that leaves them.

    Raises ScamgraphError if a relationship has an end that is not in the graph.
    """
    create_nodes(tx, ("Claim",), claims.plain)
    at = addresses(
        tx, (end for rows in claims.shaped.values() for row in rows for end in row.ends), label_of_end
    )
    for shape, rows in claims.shaped.items():
        for some in chunks(rows):
            _create(tx, shape, some, at)
    create(tx, dialect, claims.rest, label_of_end)


def _split(links: list[Link]) -> tuple[list[Link], list[Link]]:
    """The first link of each type, and the others; other claims may not be there yet when one is created."""
    arms: dict[str, Link] = {}
    others = []
    for link in links:
        if link.type in arms or link.end.startswith("claim/"):
            others.append(link)
        else:
            arms[link.type] = link
    return list(arms.values()), others


def _create(tx: Tx, shape: _Shape, rows: list[_Row], at: Mapping[str, int]) -> None:
    sent = [[row.claim, *(at[end] for end in row.ends), *row.told] for row in rows]
    ends = (end for row in rows for end in row.ends)
    tx.send(" ".join(_clauses(shape)), partial(all_written, tx, "claims", rows, ends), rows=sent)


def _clauses(shape: _Shape) -> Iterator[str]:
    """A row is a list: the claim's properties, its ends' addresses, the properties of arms that have some."""
    yield "UNWIND $rows AS row"
    for n, _ in enumerate(shape, start=1):
        yield f"MATCH (e{n}) WHERE id(e{n}) = row[{n}]"
    yield f"CREATE (c:{MARK}:Claim) SET c = row[0]"
    for n, arm in enumerate(shape, start=1):
        yield f"CREATE (c)-[r{n}:{name(arm.type)}]->(e{n})"
    told = (n for n, arm in enumerate(shape, start=1) if arm.told)
    for at, n in enumerate(told, start=len(shape) + 1):
        yield f"SET r{n} = row[{at}]"
    yield "RETURN count(c) AS written"
