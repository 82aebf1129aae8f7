"""What lies in the database, read back as records, inside the transaction that is about to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from graph.model.claims import Claim
from graph.model.records import NUMBER_FIELDS, Decision, Number
from graph.rules.conflicts.model import ANSWERS
from graph.rules.happenings import list_decided
from graph.rules.lineage import Kinship, Standing, family_at, list_kin
from graph.store.indexes import MARK
from graph.store.lineage_mapping import standing_from_row
from graph.store.protocols import Reads
from graph.store.row_mapping import claim_from_row, decision_from_row
from graph.store.step_cache import StepCache

BATCH = 5000
PRINCIPAL_DEPTH = 8
ENTRIES_KEPT = 25_000
"""How many entities, and how many documents, a load keeps from one transaction to the next."""
UNNAMED = ("unnamed", "collective")
"""How entities without a name of their own are named."""


def chunks(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Lists of at most `size` items."""
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def _claims(tx: Reads, keys: Iterable[str], *patterns: str, **params: Any) -> Iterator[Claim]:
    """Claims by any of these patterns, in one row of many: as many rows take the driver several times longer.

    A claim of several patterns comes several times.
    """
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key {pattern} RETURN collect(properties(c)) AS c" for pattern in patterns
    )
    for some in chunks(keys):
        for row in tx.stream(query, keys=some, **params):
            yield from map(claim_from_row, row["c"])


def claims_with_ids(tx: Reads, ids: Iterable[str]) -> list[Claim]:
    """Those of these claims that are in the graph."""
    return list(_claims(tx, ids, "MATCH (c:Claim {id: key})"))


def claims_answering(tx: Reads, claims: Iterable[str]) -> list[Claim]:
    """All claims that speak against any of these."""
    pattern = "MATCH (:Claim {id: key})<-[:OBJECT]-(c:Claim) WHERE c.predicate IN $answers"
    return list({claim.id: claim for claim in _claims(tx, claims, pattern, answers=list(ANSWERS))}.values())


def claims_of_documents(tx: Reads, documents: Iterable[str]) -> list[Claim]:
    """All claims of these documents."""
    return list(_claims(tx, documents, "MATCH (c:Claim {document: key})"))


_OF_FACT = "MATCH (c:Claim {fact: key})"
_OF_PROPOSITION = (_OF_FACT, "MATCH (c:Claim {proposition: key})")
_OF_SERIES = tuple(f"MATCH (c:Claim {{{field}_series: key}})" for field in NUMBER_FIELDS)
"""Claims of a fact; of a proposition, which only claims with another fact name; with a number of a series, a
pattern for each field that a number stands in."""


def claims_of_facts(tx: Reads, facts: Iterable[str]) -> list[Claim]:
    """All claims of these facts."""
    return list(_claims(tx, facts, _OF_FACT))


def claims_of_propositions(tx: Reads, propositions: Iterable[str]) -> list[Claim]:
    """All claims of these propositions."""
    return list(_claims(tx, propositions, *_OF_PROPOSITION))


def claims_of_series(tx: Reads, series: Iterable[str]) -> list[Claim]:
    """All claims with a number of these series."""
    return list({claim.id: claim for claim in _claims(tx, series, *_OF_SERIES)}.values())


def values_of_series(tx: Reads, series: Iterable[str]) -> Iterator[tuple[str, str, Number | None]]:
    """For each number of these series the series, the claim and the value, None for one without."""
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key {pattern} RETURN collect([key, c.id, c.{field}_value]) AS numbers"
        for field, pattern in zip(NUMBER_FIELDS, _OF_SERIES, strict=True)
    )
    for some in chunks(series):
        for row in tx.stream(query, keys=some):
            yield from map(tuple, row["numbers"])


def claims_of_events(tx: Reads, events: Iterable[str]) -> list[Claim]:
    """All claims about these events (ids as decided, not as written)."""
    return list(_claims(tx, events, f"MATCH (e:{MARK} {{id: key}})<-[:ABOUT]-(c:Claim)"))


def claims_naming(tx: Reads, entities: Sequence[str]) -> list[Claim]:
    """All claims in which these entities stand, or whose document speaks with their voice."""
    parts = "SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION"
    named = f"MATCH (e:{MARK} {{id: key}})<-[:{parts}]-(c:Claim)"
    speaking = (
        "MATCH (d:Document) WHERE d.agency = key OR d.publisher = key OR d.id = key "
        "MATCH (c:Claim {document: d.id})"
    )
    return list({claim.id: claim for claim in _claims(tx, entities, named, speaking)}.values())


_BUT_OF_SERIES = " AND ".join(f"$asked[coalesce(c.{field}_series, '')] IS NULL" for field in NUMBER_FIELDS)
_BUT_OF_PROPOSITIONS = "$asked[coalesce(c.proposition, c.fact, '')] IS NULL"
"""All but claims of the series, or propositions, that were asked for before. These are given as a map: an
engine goes through a list from its start, for each claim anew."""


def closure(tx: Reads, propositions: set[str], series: set[str]) -> dict[str, Claim]:
    """Claims of these propositions and series, of every proposition and series that those have, and so on."""
    pool: dict[str, Claim] = {}
    asked_propositions: dict[str, bool] = {}
    asked_series: dict[str, bool] = {}
    while propositions or series:
        # A claim that has both is read once, with the one or the other.
        mine = (f"{pattern} WHERE {_BUT_OF_SERIES}" for pattern in _OF_PROPOSITION)
        found = list(_claims(tx, sorted(propositions), *mine, asked=asked_series))
        asked_propositions |= dict.fromkeys(propositions, True)
        others = (f"{pattern} WHERE {_BUT_OF_PROPOSITIONS}" for pattern in _OF_SERIES)
        found += _claims(tx, sorted(series), *others, asked=asked_propositions)
        asked_series |= dict.fromkeys(series, True)
        fresh = {claim.id: claim for claim in found if claim.id not in pool}
        pool.update(fresh)
        propositions = {c.proposition_id for c in fresh.values() if c.fact} - asked_propositions.keys()
        series = {s for claim in fresh.values() for s in claim.series} - asked_series.keys()
    return pool


def decisions(tx: Reads) -> list[Decision]:
    """Every decision that was loaded."""
    rows = tx.run(f"MATCH (d:Decision:{MARK}) RETURN properties(d) AS d ORDER BY d.id")
    return [decision_from_row(row["d"]) for row in rows]


def decided_happenings(tx: Reads) -> dict[str, str]:
    """Return the happenings that standing decisions give to claims (`graph.rules.happenings`)."""
    rows = tx.run(f"MATCH (d:Decision:{MARK} {{about: 'fact'}}) RETURN properties(d) AS d ORDER BY d.id")
    return list_decided(decision_from_row(row["d"]) for row in rows)


def lineage_of_documents(tx: Reads, documents: Iterable[str]) -> Iterator[Standing]:
    """Every entry of lineage that names one of these documents; one that names two of them comes twice."""
    query = " UNION ALL ".join(
        f"UNWIND $keys AS key MATCH (l:Lineage {{{side}: key}}) WHERE l:{MARK} RETURN properties(l) AS l"
        for side in ("a", "b")
    )
    for some in chunks(documents):
        for row in tx.stream(query, keys=some):
            yield standing_from_row(row["l"])


class Passages:
    """Which passages of documents stand in others too, asked for many at once and kept while a load lasts."""

    def __init__(self) -> None:
        self._known: StepCache[list[Standing]] = StepCache(ENTRIES_KEPT, _fetch_lineage)

    def know(self, tx: Reads, documents: Iterable[str]) -> None:
        """Fetch the lineage of those of `documents` that are not known yet."""
        self._known.know(tx, documents)

    def shared(self, document: str) -> bool:
        """Whether a document has passages that stand in others, too."""
        return bool(self._known.get(document))

    def family(self, claim: Claim) -> str:
        """The family of a claim's passage, as `graph.rules.lineage.family_at` gives it."""
        return family_at(claim.document, claim.start, claim.end, self._known.get(claim.document) or ())

    def kin(self, document: str) -> frozenset[Kinship]:
        """Return the families of texts that a document prints (`graph.rules.lineage.list_kin`)."""
        return list_kin(self._known.get(document) or ())

    def end_step(self) -> None:
        """Release what was asked for until now."""
        self._known.end_step()


def _fetch_lineage(tx: Reads, documents: Sequence[str]) -> dict[str, list[Standing]]:
    lineage: dict[str, list[Standing]] = {document: [] for document in documents}
    found = {(one.entry.a, one.entry.b): one for one in lineage_of_documents(tx, documents)}
    for pair, one in found.items():
        for document in set(pair) & lineage.keys():
            lineage[document].append(one)
    return lineage


class _Speaker(NamedTuple):
    """What is read of an entity."""

    name: str
    principal: str
    naming: str


class Speakers:
    """Names, naming and principals of entities, asked for many at once and kept while a load lasts.

    `passages` is the same for what their documents share with others. All that is asked for is at hand until
    `end_step`, however little is kept; an entity that nobody asked for is fetched when it is looked up.
    """

    def __init__(self, canonical: Callable[[str], str]) -> None:
        self._canonical = canonical
        self._known: StepCache[_Speaker] = StepCache(ENTRIES_KEPT, self._fetch)
        self.passages = Passages()

    def know(self, tx: Reads, ids: Iterable[str]) -> None:
        """Fetch those of `ids` that are not known yet, and whom they speak for, and so on."""
        wanted, seen = {self._canonical(id_) for id_ in ids} - {""}, {""}
        for _ in range(PRINCIPAL_DEPTH + 1):
            self._known.know(tx, wanted)
            seen |= wanted
            found = map(self._known.get, wanted)
            wanted = {one.principal for one in found if one is not None} - seen
            if not wanted:
                return

    def _fetch(self, tx: Reads, ids: Sequence[str]) -> dict[str, _Speaker]:
        query = (
            f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}) "
            "RETURN collect([e.id, e.name, e.principal, e.naming]) AS found"
        )
        return {
            id_: _Speaker(name or id_, self._canonical(principal or ""), naming or "")
            for some in chunks(ids)
            for id_, name, principal, naming in tx.run(query, ids=some)[0]["found"]
        }

    def know_named(self, tx: Reads, claims: Iterable[Claim]) -> None:
        """Fetch all that is named in telling of these claims."""
        ids: set[str] = set()
        for claim in claims:
            ids.update((claim.subject, claim.object, claim.event, claim.voice))
            ids.update(speaker.rstrip("?") for speaker in claim.by[:1])
        self.know(tx, (id_ for id_ in ids if not id_.startswith(("value/", "claim/"))))

    def know_of(self, tx: Reads, claims: Iterable[Claim]) -> None:
        """Fetch who says these claims, and what their documents share with others."""
        held = list(claims)
        self.know(tx, {speaker.rstrip("?") for claim in held for speaker in (*claim.by[:1], claim.voice)})
        self.passages.know(tx, {claim.document for claim in held})

    def end_step(self) -> None:
        """Release what was asked for until now: a question is answered, or a transaction begins."""
        self._known.end_step()
        self.passages.end_step()

    def forget(self, ids: Iterable[str]) -> None:
        """Ask for these anew when next they are needed: they have another name now."""
        for id_ in ids:
            self._known.forget(id_)

    def name(self, id_: str) -> str:
        """The name of an entity; its id where it has none, or is not in the graph."""
        found = self._get(id_)
        return found.name if found else id_

    def principal(self, id_: str) -> str:
        """For whom an entity ultimately speaks; itself where for nobody else."""
        current = self._canonical(id_)
        for _ in range(PRINCIPAL_DEPTH):
            found = self._get(current)
            if found is None or not found.principal:
                break
            current = found.principal
        return current

    def generic(self, id_: str) -> bool:
        """Return whether an entity has no name of its own, such as experts or a witness."""
        found = self._get(id_)
        return found is not None and found.naming in UNNAMED

    def _get(self, id_: str) -> _Speaker | None:
        return self._known.get(self._canonical(id_)) if id_ else None
