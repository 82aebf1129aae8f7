"""Lineage in the graph: `:Lineage` nodes, and the claims that a change of them reaches.

The nodes are there whether their documents are loaded or not, so that loading a document later gives the
same graph. They are no part of what a researcher walks along; `REPRINTS` is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.model.claims import Claim
from graph.model.records import Decision, LineageEntry
from graph.rules.context import Context
from graph.rules.lineage import (
    Pair,
    Standing,
    add_decided,
    decided,
    families,
    family_at,
    judged,
    lineage_id,
    list_kin,
    pair_id,
)
from graph.store import claim_reader
from graph.store.cypher_dialect import Dialect
from graph.store.indexes import MARK
from graph.store.lineage_mapping import lineage_row, standing_from_row
from graph.store.speaker_cache import Speakers
from graph.store.store import Tx
from graph.write.reprint_writer import draw_reprints
from graph.write.statements import delete_nodes, write_nodes
from graph.write.transaction_writer import Outcome, Writer

ContextOf = Callable[[Callable[[str], str], Speakers], Context]
_Standings = Mapping[str, Standing]


def write_lineages(
    tx: Tx,
    dialect: Dialect,
    entries: Sequence[LineageEntry] | None,
    canonical: Callable[[str], str],
    context_of: ContextOf,
) -> Outcome:
    """Make the lineage in the graph exactly `entries` (None: as it is), under the decisions stored there.
    Call it after every change of decisions. What is reached is derived anew; nothing is touched otherwise.
    """
    decisions = decided(claim_reader.decisions(tx))
    if entries is None and not _moved(tx, decisions):
        return Outcome()
    held = _held(tx)
    given = [one.entry for one in held.values()] if entries is None else entries
    wanted = add_decided(given, decisions)
    shall = families((entry, judged(entry, decisions)) for entry in wanted)
    changed = {id_ for id_ in held.keys() | shall.keys() if held.get(id_) != shall.get(id_)}
    if not changed:
        return Outcome()
    delete_nodes(tx, sorted(changed - shall.keys()))
    write_nodes(tx, ("Lineage",), [lineage_row(shall[id_]) for id_ in sorted(changed & shall.keys())])
    documents = sorted({d for id_ in changed for one in _both(held, shall, id_) for d in _documents(one)})
    draw_reprints(tx, dialect, documents)
    before, after = _by_document(held.values()), _by_document(shall.values())
    claims = [c for c in claim_reader.claims_of_documents(tx, documents) if _reached(c, before, after)]
    if not claims:
        return Outcome()
    speakers = Speakers(canonical)
    return Writer(tx, dialect, context_of(canonical, speakers), speakers).rebuild(claims, {})


def add_held(tx: Tx, entries: Iterable[LineageEntry]) -> list[LineageEntry]:
    """Return these entries, and those that the graph holds of other pairs."""
    held = {id_: one.entry for id_, one in _held(tx).items()}
    return [*{**held, **{lineage_id(entry): entry for entry in entries}}.values()]


def _held(tx: Tx) -> dict[str, Standing]:
    rows = tx.run(f"MATCH (l:Lineage) WHERE l:{MARK} RETURN l.id AS id, properties(l) AS l")
    return {row["id"]: standing_from_row(row["l"]) for row in rows}


def _moved(tx: Tx, decisions: Mapping[Pair, Decision]) -> bool:
    """Whether some entry stands otherwise than the decisions say now, or is made by a decision alone."""
    ids = [pair_id(pair) for pair in decisions]
    if len(tx.run(f"MATCH (l:Lineage) WHERE l:{MARK} AND l.id IN $ids RETURN l.id AS id", ids=ids)) < len(
        ids
    ):
        return True
    rows = tx.run(
        f"MATCH (l:Lineage) WHERE l:{MARK} AND (l.stands <> l.judgement OR l.id IN $ids) "
        "RETURN properties(l) AS l",
        ids=ids,
    )
    held = (standing_from_row(row["l"]) for row in rows)
    return any(judged(one.entry, decisions) != one.judgement for one in held)


def _both(held: _Standings, shall: _Standings, id_: str) -> list[Standing]:
    return [side[id_] for side in (held, shall) if id_ in side]


def _documents(one: Standing) -> tuple[str, str]:
    return one.entry.a, one.entry.b


def _by_document(standing: Iterable[Standing]) -> Mapping[str, list[Standing]]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for one in standing:
        for document in _documents(one):
            found[document].append(one)
    return found


def _reached(claim: Claim, before: Mapping[str, list[Standing]], after: Mapping[str, list[Standing]]) -> bool:
    """Whether a claim stands in another family than it did, or its document prints other families."""
    was, shall = before.get(claim.document, ()), after.get(claim.document, ())
    if list_kin(was) != list_kin(shall):
        return True
    place = claim.document, claim.start, claim.end
    return not claim.by and family_at(*place, was) != family_at(*place, shall)
