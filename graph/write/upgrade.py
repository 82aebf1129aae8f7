"""What a graph of an older format needs before this version goes on with it.

Format 1 kept all claims of one proposition in one fact; from format 2 on each happening has its own
(`graph.rules.happenings`).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.batching import chunks
from graph.model.catalogue import build_canonical
from graph.store import claim_reader
from graph.store.indexes import GRAPH_FORMAT, MARK, find_format, prepare
from graph.store.rule_context import build_context
from graph.store.speaker_cache import Speakers
from graph.store.store import Store, Tx
from graph.write.transaction_writer import Writer

FACTS_AT_ONCE = 500
_SEVERAL_WINDOWS = f"""
MATCH (c:Claim) WHERE c:{MARK} AND c.fact IS NOT NULL AND c.event IS NULL
WITH c.fact AS fact, count(DISTINCT coalesce(c.when_from, '') + '/' + coalesce(c.when_to, '')) AS windows
WHERE windows > 1 RETURN fact ORDER BY fact
"""


def upgrade(store: Store) -> None:
    """Make a graph of an older format one of this version, and prepare it.

    Safe to run again where it was broken off: the format is noted last. Raises EnvironmentProblem for a graph
    of a version that this one cannot go on with.
    """
    if find_format(store) < GRAPH_FORMAT:
        separate_happenings(store)
    prepare(store)


def separate_happenings(store: Store) -> None:
    """Give each happening a fact of its own in a graph of format 1."""
    for facts in chunks(_find_folded(store), FACTS_AT_ONCE):
        store.write(lambda tx, facts=facts: _separate(tx, facts))  # type: ignore[misc]


def _find_folded(store: Store) -> Iterator[str]:
    """Give the facts whose claims tell of several times: those that may be several happenings."""
    yield from (row["fact"] for row in store.read(_SEVERAL_WINDOWS))


def _separate(tx: Tx, facts: list[str]) -> None:
    canonical = build_canonical(claim_reader.decisions(tx))
    speakers = Speakers(canonical)
    writer = Writer(tx, tx.dialect, build_context(canonical, speakers), speakers)
    writer.rebuild(claim_reader.claims_of_facts(tx, facts), {})
