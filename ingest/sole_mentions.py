"""Entities, occasions and series that only some documents brought into the registry.

The graph does not record which file an entity came from. It is therefore *brought* by the
documents whose claims and records name it, or by an entity that was itself brought. An entity
that nothing names was brought by no document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.records import NUMBER_FIELDS
from graph.model.reference_fields import (
    DOCUMENT_REFERENCES,
    ENTITY_REFERENCES,
    OCCASION_REFERENCES,
    list_field_names,
    list_relationships,
)
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.protocols import QueryRunner

_FIELDS = (*list_field_names(ENTITY_REFERENCES), "place")
"""Fields of an entity or occasion that name another entity; `speakers` names several."""
_RECORD = list_field_names(DOCUMENT_REFERENCES)
"""Fields of a document's record that may name an entity."""
_TYPES = "|".join(list_relationships((*ENTITY_REFERENCES, *OCCASION_REFERENCES)).values())
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
    f"UNWIND $ids AS id MATCH (x:{MARK})-[r:{_TYPES}]->"
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


class SoleMention(NamedTuple):
    """An entity, occasion or series that is removed with the documents that brought it."""

    id: str
    kind: str
    name: str


def find_sole_mentions(reads: QueryRunner, documents: Sequence[str]) -> list[SoleMention]:
    """Return what only these documents brought, by id: nothing that stays in the graph names it.

    A claim or record of another document, a registry link from an entity that stays, a decision and
    a note keep it.
    """
    candidates = _find_candidates(reads, documents)
    staying_ids = _find_referenced(reads, candidates.keys(), documents)
    links = list(_find_links_to(reads, candidates.keys()))
    reached = staying_ids | {end for start, end in links if start not in candidates}
    while reached:
        staying_ids |= reached
        reached = {end for start, end in links if start in staying_ids} - staying_ids
    sole_ids = sorted(candidates.keys() - staying_ids)
    return [
        SoleMention(id_, candidates[id_].get("kind", "Series"), candidates[id_].get("name", id_))
        for id_ in sole_ids
    ]


def _find_candidates(reads: QueryRunner, documents: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Return what these documents name and no other claim does, and what such entities name in turn."""
    candidates: dict[str, Mapping[str, Any]] = {}
    seen: set[str] = set()
    pending = set(_iter_named_ids(reads, documents))
    while pending:
        seen |= pending
        ids_named_elsewhere = set(_query_ids(reads, (_NAMED, _COUNTED), pending, documents))
        entities = {
            row["e"]["id"]: row["e"] for row in _query_rows(reads, _KNOWN, pending - ids_named_elsewhere)
        }
        candidates |= entities
        pending = {id_ for row in entities.values() for id_ in _iter_entity_ids(row)} - seen
    return candidates


def _iter_named_ids(reads: QueryRunner, documents: Sequence[str]) -> Iterator[str]:
    for claim in claim_reader.read_claims_of_documents(reads, documents):
        yield from _iter_claim_ids(claim)
    query = f"UNWIND $ids AS id MATCH (d:{MARK} {{id: id}}) RETURN properties(d) AS d"
    for row in _query_rows(reads, query, documents):
        yield from (row["d"][field] for field in _RECORD if row["d"].get(field))


def _iter_claim_ids(claim: Claim) -> Iterator[str]:
    yield from (claim.subject, claim.object, claim.place, claim.event, claim.occasion)
    yield from (speaker.rstrip("?") for speaker in claim.by)
    yield from (entity for _, entity in claim.roles)
    yield from claim.series
    yield from (number.of for _, number in claim.numbers if isinstance(number.of, str))


def _iter_entity_ids(entity: Mapping[str, Any]) -> Iterator[str]:
    yield from (entity[field] for field in _FIELDS if entity.get(field))
    yield from entity.get("speakers") or ()


def _find_referenced(reads: QueryRunner, ids: Collection[str], documents: Sequence[str]) -> set[str]:
    """Return those ids that a quantity's `of`, a record, a note or a decision names."""
    if not ids:
        return set()
    referenced_ids = set(_query_ids(reads, (_WHOLES, _RECORDS, _NOTES), ids, documents))
    return referenced_ids | {
        id_ for decision in claim_reader.read_decisions(reads) for id_ in decision.items if id_ in ids
    }


def _find_links_to(reads: QueryRunner, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each registry link to one of these ids, as start and end."""
    for query in (_LINKS, _PROPERTIES):
        yield from ((row["start"], row["end"]) for row in _query_rows(reads, query, ids))


def _query_ids(
    reads: QueryRunner, queries: Iterable[str], ids: Collection[str], documents: Sequence[str]
) -> Iterator[str]:
    for query in queries:
        yield from (row["id"] for row in _query_rows(reads, query, ids, documents=list(documents)))


def _query_rows(
    reads: QueryRunner, query: str, ids: Collection[str], **params: Any
) -> Iterator[dict[str, Any]]:
    for batch in iter_batches(sorted(ids)):
        yield from reads.run(query, ids=batch, **params)
