"""What only some documents brought into the registry: entities, occasions and series that nobody else names.

The graph does not know which file an entity came from. So *brought* is told by who names it: a document's
claims and record, or an entity that was brought itself. What nobody names was brought by no document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph.model.batching import chunks
from graph.model.claims import Claim
from graph.model.records import NUMBER_FIELDS
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.protocols import Reads
from graph.write.entity_writer import REGISTRY_LINKS

_FIELDS = (*REGISTRY_LINKS, "nationality", "place")
"""Fields of an entity or occasion that name another entity; `speakers` names several."""
_RECORD = ("publisher", "agency", "author")
"""Fields of a document's record that may name an entity."""
_KNOWN = (
    f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}) "
    "WHERE (e:Entity OR e:Series) AND NOT e:Document RETURN properties(e) AS e"
)
_NAMED = (
    f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}) WHERE EXISTS {{ "
    "MATCH (e)<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION]-(c:Claim) "
    "WHERE NOT c.document IN $documents } RETURN id"
)
_COUNTED = " UNION ".join(
    f"UNWIND $ids AS id MATCH (c:Claim {{{field}_series: id}}) WHERE NOT c.document IN $documents "
    "RETURN DISTINCT id AS id"
    for field in NUMBER_FIELDS
)
_WHOLES = " UNION ".join(
    f"MATCH (c:Claim) WHERE c.{field}_of IN $ids AND NOT c.document IN $documents "
    f"RETURN DISTINCT c.{field}_of AS id"
    for field in NUMBER_FIELDS
)
_RECORDS = " UNION ".join(
    f"MATCH (d:Document) WHERE d.{field} IN $ids AND NOT d.id IN $documents RETURN DISTINCT d.{field} AS id"
    for field in _RECORD
)
_NOTES = "MATCH (n:Note)-[:ON]->(e) WHERE e.id IN $ids RETURN DISTINCT e.id AS id"
_LINKS = (
    f"UNWIND $ids AS id MATCH (x:{MARK})-[r:{'|'.join((*REGISTRY_LINKS.values(), 'SPEAKER'))}]->"
    f"(:{MARK} {{id: id}}) WHERE r.fact IS NULL RETURN x.id AS start, id AS end"
)
_PROPERTIES = " UNION ".join(
    f"MATCH (x:{label}) WHERE x.{field} IN $ids RETURN x.id AS start, x.{field} AS end"
    for label, field in (
        ("Cohort", "nationality"),
        ("Occasion", "place"),
        *(("MergedEntity", field) for field in _FIELDS),
    )
)
"""What no relationship shows: fields that draw none, and those of entities decided to be another."""


class Brought(NamedTuple):
    """An entity, occasion or series that falls with the documents that brought it."""

    id: str
    kind: str
    name: str


def find_brought(reads: Reads, documents: Sequence[str]) -> list[Brought]:
    """Return what only these documents brought, by id: what is named by nobody who stays.

    A claim or record of another document, a registry link from what stays, a decision and a note keep it.
    """
    loose = _find_loose(reads, documents)
    kept = _find_kept(reads, loose.keys(), documents)
    links = list(_links_to(reads, loose.keys()))
    reached = kept | {end for start, end in links if start not in loose}
    while reached:
        kept |= reached
        reached = {end for start, end in links if start in kept} - kept
    gone = sorted(loose.keys() - kept)
    return [Brought(id_, loose[id_].get("kind", "Series"), loose[id_].get("name", id_)) for id_ in gone]


def _find_loose(reads: Reads, documents: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What these documents name and no other claim does, and what such entities name in their turn."""
    loose: dict[str, Mapping[str, Any]] = {}
    seen: set[str] = set()
    wanted = set(_named_by(reads, documents))
    while wanted:
        seen |= wanted
        named = set(_ids(reads, (_NAMED, _COUNTED), wanted, documents))
        found = {row["e"]["id"]: row["e"] for row in _rows(reads, _KNOWN, wanted - named)}
        loose |= found
        wanted = {id_ for row in found.values() for id_ in _named_in(row)} - seen
    return loose


def _named_by(reads: Reads, documents: Sequence[str]) -> Iterator[str]:
    for claim in claim_reader.claims_of_documents(reads, documents):
        yield from _named_in_claim(claim)
    query = f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}}) RETURN properties(d) AS d"
    for row in _rows(reads, query, documents):
        yield from (row["d"][field] for field in _RECORD if row["d"].get(field))


def _named_in_claim(claim: Claim) -> Iterator[str]:
    yield from (claim.subject, claim.object, claim.place, claim.event, claim.occasion)
    yield from (speaker.rstrip("?") for speaker in claim.by)
    yield from (entity for _, entity in claim.roles)
    yield from claim.series
    yield from (number.of for _, number in claim.numbers if isinstance(number.of, str))


def _named_in(entity: Mapping[str, Any]) -> Iterator[str]:
    yield from (entity[field] for field in _FIELDS if entity.get(field))
    yield from entity.get("speakers") or ()


def _find_kept(reads: Reads, ids: Collection[str], documents: Sequence[str]) -> set[str]:
    """Those that a whole, a record, a note or a decision names."""
    if not ids:
        return set()
    kept = set(_ids(reads, (_WHOLES, _RECORDS, _NOTES), ids, documents))
    return kept | {id_ for decision in claim_reader.decisions(reads) for id_ in decision.items if id_ in ids}


def _links_to(reads: Reads, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each registry link to one of these: from whom, to whom."""
    for query in (_LINKS, _PROPERTIES):
        yield from ((row["start"], row["end"]) for row in _rows(reads, query, ids))


def _ids(
    reads: Reads, queries: Iterable[str], ids: Collection[str], documents: Sequence[str]
) -> Iterator[str]:
    for query in queries:
        yield from (row["id"] for row in _rows(reads, query, ids, documents=list(documents)))


def _rows(reads: Reads, query: str, ids: Collection[str], **params: Any) -> Iterator[dict[str, Any]]:
    for some in chunks(sorted(ids)):
        yield from reads.run(query, ids=some, **params)
