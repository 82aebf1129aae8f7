"""A selection can be recomputed from the records alone: for every entity, event, series and conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph.store.store import Store
from reports.part.closure_reader import load_closure
from reports.part.recompute_selection import recompute_selection
from reports.part.selection import Selection, SelectionBuilder, create_selection_builder
from tests.machine import SOAK
from tests.reports.conftest import SERIES, overlap

STEP = 1 if SOAK else 5
IDS = "MATCH (n:Scamgraph) WHERE $label IN labels(n) RETURN n.id AS id ORDER BY id"


def list_ids(store: Store, label: str) -> list[str]:
    """Every id with a label; without SOAK, every fifth."""
    return [row["id"] for row in store.read(IDS, {"label": label})][::STEP]


def list_selections(store: Store, builder: SelectionBuilder) -> Iterator[Selection]:
    yield from map(builder.select_entity, list_ids(store, "Entity"))
    yield from map(builder.select_event, list_ids(store, "Event"))
    yield from map(builder.select_series, list_ids(store, "Series"))
    yield from map(builder.select_conflict, list_ids(store, "Conflict"))
    documents = list_ids(store, "Document")
    yield builder.select_ids([*documents, SERIES, overlap(store), "person/chen-zhi"])
    yield builder.select_ids(documents[:1])
    yield builder.select_question("denials", {})
    yield builder.select_question("who-says", {"number": 1440})
    yield builder.select_path("Chen Zhi", "Indonesian embassy in Phnom Penh")
    yield builder.select_entity("Indonesian embasy in Phnom Penh")
    yield builder.select_entity("Indonesia")
    yield builder.select_all()


@pytest.mark.parametrize(("day", "perhaps"), [(None, False), ("2026-01-21", False), ("2026-01-21", True)])
def test_every_selection_is_recomputed_from_its_records(
    articles: Store, day: str | None, perhaps: bool
) -> None:
    builder = create_selection_builder(articles, day, perhaps=perhaps)
    count = 0
    for selection in list_selections(articles, builder):
        part = load_closure(articles, selection.claims, selection.moment)
        recomputed = recompute_selection(selection, part, complete=True)
        assert recomputed.faults == ()
        assert replace(recomputed.selection, moment=None) == replace(selection, moment=None)
        count += 1
    assert count > 50


def test_a_remark_on_a_typed_name_is_kept_apart(articles: Store) -> None:
    builder = create_selection_builder(articles)
    (spelled,) = builder.select_entity("Indonesian embasy in Phnom Penh").readings
    assert (spelled.id, spelled.others) == ("embassy/indonesia-phnom-penh", ())
    (several,) = builder.select_entity("Indonesia").readings
    assert several.others == ("government/indonesia",)
    assert builder.select_entity("Chen Zhi").readings == ()
