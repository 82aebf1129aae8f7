"""Disambiguation of a name among the entities found for it. Pure.

A name means only an entity that has it as its id, a name, an alias, or a spelling of one. An
exact name beats an alias, both beat a misspelling, and a kind that fits the question (a speaker
is an actor, a site lies in a place) beats one that does not. Where two stay equal, the user must
choose. What is merely near is listed as a candidate, never returned as an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.model.errors import AmbiguousName, NameCandidate, UnknownName
from graph.model.name_matching import Match, fold_name, list_search_words

LISTED = 6
NEAR_ENOUGH, NEAR_BESIDE_DESCRIBED = 68.0, 70.0
"""The least score of a near match that is listed, alone or beside matches by description."""
BEHIND_BEST = 15.0
"""A near match that scores lower than the best one by more than this is not listed."""


def choose_match(text: str, matches: Sequence[Match], fits: Callable[[str], bool]) -> list[Match]:
    """Return the match that `text` means, followed by others that have its name as an alias.

    Args:
        text: What the user typed.
        matches: The matches for it, the best first.
        fits: Whether a kind is one that the question is about.

    Raises:
        UnknownName: Nothing has this name; the nearest are its candidates.
        AmbiguousName: Several have it.
    """
    name_matches = [match for match in matches if match.is_name_match]
    exact = [match for match in name_matches if match.how != "spelling"]
    for candidates in (exact, name_matches):
        for fitting in ([match for match in candidates if fits(match.kind)], candidates):
            if fitting:
                return _require_single(text, _select_best(fitting))
    raise build_unknown_name_error(text, matches)


def build_unknown_name_error(text: str, matches: Sequence[Match]) -> UnknownName:
    """Build the error for a name that nothing has, with the nearest of `matches`."""
    near = tuple(map(_to_candidate, filter_plausible_matches(text, matches)))
    if near:
        return UnknownName(
            f"Nothing here is called “{text}”.",
            hint=f"Nearest: {_format_candidates(near[:LISTED])}.",
            text=text,
            candidates=near,
        )
    return UnknownName(
        f"Nothing here is called “{text}”, nor anything near.",
        hint="It may be here by another name: try `scamgraph find` with a part or `scamgraph ask text`.",
        text=text,
    )


def filter_plausible_matches(text: str, matches: Sequence[Match]) -> list[Match]:
    """Return the matches that a person may have meant: by name, by description, or near enough."""
    certain_matches = [match for match in matches if match.how != "near"]
    best = max((match.score for match in matches if match.how == "near"), default=0.0)
    described = any(match.how in ("part", "description") for match in certain_matches)
    least = max(NEAR_BESIDE_DESCRIBED if described else NEAR_ENOUGH, best - BEHIND_BEST)
    return [
        match
        for match in matches
        if match.how != "near" or match.score >= least or _has_shared_words(text, match.matched)
    ]


def _has_shared_words(text: str, name: str) -> bool:
    """Return whether two names share two words, or half of their words, as those of a family do."""
    text_words, name_words = (set(list_search_words(fold_name(value).latin)) for value in (text, name))
    shared = len(text_words & name_words)
    return shared > 1 or 2 * shared >= max(len(text_words), len(name_words), 1)


def _select_best(matches: Sequence[Match]) -> list[Match]:
    """Return the best matches; a single name comes first, before aliases."""
    best = [match for match in matches if match.score > matches[0].score - 0.05]
    names = [match for match in best if match.how != "alias"]
    return [names[0], *(m for m in best if m is not names[0])] if len(names) == 1 else best


def _require_single(text: str, matches: list[Match]) -> list[Match]:
    if len(matches) > 1 and not (matches[0].how == "name" and all(m.how == "alias" for m in matches[1:])):
        several = tuple(map(_to_candidate, matches))
        raise AmbiguousName(
            f"“{text}” may mean several.",
            hint=f"Give one of these ids: {_format_candidates(several[:LISTED])}.",
            text=text,
            candidates=several,
        )
    return matches


def _to_candidate(match: Match) -> NameCandidate:
    return NameCandidate(match.id, match.name, match.kind)


def _format_candidates(candidates: Sequence[NameCandidate]) -> str:
    return ", ".join(map(str, candidates))
