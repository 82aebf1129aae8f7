"""Which claims go back to one utterance or observation: *outlets repeat, origins corroborate*.

The rules of DESIGN section 2, *Independence*, as one pure function over claims. Where two readings are
possible, the one with fewer origins is taken and the claim says so in `why`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.model.claims import Claim
from graph.model.union_find import Together
from graph.rules.origin_model import OPEN, Assigned, OriginKey, Readings, list_statements
from graph.rules.reprinted_statements import join_printings

SAME_SPEAKER = "same speaker and statement, no other occasion shown"
SAME_NUMBER = "repeats a number given elsewhere with a speaker"
OPEN_LINK = "the text leaves the speaker open; read so that fewer origins count"
PRINTED = "the passage stands in other documents, too"
PERHAPS_PRINTED = "perhaps the text of other documents, which nobody has settled; read so that fewer count"
SAID_BESIDE = "its document says the same in a passage that stands in other documents, too"


def origins_of(claims: Sequence[Claim], readings: Readings) -> dict[str, Assigned]:
    """Origin of each claim. `claims` must hold every claim that shares a fact or figure with another of them.

    The same for every order of `claims`. `figures` must be set on them.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    assigned: dict[str, Assigned] = {}
    plain = [c for c in ordered if c.by and not c.by[0].endswith(OPEN)]
    _assign_spoken(plain, readings, assigned)
    spoken = _by_statement(plain, assigned)
    _assign_open([c for c in ordered if c.by and c.by[0].endswith(OPEN)], readings, spoken, assigned)
    silent = [claim for claim in ordered if not claim.by]
    for claim in silent:
        if told := _told_elsewhere(claim, readings, spoken):
            assigned[claim.id] = told
    _assign_own_voice([c for c in silent if c.id not in assigned], readings, assigned)
    return {**assigned, **join_printings(ordered, readings, assigned)}


def _assign_spoken(claims: Iterable[Claim], readings: Readings, assigned: dict[str, Assigned]) -> None:
    """An occasion is an origin; claims of one principal without one go by statement."""
    occasions: dict[tuple[str, str], set[str]] = defaultdict(set)
    loose: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        principal = readings.principal(claim.by[0])
        if claim.occasion:
            occasion = readings.canonical(claim.occasion)
            assigned[claim.id] = Assigned(OriginKey("occasion", occasion))
            for statement in list_statements(claim):
                occasions[principal, statement].add(occasion)
        else:
            loose[principal].append(claim)
    for principal, group in loose.items():
        for members in _components(group):
            keys = sorted({s for c in members for s in list_statements(c)})
            found = sorted({o for key in keys for o in occasions.get((principal, key), ())})
            if found:
                verdict = Assigned(OriginKey("occasion", found[0]), SAME_SPEAKER)
            else:
                verdict = Assigned(OriginKey("speech", principal, keys[0] if keys else members[0].document))
            assigned.update({c.id: verdict for c in members})


def _components(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Groups of claims tied by a shared fact or figure; those with neither by document."""
    together = Together()
    for claim in claims:
        keys = list_statements(claim) or (claim.document,)
        for other in keys[1:]:
            together.join(other, keys[0])
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[together.group((list_statements(claim) or (claim.document,))[0])].append(claim)
    return list(groups.values())


def _by_statement(claims: Iterable[Claim], assigned: Mapping[str, Assigned]) -> dict[str, set[OriginKey]]:
    spoken: dict[str, set[OriginKey]] = defaultdict(set)
    for claim in claims:
        for statement in list_statements(claim):
            spoken[statement].add(assigned[claim.id].origin)
    return spoken


def _assign_open(
    claims: Iterable[Claim],
    readings: Readings,
    spoken: Mapping[str, set[OriginKey]],
    assigned: dict[str, Assigned],
) -> None:
    """Both readings of an open link: an origin already counted for the statement wins."""
    loose: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.occasion:
            assigned[claim.id] = Assigned(OriginKey("occasion", readings.canonical(claim.occasion)))
        else:
            loose[readings.principal(claim.speaker)].append(claim)
    for principal, group in loose.items():
        for members in _components(group):
            keys = sorted({key for claim in members for key in list_statements(claim)})
            known = {origin for key in keys for origin in spoken.get(key, ())}
            own = OriginKey("speech", principal, keys[0] if keys else members[0].document)
            verdict = Assigned(min(known, default=own), OPEN_LINK)
            assigned.update({claim.id: verdict for claim in members})


def _told_elsewhere(
    claim: Claim, readings: Readings, spoken: Mapping[str, set[OriginKey]]
) -> Assigned | None:
    """The document speaks: its occasion, or a number given elsewhere with a speaker."""
    if claim.occasion:
        return Assigned(OriginKey("occasion", readings.canonical(claim.occasion)))
    known = sorted({origin for figure in claim.figures for origin in spoken.get(figure, ())})
    return Assigned(known[0], SAME_NUMBER) if known else None


def _assign_own_voice(claims: Sequence[Claim], readings: Readings, assigned: dict[str, Assigned]) -> None:
    """The document speaks, of its own: the lineage of the passage where it is reprinted, else the document.

    A document that says one thing twice, once in a reprinted passage, is still one voice for it: so lineage
    only ever joins origins.
    """
    lineages = {claim.id: readings.lineage(claim) for claim in claims}
    stated = [claim for claim in claims if list_statements(claim)]
    for claim in claims:
        if not list_statements(claim):
            assigned[claim.id] = _printed(claim, lineages[claim.id], lineages[claim.id].rstrip(OPEN))
    for members in _components(stated):
        sources = _joined_sources((c.document, lineages[c.id].rstrip(OPEN)) for c in members)
        for claim in members:
            assigned[claim.id] = _printed(claim, lineages[claim.id], sources[claim.document])


def _printed(claim: Claim, lineage: str, source: str) -> Assigned:
    if not source:
        return Assigned(OriginKey("document", claim.document))
    why = (PERHAPS_PRINTED if lineage.endswith(OPEN) else PRINTED) if lineage else SAID_BESIDE
    return Assigned(OriginKey("lineage", source), why)


def _joined_sources(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each document the first of the lineages that it is tied to, through other documents if need be."""
    held: dict[str, set[str]] = defaultdict(set)
    for document, lineage in pairs:
        held[document].update([lineage] if lineage else [])
    first = {lineage: lineage for lineages in held.values() for lineage in lineages}
    moved = True
    while moved:
        moved = False
        for lineages in held.values():
            least = min((first[lineage] for lineage in lineages), default="")
            for lineage in lineages:
                moved |= first[lineage] != least
                first[lineage] = least
    return {
        document: min((first[one] for one in lineages), default="") for document, lineages in held.items()
    }
