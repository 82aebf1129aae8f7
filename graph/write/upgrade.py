"""Upgrade a graph of an older format for this version.

Format 1 kept all claims of one proposition in one fact; from format 2 on each happening has its own
fact (`graph.rules.happenings`).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.batching import iter_batches
from graph.model.catalogue import build_canonical
from graph.store import claim_reader
from graph.store.indexes import GRAPH_FORMAT, MARK, ensure_schema, find_format
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store, Tx
from graph.write.transaction_writer import TransactionWriter

FACTS_AT_ONCE = 500
_SEVERAL_WINDOWS = f"""
MATCH (c:Claim) WHERE c:{MARK} AND c.fact IS NOT NULL AND c.event IS NULL
WITH c.fact AS fact, count(DISTINCT coalesce(c.when_from, '') + '/' + coalesce(c.when_to, '')) AS windows
WHERE windows > 1 RETURN fact ORDER BY fact
"""


def upgrade_graph(store: Store) -> None:
    """Convert a graph of an older format to this version's, and create its schema.

    Safe to run again after an interruption: the format is recorded last. Raises EnvironmentProblem for
    a graph of a version that this one cannot use.
    """
    if find_format(store) < GRAPH_FORMAT:
        split_facts_by_happening(store)
    ensure_schema(store)


def split_facts_by_happening(store: Store) -> None:
    """Give each happening its own fact in a graph of format 1."""
    for facts in iter_batches(_find_folded(store), FACTS_AT_ONCE):
        store.write(lambda tx, facts=facts: _split_facts(tx, facts))  # type: ignore[misc]


def _find_folded(store: Store) -> Iterator[str]:
    """Yield the facts whose claims give several times: those that may be several happenings."""
    yield from (row["fact"] for row in store.read(_SEVERAL_WINDOWS))


def _split_facts(tx: Tx, facts: list[str]) -> None:
    canonical = build_canonical(claim_reader.read_decisions(tx))
    speakers = SpeakerCache(canonical)
    writer = TransactionWriter(tx, tx.dialect, speakers.build_context(), speakers)
    writer.rewrite_claims(claim_reader.read_claims_of_facts(tx, facts), {})
