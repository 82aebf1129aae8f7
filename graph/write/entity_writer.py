"""Write the registry: entities, occasions, series, decisions, notes, and the links between entities.

Relationships from the registry name their `source`, have no `fact`, and are no evidence in a path.
The location of a place is LOCATED_IN, as in claims: a registry's and a fact's may join the same two
nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graph.model.batching import iter_batches
from graph.model.errors import InputError
from graph.model.ontology import Ontology
from graph.model.protected import has_withheld_name
from graph.model.records import Decision, EntityEntry, NoteEntry, OccasionEntry, SeriesEntry
from graph.model.reference_fields import ENTITY_REFERENCES, OCCASION_REFERENCES, list_relationships
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.row_mapping import (
    build_decision_row,
    build_entity_row,
    build_occasion_row,
    build_series_row,
    entity_from_row,
    occasion_from_row,
    read_event_days,
)
from graph.store.store import Tx
from graph.write.name_index_writer import NamedNode, delete_keys, write_keys
from graph.write.statements import (
    Row,
    create_relationships,
    delete_nodes,
    find_existing_nodes,
    read_properties,
    write_nodes,
)

_ENTITY_LINKS = list_relationships(ENTITY_REFERENCES)
_SPEAKER = list_relationships(OCCASION_REFERENCES)["speakers"]
SAME_AS = "SAME_AS"
"""Leads from an entity that is decided to be another to that entity."""


def write_entities(
    tx: Tx, ontology: Ontology, entities: Sequence[EntityEntry], merged: Mapping[str, str]
) -> None:
    """Write registry entities; one decided to be another is kept as `:MergedEntity`, and can be restored."""
    merged_ids: dict[str, list[str]] = defaultdict(list)
    for id_, canonical in merged.items():
        merged_ids[canonical].append(id_)
    standing = [entity for entity in entities if entity.id not in merged]
    stored = read_properties(tx, [entity.id for entity in entities])
    _check_kinds(standing, stored)
    by_kind: dict[str, list[EntityEntry]] = defaultdict(list)
    for entity in standing:
        by_kind[entity.kind].append(entity)
    for kind, members in sorted(by_kind.items()):
        labels = ("Entity", *ontology.list_labels(kind))
        rows = [build_entity_row(entity, merged_ids.get(entity.id, ())) for entity in members]
        if kind == "Event":
            rows = [row | read_event_days(stored.get(row["id"], {})) for row in rows]
        write_nodes(tx, labels, rows, stored.keys())
    rows = [build_entity_row(entity) for entity in entities if entity.id in merged]
    write_nodes(tx, ("MergedEntity",), rows, stored.keys())
    named = (
        NamedNode(
            entity.id,
            entity.name,
            tuple(alias.name for alias in entity.aliases),
            secret=has_withheld_name(entity),
        )
        for entity in entities
    )
    write_keys(tx, named, stored.keys())


def read_entities(tx: Tx, ids: Iterable[str]) -> list[EntityEntry]:
    """Return the stored registry entries of these ids, including those decided to be another."""
    rows = read_properties(tx, ids).values()
    return [entity_from_row(row) for row in rows if row.get("kind") not in (None, "Occasion", "Document")]


def link_entities(
    tx: Tx,
    dialect: Dialect,
    entities: Sequence[EntityEntry],
    canonical: Callable[[str], str],
    *,
    blank: bool = False,
) -> None:
    """Write the registry's links between entities, in place of the earlier ones.

    `blank`: there were none before.
    """
    if not blank:
        _delete_links(tx, [entity.id for entity in entities], (*_ENTITY_LINKS.values(), SAME_AS))
    create_relationships(
        tx, dialect, (link for entity in entities for link in _iter_links(entity, canonical))
    )


def _iter_links(entity: EntityEntry, canonical: Callable[[str], str]) -> Iterator[Link]:
    start = canonical(entity.id)
    if start != entity.id:
        yield Link(entity.id, start, SAME_AS, {"source": "decision"})
        return
    for field, type_ in _ENTITY_LINKS.items():
        end = getattr(entity, field)
        if end and canonical(end) != start:
            yield Link(start, canonical(end), type_, {"source": entity.source or "registry"})


def _delete_links(tx: Tx, ids: Sequence[str], types: Sequence[str]) -> None:
    arrow = f"-[r:{'|'.join(types)}]->()"
    query = f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}){arrow} WHERE r.fact IS NULL DELETE r"
    for batch in iter_batches(ids):
        tx.run(query, ids=batch)


def _check_kinds(entities: Sequence[EntityEntry], stored: Mapping[str, Row]) -> None:
    """Raise InputError for an entity with a new kind.

    The embedded engine never changes the labels of a node: a new kind needs a graph that is built
    again.
    """
    for entity in entities:
        stored_kind = stored.get(entity.id, {}).get("kind", entity.kind)
        if stored_kind != entity.kind:
            raise InputError(
                f"{entity.id} is a {stored_kind} in the graph and a {entity.kind} in the registry.",
                hint="Build the graph again for that: `scamgraph ingest --fresh PATH...`.",
            )


def write_occasions(
    tx: Tx, dialect: Dialect, occasions: Sequence[OccasionEntry], canonical: Callable[[str], str]
) -> None:
    """Write occasions with their speakers; one decided to be another is kept as `:MergedEntity`."""
    standing = [occasion for occasion in occasions if canonical(occasion.id) == occasion.id]
    merged = [occasion for occasion in occasions if canonical(occasion.id) != occasion.id]
    write_nodes(tx, ("Entity", "Occasion"), map(build_occasion_row, standing))
    write_nodes(tx, ("MergedEntity",), map(build_occasion_row, merged))
    write_keys(tx, (NamedNode(occasion.id, occasion.name) for occasion in occasions))
    _delete_links(tx, [occasion.id for occasion in occasions], (_SPEAKER, SAME_AS))
    create_relationships(
        tx, dialect, (link for occasion in occasions for link in _iter_occasion_links(occasion, canonical))
    )


def _iter_occasion_links(occasion: OccasionEntry, canonical: Callable[[str], str]) -> Iterator[Link]:
    if canonical(occasion.id) != occasion.id:
        yield Link(occasion.id, canonical(occasion.id), SAME_AS, {"source": "decision"})
        return
    for speaker in dict.fromkeys(map(canonical, occasion.speakers)):
        yield Link(occasion.id, speaker, _SPEAKER, {"source": "registry"})


def read_occasions(tx: Tx, ids: Iterable[str]) -> list[OccasionEntry]:
    """Return the stored occasions of these ids, including those decided to be another."""
    return [
        occasion_from_row(row) for row in read_properties(tx, ids).values() if row.get("kind") == "Occasion"
    ]


def write_series(tx: Tx, series: Sequence[SeriesEntry]) -> None:
    """Write the series that numbers name."""
    write_nodes(tx, ("Series",), map(build_series_row, series))
    write_keys(tx, (NamedNode(entry.id, entry.name) for entry in series))


def delete_entities(tx: Tx, ids: Sequence[str]) -> None:
    """Delete named nodes with their relationships and search keys."""
    delete_keys(tx, ids)
    delete_nodes(tx, ids)


def write_decisions(tx: Tx, decisions: Sequence[Decision]) -> None:
    """Replace the stored decisions with exactly these."""
    rows = tx.run(f"MATCH (d:Decision:{MARK}) RETURN d.id AS id")
    delete_nodes(tx, {row["id"] for row in rows} - {decision.id for decision in decisions})
    write_nodes(tx, ("Decision",), map(build_decision_row, decisions))


def write_notes(
    tx: Tx, dialect: Dialect, notes: Sequence[NoteEntry], canonical: Callable[[str], str]
) -> None:
    """Write notes and link them to their targets; raise InputError for a target that is not in the graph."""
    existing_ids = find_existing_nodes(tx, [canonical(note.on) for note in notes])
    for note in notes:
        if canonical(note.on) not in existing_ids:
            raise InputError(
                f"Note {note.id} is on {note.on}, which is not in the graph.",
                hint="Give the id of a claim, entity or document that is loaded.",
            )
    rows: list[Row] = [
        {
            "id": note.id,
            "target": note.on,
            "text": note.text,
            "by": note.by,
            "written": note.written,
            "link": note.link,
        }
        for note in notes
    ]
    write_nodes(tx, ("Note",), rows)
    _draw_notes(tx, dialect, {note.id: canonical(note.on) for note in notes})


def move_notes(tx: Tx, dialect: Dialect, moved: Iterable[str], canonical: Callable[[str], str]) -> None:
    """Link notes to their targets again, if a target is now decided to be another or is a conflict.

    Decisions can create and delete conflicts.
    """
    query = (
        f"MATCH (n:Note) WHERE n:{MARK} AND (n.target IN $ids OR n.target STARTS WITH 'conflict/') "
        "RETURN n.id AS id, n.target AS target"
    )
    targets = {row["id"]: canonical(row["target"]) for row in tx.run(query, ids=sorted(moved))}
    existing_ids = find_existing_nodes(tx, targets.values())
    _draw_notes(tx, dialect, {note: target for note, target in targets.items() if target in existing_ids})


def _draw_notes(tx: Tx, dialect: Dialect, targets: Mapping[str, str]) -> None:
    _delete_links(tx, list(targets), ("ON",))
    create_relationships(tx, dialect, (Link(note, target, "ON", {}) for note, target in targets.items()))


def find_speakers_for(tx: Tx, ids: Iterable[str]) -> frozenset[str]:
    """Return these entities, all that speak for one of them, all that speak for those, and so on."""
    speaker_ids, new_ids = set(ids), set(ids)
    while new_ids:
        new_ids = find_linked_entities(tx, new_ids, [_ENTITY_LINKS["principal"]]) - speaker_ids
        speaker_ids |= new_ids
    return frozenset(speaker_ids)


def find_linked_entities(
    tx: Tx, ids: Iterable[str], types: Iterable[str] = (*_ENTITY_LINKS.values(), SAME_AS, _SPEAKER)
) -> set[str]:
    """Return the entities whose registry links lead to one of these."""
    query = (
        f"UNWIND $ids AS id MATCH (x:{MARK})-[r:{'|'.join(types)}]->(:{MARK} {{id: id}}) "
        "WHERE r.fact IS NULL RETURN x.id AS id"
    )
    return {row["id"] for batch in iter_batches(ids) for row in tx.run(query, ids=batch)}
