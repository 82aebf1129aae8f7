"""Assign claims to the utterance or observation behind them: *outlets repeat, origins corroborate*.

The rules of DESIGN section 2, *Independence*, as one pure function over claims. Where two
readings are possible, the one with fewer origins is taken and the claim says so in `why`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.model.claims import Claim
from graph.model.union_find import DisjointSets
from graph.rules.origin_model import OPEN, OriginAssignment, OriginKey, OriginLookup, list_statements
from graph.rules.reprinted_statements import join_printings

SAME_SPEAKER = "same speaker and statement, no other occasion shown"
SAME_NUMBER = "repeats a number given elsewhere with a speaker"
OPEN_LINK = "the text leaves the speaker open; read so that fewer origins count"
PRINTED = "the passage stands in other documents, too"
PERHAPS_PRINTED = "perhaps the text of other documents, which nobody has settled; read so that fewer count"
SAID_BESIDE = "its document says the same in a passage that stands in other documents, too"


def find_origins(claims: Sequence[Claim], readings: OriginLookup) -> dict[str, OriginAssignment]:
    """Return the origin of each claim; the same for every order of `claims`.

    `claims` must hold every claim that shares a fact or figure with another of them, and their
    `figures` must be set.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    assigned: dict[str, OriginAssignment] = {}
    attributed = [c for c in ordered if c.by and not c.by[0].endswith(OPEN)]
    _assign_spoken(attributed, readings, assigned)
    spoken = _group_by_statement(attributed, assigned)
    _assign_open([c for c in ordered if c.by and c.by[0].endswith(OPEN)], readings, spoken, assigned)
    silent = [claim for claim in ordered if not claim.by]
    for claim in silent:
        if assignment := _find_other_origin(claim, readings, spoken):
            assigned[claim.id] = assignment
    _assign_own_voice([c for c in silent if c.id not in assigned], readings, assigned)
    return {**assigned, **join_printings(ordered, readings, assigned)}


def _assign_spoken(
    claims: Iterable[Claim], readings: OriginLookup, assigned: dict[str, OriginAssignment]
) -> None:
    """Assign occasions as origins; claims of one principal without an occasion are grouped by statement."""
    occasions: dict[tuple[str, str], set[str]] = defaultdict(set)
    loose: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        principal = readings.principal(claim.by[0])
        if claim.occasion:
            occasion = readings.canonical(claim.occasion)
            assigned[claim.id] = OriginAssignment(OriginKey("occasion", occasion))
            for statement in list_statements(claim):
                occasions[principal, statement].add(occasion)
        else:
            loose[principal].append(claim)
    for principal, group in loose.items():
        for members in _group_connected(group):
            keys = sorted({statement for claim in members for statement in list_statements(claim)})
            shared_occasions = sorted(
                {occasion for key in keys for occasion in occasions.get((principal, key), ())}
            )
            if shared_occasions:
                verdict = OriginAssignment(OriginKey("occasion", shared_occasions[0]), SAME_SPEAKER)
            else:
                verdict = OriginAssignment(
                    OriginKey("speech", principal, keys[0] if keys else members[0].document)
                )
            assigned.update({claim.id: verdict for claim in members})


def _group_connected(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Group claims that share a fact or figure; claims with neither by document."""
    components = DisjointSets()
    for claim in claims:
        keys = list_statements(claim) or (claim.document,)
        for key in keys[1:]:
            components.union(key, keys[0])
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[components.find((list_statements(claim) or (claim.document,))[0])].append(claim)
    return list(groups.values())


def _group_by_statement(
    claims: Iterable[Claim], assigned: Mapping[str, OriginAssignment]
) -> dict[str, set[OriginKey]]:
    spoken: dict[str, set[OriginKey]] = defaultdict(set)
    for claim in claims:
        for statement in list_statements(claim):
            spoken[statement].add(assigned[claim.id].origin)
    return spoken


def _assign_open(
    claims: Iterable[Claim],
    readings: OriginLookup,
    spoken: Mapping[str, set[OriginKey]],
    assigned: dict[str, OriginAssignment],
) -> None:
    """Assign origins to claims with an open link: one already counted for the statement wins."""
    loose: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.occasion:
            assigned[claim.id] = OriginAssignment(OriginKey("occasion", readings.canonical(claim.occasion)))
        else:
            loose[readings.principal(claim.speaker)].append(claim)
    for principal, group in loose.items():
        for members in _group_connected(group):
            keys = sorted({key for claim in members for key in list_statements(claim)})
            spoken_origins = {origin for key in keys for origin in spoken.get(key, ())}
            own = OriginKey("speech", principal, keys[0] if keys else members[0].document)
            verdict = OriginAssignment(min(spoken_origins, default=own), OPEN_LINK)
            assigned.update({claim.id: verdict for claim in members})


def _find_other_origin(
    claim: Claim, readings: OriginLookup, spoken: Mapping[str, set[OriginKey]]
) -> OriginAssignment | None:
    """Return the origin of a claim in the document's own voice.

    It is its occasion, or that of a number given elsewhere with a speaker; None without either.
    """
    if claim.occasion:
        return OriginAssignment(OriginKey("occasion", readings.canonical(claim.occasion)))
    spoken_origins = sorted({origin for figure in claim.figures for origin in spoken.get(figure, ())})
    return OriginAssignment(spoken_origins[0], SAME_NUMBER) if spoken_origins else None


def _assign_own_voice(
    claims: Sequence[Claim], readings: OriginLookup, assigned: dict[str, OriginAssignment]
) -> None:
    """Assign claims in a document's own voice to the passage's lineage, else to the document.

    A document that says one thing twice, once in a reprinted passage, is still one voice for it: so
    lineage only ever joins origins.
    """
    lineages = {claim.id: readings.lineage(claim) for claim in claims}
    stated = [claim for claim in claims if list_statements(claim)]
    for claim in claims:
        if not list_statements(claim):
            assigned[claim.id] = _build_printed_origin(
                claim, lineages[claim.id], lineages[claim.id].rstrip(OPEN)
            )
    for members in _group_connected(stated):
        sources = _join_sources((c.document, lineages[c.id].rstrip(OPEN)) for c in members)
        for claim in members:
            assigned[claim.id] = _build_printed_origin(claim, lineages[claim.id], sources[claim.document])


def _build_printed_origin(claim: Claim, lineage: str, source: str) -> OriginAssignment:
    if not source:
        return OriginAssignment(OriginKey("document", claim.document))
    why = (PERHAPS_PRINTED if lineage.endswith(OPEN) else PRINTED) if lineage else SAID_BESIDE
    return OriginAssignment(OriginKey("lineage", source), why)


def _join_sources(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each document the first of the lineages it is tied to, directly or through others."""
    lineages_by_document: dict[str, set[str]] = defaultdict(set)
    for document, lineage in pairs:
        lineages_by_document[document].update([lineage] if lineage else [])
    first = {lineage: lineage for lineages in lineages_by_document.values() for lineage in lineages}
    moved = True
    while moved:
        moved = False
        for lineages in lineages_by_document.values():
            least = min((first[lineage] for lineage in lineages), default="")
            for lineage in lineages:
                moved |= first[lineage] != least
                first[lineage] = least
    return {
        document: min((first[lineage] for lineage in lineages), default="")
        for document, lineages in lineages_by_document.items()
    }
