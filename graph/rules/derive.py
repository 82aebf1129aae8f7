"""Derive figures, origins, and what facts and events add up to from a closed set of claims: pure.

*Closed* means: with a claim come all claims that share its proposition or one of its series.
Which claims of a proposition share a fact is decided before (`graph.rules.happenings`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from graph.model.claims import Claim
from graph.rules.context import RuleContext
from graph.rules.figures import Figure, build_figures, collect_sightings
from graph.rules.origin_model import OriginKey
from graph.rules.origins import find_origins


class DerivedClaims(NamedTuple):
    """Claims with figures and origin set; the figures themselves; the origins by id."""

    claims: dict[str, Claim]
    figures: dict[str, Figure]
    origins: dict[str, OriginKey]


def derive_claims(claims: Iterable[Claim], context: RuleContext) -> DerivedClaims:
    """Set figures and origin on a closed set of claims. The same for every order of `claims`."""
    pool = {claim.id: claim for claim in claims}
    figures = {
        f.id: f
        for series, seen in collect_sightings(pool.values()).items()
        for f in build_figures(series, seen)
    }
    figures_by_claim: dict[str, list[str]] = defaultdict(list)
    for figure in figures.values():
        for sighting in figure.seen:
            figures_by_claim[sighting.claim].append(figure.id)
    for id_, claim in pool.items():
        figure_ids = tuple(sorted(figures_by_claim.get(id_, ())))
        if figure_ids != claim.figures:
            pool[id_] = msgspec.structs.replace(claim, figures=figure_ids)
    assigned = find_origins(list(pool.values()), context.origin_lookup)
    origins = {verdict.origin.id: verdict.origin for verdict in set(assigned.values())}
    ids = {key: id_ for id_, key in origins.items()}
    for id_, claim in pool.items():
        origin, why = ids[assigned[id_].origin], assigned[id_].why
        if (origin, why) != (claim.origin, claim.origin_why):
            pool[id_] = msgspec.structs.replace(claim, origin=origin, origin_why=why)
    return DerivedClaims(pool, figures, origins)


def list_secondary_roles(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the roles of a claim besides its ends, each with its entity: its `roles`, and "place"."""
    yield from claim.roles
    if claim.place:
        yield "place", claim.place


class Participation(NamedTuple):
    """An entity's part in an event, or the event's place (`role` "place")."""

    event: str
    role: str
    entity: str


def list_participations(claim: Claim, context: RuleContext) -> Iterator[Participation]:
    """Yield the entities that a claim about an event names, with their roles; none without an event."""
    if not claim.event:
        return
    event = context.canonical(claim.event)
    predicate = context.ontology.find_predicate(claim.predicate)
    agentless = "agent" in claim.unstated and predicate.agentless
    ends = (predicate.ends[1], "object") if agentless else predicate.ends
    named = [(ends[0], claim.subject), (ends[1], claim.object), *list_secondary_roles(claim)]
    seen = set()
    for role, entity in named:
        part = Participation(event, role, context.canonical(entity))
        if part.entity and part.entity != event and not _is_internal(part.entity) and part not in seen:
            seen.add(part)
            yield part


def _is_internal(id_: str) -> bool:
    return id_.startswith(("value/", "claim/"))


def group_by_fact(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Group claims by fact; claims about claims have none."""
    facts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.fact:
            facts[claim.fact].append(claim)
    return facts
