"""Catalogue of what claims may refer to: the registry, the known documents, and merges by decision.

It is built once from records and then only read. Kinds, merges and principals are dictionaries,
because every claim looks them up several times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.model.ontology import Ontology
from graph.model.records import Decision, DocumentEntry, EntityEntry, OccasionEntry, Registry, SeriesEntry
from graph.model.union_find import DisjointSets


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entities, occasions, series and documents by id, with the merges that decisions make.

    Where several records have the same id, the first counts; `ingest.check.runner` reports the
    others.
    """

    ontology: Ontology
    entities: Mapping[str, EntityEntry] = field(default_factory=dict)
    occasions: Mapping[str, OccasionEntry] = field(default_factory=dict)
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)
    documents: Mapping[str, DocumentEntry] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict, repr=False)
    merged: Mapping[str, str] = field(default_factory=dict, repr=False)
    principals: Mapping[str, str] = field(default_factory=dict, repr=False)

    def find_kind(self, id_: str) -> str:
        """Return the kind of a known entity, occasion, series or document, "" for an unknown id."""
        return self.kinds.get(id_, "")

    def find_canonical(self, id_: str) -> str:
        """Return the id of what `id_` is decided to be; `id_` itself where nothing is decided."""
        return self.merged.get(id_, id_)

    def find_principal(self, id_: str) -> str:
        """Return the end of a speaker's chain of principals; its own canonical id if it has none."""
        id_ = self.merged.get(id_, id_)
        return self.principals.get(id_, id_)


def build_catalogue(
    ontology: Ontology,
    registries: Iterable[Registry],
    decisions: Iterable[Decision] = (),
    documents: Iterable[DocumentEntry] = (),
) -> Catalogue:
    """Build a catalogue of these records, without checking them."""
    entities: dict[str, EntityEntry] = {}
    occasions: dict[str, OccasionEntry] = {}
    series: dict[str, SeriesEntry] = {}
    for registry in registries:
        for entity in registry.entities:
            entities.setdefault(entity.id, entity)
        for occasion in registry.occasions:
            occasions.setdefault(occasion.id, occasion)
        for item in registry.series:
            series.setdefault(item.id, item)
    documents_by_id: dict[str, DocumentEntry] = {}
    for document in documents:
        documents_by_id.setdefault(document.id, document)
    kinds = {id_: entity.kind for id_, entity in entities.items()}
    kinds |= (
        dict.fromkeys(occasions, "Occasion")
        | dict.fromkeys(series, "Series")
        | dict.fromkeys(documents_by_id, "Document")
    )
    decided = tuple(decisions)
    merged = resolve_merges(decided)
    return Catalogue(
        ontology,
        entities,
        occasions,
        series,
        documents_by_id,
        decided,
        kinds,
        merged,
        _resolve_principals(entities, merged),
    )


def add_decisions(decisions: Iterable[Decision], additions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return `decisions` with `additions`, which replace those with the same id."""
    added = list(additions)
    ids = {decision.id for decision in added}
    return (*added, *(decision for decision in decisions if decision.id not in ids))


def build_canonical(decisions: Iterable[Decision]) -> Callable[[str], str]:
    """Return a function from an id to the id that it is decided to be."""
    merged = resolve_merges(decisions)
    return lambda id_: merged.get(id_, id_)


def resolve_merges(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return for each entity or occasion decided to be another the id of that other.

    Withdrawn decisions do not count. The first item of a decision names all. Where decisions join,
    the later one (by its day, then its id) gives the name, so that the order of files changes
    nothing.
    """
    components = DisjointSets()
    same = [
        d
        for d in decisions
        if d.judgement == "same" and d.about in ("entity", "occasion") and not d.withdrawn
    ]
    for decision in sorted(same, key=lambda d: (d.on, d.id)):
        for item in decision.items[1:]:
            components.union(item, decision.items[0])
    canonical_ids = {id_: components.find(id_) for decision in same for id_ in decision.items}
    return {id_: group for id_, group in canonical_ids.items() if group != id_}


def _resolve_principals(entities: Mapping[str, EntityEntry], merged: Mapping[str, str]) -> dict[str, str]:
    """Return for each speaker with a principal the last of its chain.

    A cycle ends where it would begin again.
    """
    principals: dict[str, str] = {}
    for id_, entity in entities.items():
        if entity.principal:
            start, end = merged.get(id_, id_), merged.get(entity.principal, entity.principal)
            # The canonical entity's own principal counts before that of one merged into it.
            if start == id_ or start not in principals:
                principals[start] = end
    chain_ends: dict[str, str] = {}
    for start, end in principals.items():
        seen, current = {start}, end
        while current in principals and principals[current] not in seen:
            seen.add(current)
            current = principals[current]
        chain_ends[start] = current
    return chain_ends
