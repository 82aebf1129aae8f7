"""Writing new claims: each node together with the relationships that leave it, in one statement.

A relationship of its own costs two searches for its ends; here a claim is at hand when it is created, and
only the other ends are sought. Measured at half the time on the embedded engine. Neo4j plans each new
statement text for some 50 ms, more than that saves for a few documents: there all claims share one statement,
and all their relationships another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from graph.claims import Claim
from graph.derive import Context
from graph.dialect import Dialect, Link, name
from graph.links import all_written, create, create_nodes, of_claim
from graph.rows import claim_row
from graph.schema import MARK, label_of_end
from graph.store import Tx
from graph.stored import chunks


class _Arm(NamedTuple):
    """One relationship of a shape: its type, the label of its end, whether it has properties."""

    type: str
    label: str
    told: bool


_Shape = tuple[_Arm, ...]


class ClaimRows(NamedTuple):
    """New claims as they are written: rows by the shape of their relationships, and relationships left over.

    Where all claims share one statement (Neo4j), they have no shape.
    """

    plain: list[dict[str, Any]]
    shaped: dict[_Shape, list[dict[str, Any]]]
    rest: list[Link]


def arrange(dialect: Dialect, claims: Iterable[Claim], context: Context) -> ClaimRows:
    """Prepare new claims, with every relationship that leaves them, for `create_claims`."""
    if dialect.dynamic_types:
        held = list(claims)
        links = [link for claim in held for link in of_claim(claim, context)]
        return ClaimRows([claim_row(claim) for claim in held], {}, links)
    rest: list[Link] = []
    shapes: defaultdict[_Shape, list[dict[str, Any]]] = defaultdict(list)
    for claim in claims:
        arms, others = _split(list(of_claim(claim, context)))
        shape = tuple(_Arm(x.type, label_of_end(x.end), bool(x.properties)) for x in arms)
        row: dict[str, Any] = {f"e{n}": link.end for n, link in enumerate(arms)}
        row |= {f"p{n}": link.properties for n, link in enumerate(arms) if link.properties}
        shapes[shape].append({**row, "claim": claim_row(claim)})
        rest.extend(others)
    return ClaimRows([], dict(shapes), rest)


def create_claims(tx: Tx, dialect: Dialect, claims: ClaimRows) -> None:
    """Create claims that are known not to be there, with every relationship that leaves them.

    Raises ScamgraphError if a relationship has an end that is not in the graph.
    """
    create_nodes(tx, ("Claim",), claims.plain)
    for shape, rows in claims.shaped.items():
        for some in chunks(rows):
            _create(tx, shape, some)
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


def _create(tx: Tx, shape: _Shape, rows: list[dict[str, Any]]) -> None:
    ends = (row[f"e{n}"] for row in rows for n in range(len(shape)))
    tx.send(" ".join(_clauses(shape)), partial(all_written, tx, "claims", rows, ends), rows=rows)


def _clauses(shape: _Shape) -> Iterator[str]:
    yield "UNWIND $rows AS row"
    for n, arm in enumerate(shape):
        yield f"MATCH (e{n}:{name(arm.label)} {{id: row.e{n}}})"
    yield f"CREATE (c:{MARK}:Claim) SET c = row.claim"
    for n, arm in enumerate(shape):
        yield f"CREATE (c)-[r{n}:{name(arm.type)}]->(e{n})"
    for n, arm in enumerate(shape):
        if arm.told:
            yield f"SET r{n} = row.p{n}"
    yield "RETURN count(c) AS written"
