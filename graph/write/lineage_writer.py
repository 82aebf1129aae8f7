"""Write lineage: `:Lineage` nodes, and the claims that a change of them affects.

The nodes exist whether their documents are loaded or not, so that loading a document later gives
the same graph. Researchers do not traverse them; they traverse `REPRINTS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.model.claims import Claim
from graph.model.records import Decision, LineageEntry
from graph.rules.lineage import (
    LineageStatus,
    Pair,
    add_decided,
    build_lineage_id,
    build_pair_id,
    find_family,
    find_standing_decisions,
    group_families,
    list_kin,
    resolve_judgement,
)
from graph.store import claim_reader
from graph.store.cypher_dialect import Dialect
from graph.store.indexes import MARK
from graph.store.lineage_mapping import build_lineage_row, standing_from_row
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Tx
from graph.write.reprint_writer import draw_reprints
from graph.write.statements import delete_nodes, write_nodes
from graph.write.transaction_writer import Outcome, TransactionWriter

_Standings = Mapping[str, LineageStatus]


def write_lineages(
    tx: Tx,
    dialect: Dialect,
    entries: Sequence[LineageEntry] | None,
    canonical: Callable[[str], str],
) -> Outcome:
    """Set the lineage in the graph to exactly `entries` (None: unchanged), under the stored decisions.

    Call it after every change of decisions. Affected claims are derived again; nothing else is touched.
    """
    decisions = find_standing_decisions(claim_reader.read_decisions(tx))
    if entries is None and not _has_new_judgements(tx, decisions):
        return Outcome()
    stored = _read_stored_lineages(tx)
    current_entries = [status.entry for status in stored.values()] if entries is None else entries
    all_entries = add_decided(current_entries, decisions)
    updated = group_families((entry, resolve_judgement(entry, decisions)) for entry in all_entries)
    changed = {id_ for id_ in stored.keys() | updated.keys() if stored.get(id_) != updated.get(id_)}
    if not changed:
        return Outcome()
    delete_nodes(tx, sorted(changed - updated.keys()))
    write_nodes(
        tx, ("Lineage",), [build_lineage_row(updated[id_]) for id_ in sorted(changed & updated.keys())]
    )
    documents = sorted(
        {
            document
            for id_ in changed
            for status in _list_versions(stored, updated, id_)
            for document in _list_documents(status)
        }
    )
    draw_reprints(tx, dialect, documents)
    before, after = _group_by_document(stored.values()), _group_by_document(updated.values())
    claims = [
        claim
        for claim in claim_reader.read_claims_of_documents(tx, documents)
        if _is_affected(claim, before, after)
    ]
    if not claims:
        return Outcome()
    speakers = SpeakerCache(canonical)
    return TransactionWriter(tx, dialect, speakers.build_context(), speakers).rewrite_claims(claims, {})


def merge_with_stored(tx: Tx, entries: Iterable[LineageEntry]) -> list[LineageEntry]:
    """Return these entries, and the stored entries of other pairs."""
    stored = {id_: status.entry for id_, status in _read_stored_lineages(tx).items()}
    return [*{**stored, **{build_lineage_id(entry): entry for entry in entries}}.values()]


def _read_stored_lineages(tx: Tx) -> dict[str, LineageStatus]:
    rows = tx.run(f"MATCH (l:Lineage) WHERE l:{MARK} RETURN l.id AS id, properties(l) AS l")
    return {row["id"]: standing_from_row(row["l"]) for row in rows}


def _has_new_judgements(tx: Tx, decisions: Mapping[Pair, Decision]) -> bool:
    """Return whether the decisions now judge an entry differently, or a decision alone makes a new one."""
    ids = [build_pair_id(pair) for pair in decisions]
    if len(tx.run(f"MATCH (l:Lineage) WHERE l:{MARK} AND l.id IN $ids RETURN l.id AS id", ids=ids)) < len(
        ids
    ):
        return True
    rows = tx.run(
        f"MATCH (l:Lineage) WHERE l:{MARK} AND (l.stands <> l.judgement OR l.id IN $ids) "
        "RETURN properties(l) AS l",
        ids=ids,
    )
    statuses = (standing_from_row(row["l"]) for row in rows)
    return any(resolve_judgement(status.entry, decisions) != status.judgement for status in statuses)


def _list_versions(stored: _Standings, updated: _Standings, id_: str) -> list[LineageStatus]:
    return [side[id_] for side in (stored, updated) if id_ in side]


def _list_documents(status: LineageStatus) -> tuple[str, str]:
    return status.entry.a, status.entry.b


def _group_by_document(standing: Iterable[LineageStatus]) -> Mapping[str, list[LineageStatus]]:
    by_document: dict[str, list[LineageStatus]] = defaultdict(list)
    for status in standing:
        for document in _list_documents(status):
            by_document[document].append(status)
    return by_document


def _is_affected(
    claim: Claim, before: Mapping[str, list[LineageStatus]], after: Mapping[str, list[LineageStatus]]
) -> bool:
    """Return whether a claim's passage has another family, or its document prints other families."""
    lineage_before, lineage_after = before.get(claim.document, ()), after.get(claim.document, ())
    if list_kin(lineage_before) != list_kin(lineage_after):
        return True
    place = claim.document, claim.start, claim.end
    return not claim.by and find_family(*place, lineage_before) != find_family(*place, lineage_after)
