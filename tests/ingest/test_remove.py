"""Removing a document takes what only it brought: the graph is as it was before its files came."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from cli.main import app
from graph.model.records import (
    Decision,
    Dossier,
    EntityEntry,
    NoteEntry,
    OccasionEntry,
    Quantity,
    Registry,
    SeriesEntry,
)
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from graph.write.entity_writer import write_notes
from ingest.files.seal import seal
from ingest.load import load
from ingest.remove import build_preview, remove_documents
from ingest.texts.text_store import find_texts
from tests.articles import hold_articles
from tests.conflicts.said import dossier, said
from tests.conftest import empty
from tests.graph import made
from tests.machine import ROOT

NOTICE = "document/norland-notice-2026-03-03"
BROUGHT = [
    "cohort/norlanders-february-2026",
    "embassy/norland-phnom-penh",
    "person/ada-quill",
    "place/norland",
    "topic/monthly-count",
]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example article, sealed."""
    folder = tmp_path_factory.mktemp("article") / "article"
    shutil.copytree(ROOT / "docs" / "examples" / "article", folder)
    seal(folder / "dossier.yaml", find_texts(folder))
    return folder


def search_keys(store: Store) -> list[tuple[str, str]]:
    rows = store.read("MATCH (k:NameKey)-[:KEY_OF]->(e) RETURN k.id AS key, e.id AS id ORDER BY key, id")
    alone = store.read("MATCH (k:NameKey) WHERE NOT EXISTS { (k)-[:KEY_OF]->() } RETURN k.id AS key")
    assert not alone
    return [(row["key"], row["id"]) for row in rows]


def test_what_an_article_brought_goes_with_it(loaded: Store, article: Path) -> None:
    before, keys = str(digest(loaded)), search_keys(loaded)
    load(loaded, [article])
    assert [one.id for one in build_preview(loaded, NOTICE).brought] == BROUGHT
    remove_documents(loaded, [NOTICE])
    assert str(digest(loaded)) == before
    assert search_keys(loaded) == keys


@pytest.mark.embedded
def test_the_command_lists_what_goes_and_can_keep_it(articles: Store, article: Path) -> None:
    load(articles, [article])
    shown = CliRunner().invoke(app, ["remove", NOTICE], input="n\n", env={"COLUMNS": "200"})
    assert shown.exit_code == 1
    assert "Nobody else names 5 registry entries, which will be removed, too:" in shown.output
    assert all(id_ in shown.output for id_ in BROUGHT)
    kept = CliRunner().invoke(app, ["remove", NOTICE, "--yes", "--keep-entities"])
    assert kept.exit_code == 0, kept.output
    assert "Nobody else names 5 registry entries, which stay:" in kept.output
    assert articles.read("MATCH (e:Entity) WHERE e.id IN $ids RETURN count(e) AS n", {"ids": BROUGHT}) == [
        {"n": 5}
    ]
    hold_articles(articles)


def entity(id_: str, kind: str = "Organization", **more: str) -> EntityEntry:
    return EntityEntry(id=id_, kind=kind, name=id_.partition("/")[2].title(), **more)  # type: ignore[arg-type]


BROUGHT_REGISTRY = Registry(
    entities=[
        entity("person/alone", "Person"),
        entity("organization/speaks", principal="organization/over", part_of="organization/round"),
        entity("organization/over", within="place/far"),
        entity("place/far", "City"),
        entity("organization/round", part_of="organization/about"),
        entity("organization/about", part_of="organization/round"),
        entity("cohort/counted", "Cohort", nationality="nationality/far"),
        entity("nationality/far", "Nationality"),
        entity("place/spoken-at", "City"),
    ],
    occasions=[
        OccasionEntry("occasion/talk", "A talk", ["organization/speaks"], place="place/spoken-at"),
    ],
    series=[SeriesEntry("series/alone", "Alone", "people")],
)
"""What only the first document names, by its claims or by links from what they name."""
KEPT_REGISTRY = Registry(
    entities=[
        entity("person/never-named", "Person"),
        entity("person/both", "Person"),
        entity("person/decided", "Person"),
        entity("person/decided-too", "Person"),
        entity("person/noted", "Person"),
        entity("organization/of-both"),
        entity("organization/publisher"),
        entity("organization/linked"),
        entity("organization/links", principal="organization/linked"),
        entity("cohort/whole", "Cohort"),
        entity("cohort/part", "Cohort", nationality="nationality/shared"),
        entity("nationality/shared", "Nationality"),
        entity("cohort/other", "Cohort", nationality="nationality/shared"),
    ],
    series=[SeriesEntry("series/shared", "Shared", "people")],
)
"""What somebody who stays names, and what nobody names."""


def count(series: str, **more: Any) -> Quantity:
    return Quantity(value=10, unit="people", series=series, **more)


def first_document() -> Dossier:
    heads = (
        said(f"heads-{n}", subject, "HEADS", "organization/of-both", by=["organization/speaks"])
        for n, subject in enumerate(
            ("person/alone", "person/both", "person/decided", "person/noted", "organization/linked")
        )
    )
    numbers = [
        said("a", "cohort/counted", "NUMBERS", None, count=count("series/alone"), occasion="occasion/talk"),
        said("b", "cohort/part", "NUMBERS", None, count=count("series/shared")),
        said("c", "cohort/whole", "NUMBERS", None, count=count("series/shared")),
    ]
    made_up = dossier("first", [*heads, *numbers])
    record = replace(made_up.document, publisher="organization/publisher")
    return replace(made_up, document=record)


def second_document() -> Dossier:
    claims = [
        said("d", "person/both", "HEADS", "organization/of-both"),
        said("e", "organization/links", "HEADS", "organization/of-both"),
        said("f", "cohort/part", "NUMBERS", None, count=count("series/shared", of="cohort/whole")),
        said("g", "cohort/other", "NUMBERS", None, count=count("series/shared")),
    ]
    made_up = dossier("second", claims)
    record = replace(made_up.document, publisher="organization/publisher")
    return replace(made_up, document=record)


def decision() -> Decision:
    items = ["person/decided", "person/decided-too"]
    return Decision("decision/x", "entity", items, "different", "two people", "a reader", "2026-02-01")


def write_all(store: Store, registries: list[Registry], dossiers: list[Dossier]) -> str:
    empty(store)
    ensure_schema(store)
    entities = [entity for part in registries for entity in part.entities]
    occasions = [occasion for part in registries for occasion in part.occasions]
    series = [one for part in registries for one in part.series]
    made.write_registry(store, Registry(entities, occasions, series), [decision()])
    made.write(store, dossiers, {})
    note = NoteEntry("note/n", "person/noted", "A remark.", "a reader", "2026-02-01")
    store.write(lambda tx: write_notes(tx, store.dialect, [note], str))
    return str(digest(store))


def test_what_anybody_else_names_stays(store: Store) -> None:
    expected = write_all(store, [KEPT_REGISTRY], [second_document()])
    write_all(store, [KEPT_REGISTRY, BROUGHT_REGISTRY], [first_document(), second_document()])
    wanted = {
        one.id for part in ("entities", "occasions", "series") for one in getattr(BROUGHT_REGISTRY, part)
    }
    assert {one.id for one in build_preview(store, "document/first").brought} == wanted
    remove_documents(store, ["document/first"])
    assert str(digest(store)) == expected


@pytest.mark.embedded
def test_documents_removed_together_share_what_they_brought(embedded_store: Store) -> None:
    write_all(embedded_store, [KEPT_REGISTRY, BROUGHT_REGISTRY], [first_document(), second_document()])
    remove_documents(embedded_store, ["document/first", "document/second"])
    left = embedded_store.read("MATCH (e:Entity) RETURN e.id AS id ORDER BY id")
    assert [row["id"] for row in left] == [
        "person/decided",
        "person/decided-too",
        "person/never-named",
        "person/noted",
    ]
