"""Join statements of documents of one lineage: *outlets repeat, origins corroborate*.

Where a wire story is printed twice, a sentence may be reworded, a speaker left out, or
"officials" may replace "Indonesia". So a statement that a document makes in its own voice, or
attributes to speakers without a name, goes back to the origin that the statement has in another
printing. Two speakers with names stay two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.union_find import DisjointSets
from graph.rules.lineage import KinHow, Kinship
from graph.rules.origin_model import OriginAssignment, OriginKey, OriginLookup, list_statements

REWORDED = "documents that print one text say the same, perhaps in other words; read so that fewer count"
DECIDED = "by decision one text: one document reprints or translates the other"
PERHAPS_DECIDED = "perhaps a reprint or a translation, which nobody has settled; read so that fewer count"

_WHY: Mapping[KinHow, str] = {"decided": DECIDED, "printed": REWORDED, "perhaps": PERHAPS_DECIDED}
"""Why origins are one, by the kinship of their documents; the first that applies is given."""


class _Node(NamedTuple):
    """Claims of one origin that are tied by their statements; they change origin together.

    Affirmations and denials are separate: a denial is never the origin of what is affirmed.
    """

    group: str
    affirms: bool
    origin: OriginKey


class _Voice(NamedTuple):
    """Who makes a statement in which document; `speaker` is empty for the document's own voice."""

    document: str
    speaker: str
    node: _Node


class _Joint(NamedTuple):
    """Two nodes that documents of one family make one."""

    one: _Node
    other: _Node
    kinship: Kinship


def join_printings(
    claims: Sequence[Claim], readings: OriginLookup, assigned: Mapping[str, OriginAssignment]
) -> dict[str, OriginAssignment]:
    """Return the claims whose origin another printing decides, with that origin. The same for every order."""
    kin = {document: readings.kin(document) for document in {claim.document for claim in claims}}
    kindred = {document: families for document, families in kin.items() if families}
    if len(kindred) < 2:
        return {}
    nodes = _list_nodes(claims, assigned)
    joints = set(_find_joints(claims, readings, kindred, nodes))
    moved = _resolve_origins(joints, readings)
    return {
        id_: moved[node]
        for id_, node in nodes.items()
        if node in moved and not (assigned[id_].why and moved[node].origin == node.origin)
    }


def _list_nodes(claims: Iterable[Claim], assigned: Mapping[str, OriginAssignment]) -> dict[str, _Node]:
    """Return the node of each claim that states something."""
    components = DisjointSets()
    stated = [(claim, keys) for claim in claims if (keys := list_statements(claim))]
    for _, keys in stated:
        for key in keys[1:]:
            components.union(*sorted((keys[0], key)))
    least: dict[str, str] = {}
    for _, keys in stated:
        group = components.find(keys[0])
        least[group] = min(least.get(group, keys[0]), *keys)
    return {
        claim.id: _Node(least[components.find(keys[0])], claim.affirms, assigned[claim.id].origin)
        for claim, keys in stated
    }


def _find_joints(
    claims: Iterable[Claim],
    readings: OriginLookup,
    kin: Mapping[str, Iterable[Kinship]],
    nodes: Mapping[str, _Node],
) -> Iterator[_Joint]:
    voices: dict[tuple[str, bool, str], set[tuple[_Voice, KinHow]]] = defaultdict(set)
    for claim in claims:
        speaker = readings.principal(claim.speaker) if claim.by else ""
        if claim.id in nodes and _is_adopted(nodes[claim.id], speaker, readings):
            continue
        for statement in list_statements(claim):
            voice = _Voice(claim.document, speaker, nodes[claim.id])
            for family, how in kin.get(claim.document, ()):
                voices[statement, claim.affirms, family].add((voice, how))
    for (_, _, family), printings in voices.items():
        if len({voice.node for voice, _ in printings}) < 2:
            continue
        speakers: dict[str, set[str]] = defaultdict(set)
        for voice, _ in printings:
            speakers[voice.document].add(voice.speaker)
        for (first, how), (second, second_how) in combinations(sorted(printings), 2):
            if _is_same_utterance(first, second, speakers, readings):
                kin_how = next(way for way in _WHY if way in (how, second_how))
                yield _Joint(first.node, second.node, Kinship(family, kin_how))


def _is_same_utterance(
    first: _Voice, second: _Voice, speakers: Mapping[str, set[str]], readings: OriginLookup
) -> bool:
    """Return whether two printings give one utterance.

    They do not where the speaker of one also makes the statement in the other: that claim is the
    counterpart.
    """
    if first.document == second.document or first.node == second.node:
        return False
    if not (_is_loose(first.node, readings) or _is_loose(second.node, readings)):
        return False
    if first.speaker == second.speaker:
        return True
    return first.speaker not in speakers[second.document] and second.speaker not in speakers[first.document]


def _is_adopted(node: _Node, speaker: str, readings: OriginLookup) -> bool:
    """Return whether a claim was read to repeat unnamed speakers of another document.

    Such a claim must not move them.
    """
    return _is_loose(node, readings) and node.origin.kind == "speech" and node.origin.source != speaker


def _is_loose(node: _Node, readings: OriginLookup) -> bool:
    """Return whether an origin has neither a named speaker nor an occasion."""
    kind, source, _ = node.origin
    return kind in ("document", "lineage") or (kind == "speech" and readings.generic(source))


def _resolve_origins(joints: Iterable[_Joint], readings: OriginLookup) -> dict[_Node, OriginAssignment]:
    """Return the origin of every loose node that is joined: that of a named speaker, else the least."""
    components = DisjointSets()
    firm: dict[_Node, set[OriginKey]] = defaultdict(set)
    families: dict[_Node, set[Kinship]] = defaultdict(set)
    ids: dict[str, _Node] = {}
    for joint in joints:
        loose = [node for node in joint[:2] if _is_loose(node, readings)]
        for node in loose:
            families[node].add(joint.kinship)
            ids[repr(node)] = node
        if len(loose) == 2:
            components.union(repr(loose[0]), repr(loose[1]))
        else:
            firm[loose[0]].update(node.origin for node in joint[:2] if node != loose[0])
    groups: dict[str, list[_Node]] = defaultdict(list)
    for id_, node in ids.items():
        groups[components.find(id_)].append(node)
    moved: dict[_Node, OriginAssignment] = {}
    for members in groups.values():
        kinships = {kinship for node in members for kinship in families[node]}
        origin = _choose_origin({origin for node in members for origin in firm[node]}, members, kinships)
        why = _WHY[next(way for way in _WHY if any(kinship.how == way for kinship in kinships))]
        moved.update((node, OriginAssignment(origin, why)) for node in members)
    return moved


def _choose_origin(firm: set[OriginKey], members: Iterable[_Node], kinships: Iterable[Kinship]) -> OriginKey:
    loose = {node.origin for node in members}
    spoken = firm or {origin for origin in loose if origin.kind == "speech"}
    if spoken:
        return min(spoken)
    printed = {origin.source for origin in loose if origin.kind == "lineage"}
    return OriginKey("lineage", min(printed | {kinship.family for kinship in kinships}))
