"""Write `REPRINTS` between loaded documents, from the stored lineage."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.batching import iter_batches
from graph.rules.lineage import find_direction
from graph.store import claim_reader
from graph.store.cypher_dialect import Dialect
from graph.store.indexes import MARK
from graph.store.lineage_mapping import build_reprint_relationship
from graph.store.row_mapping import document_from_row
from graph.store.store import Tx
from graph.write.statements import create_relationships, read_properties


def draw_reprints(tx: Tx, dialect: Dialect, documents: Sequence[str]) -> None:
    """Write the reprints between these documents and others, in both directions; both must be loaded."""
    for batch in iter_batches(documents):
        for arrow in ("-[r:REPRINTS]->()", "<-[r:REPRINTS]-()"):
            query = (
                f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}}){arrow} WHERE r.lineage IS NOT NULL DELETE r"
            )
            tx.run(query, ids=batch)
    standing = {
        (status.entry.a, status.entry.b): status.entry
        for status in claim_reader.read_lineage_of_documents(tx, documents)
        if status.judgement == "reprint"
    }
    rows = read_properties(tx, sorted({document for pair in standing for document in pair}))
    published = {id_: document_from_row(row).document.published for id_, row in rows.items()}
    loaded = ((pair, entry) for pair, entry in standing.items() if published.keys() >= set(pair))
    create_relationships(
        tx,
        dialect,
        (
            build_reprint_relationship(entry, find_direction((a, published[a]), (b, published[b])))
            for (a, b), entry in loaded
        ),
    )
