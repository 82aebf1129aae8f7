"""Documents as nodes, with what their records say: publisher, credited agency, the version they correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.model.batching import chunks
from graph.model.claims import Claim
from graph.model.records import DocumentEntry, Dossier
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.row_mapping import document_from_row, document_row
from graph.store.store import Tx
from graph.write.name_index_writer import Named, write_keys
from graph.write.reprint_writer import draw_reprints
from graph.write.statements import create, known_nodes, write_nodes

LABELS = ("Entity", "Document")


_RECORD_LINKS = {"PUBLISHED_BY": "publisher", "CREDITS": "agency"}
"""Relationships that a document's record makes, and its field. Claims of the text make them, too."""


def write_documents(
    tx: Tx,
    dialect: Dialect,
    documents: Sequence[tuple[Dossier, Sequence[Claim]]],
    canonical: Callable[[str], str],
) -> None:
    """Write these documents' records. A record's link is drawn only where no claim of the text makes it."""
    ids = [dossier.document.id for dossier, _ in documents]
    write_nodes(tx, LABELS, (document_row(dossier) for dossier, _ in documents))
    write_keys(tx, (Named(dossier.document.id, dossier.document.label) for dossier, _ in documents))
    said = (
        (dossier.document.id, claim.relation, claim.object)
        for dossier, claims in documents
        for claim in claims
        if claim.subject == dossier.document.id
    )
    records = [dossier.document for dossier, _ in documents]
    wanted = [*_record_links(records, said, canonical), *_corrections(records)]
    _redraw(tx, dialect, ids, (*_RECORD_LINKS, "SUPERSEDES"), wanted)
    create(tx, dialect, _later_versions(tx, ids))
    draw_reprints(tx, dialect, ids)


def move_record_links(
    tx: Tx, dialect: Dialect, entities: Iterable[str], canonical: Callable[[str], str]
) -> None:
    """Draw again what the records of documents say of these entities, which are decided to be others now."""
    for some in chunks(entities):
        held = tx.run(
            f"MATCH (d:Document) WHERE d:{MARK} AND (d.publisher IN $ids OR d.agency IN $ids) "
            "RETURN properties(d) AS d",
            ids=some,
        )
        records = [document_from_row(row["d"]).document for row in held]
        ids = [record.id for record in records]
        rows = tx.run(
            f"UNWIND $ids AS id MATCH (:{MARK} {{id: id}})<-[:SUBJECT]-(c:Claim {{document: id}}) "
            "WHERE c.relation IN $types RETURN id, c.relation AS type, c.object AS end",
            ids=ids,
            types=list(_RECORD_LINKS),
        )
        said = ((row["id"], row["type"], row["end"]) for row in rows)
        _redraw(tx, dialect, ids, _RECORD_LINKS, list(_record_links(records, said, canonical)))


def _record_links(
    documents: Iterable[DocumentEntry],
    said: Iterable[tuple[str, str, str]],
    canonical: Callable[[str], str],
) -> Iterator[Link]:
    """The links of records; not those that are `said` in the texts: document, type and other end."""
    told = {(id_, type_, canonical(end)) for id_, type_, end in said}
    for document in documents:
        for type_, field in _RECORD_LINKS.items():
            end = canonical(getattr(document, field))
            if end != "unknown" and (document.id, type_, end) not in told:
                yield Link(document.id, end, type_, {"source": "record"})


def _corrections(documents: Iterable[DocumentEntry]) -> Iterator[Link]:
    for document in documents:
        if document.supersedes:
            yield Link(document.id, document.supersedes, "SUPERSEDES", {"source": "record"})


def _redraw(
    tx: Tx, dialect: Dialect, ids: Sequence[str], types: Iterable[str], wanted: Sequence[Link]
) -> None:
    """Make the links of records of these types that leave these documents those wanted, as far as known."""
    arrow = f"-[r:{'|'.join(types)}]->()"
    tx.run(
        f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}}){arrow} WHERE r.fact IS NULL DELETE r", ids=list(ids)
    )
    known = known_nodes(tx, {link.end for link in wanted})
    create(tx, dialect, (link for link in wanted if link.end in known))


def _later_versions(tx: Tx, ids: Sequence[str]) -> Iterator[Link]:
    """Links from documents loaded earlier that correct one of these: order of loading must not matter."""
    rows = tx.run(
        f"UNWIND $ids AS id MATCH (d:Document {{supersedes: id}}) WHERE d:{MARK} AND NOT d.id IN $ids "
        f"MATCH (older:{MARK} {{id: id}}) WHERE NOT EXISTS {{ (d)-[:SUPERSEDES]->(older) }} "
        "RETURN d.id AS start, id AS end",
        ids=list(ids),
    )
    return (Link(row["start"], row["end"], "SUPERSEDES", {"source": "record"}) for row in rows)
