"""The registry in the graph: entities, occasions, series, decisions, notes, and how entities belong together.

Relationships from the registry name their `source`, have no `fact`, and are no evidence in a path. Where a
place lies is LOCATED_IN, as in claims: a registry's and a fact's may join the same two nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graph.model.batching import chunks
from graph.model.errors import InputError
from graph.model.ontology import Ontology
from graph.model.protected import bears_withheld_name
from graph.model.records import Decision, EntityEntry, NoteEntry, OccasionEntry, SeriesEntry
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.row_mapping import (
    decision_row,
    entity_from_row,
    entity_row,
    occasion_from_row,
    occasion_row,
    read_event_days,
    series_row,
)
from graph.store.store import Tx
from graph.write.name_index_writer import Named, delete_keys, write_keys
from graph.write.statements import Row, create, delete_nodes, known_nodes, properties_of, write_nodes

REGISTRY_LINKS: Mapping[str, str] = {
    "sending_state": "SENDING_STATE",
    "city": "SEATED_IN",
    "part_of": "PART_OF",
    "within": "LOCATED_IN",
    "principal": "PRINCIPAL",
}
"""Registry field and the relationship it becomes."""
SAME_AS = "SAME_AS"
"""From an entity that is decided to be another to that other."""


def write_entities(
    tx: Tx, ontology: Ontology, entities: Sequence[EntityEntry], merged: Mapping[str, str]
) -> None:
    """Write registry entities; one decided to be another is kept as `:MergedEntity`, to return if need be."""
    also: dict[str, list[str]] = defaultdict(list)
    for id_, canonical in merged.items():
        also[canonical].append(id_)
    standing = [entity for entity in entities if entity.id not in merged]
    held = properties_of(tx, [entity.id for entity in entities])
    _refuse_new_kinds(standing, held)
    by_kind: dict[str, list[EntityEntry]] = defaultdict(list)
    for entity in standing:
        by_kind[entity.kind].append(entity)
    for kind, some in sorted(by_kind.items()):
        labels = ("Entity", *ontology.labels_of(kind))
        rows = [entity_row(entity, also.get(entity.id, ())) for entity in some]
        if kind == "Event":
            rows = [row | read_event_days(held.get(row["id"], {})) for row in rows]
        write_nodes(tx, labels, rows, held.keys())
    rows = [entity_row(entity) for entity in entities if entity.id in merged]
    write_nodes(tx, ("MergedEntity",), rows, held.keys())
    named = (
        Named(e.id, e.name, tuple(a.name for a in e.aliases), secret=bears_withheld_name(e)) for e in entities
    )
    write_keys(tx, named, held.keys())


def entities_of(tx: Tx, ids: Iterable[str]) -> list[EntityEntry]:
    """Registry entries that the graph holds, those decided to be another among them."""
    held = properties_of(tx, ids).values()
    return [entity_from_row(row) for row in held if row.get("kind") not in (None, "Occasion", "Document")]


def link_entities(
    tx: Tx,
    dialect: Dialect,
    entities: Sequence[EntityEntry],
    canonical: Callable[[str], str],
    *,
    blank: bool = False,
) -> None:
    """Draw what the registry says of how entities belong together, in place of what it said before.

    `blank`: it said nothing before.
    """
    if not blank:
        _replace_links(tx, [entity.id for entity in entities], (*REGISTRY_LINKS.values(), SAME_AS))
    create(tx, dialect, (link for entity in entities for link in _links(entity, canonical)))


def _links(entity: EntityEntry, canonical: Callable[[str], str]) -> Iterator[Link]:
    start = canonical(entity.id)
    if start != entity.id:
        yield Link(entity.id, start, SAME_AS, {"source": "decision"})
        return
    for field, type_ in REGISTRY_LINKS.items():
        end = getattr(entity, field)
        if end and canonical(end) != start:
            yield Link(start, canonical(end), type_, {"source": entity.source or "registry"})


def _replace_links(tx: Tx, ids: Sequence[str], types: Sequence[str]) -> None:
    arrow = f"-[r:{'|'.join(types)}]->()"
    query = f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}){arrow} WHERE r.fact IS NULL DELETE r"
    for some in chunks(ids):
        tx.run(query, ids=some)


def _refuse_new_kinds(entities: Sequence[EntityEntry], held: Mapping[str, Row]) -> None:
    """A node keeps its labels for life on the embedded engine: a new kind needs a graph built anew."""
    for entity in entities:
        was = held.get(entity.id, {}).get("kind", entity.kind)
        if was != entity.kind:
            raise InputError(
                f"{entity.id} is a {was} in the graph and a {entity.kind} in the registry.",
                hint="Build the graph anew for that: `scamgraph ingest --fresh PATH...`.",
            )


def write_occasions(
    tx: Tx, dialect: Dialect, occasions: Sequence[OccasionEntry], canonical: Callable[[str], str]
) -> None:
    """Write occasions with their speakers; one decided to be another is kept as `:MergedEntity`."""
    standing = [occasion for occasion in occasions if canonical(occasion.id) == occasion.id]
    merged = [occasion for occasion in occasions if canonical(occasion.id) != occasion.id]
    write_nodes(tx, ("Entity", "Occasion"), map(occasion_row, standing))
    write_nodes(tx, ("MergedEntity",), map(occasion_row, merged))
    write_keys(tx, (Named(occasion.id, occasion.name) for occasion in occasions))
    _replace_links(tx, [occasion.id for occasion in occasions], ("SPEAKER", SAME_AS))
    create(tx, dialect, (link for occasion in occasions for link in _occasion_links(occasion, canonical)))


def _occasion_links(occasion: OccasionEntry, canonical: Callable[[str], str]) -> Iterator[Link]:
    if canonical(occasion.id) != occasion.id:
        yield Link(occasion.id, canonical(occasion.id), SAME_AS, {"source": "decision"})
        return
    for speaker in dict.fromkeys(map(canonical, occasion.speakers)):
        yield Link(occasion.id, speaker, "SPEAKER", {"source": "registry"})


def occasions_of(tx: Tx, ids: Iterable[str]) -> list[OccasionEntry]:
    """Occasions that the graph holds, those decided to be another among them."""
    return [
        occasion_from_row(row) for row in properties_of(tx, ids).values() if row.get("kind") == "Occasion"
    ]


def write_series(tx: Tx, series: Sequence[SeriesEntry]) -> None:
    """Write the series that numbers name."""
    write_nodes(tx, ("Series",), map(series_row, series))
    write_keys(tx, (Named(one.id, one.name) for one in series))


def delete_entities(tx: Tx, ids: Sequence[str]) -> None:
    """Delete named nodes with their relationships and search keys."""
    delete_keys(tx, ids)
    delete_nodes(tx, ids)


def write_decisions(tx: Tx, decisions: Sequence[Decision]) -> None:
    """Make the decisions in the graph exactly these."""
    rows = tx.run(f"MATCH (d:Decision:{MARK}) RETURN d.id AS id")
    delete_nodes(tx, {row["id"] for row in rows} - {decision.id for decision in decisions})
    write_nodes(tx, ("Decision",), map(decision_row, decisions))


def write_notes(
    tx: Tx, dialect: Dialect, notes: Sequence[NoteEntry], canonical: Callable[[str], str]
) -> None:
    """Write remarks beside what they are on; one on something that is not there is an error."""
    known = known_nodes(tx, [canonical(note.on) for note in notes])
    for note in notes:
        if canonical(note.on) not in known:
            raise InputError(
                f"Note {note.id} is on {note.on}, which is not in the graph.",
                hint="Give the id of a claim, entity or document that is loaded.",
            )
    rows: list[Row] = [
        {"id": n.id, "target": n.on, "text": n.text, "by": n.by, "written": n.written, "link": n.link}
        for n in notes
    ]
    write_nodes(tx, ("Note",), rows)
    _draw_notes(tx, dialect, {note.id: canonical(note.on) for note in notes})


def move_notes(tx: Tx, dialect: Dialect, moved: Iterable[str], canonical: Callable[[str], str]) -> None:
    """Put notes beside what they are on, where that is decided to be another now, or is a conflict.

    A conflict may come and go with decisions.
    """
    query = (
        f"MATCH (n:Note) WHERE n:{MARK} AND (n.target IN $ids OR n.target STARTS WITH 'conflict/') "
        "RETURN n.id AS id, n.target AS target"
    )
    targets = {row["id"]: canonical(row["target"]) for row in tx.run(query, ids=sorted(moved))}
    known = known_nodes(tx, targets.values())
    _draw_notes(tx, dialect, {note: target for note, target in targets.items() if target in known})


def _draw_notes(tx: Tx, dialect: Dialect, targets: Mapping[str, str]) -> None:
    _replace_links(tx, list(targets), ("ON",))
    create(tx, dialect, (Link(note, target, "ON", {}) for note, target in targets.items()))


def find_speakers_for(tx: Tx, ids: Iterable[str]) -> frozenset[str]:
    """Return these entities, all that speak for one of them, for one of those, and so on."""
    found, further = set(ids), set(ids)
    while further:
        further = linked_to(tx, further, [REGISTRY_LINKS["principal"]]) - found
        found |= further
    return frozenset(found)


def linked_to(
    tx: Tx, ids: Iterable[str], types: Iterable[str] = (*REGISTRY_LINKS.values(), SAME_AS, "SPEAKER")
) -> set[str]:
    """Entities whose registry links lead to one of these."""
    query = (
        f"UNWIND $ids AS id MATCH (x:{MARK})-[r:{'|'.join(types)}]->(:{MARK} {{id: id}}) "
        "WHERE r.fact IS NULL RETURN x.id AS id"
    )
    return {row["id"] for some in chunks(ids) for row in tx.run(query, ids=some)}
