"""What a transaction touches, in which conflicts must be found again, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.rules.conflicts.grouping import Groups, iter_entity_groups, iter_event_groups, list_linked_events
from graph.rules.conflicts.model import LINKS, EventLink
from graph.rules.conflicts.readings import find_party
from graph.rules.conflicts.registry import (
    RULES,
    is_entity_affected,
    is_event_affected,
    list_entity_predicates,
)
from graph.rules.context import RuleContext
from graph.store import claim_reader
from graph.store.store import Tx

_OVER_ENTITIES = tuple(rule.kind for rule in RULES if rule.over == "entity")


@dataclass(slots=True)
class AffectedIds:
    """The propositions, series, events, entities, claims, and measures to check again."""

    propositions: set[str] = field(default_factory=set)
    series: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)

    def add(self, claims: Iterable[Claim], context: RuleContext) -> None:
        """Add everything that these claims belong to."""
        for claim in claims:
            self.claims.add(claim.id)
            self.series.update(claim.series)
            if claim.fact:
                self.propositions.add(claim.proposition_id)
            if is_event_affected(claim, context):
                self.events.add(context.canonical(claim.event))
            if is_entity_affected(claim, context) and (party := find_party(claim, context)):
                self.entities.add(party)

    def add_links(self, links: Iterable[EventLink], context: RuleContext) -> None:
        """Add the events at the ends of these links."""
        for link in links:
            self.events |= list_linked_events(link, context)

    def add_earlier(self, tx: Tx, claims: Iterable[str]) -> None:
        """Add the events and entities of stored conflicts of these claims.

        They may be decided to be others now.
        """
        query = (
            "UNWIND $keys AS key MATCH (:Claim {id: key})<-[:BETWEEN]-(x:Conflict) "
            "WHERE x.about STARTS WITH 'event/' OR x.kind IN $kinds RETURN DISTINCT x.about AS about"
        )
        for batch in iter_batches(sorted(claims)):
            for row in tx.run(query, keys=batch, kinds=list(_OVER_ENTITIES)):
                (self.events if row["about"].startswith("event/") else self.entities).add(row["about"])


def read_touched_links(
    tx: Tx, changed: Sequence[Claim], pool: Mapping[str, Claim], fresh: Set[str]
) -> list[EventLink]:
    """Return the changed links, and the stored links of changed claims."""
    known = {**pool, **{claim.id: claim for claim in changed}}
    older = sorted(claim.id for claim in changed if claim.event and claim.id not in fresh)
    links = [
        *(claim for claim in changed if claim.predicate in LINKS),
        *claim_reader.read_links_of_claims(tx, older),
    ]
    return _resolve_links(tx, links, known)


def read_event_groups(tx: Tx, events: Set[str], context: RuleContext) -> Groups:
    """Yield the claims about each of these events, with the links to it."""
    claims = claim_reader.read_claims_of_events(tx, sorted(events))
    links = [
        *claim_reader.read_links_of_claims(tx, sorted({claim.id for claim in claims})),
        *claim_reader.read_links_of_events(tx, sorted(events)),
    ]
    resolved = _resolve_links(tx, links, {claim.id: claim for claim in claims})
    yield from iter_event_groups(claims, resolved, context, events)


def read_entity_groups(tx: Tx, entities: Set[str], context: RuleContext) -> Groups:
    """Yield the claims about what each of these entities does or undergoes."""
    predicates = list_entity_predicates(context.ontology)
    claims = claim_reader.read_claims_about(tx, sorted(entities), predicates)
    yield from iter_entity_groups(claims, context, entities)


def _resolve_links(tx: Tx, links: Iterable[Claim], known: Mapping[str, Claim]) -> list[EventLink]:
    """Return each link once, with the claims at its ends: known ones, else stored ones."""
    by_id = {link.id: link for link in links}
    ends = {end for link in by_id.values() for end in (link.subject, link.object)}
    missing = sorted(end for end in ends - known.keys() if end.startswith("claim/"))
    claims = {**known, **{claim.id: claim for claim in claim_reader.read_claims_by_id(tx, missing)}}
    return [
        EventLink(link, claims.get(link.subject), claims.get(link.object))
        for _, link in sorted(by_id.items())
    ]
