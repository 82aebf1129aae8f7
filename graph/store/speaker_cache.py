"""Speakers of claims and the passages of their documents, read once and kept while a transaction runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from graph.model.batching import chunks
from graph.model.claims import Claim
from graph.rules.lineage import Kinship, Standing, family_at, list_kin
from graph.store.claim_reader import lineage_of_documents
from graph.store.indexes import MARK
from graph.store.protocols import Reads
from graph.store.step_cache import StepCache

PRINCIPAL_DEPTH = 8


ENTRIES_KEPT = 25_000
"""How many entities, and how many documents, a load keeps from one transaction to the next."""


UNNAMED = ("unnamed", "collective")
"""How entities without a name of their own are named."""


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
