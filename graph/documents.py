"""Documents as nodes, with what their records say: publisher, credited agency, the version they correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.claims import Claim
from graph.dialect import Dialect, Link
from graph.links import create, known_nodes, write_nodes
from graph.name_keys import Named, write_keys
from graph.reads import Asks
from graph.records import Dossier
from graph.reprints import draw_reprints
from graph.rows import document_row
from graph.schema import MARK
from graph.store import Tx

LABELS = ("Entity", "Document")


def write_documents(tx: Tx, dialect: Dialect, documents: Sequence[tuple[Dossier, Sequence[Claim]]]) -> None:
    """Write these documents' records. A record's link is drawn only where no claim of the text makes it."""
    ids = [dossier.document.id for dossier, _ in documents]
    write_nodes(tx, LABELS, (document_row(dossier) for dossier, _ in documents))
    write_keys(tx, (Named(dossier.document.id, dossier.document.label) for dossier, _ in documents))
    tx.run(
        f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}})-[r:PUBLISHED_BY|CREDITS|SUPERSEDES]->() "
        "WHERE r.fact IS NULL DELETE r",
        ids=ids,
    )
    wanted = [link for dossier, claims in documents for link in _record_links(dossier, claims)]
    known = known_nodes(tx, {link.end for link in wanted})
    create(tx, dialect, (link for link in wanted if link.end in known))
    create(tx, dialect, _later_versions(tx, ids))
    draw_reprints(tx, dialect, ids)


def _record_links(dossier: Dossier, claims: Sequence[Claim]) -> Iterator[Link]:
    document = dossier.document
    said = {(claim.relation, claim.object) for claim in claims if claim.subject == document.id}
    for type_, end in (("PUBLISHED_BY", document.publisher), ("CREDITS", document.agency)):
        if end != "unknown" and (type_, end) not in said:
            yield Link(document.id, end, type_, {"source": "record"})
    if document.supersedes:
        yield Link(document.id, document.supersedes, "SUPERSEDES", {"source": "record"})


def _later_versions(tx: Tx, ids: Sequence[str]) -> Iterator[Link]:
    """Links from documents loaded earlier that correct one of these: order of loading must not matter."""
    rows = tx.run(
        f"UNWIND $ids AS id MATCH (d:Document {{supersedes: id}}) WHERE d:{MARK} AND NOT d.id IN $ids "
        f"MATCH (older:{MARK} {{id: id}}) WHERE NOT EXISTS {{ (d)-[:SUPERSEDES]->(older) }} "
        "RETURN d.id AS start, id AS end",
        ids=list(ids),
    )
    return (Link(row["start"], row["end"], "SUPERSEDES", {"source": "record"}) for row in rows)


_NOTICES = (
    "UNWIND $ids AS id MATCH (d:Document {id: id}) OPTIONAL MATCH (newer:Document)-[:SUPERSEDES]->(d) "
    "WITH d, newer ORDER BY newer.id "
    "RETURN d.id AS id, d.retracted_on AS retracted, collect(newer.label) AS newer"
)


def read_notices(reads: Asks, documents: Iterable[str]) -> dict[str, str]:
    """Return by document that it is retracted or corrected, in words; those that are neither are left out."""
    notices = {}
    for row in reads.read(_NOTICES, {"ids": sorted(set(documents))}):
        told = [f"RETRACTED {row['retracted']}"] if row["retracted"] else []
        told += [f"corrected by “{label}”" for label in row["newer"]]
        if told:
            notices[row["id"]] = ", ".join(told)
    return notices
