"""Judgements of conflicts by researchers: a decision about one conflict, shown on its node.

`same`: read correctly, its sides say the same; `different`: they disagree; `unsure`: open. A
judgement never changes a claim. A withdrawn judgement leaves the conflict as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from graph.model.batching import iter_batches
from graph.model.records import Decision
from graph.store.indexes import MARK
from graph.store.row_mapping import decision_from_row
from graph.store.store import Store, Tx

PROPERTIES = ("judgement", "judged_by", "judged_on", "judged_why")


class OrphanedJudgement(NamedTuple):
    """A judgement (the id of a decision) on a conflict that is not in the graph."""

    decision: str
    conflict: str


def build_judgement_row(decision: Decision) -> dict[str, Any]:
    """Return the properties that a judgement gives its conflict."""
    values = (decision.judgement, decision.by, decision.on, decision.reason)
    return dict(zip(PROPERTIES, values, strict=True))


def select_judgements(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return, by conflict, its current judgement: the latest that is not withdrawn."""
    standing = [decision for decision in decisions if decision.about == "conflict" and not decision.withdrawn]
    return {
        item: decision
        for decision in sorted(standing, key=lambda decision: (decision.on, decision.id))
        for item in decision.items
    }


def read_judgements(tx: Tx) -> dict[str, Decision]:
    """Return the stored judgements, by conflict."""
    rows = tx.run(f"MATCH (d:Decision:{MARK} {{about: 'conflict'}}) RETURN properties(d) AS d")
    return select_judgements(decision_from_row(row["d"]) for row in rows)


def write_judgements(tx: Tx, decisions: Iterable[Decision]) -> None:
    """Set the judgement of every stored conflict, and remove judgements that no longer stand."""
    judged = select_judgements(decisions)
    gone = ", ".join(f"x.{name} = null" for name in PROPERTIES)
    tx.run(f"MATCH (x:Conflict:{MARK}) WHERE x.judgement IS NOT NULL SET {gone}")
    rows = [{"id": id_, "p": build_judgement_row(decision)} for id_, decision in judged.items()]
    for batch in iter_batches(rows):
        tx.run("UNWIND $rows AS row MATCH (x:Conflict {id: row.id}) SET x += row.p", rows=batch)


class Mismatch(NamedTuple):
    """A decision that claims describe one happening, which cannot be true, and the reason."""

    decision: str
    why: str


def list_mismatches(store: Store) -> list[Mismatch]:
    """Return decisions on happenings whose claims are missing, or differ in more than their days."""
    query = (
        "UNWIND $ids AS id MATCH (c:Claim {id: id}) "
        "RETURN c.id AS id, coalesce(c.proposition, c.fact, id) AS proposition"
    )
    with store.begin() as tx:
        rows = tx.run(f"MATCH (d:Decision:{MARK} {{about: 'fact'}}) RETURN properties(d) AS d ORDER BY d.id")
        standing = [
            decision for decision in (decision_from_row(row["d"]) for row in rows) if not decision.withdrawn
        ]
        proposition_by_claim = {
            row["id"]: row["proposition"]
            for row in tx.run(query, ids=[item for decision in standing for item in decision.items])
        }
    mismatches = []
    for decision in standing:
        if missing := [item for item in decision.items if item not in proposition_by_claim]:
            mismatches.append(Mismatch(decision.id, f"`{missing[0]}` is not, or no longer, in the graph"))
        elif len({proposition_by_claim[item] for item in decision.items}) > 1:
            mismatches.append(Mismatch(decision.id, "its claims differ in more than their days"))
    return mismatches


def list_orphans(store: Store) -> list[OrphanedJudgement]:
    """Return judgements on conflicts that are not, or no longer, in the graph."""
    with store.begin() as tx:
        judged = read_judgements(tx)
        rows = tx.run("UNWIND $ids AS id MATCH (x:Conflict {id: id}) RETURN x.id AS id", ids=sorted(judged))
    stored_ids = {row["id"] for row in rows}
    return [OrphanedJudgement(judged[id_].id, id_) for id_ in sorted(judged.keys() - stored_ids)]
