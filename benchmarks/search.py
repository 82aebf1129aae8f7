"""How long a search takes on a generated graph, beside the bare full-text query of the same words.

Bare is one call of the engine's full-text procedure for the first hits, in an auto-commit session of the
driver. The target is a p95 of at most 3 times that, for the claims alone and for the whole search with all
groups and facets.

python -m benchmarks.search --claims 100000 --engine embedded --home DIR    (loads if the home is empty)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from typing import Any

import neo4j

from benchmarks.ask import Timed, side_by_side
from benchmarks.fixture_graph import asked, made_graph
from benchmarks.world import word
from graph.store.full_text import CLAIMS, build_text_query
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.ask.ask import no_texts
from queries.browse.scope import load_protected_names, open_scope
from queries.search.model import FIRST_HITS, SearchRequest
from queries.search.passages import Passages
from queries.search.search import search
from queries.search.search_words import parse_search_words

BARE = (
    f"CALL db.index.fulltext.queryNodes('{CLAIMS.name}', $words) YIELD node, score "
    f"RETURN node.id AS id, node.says AS says, score LIMIT {FIRST_HITS}"
)
CLAIM_WORDS = 400
"""The number of words that the sentences of generated claims have."""
TARGET = 3.0
SEED = 7


def list_texts(runs: int) -> dict[str, list[str]]:
    """Return the queries by kind, `runs` of each: whole words, two words, and a word half typed."""
    random = Random(SEED)
    words = [word(random.randrange(CLAIM_WORDS)) for _ in range(2 * runs)]
    return {
        "one word": words[:runs],
        "two words": [" ".join(pair) for pair in zip(words[:runs], words[runs:], strict=True)],
        "while typing": [text[:4] for text in words[:runs]],
    }


def measure(store: Store, texts: list[str]) -> list[Timed]:
    """Time the bare query, the claims alone and the whole search, in turn for each text."""
    passages, names, scope = Passages(no_texts), load_protected_names(store), open_scope(store)

    def run_search(text: str, **only: Any) -> Callable[[], Any]:
        return lambda: search(scope, SearchRequest(text, **only), passages, names)

    return side_by_side(
        {
            "bare": [_run_bare(store, text) for text in texts],
            "claims": [run_search(text, group="claims") for text in texts],
            "in the box": [run_search(text, limit=3, facets=False) for text in texts],
            "everything": [run_search(text) for text in texts],
        }
    )


def _run_bare(store: Store, text: str) -> Callable[[], Any]:
    words = parse_search_words(text)
    query = build_text_query(words.words, words.spellings)

    def run() -> Any:
        with store._reader_driver.session(
            database=store.database, default_access_mode=neo4j.READ_ACCESS
        ) as session:
            return session.run(BARE, words=query).data()

    return run


def main() -> None:
    """Print the times and how many times the bare query they are."""
    chosen = asked(__doc__, claims=100_000, runs=60)
    with made_graph(chosen) as (store, world):
        ensure_schema(store)
        sys.stdout.write(f"{chosen.engine}, {world.claims:,} claims, {chosen.runs} queries of each kind\n")
        for kind, texts in list_texts(chosen.runs).items():
            bare, *others = measure(store, texts)
            sys.stdout.write(f"{kind:14} {bare.what:11} p50 {bare.p50:6.1f}  p95 {bare.p95:6.1f} ms\n")
            for timed in others:
                ratio = timed.p95 / bare.p95
                mark = "" if ratio <= TARGET else f"   above {TARGET:g}"
                sys.stdout.write(
                    f"{kind:14} {timed.what:11} p50 {timed.p50:6.1f}  p95 {timed.p95:6.1f} ms   "
                    f"{ratio:4.1f} times bare{mark}\n"
                )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
