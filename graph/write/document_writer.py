"""Write documents with the links of their records: publisher, credited agency, corrected version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.records import DocumentEntry, Dossier
from graph.model.reference_fields import DOCUMENT_REFERENCES, list_relationships
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.row_mapping import build_document_row, document_from_row
from graph.store.store import Tx
from graph.write.name_index_writer import NamedNode, write_keys
from graph.write.reprint_writer import draw_reprints
from graph.write.statements import create_relationships, find_existing_nodes, write_nodes

LABELS = ("Entity", "Document")

_RECORD_LINKS = list_relationships(DOCUMENT_REFERENCES)
"""Fields of a record and the relationships they become. Claims of the text make these, too."""
_NAMES_ENTITY = " OR ".join(f"d.{field} IN $ids" for field in _RECORD_LINKS)


def write_documents(
    tx: Tx,
    dialect: Dialect,
    documents: Sequence[tuple[Dossier, Sequence[Claim]]],
    canonical: Callable[[str], str],
) -> None:
    """Write these documents' records.

    A record's link is written only if no claim of the text makes it.
    """
    ids = [dossier.document.id for dossier, _ in documents]
    write_nodes(tx, LABELS, (build_document_row(dossier) for dossier, _ in documents))
    write_keys(tx, (NamedNode(dossier.document.id, dossier.document.label) for dossier, _ in documents))
    stated = (
        (dossier.document.id, claim.relation, claim.object)
        for dossier, claims in documents
        for claim in claims
        if claim.subject == dossier.document.id
    )
    records = [dossier.document for dossier, _ in documents]
    links = [*_iter_record_links(records, stated, canonical), *_iter_correction_links(records)]
    _rewrite_links(tx, dialect, ids, (*_RECORD_LINKS.values(), "SUPERSEDES"), links)
    create_relationships(tx, dialect, _find_later_versions(tx, ids))
    draw_reprints(tx, dialect, ids)


def move_record_links(
    tx: Tx, dialect: Dialect, entities: Iterable[str], canonical: Callable[[str], str]
) -> None:
    """Write again the record links to these entities, which are now decided to be others."""
    for batch in iter_batches(entities):
        document_rows = tx.run(
            f"MATCH (d:Document) WHERE d:{MARK} AND ({_NAMES_ENTITY}) RETURN properties(d) AS d",
            ids=batch,
        )
        records = [document_from_row(row["d"]).document for row in document_rows]
        ids, types = [record.id for record in records], list(_RECORD_LINKS.values())
        rows = tx.run(
            f"UNWIND $ids AS id MATCH (:{MARK} {{id: id}})<-[:SUBJECT]-(c:Claim {{document: id}}) "
            "WHERE c.relation IN $types RETURN id, c.relation AS type, c.object AS end",
            ids=ids,
            types=types,
        )
        stated = ((row["id"], row["type"], row["end"]) for row in rows)
        _rewrite_links(tx, dialect, ids, types, list(_iter_record_links(records, stated, canonical)))


def _iter_record_links(
    documents: Iterable[DocumentEntry],
    stated: Iterable[tuple[str, str, str]],
    canonical: Callable[[str], str],
) -> Iterator[Link]:
    """Yield the links of records, except those that the texts state.

    `stated` gives these: document, type, and other end.
    """
    stated_links = {(id_, type_, canonical(end)) for id_, type_, end in stated}
    for document in documents:
        for field, type_ in _RECORD_LINKS.items():
            end = canonical(getattr(document, field))
            if end != "unknown" and (document.id, type_, end) not in stated_links:
                yield Link(document.id, end, type_, {"source": "record"})


def _iter_correction_links(documents: Iterable[DocumentEntry]) -> Iterator[Link]:
    for document in documents:
        if document.supersedes:
            yield Link(document.id, document.supersedes, "SUPERSEDES", {"source": "record"})


def _rewrite_links(
    tx: Tx, dialect: Dialect, ids: Sequence[str], types: Iterable[str], links: Sequence[Link]
) -> None:
    """Replace the record links of these types that leave these documents with `links`.

    Links to nodes that are not in the graph are omitted.
    """
    arrow = f"-[r:{'|'.join(types)}]->()"
    tx.run(
        f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}}){arrow} WHERE r.fact IS NULL DELETE r", ids=list(ids)
    )
    existing_ids = find_existing_nodes(tx, {link.end for link in links})
    create_relationships(tx, dialect, (link for link in links if link.end in existing_ids))


def _find_later_versions(tx: Tx, ids: Sequence[str]) -> Iterator[Link]:
    """Return links from earlier loaded documents that correct one of these.

    So the order of loading does not matter.
    """
    rows = tx.run(
        f"UNWIND $ids AS id MATCH (d:Document {{supersedes: id}}) WHERE d:{MARK} AND NOT d.id IN $ids "
        f"MATCH (older:{MARK} {{id: id}}) WHERE NOT EXISTS {{ (d)-[:SUPERSEDES]->(older) }} "
        "RETURN d.id AS start, id AS end",
        ids=list(ids),
    )
    return (Link(row["start"], row["end"], "SUPERSEDES", {"source": "record"}) for row in rows)
