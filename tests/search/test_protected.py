"""A name of a person who may be a victim is not searchable: it finds what a name that nobody has finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.export_records import WITHHELD
from graph.store.store import Store
from ingest.texts.text_store import find_texts
from queries.search.model import SearchResult
from queries.search.passages import Passages
from tests.search.conftest import search_for

NAME, NOBODY = "Lisa", "Xisa"


def summarize(result: SearchResult) -> object:
    return [(group.name, group.total, group.hits) for group in result.groups], result.facets, result.nearest


def test_the_graph_of_these_tests_holds_the_name(named: Store) -> None:
    rows = named.read("MATCH (c:Claim) WHERE c.says CONTAINS $name RETURN c.id AS id", {"name": NAME})
    people = named.read("MATCH (p:Person {name: $name}) RETURN p.id AS id", {"name": NAME})
    assert people and rows is not None


@pytest.mark.parametrize("form", ["{}", "{}'s", "who says {}?", "{} survivor", "  {} "])
def test_a_withheld_name_finds_what_nobodys_name_finds(named: Store, form: str) -> None:
    withheld, nobody = (search_for(named, form.format(name)) for name in (NAME, NOBODY))
    assert [group.total for group in withheld.groups] == [group.total for group in nobody.groups]
    assert withheld.facets == nobody.facets and withheld.nearest == nobody.nearest
    assert withheld.searched == nobody.searched


def test_neither_is_the_beginning_of_a_name(named: Store) -> None:
    totals = {group.name: group.total for group in search_for(named, NAME[:3]).groups}
    assert totals["entities"] == totals["claims"] == totals["passages"] == 0


def test_a_claim_that_has_the_name_is_not_found_by_it_but_by_its_other_words(store_with_name: Store) -> None:
    assert totals_of(store_with_name, NAME) == totals_of(store_with_name, NOBODY)
    (hit,) = search_for(store_with_name, "quokkas", group="claims").groups[0].hits
    assert NAME not in "".join(piece.text for piece in hit.title)
    assert WITHHELD in "".join(piece.text for piece in hit.title)


def totals_of(store: Store, text: str) -> list[int]:
    return [group.total for group in search_for(store, text).groups]


@pytest.fixture
def store_with_name(named: Store) -> Store:
    """The graph with a claim that names her, which no claim of the five articles does."""
    claim = named.read("MATCH (c:Claim) RETURN c.id AS id, c.says AS says ORDER BY id LIMIT 1")[0]
    write_says(named, claim["id"], f"{NAME} was seen with quokkas.")
    yield named  # type: ignore[misc]
    write_says(named, claim["id"], claim["says"])


def write_says(store: Store, claim: str, says: str) -> None:
    store.write(lambda tx: tx.run("MATCH (c:Claim {id: $id}) SET c.says = $says", id=claim, says=says))


def test_passages_name_nobody_who_may_be_a_victim(named: Store, texts: Path) -> None:
    library = find_texts(texts)
    passages = Passages(library.get)
    assert any(NAME in (library.get(digest) or "") for digest in library.paths)
    for text in (NAME, NOBODY):
        result = search_for(named, text, passages=passages)
        assert {group.name: group.total for group in result.groups}["passages"] == 0
    assert NAME not in repr(search_for(named, "passport", passages=passages, limit=50).groups)
