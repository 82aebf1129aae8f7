"""The words of claims, found by each engine's own index: the same claims on both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.engine.databases import send_command
from graph.model.errors import ScamgraphError
from graph.store.full_text import (
    CLAIMS,
    TEXT_INDEXES,
    NoTextIndex,
    build_text_query,
    ensure_text_indexes,
    search_text,
    split_words,
)
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.search.search_words import parse_search_words

WORDS = [
    "released", "release", "releases", "compound", "compounds", "embassy's", "1440", "1,440", "U.S. ban",
    "scam site", "online scam", "sanctio", "the", "NOT released", "compound AND released", "18-year-old",
    "US$15 billion", "陈志", "អ្នក", "2.2 million", "identities", "chen zhi", "a b c d e f g h i j k l m n o",
]  # fmt: skip
SYNTAX = [
    "AND",
    "OR",
    "NOT",
    "(",
    ")",
    '"',
    "*",
    "?",
    "~",
    ":",
    "\\",
    "/",
    "+",
    "-",
    "^",
    "[",
    "{",
    "||",
    "&&",
    "!",
]


def find(store: Store, text: str) -> list[str]:
    """The ids of the claims with the words of a text, sorted."""
    words = parse_search_words(text)
    query = build_text_query(words.words, words.spellings)
    rows = search_text(store, CLAIMS, query, "RETURN c.id AS id", {}) if query else []
    return sorted(row["id"] for row in rows)


@pytest.mark.neo4j
@pytest.mark.parametrize("text", WORDS)
def test_both_engines_find_the_same(both: tuple[Store, Store], text: str) -> None:
    embedded, neo4j = both
    assert find(embedded, text) == find(neo4j, text)


@pytest.mark.neo4j
def test_both_engines_find_the_same_for_every_word_of_every_claim(both: tuple[Store, Store]) -> None:
    rows = both[0].read("MATCH (c:Claim) RETURN c.says AS says ORDER BY says")
    words = sorted({word for row in rows for word in split_words(row["says"])})
    assert len(words) > 500
    assert [word for word in words[::3] if find(both[0], word) != find(both[1], word)] == []


def test_words_are_found_in_every_form(loaded: Store) -> None:
    released = find(loaded, "released")
    assert len(released) > 20
    assert find(loaded, "release") == find(loaded, "releases") == find(loaded, "RELEASED") == released


def test_all_the_words_are_needed(loaded: Store) -> None:
    both_words = find(loaded, "released compound")
    assert 0 < len(both_words) < min(len(find(loaded, "released")), len(find(loaded, "compound")))
    assert set(both_words) == set(find(loaded, "released")) & set(find(loaded, "compound"))


@pytest.mark.parametrize("sign", SYNTAX)
def test_syntax_of_the_index_does_nothing(loaded: Store, sign: str) -> None:
    for text in (
        f"released {sign}",
        f"{sign}released",
        f"released {sign} compound",
        f"rel{sign}eased",
        sign * 3,
    ):
        find(loaded, text)  # no error
    assert find(loaded, f"{sign} released" if not sign.isalpha() else "released") == find(loaded, "released")


def test_an_operator_is_a_word_like_any_other(loaded: Store) -> None:
    assert find(loaded, "released NOT compound") == find(loaded, "released compound")
    assert find(loaded, "says:released") == []
    assert find(loaded, "releas?d") != find(loaded, "released")


@given(st.text(max_size=30))
def test_a_query_has_only_words_and_the_signs_that_we_add(text: str) -> None:
    for word in split_words(text):
        assert not set(word) & set('+-&|!(){}[]^"~*?:\\/<> ') and word == word.lower()


def test_a_graph_without_the_index_says_what_to_do(loaded: Store) -> None:
    drop_index(loaded, CLAIMS.name)
    try:
        with pytest.raises(NoTextIndex, match="no full-text index") as refused:
            find(loaded, "released")
        assert "scamgraph ingest" in refused.value.hint
    finally:
        ensure_schema(loaded)
    assert len(find(loaded, "released")) > 20


def test_creating_the_indexes_again_changes_nothing(loaded: Store) -> None:
    ensure_text_indexes(loaded)
    assert len(find(loaded, "released")) > 20


def test_a_wrong_query_of_ours_is_not_taken_for_a_missing_index(loaded: Store) -> None:
    with pytest.raises(ScamgraphError) as refused:
        search_text(loaded, CLAIMS, "+released", "RETURN nothing AS here", {})
    assert not isinstance(refused.value, NoTextIndex)


def test_only_our_own_nodes_are_found(loaded: Store) -> None:
    loaded.write(lambda tx: tx.run("CREATE (:Claim {id: 'other', says: 'zzyzx released'})"))
    try:
        assert find(loaded, "zzyzx") == []
    finally:
        loaded.write(lambda tx: tx.run("MATCH (c:Claim {id: 'other'}) DELETE c"))


def test_what_is_written_and_deleted_is_indexed(store: Store) -> None:
    ensure_schema(store)
    store.write(
        lambda tx: tx.run("CREATE (:Scamgraph:Claim {id: 'claim/1', says: 'Quokkas were released.'})")
    )
    assert find(store, "quokka") == ["claim/1"]
    store.write(lambda tx: tx.run("MATCH (c:Claim {id: 'claim/1'}) SET c.says = 'Wombats left.'"))
    assert find(store, "quokka") == [] and find(store, "wombat") == ["claim/1"]
    store.write(lambda tx: tx.run("MATCH (c:Claim {id: 'claim/1'}) DELETE c"))
    assert find(store, "wombat") == []


def drop_index(store: Store, name: str) -> None:
    """Drop a full-text index, as a graph of an older version lacks it."""
    if store.engine == "neo4j":
        store.run_schema_statement(f"DROP INDEX {name}")
        return
    command = {"language": "sql", "command": f"DROP INDEX `{name}`"}
    send_command(store.endpoint, f"/api/v1/command/{store.database}", command)


def test_every_index_has_a_name_of_its_own() -> None:
    assert len({index.name for index in TEXT_INDEXES}) == len(TEXT_INDEXES)
