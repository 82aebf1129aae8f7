"""Remove a document from the graph: preview what only it supports, then delete exactly that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.model.catalogue import build_canonical
from graph.model.errors import InputError
from graph.store.load_lock import OnWait, hold_lock
from graph.store.protocols import StoreRunner
from graph.store.registry_reader import read_stored_decisions
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store, Tx
from graph.store.wholeness import save_record
from graph.write.entity_writer import delete_entities
from graph.write.transaction_writer import Outcome, TransactionWriter
from ingest.sole_mentions import SoleMention, find_sole_mentions

_SUPPORTED = """
MATCH (c:Claim {document: $id}) WHERE c.fact IS NOT NULL
WITH c.fact AS fact, min(c.id) AS claim
MATCH (other:Claim {fact: fact})
WITH fact, claim, count(CASE WHEN other.document <> $id THEN 1 END) AS elsewhere
MATCH (c:Claim {id: claim})-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o)
RETURN elsewhere, s.name AS subject, c.relation AS predicate, o.name AS object
ORDER BY subject, predicate, object
"""
_REFERRED = """
MATCH (d:Document {id: $id})<-[:SUBJECT|OBJECT|WITH]-(c:Claim) WHERE c.document <> $id
RETURN DISTINCT c.document AS document ORDER BY document
"""


class SupportedFact(NamedTuple):
    """A fact that is removed with its document, by the names of its ends."""

    subject: str
    predicate: str
    object: str


class RemovalPreview(NamedTuple):
    """The effect of a removal: claims, facts that only this document supports, and its sole mentions.

    `brought` holds the entities, occasions and series that only it brought; `shared` facts stay.
    """

    claims: int
    facts: list[SupportedFact]
    shared: int
    brought: list[SoleMention]


def build_preview(store: Store, document: str) -> RemovalPreview:
    """Return the facts that only this document supports, and the entities that only it brought."""
    rows = store.read(_SUPPORTED, {"id": document})
    claims = store.read("MATCH (c:Claim {document: $id}) RETURN count(c) AS n", {"id": document})[0]["n"]
    facts = [
        SupportedFact(row["subject"], row["predicate"], row["object"]) for row in rows if not row["elsewhere"]
    ]
    return RemovalPreview(
        claims, facts, len(rows) - len(facts), find_sole_mentions(StoreRunner(store), [document])
    )


def remove_documents(
    store: Store,
    documents: Sequence[str],
    *,
    keep_entities: bool = False,
    on_wait: OnWait = lambda _: None,
) -> Outcome:
    """Remove documents with exactly what only they support, in one transaction.

    Entities, occasions and series that only they brought are removed too, unless `keep_entities`.
    `on_wait` receives the description of the load that the removal waits for.
    Raises InputError where another document's claims are about one of them; EnvironmentProblem if
    the engine fails, or a load goes on for too long.
    """
    description = f"the removal of {len(documents)} document{'' if len(documents) == 1 else 's'}"
    with hold_lock(store, description, on_wait=on_wait):
        outcome = _remove(store, documents, keep_entities=keep_entities)
        save_record(store)
    return outcome


def _remove(store: Store, documents: Sequence[str], *, keep_entities: bool) -> Outcome:
    for document in documents:
        referring = [row["document"] for row in store.read(_REFERRED, {"id": document})]
        if other_documents := sorted(set(referring) - set(documents)):
            raise InputError(
                f"{document} cannot be removed: claims of {', '.join(other_documents)} are about it.",
                hint="Remove those documents first, or together with it.",
            )
    canonical = build_canonical(read_stored_decisions(store))

    def run_removal(tx: Tx) -> Outcome:
        speakers = SpeakerCache(canonical)
        context = speakers.build_context()
        brought = [] if keep_entities else find_sole_mentions(tx, documents)
        outcome = TransactionWriter(tx, store.dialect, context, speakers).remove_documents(documents)
        delete_entities(tx, [mention.id for mention in brought])
        return outcome

    return store.write(run_removal)
