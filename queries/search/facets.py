"""Facets: by which values the claims found can be limited, and how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.model.ontology import load_ontology
from queries.browse.entity import mask_name
from queries.search.model import FACETS, Facet, FacetName, FacetValue, Filters

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore
    from queries.search.name_guard import NameGuard

Row = dict[str, Any]

MOST_VALUES = 10
"""Maximum number of values listed of one facet."""

_NATIONALITIES = """
UNWIND $ids AS id MATCH (e:Cohort {id: id}) WHERE e.nationality IS NOT NULL
RETURN id, e.nationality AS nationality
"""
_MERGED = """
MATCH (e:MergedEntity)-[:SAME_AS]->(x:Scamgraph) WHERE $ids[e.id] IS NOT NULL
RETURN e.id AS id, x.id AS canonical
"""
_NAMES = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})
RETURN id, coalesce(e.name, e.label) AS name, e.kind AS kind, e.protected AS protected, e.naming AS naming
"""


@dataclass(frozen=True, slots=True)
class _Entities:
    """What facets need of entities: the ids they are decided to be, nationalities, and kinds of places."""

    canonical: dict[str, str]
    nationalities: dict[str, str]
    places: dict[str, str]

    def find_kind(self, id_: str) -> str:
        """Return the kind of an entity: its id names it, unless it is a place."""
        return self.places.get(id_) or _list_kinds().get(id_.partition("/")[0], "")


@cache
def _list_kinds() -> dict[str, str]:
    """Return the kinds by the prefixes of their ids."""
    return {kind.prefix: name for name, kind in load_ontology().kinds.items()}


def count_facets(
    store: ReadStore, rows: Sequence[Row], filters: Filters, names: NameGuard
) -> tuple[Facet, ...]:
    """Return the facets of these claims; those without a value are left out."""
    entities = _load_entities(store, {id_ for row in rows for id_ in _list_ids(row)})
    counts: dict[FacetName, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        for name, values in _list_values(row, entities):
            counts[name].update({value for value in values if value})
    labels = _load_labels(store, {value for name in FACETS for value in _rank(counts[name])[:MOST_VALUES]})
    facets = (_build_facet(name, counts[name], labels, filters, names) for name in FACETS)
    return tuple(facet for facet in facets if facet.values)


def _rank(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _load_labels(store: ReadStore, values: Iterable[str]) -> dict[str, str]:
    """Return the names of those of these values that are ids."""
    ids = sorted(value for value in values if "/" in value)
    rows = [mask_name(row) for row in store.read(_NAMES, {"ids": ids})] if ids else []
    return {row["id"]: str(row["name"] or row["id"]) for row in rows}


def _build_facet(
    name: FacetName, counts: Counter[str], labels: dict[str, str], filters: Filters, names: NameGuard
) -> Facet:
    ranked = _rank(counts)
    active = filters.first[:7] if name == "date" else getattr(filters, name)
    values = tuple(
        FacetValue(value, names.redact(labels.get(value, value)), counts[value], value == active)
        for value in ranked[:MOST_VALUES]
    )
    return Facet(name, values, len(ranked) > MOST_VALUES)


def _list_ids(row: Row) -> Iterator[str]:
    yield _find_speaker(row)
    yield from _list_ends(row)
    if row["place"]:
        yield row["place"]


def _list_ends(row: Row) -> Iterator[str]:
    yield row["subject"]
    if row["object"] and not row["object"].startswith(("value/", "claim/")):
        yield row["object"]


def _find_speaker(row: Row) -> str:
    """Return the id of the ultimate speaker, the document's own voice where the text names none."""
    return str(row["by"][0]).rstrip("?") if row["by"] else str(row["voice"])


def _list_values(row: Row, entities: _Entities) -> Iterator[tuple[FacetName, Iterable[str]]]:
    speaker, ends, place = (
        [entities.canonical.get(id_, id_) for id_ in ids]
        for ids in ([_find_speaker(row)], _list_ends(row), [row["place"]] if row["place"] else [])
    )
    yield "kind", [entities.find_kind(end) for end in ends]
    yield "document", [row["document"]]
    yield "speaker", speaker
    yield "date", [(row["published_from"] or "")[:7]]
    yield "modality", [row["modality"]]
    nations = [end for end in ends if end.startswith("nationality/")]
    yield "nationality", [*nations, *(entities.nationalities.get(end, "") for end in ends)]
    yield "place", [end for end in (*ends, *place) if end in entities.places or end in place]


def _load_entities(store: ReadStore, ids: Iterable[str]) -> _Entities:
    """Return what facets need to know of these entities."""
    found = dict.fromkeys(sorted(ids), True)
    canonical = {row["id"]: row["canonical"] for row in store.read(_MERGED, {"ids": found})}
    unique = {canonical.get(id_, id_) for id_ in found}
    cohorts, places = (
        sorted(id_ for id_ in unique if id_.startswith(f"{name}/")) for name in ("cohort", "place")
    )
    nationalities = store.read(_NATIONALITIES, {"ids": cohorts}) if cohorts else []
    kinds = store.read(_NAMES, {"ids": places}) if places else []
    return _Entities(
        canonical,
        {row["id"]: row["nationality"] for row in nationalities},
        {row["id"]: row["kind"] for row in kinds},
    )
