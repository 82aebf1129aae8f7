"""Facets: by which values the claims found can be limited, and how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from queries.browse.entity import mask_name
from queries.search.model import FACETS, Facet, FacetName, FacetValue, Filters

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore
    from queries.search.name_guard import NameGuard

Row = dict[str, Any]

MOST_VALUES = 10
"""Maximum number of values listed of one facet."""

_ABOUT = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})
OPTIONAL MATCH (e)-[:SAME_AS]->(x:Scamgraph)
RETURN id, coalesce(x.id, id) AS canonical, coalesce(x.name, e.name, e.label) AS name,
  coalesce(x.kind, e.kind) AS kind, coalesce(x.nationality, e.nationality) AS nationality, e.protected AS protected, e.naming AS naming
"""
_NAMES = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})
RETURN id, coalesce(e.name, e.label) AS name, e.protected AS protected, e.naming AS naming
"""


def count_facets(
    store: ReadStore, rows: Sequence[Row], filters: Filters, names: NameGuard
) -> tuple[Facet, ...]:
    """Return the facets of these claims; those without a value are left out."""
    about = _load_entities(store, {id_ for row in rows for id_ in _list_ids(row)})
    counts: dict[FacetName, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        for name, values in _list_values(row, about):
            counts[name].update(set(values))
    nations = sorted(counts["nationality"])
    labels = {id_: str(row["name"] or id_) for id_, row in about.items()}
    labels |= {row["id"]: row["name"] for row in store.read(_NAMES, {"ids": nations})} if nations else {}
    facets = (_build_facet(name, counts[name], labels, filters, names) for name in FACETS)
    return tuple(facet for facet in facets if facet.values)


def _build_facet(
    name: FacetName, counts: Counter[str], labels: dict[str, str], filters: Filters, names: NameGuard
) -> Facet:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    active = filters.first[:7] if name == "date" else getattr(filters, name)
    values = tuple(
        FacetValue(value, names.redact(labels.get(value, value)), count, value == active)
        for value, count in ranked[:MOST_VALUES]
    )
    return Facet(name, values, len(ranked) > MOST_VALUES)


def _list_ids(row: Row) -> Iterator[str]:
    yield row["document"]
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


def _list_values(row: Row, about: dict[str, Row]) -> Iterator[tuple[FacetName, Iterable[str]]]:
    ends = [about[id_] for id_ in _list_ends(row) if id_ in about]
    yield "kind", [end["kind"] for end in ends if end["kind"]]
    yield "document", [row["document"]]
    yield "speaker", [about.get(_find_speaker(row), {}).get("canonical", _find_speaker(row))]
    yield "date", [row["published_from"][:7]] if row["published_from"] else []
    yield "modality", [row["modality"]]
    nations = [end["canonical"] for end in ends if end["kind"] == "Nationality"]
    yield "nationality", [*nations, *(end["nationality"] for end in ends if end["nationality"])]
    places = [end["canonical"] for end in ends if end["canonical"].startswith("place/")]
    yield "place", [*places, *([about[row["place"]]["canonical"]] if row["place"] in about else [])]


def _load_entities(store: ReadStore, ids: Iterable[str]) -> dict[str, Row]:
    """Return what facets need to know of these entities and documents, by id and by canonical id."""
    rows = [mask_name(row) | {"id": row["id"]} for row in store.read(_ABOUT, {"ids": sorted(ids)})]
    by_id = {row["canonical"]: row for row in rows}
    return by_id | {row["id"]: row for row in rows}
