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
    held = _read_stored_lineages(tx)
    given = [one.entry for one in held.values()] if entries is None else entries
    wanted = add_decided(given, decisions)
    shall = group_families((entry, resolve_judgement(entry, decisions)) for entry in wanted)
    changed = {id_ for id_ in held.keys() | shall.keys() if held.get(id_) != shall.get(id_)}
    if not changed:
        return Outcome()
    delete_nodes(tx, sorted(changed - shall.keys()))
    write_nodes(tx, ("Lineage",), [build_lineage_row(shall[id_]) for id_ in sorted(changed & shall.keys())])
    documents = sorted(
        {d for id_ in changed for one in _list_versions(held, shall, id_) for d in _list_documents(one)}
    )
    draw_reprints(tx, dialect, documents)
    before, after = _group_by_document(held.values()), _group_by_document(shall.values())
    claims = [
        c for c in claim_reader.read_claims_of_documents(tx, documents) if _is_affected(c, before, after)
    ]
    if not claims:
        return Outcome()
    speakers = SpeakerCache(canonical)
    return TransactionWriter(tx, dialect, speakers.build_context(), speakers).rewrite_claims(claims, {})


def merge_with_stored(tx: Tx, entries: Iterable[LineageEntry]) -> list[LineageEntry]:
    """Return these entries, and the stored entries of other pairs."""
    held = {id_: one.entry for id_, one in _read_stored_lineages(tx).items()}
    return [*{**held, **{build_lineage_id(entry): entry for entry in entries}}.values()]


def _read_stored_lineages(tx: Tx) -> dict[str, LineageStatus]:
    rows = tx.run(f"MATCH (l:Lineage) WHERE l:{MARK} RETURN l.id AS id, properties(l) AS l")
    return {row["id"]: standing_from_row(row["l"]) for row in rows}


def _has_new_judgements(tx: Tx, decisions: Mapping[Pair, Decision]) -> bool:
    """Return whether the decisions now judge an entry otherwise, or a decision alone makes one."""
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
    held = (standing_from_row(row["l"]) for row in rows)
    return any(resolve_judgement(one.entry, decisions) != one.judgement for one in held)


def _list_versions(held: _Standings, shall: _Standings, id_: str) -> list[LineageStatus]:
    return [side[id_] for side in (held, shall) if id_ in side]


def _list_documents(one: LineageStatus) -> tuple[str, str]:
    return one.entry.a, one.entry.b


def _group_by_document(standing: Iterable[LineageStatus]) -> Mapping[str, list[LineageStatus]]:
    found: dict[str, list[LineageStatus]] = defaultdict(list)
    for one in standing:
        for document in _list_documents(one):
            found[document].append(one)
    return found


def _is_affected(
    claim: Claim, before: Mapping[str, list[LineageStatus]], after: Mapping[str, list[LineageStatus]]
) -> bool:
    """Return whether a claim's passage has another family, or its document prints other families."""
    was, shall = before.get(claim.document, ()), after.get(claim.document, ())
    if list_kin(was) != list_kin(shall):
        return True
    place = claim.document, claim.start, claim.end
    return not claim.by and find_family(*place, was) != find_family(*place, shall)
