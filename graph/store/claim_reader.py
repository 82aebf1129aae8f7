"""Read stored claims, decisions, and lineage, inside the transaction that is about to change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.records import NUMBER_FIELDS, Decision, Number
from graph.rules.conflicts.model import ANSWERS, LINKS
from graph.rules.happenings import find_decided_happenings
from graph.rules.lineage import LineageStatus
from graph.store.indexes import MARK
from graph.store.lineage_mapping import standing_from_row
from graph.store.protocols import QueryRunner
from graph.store.row_mapping import claim_from_row, decision_from_row


def _read_claims(tx: QueryRunner, keys: Iterable[str], *patterns: str, **params: Any) -> Iterator[Claim]:
    """Yield claims that match any of these patterns; one result row holds many claims.

    One row per claim takes the driver several times longer. A claim of several patterns comes several
    times.
    """
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key {pattern} RETURN collect(properties(c)) AS c" for pattern in patterns
    )
    for batch in iter_batches(keys):
        for row in tx.stream(query, keys=batch, **params):
            yield from map(claim_from_row, row["c"])


def read_claims_by_id(tx: QueryRunner, ids: Iterable[str]) -> list[Claim]:
    """Return the claims with these ids that are in the graph."""
    return list(_read_claims(tx, ids, "MATCH (c:Claim {id: key})"))


def read_answering_claims(tx: QueryRunner, claims: Iterable[str]) -> list[Claim]:
    """Return all claims that speak against any of these."""
    pattern = "MATCH (:Claim {id: key})<-[:OBJECT]-(c:Claim) WHERE c.predicate IN $answers"
    return list(
        {claim.id: claim for claim in _read_claims(tx, claims, pattern, answers=list(ANSWERS))}.values()
    )


def read_links_of_claims(tx: QueryRunner, claims: Iterable[str]) -> list[Claim]:
    """Return all claims that link any of these claims to something (`graph.rules.conflicts.model.LINKS`)."""
    pattern = "MATCH (:Claim {id: key})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.predicate IN $links"
    return list({claim.id: claim for claim in _read_claims(tx, claims, pattern, links=list(LINKS))}.values())


def read_links_of_events(tx: QueryRunner, events: Iterable[str]) -> list[Claim]:
    """Return all claims that link these events themselves to something."""
    pattern = f"MATCH (e:{MARK} {{id: key}})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.predicate IN $links"
    return list({claim.id: claim for claim in _read_claims(tx, events, pattern, links=list(LINKS))}.values())


def read_claims_of_documents(tx: QueryRunner, documents: Iterable[str]) -> list[Claim]:
    """Return all claims of these documents."""
    return list(_read_claims(tx, documents, "MATCH (c:Claim {document: key})"))


_OF_FACT = "MATCH (c:Claim {fact: key})"
_OF_PROPOSITION = (_OF_FACT, "MATCH (c:Claim {proposition: key})")
_OF_SERIES = tuple(f"MATCH (c:Claim {{{field}_series: key}})" for field in NUMBER_FIELDS)
"""Patterns for the claims of a fact; of a proposition, which a claim has as a property only if its fact is
another; and with a number of a series, one pattern for each field that has a number."""


def read_claims_of_facts(tx: QueryRunner, facts: Iterable[str]) -> list[Claim]:
    """Return all claims of these facts."""
    return list(_read_claims(tx, facts, _OF_FACT))


def read_claims_of_propositions(tx: QueryRunner, propositions: Iterable[str]) -> list[Claim]:
    """Return all claims of these propositions."""
    return list(_read_claims(tx, propositions, *_OF_PROPOSITION))


def read_claims_of_series(tx: QueryRunner, series: Iterable[str]) -> list[Claim]:
    """Return all claims with a number of these series."""
    return list({claim.id: claim for claim in _read_claims(tx, series, *_OF_SERIES)}.values())


def read_series_values(tx: QueryRunner, series: Iterable[str]) -> Iterator[tuple[str, str, Number | None]]:
    """Yield the series, claim, and value (None if it has none) of each number of these series."""
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key {pattern} RETURN collect([key, c.id, c.{field}_value]) AS numbers"
        for field, pattern in zip(NUMBER_FIELDS, _OF_SERIES, strict=True)
    )
    for batch in iter_batches(series):
        for row in tx.stream(query, keys=batch):
            yield from map(tuple, row["numbers"])


def read_claims_of_events(tx: QueryRunner, events: Iterable[str]) -> list[Claim]:
    """Return all claims about these events (canonical ids, not ids as written)."""
    return list(_read_claims(tx, events, f"MATCH (e:{MARK} {{id: key}})<-[:ABOUT]-(c:Claim)"))


def read_claims_about(tx: QueryRunner, entities: Iterable[str], predicates: Iterable[str]) -> list[Claim]:
    """Return the claims with these predicates that have one of these entities as subject or object.

    `entities` are canonical ids. Of groups of people, all claims are returned.
    """
    pattern = (
        f"MATCH (e:{MARK} {{id: key}})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE key STARTS WITH 'cohort/' "
        "OR key STARTS WITH 'collective/' OR c.predicate IN $predicates"
    )
    claims = _read_claims(tx, entities, pattern, predicates=sorted(predicates))
    return list({claim.id: claim for claim in claims}.values())


def read_claims_naming(tx: QueryRunner, entities: Sequence[str]) -> list[Claim]:
    """Return all claims that name these entities, or whose document speaks with their voice."""
    parts = "SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION"
    named = f"MATCH (e:{MARK} {{id: key}})<-[:{parts}]-(c:Claim)"
    speaking = (
        "MATCH (d:Document) WHERE d.agency = key OR d.publisher = key OR d.id = key "
        "MATCH (c:Claim {document: d.id})"
    )
    return list({claim.id: claim for claim in _read_claims(tx, entities, named, speaking)}.values())


_BUT_OF_SERIES = " AND ".join(f"$asked[coalesce(c.{field}_series, '')] IS NULL" for field in NUMBER_FIELDS)
_BUT_OF_PROPOSITIONS = "$asked[coalesce(c.proposition, c.fact, '')] IS NULL"
"""Exclude claims of series, or propositions, that were read before. These are passed as a map: an engine
searches a list from its start for each claim."""


def load_connected_claims(tx: QueryRunner, propositions: set[str], series: set[str]) -> dict[str, Claim]:
    """Return claims of these propositions and series, of those that these claims have, and so on."""
    pool: dict[str, Claim] = {}
    seen_propositions: dict[str, bool] = {}
    seen_series: dict[str, bool] = {}
    while propositions or series:
        # A claim that has both is read once, by one of the two queries.
        proposition_patterns = (f"{pattern} WHERE {_BUT_OF_SERIES}" for pattern in _OF_PROPOSITION)
        claims = list(_read_claims(tx, sorted(propositions), *proposition_patterns, asked=seen_series))
        seen_propositions |= dict.fromkeys(propositions, True)
        series_patterns = (f"{pattern} WHERE {_BUT_OF_PROPOSITIONS}" for pattern in _OF_SERIES)
        claims += _read_claims(tx, sorted(series), *series_patterns, asked=seen_propositions)
        seen_series |= dict.fromkeys(series, True)
        fresh = {claim.id: claim for claim in claims if claim.id not in pool}
        pool.update(fresh)
        propositions = {
            claim.proposition_id for claim in fresh.values() if claim.fact
        } - seen_propositions.keys()
        series = {series_id for claim in fresh.values() for series_id in claim.series} - seen_series.keys()
    return pool


def read_decisions(tx: QueryRunner) -> list[Decision]:
    """Return every stored decision."""
    rows = tx.run(f"MATCH (d:Decision:{MARK}) RETURN properties(d) AS d ORDER BY d.id")
    return [decision_from_row(row["d"]) for row in rows]


def read_decided_happenings(tx: QueryRunner) -> dict[str, str]:
    """Return the happenings that standing decisions give to claims (`graph.rules.happenings`)."""
    rows = tx.run(f"MATCH (d:Decision:{MARK} {{about: 'fact'}}) RETURN properties(d) AS d ORDER BY d.id")
    return find_decided_happenings(decision_from_row(row["d"]) for row in rows)


def read_lineage_of_documents(tx: QueryRunner, documents: Iterable[str]) -> Iterator[LineageStatus]:
    """Yield every lineage entry that names one of these documents; twice if it names two of them."""
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key MATCH (l:Lineage {{{side}: key}}) WHERE l:{MARK} RETURN properties(l) AS l"
        for side in ("a", "b")
    )
    for batch in iter_batches(documents):
        for row in tx.stream(query, keys=batch):
            yield standing_from_row(row["l"])
