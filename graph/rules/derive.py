"""From a closed set of claims to figures, origins and what each fact and event adds up to: pure functions.

*Closed* means: with a claim come all claims that share its proposition or one of its series. Which claims of
a proposition share a fact is decided before (`graph.rules.happenings`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from graph.model.claims import Claim
from graph.model.ontology import Ontology
from graph.rules.figures import Figure, figures_of, sightings
from graph.rules.happenings import find_denials
from graph.rules.lineage import Kinship
from graph.rules.origin_model import OriginKey, Readings
from graph.rules.origins import origins_of
from graph.rules.rollup import relationship_type, roll_up
from graph.rules.statement_choice import choose_statement
from graph.store.row_mapping import name_article, quantity_name, quantity_row


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules look up: who is decided to be whom, who speaks for whom, names, lineage, vocabulary.

    `kin` and `generic` are those of `Readings`.
    """

    canonical: Callable[[str], str]
    principal: Callable[[str], str]
    name: Callable[[str], str]
    lineage: Callable[[Claim], str]
    ontology: Ontology
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]

    @property
    def readings(self) -> Readings:
        """What the rules of origins look up."""
        return Readings(self.principal, self.lineage, self.canonical, self.kin, self.generic)

    def speaker_name(self, claim: Claim) -> str:
        """Who ultimately says a claim: the first named speaker, else the document's own voice."""
        if claim.by:
            return self.name(self.canonical(claim.speaker))
        named = self.name(claim.voice)
        return name_article(named) if claim.voice == claim.document else named


class Derived(NamedTuple):
    """Claims with figures and origin set; the figures themselves; the origins by id."""

    claims: dict[str, Claim]
    figures: dict[str, Figure]
    origins: dict[str, OriginKey]


def derive(claims: Iterable[Claim], context: Context) -> Derived:
    """Set figures and origin on a closed set of claims. The same for every order of `claims`."""
    pool = {claim.id: claim for claim in claims}
    figures = {f.id: f for series, seen in sightings(pool.values()).items() for f in figures_of(series, seen)}
    held: dict[str, list[str]] = defaultdict(list)
    for figure in figures.values():
        for sighting in figure.seen:
            held[sighting.claim].append(figure.id)
    for id_, claim in pool.items():
        mine = tuple(sorted(held.get(id_, ())))
        if mine != claim.figures:
            pool[id_] = msgspec.structs.replace(claim, figures=mine)
    assigned = origins_of(list(pool.values()), context.readings)
    origins = {verdict.origin.id: verdict.origin for verdict in set(assigned.values())}
    ids = {key: id_ for id_, key in origins.items()}
    for id_, claim in pool.items():
        origin, why = ids[assigned[id_].origin], assigned[id_].why
        if (origin, why) != (claim.origin, claim.origin_why):
            pool[id_] = msgspec.structs.replace(claim, origin=origin, origin_why=why)
    return Derived(pool, figures, origins)


class FactRow(NamedTuple):
    """A fact as it is drawn: its ends, type and roll-up."""

    start: str
    end: str
    type: str
    properties: dict[str, Any]


def fact_rows(claims: Collection[Claim], context: Context) -> Iterator[tuple[FactRow, list[Claim]]]:
    """How each fact of complete propositions is drawn, with its claims."""
    denials = find_denials(claims)
    for fact, told in by_fact(claims).items():
        yield fact_row(fact, told, context, denials.get(fact, ())), told


def fact_row(fact: str, claims: list[Claim], context: Context, denials: Iterable[Claim] = ()) -> FactRow:
    """How the claims of one fact are drawn as one relationship; `denials` are those of `roll_up`."""
    first = min(claims, key=lambda c: c.id)
    end = first.object if first.object.startswith("value/") else context.canonical(first.object)
    says = choose_statement(claims).says
    properties = {"fact": fact, "says": says, **roll_up(claims, context.speaker_name, denials).properties()}
    return FactRow(context.canonical(first.subject), end, relationship_type(claims), properties)


def figure_row(figure: Figure, claims: Mapping[str, Claim], context: Context) -> dict[str, Any]:
    """The properties of a `:Figure`: number, window and roll-up of the claims that speak of it."""
    members = [claims[s.claim] for s in figure.seen]
    rolled = roll_up(members, context.speaker_name).properties()
    del rolled["standing"]
    return {
        "id": figure.id,
        "name": quantity_name(figure.quantity),
        "series": figure.series,
        **quantity_row("", figure.quantity),
        **{k: v for k, v in zip(("window_from", "window_to"), figure.window, strict=True) if v},
        **rolled,
    }


def with_roles(row: FactRow, claims: Iterable[Claim], context: Context) -> FactRow:
    """A fact with the further roles that affirming claims name, as `role=id`, to find ways over them soon."""
    named = (pair for claim in claims if claim.affirms for pair in further_roles(claim))
    roles = sorted({f"{role}={context.canonical(entity)}" for role, entity in named})
    return row._replace(properties={**row.properties, "roles": roles}) if roles else row


def further_roles(claim: Claim) -> Iterator[tuple[str, str]]:
    """The roles of a claim besides its ends, each with its entity: those of its predicate, and "place"."""
    yield from claim.roles
    if claim.place:
        yield "place", claim.place


class Participation(NamedTuple):
    """An entity's part in an event, or the event's place (`role` "place")."""

    event: str
    role: str
    entity: str


def participations(claim: Claim, context: Context) -> Iterator[Participation]:
    """Who and what a claim ABOUT an event names, in which role; nothing for a claim without event."""
    if not claim.event:
        return
    event = context.canonical(claim.event)
    predicate = context.ontology.predicate(claim.predicate)
    agentless = "agent" in claim.unstated and predicate.agentless
    ends = (predicate.ends[1], "object") if agentless else predicate.ends
    named = [(ends[0], claim.subject), (ends[1], claim.object), *further_roles(claim)]
    seen = set()
    for role, entity in named:
        part = Participation(event, role, context.canonical(entity))
        if part.entity and part.entity != event and not _is_internal(part.entity) and part not in seen:
            seen.add(part)
            yield part


def _is_internal(id_: str) -> bool:
    return id_.startswith(("value/", "claim/"))


def by_fact(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by fact; claims about claims make none."""
    facts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.fact:
            facts[claim.fact].append(claim)
    return facts
