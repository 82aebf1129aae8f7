"""Sentences of an answer about paths: how many, the weakest hop, and what is not said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.rules.conflicts.wording import format_list
from graph.rules.rollup import STRENGTH
from queries.paths.cypher import MOST_CLAIMS, MOST_TIES
from queries.paths.filters import PathFilters
from queries.paths.hops import Hop
from queries.paths.k_best_paths import Path
from queries.paths.search import MOST_WALKED, Region
from queries.wording.answer_sentence import Count, join_names

_MODALITY = {strength: modality for modality, strength in STRENGTH.items()}
_STANDING = {0: "an accusation, not a finding", 1: "a proceeding", 2: ""}
NO_TIE = (
    "A chain through a group named in general, a government, a country, a nationality or a place does not "
    "connect its ends"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """The names of both ends, and the maximum number of hops."""

    start: str
    end: str
    hops: int

    @property
    def within(self) -> str:
        """The bound in words."""
        return f"within {Count(self.hops):hop}"


@dataclass(frozen=True, slots=True)
class PathResult:
    """The best paths, and whether there are `more`.

    `direct`: the sources tie the ends directly. `tied`: they do, or some path, shown or not, does not
    meet in an event.
    """

    paths: Sequence[Path]
    more: bool
    direct: bool
    tied: bool


def describe_paths(ends: Ends, result: PathResult, names: Mapping[str, str], filters: PathFilters) -> str:
    """Describe whether the ends are tied, how many paths there are, and how the best is supported.

    The support is what its weakest hop rests on. That no source ties the two comes first, since many
    read no further.
    """
    best = result.paths[0]
    start, end = best.nodes[best.weakest], best.nodes[best.weakest + 1]
    hop = best.hops[best.weakest]
    which = "The best has" if result.more or len(result.paths) > 1 else "It has"
    weakest = ", which" if len(best.hops) == 1 else f"; its weakest, {names[start]} – {names[end]},"
    return (
        f"{_build_lead(ends, result, filters)} {which} {Count(len(best.hops)):hop}{weakest} "
        f"{_describe_support(hop)}.{_describe_event_meeting(result)}"
    )


def _build_lead(ends: Ends, result: PathResult, filters: PathFilters) -> str:
    paths = f"{Count(len(result.paths)):path leads|paths lead}"
    paths = f"more than {paths}" if result.more else paths
    within = f"{ends.within}{_format_filters(filters)}"
    if result.direct:
        lead = f"{paths[0].upper()}{paths[1:]} from {ends.start} to {ends.end} {within}."
        more = "; a path through others adds nothing to that" if len(result.paths) > 1 or result.more else ""
        return f"{lead} The sources tie the two directly{more}."
    over = "the sources speak of each hop, not of the two together"
    if not result.tied:
        over = "each leads through an event in which two appear, which does not connect them"
    return (
        f"No source in this graph ties {ends.start} to {ends.end} directly. Through others, {paths} from one "
        f"to the other {within}; {over}."
    )


def _describe_event_meeting(result: PathResult) -> str:
    """Say that the best path alone, of several, ties nobody; else return an empty text."""
    if result.direct or not result.tied or not result.paths[0].meets_in_event:
        return ""
    return " The best leads through an event: appearing in one event does not connect two people."


def describe_no_path(ends: Ends, filters: PathFilters, without: tuple[int, int] | None) -> str:
    """Say that no source ties the ends; with filters, say what there is without them."""
    sentence = (
        f"No source in this graph ties {ends.start} to {ends.end} {ends.within}{_format_filters(filters)}."
    )
    if without is None:
        return sentence
    ties, paths = without
    if not paths:
        return f"{sentence} Without the filters there is no path."
    there = "there is" if ties == 1 else "there are"
    return f"{sentence} Without the filters {there} {Count(ties):tie} between them, and {Count(paths):path}."


def describe_nearest_path(ends: Ends, meets: Sequence[str]) -> str:
    """Describe the nearest chain and why it ties nobody; with no `meets`, say that there is none."""
    if not meets:
        return (
            f"No chain leads from {ends.start} to {ends.end}, not even through a government, "
            "a country, a nationality, a place, or a group named in general."
        )
    return (
        f"The nearest chain depends on {format_list(meets)}. {NO_TIE}: the sources connect each end "
        "with it, not the two ends with each other."
    )


def list_notes(names: Mapping[str, str], region: Region) -> tuple[str, ...]:
    """List what was left out: at entities with very many ties, and because of too many entities."""
    notes = []
    if region.hubs:
        named = join_names(names[hub] for hub in region.hubs)
        notes.append(
            f"Not walked through, for more than {MOST_CLAIMS:,} claims that name them, except where others "
            f"lead to it from both ends: {named}."
        )
    if region.cut:
        named = join_names(names[end] for end in region.cut)
        notes.append(f"Of the ties of {named} only the {MOST_TIES} best supported of each sort are walked.")
    if not region.complete:
        notes.append(
            f"More than {MOST_WALKED:,} entities lie within these hops: others were not walked, there may "
            "be paths over them. Ask for fewer hops, or use filters."
        )
    return tuple(notes)


def _describe_support(hop: Hop) -> str:
    """Describe what a hop rests on.

    A part in an event is many statements, whose origins are never summed.
    """
    strength = hop.strength
    rests = f"rests on {Count(strength.origins):independent origin}"
    parts = [
        "is participation in an event" if hop.best.kind == "event" else rests,
        _STANDING[strength.standing],
    ]
    parts.append(_MODALITY[strength.modality])
    parts.append("" if strength.unhedged else "with reservations")
    return ", ".join(part for part in parts if part)


def _format_filters(filters: PathFilters) -> str:
    return f" ({', '.join(filters.said)})" if filters.said else ""
