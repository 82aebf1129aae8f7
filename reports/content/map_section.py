"""The map section of a report: its places and sites, and where each of them lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.model.claims import Claim
from queries.wording.answer_sentence import Count
from reports.content.footnotes import Footnotes
from reports.content.model import MapPlace
from reports.content.places import PLACE_KINDS, describe_spots, find_spots
from reports.content.wording import Wording
from reports.part.closure import Closure

_NOWHERE = "not located by the claims of this report"
_FINE = frozenset({"point", "town", "province"})


def build_places(
    part: Closure, wording: Wording, notes: Footnotes, facts: Iterable[Sequence[Claim]]
) -> tuple[MapPlace, ...]:
    """Return the places and sites that these facts name, including those without a location.

    Returns none if nothing is located more precisely than by its country: a map would show nothing.
    """
    canonical = part.context.canonical
    claims_by_place: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in (claim for claims in facts for claim in claims if claim.affirms):
        ends = (claim.subject, claim.object, claim.place, *(entity for _, entity in claim.roles))
        for id_ in dict.fromkeys(canonical(end) for end in ends if end):
            entry = part.entities.get(id_)
            if entry is not None and entry.kind in PLACE_KINDS:
                claims_by_place[id_].append(claim)
    stated_locations = _find_stated_locations(part)
    things = [
        _build_map_place(part, wording, notes, id_, claims_by_place[id_], stated_locations)
        for id_ in claims_by_place
    ]
    if not any(spot.how in _FINE for thing in things for spot in thing.spots):
        return ()
    return tuple(sorted(things, key=lambda thing: (not thing.spots, thing.name, thing.id)))


def _find_stated_locations(part: Closure) -> Mapping[str, set[str]]:
    locations: defaultdict[str, set[str]] = defaultdict(set)
    for claim in part.claims.values():
        if claim.predicate == "LOCATED_IN" and claim.affirms:
            locations[part.context.canonical(claim.subject)].add(part.context.canonical(claim.object))
    return locations


def _build_map_place(  # noqa: PLR0913, PLR0917 - a place, its claims and the part they are from
    part: Closure,
    wording: Wording,
    notes: Footnotes,
    id_: str,
    claims: Sequence[Claim],
    stated_locations: Mapping[str, set[str]],
) -> MapPlace:
    spots = find_spots(id_, part.entities, stated_locations)
    names = {
        place: wording.format_name(place) for spot in spots for place in (spot.place, spot.through) if place
    }
    documents, speakers = len({c.document for c in claims}), len({wording.list_chain(c)[0] for c in claims})
    return MapPlace(
        id_,
        wording.format_name(id_),
        part.entities[id_].kind,
        describe_spots(spots, names, _NOWHERE),
        spots,
        f"{Count(documents):document}, {Count(speakers):speaker}",
        notes.find_notes(claims),
    )
