"""Which of the entities found is the one meant. Pure.

Only what is called so is meant: an id, a name, an alias, or a spelling of one. A very name beats an alias,
both beat a misspelling, and what a question is about by nature (a speaker is an actor, a site lies in a
place) beats what is not. Where two stay equal, nobody chooses for the user. What is merely near is a
candidate to be listed, never an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.model.errors import AmbiguousName, Named, UnknownName
from graph.model.name_matching import Match, forms, words

LISTED = 6
NEAR_ENOUGH, NEAR_BESIDE_DESCRIBED = 68.0, 70.0
"""The score from which something near is worth naming, alone or beside what the words describe."""
BEHIND_BEST = 15.0
"""What scores so much less than the best of those near is noise beside it."""


def choose(text: str, matches: Sequence[Match], fits: Callable[[str], bool]) -> list[Match]:
    """Return the match that `text` means, and behind it others that have its name as an alias.

    Args:
        text: What the user typed.
        matches: What was found for it, the best first.
        fits: Whether a kind is one that the question is about.

    Raises:
        UnknownName: Nothing is called so; the nearest are its candidates.
        AmbiguousName: Several are.
    """
    called = [match for match in matches if match.is_called_so]
    exact = [match for match in called if match.how != "spelling"]
    for some in (exact, called):
        for fitting in ([match for match in some if fits(match.kind)], some):
            if fitting:
                return _only(text, _best(fitting))
    raise refuse_unknown(text, matches)


def refuse_unknown(text: str, matches: Sequence[Match]) -> UnknownName:
    """Return the error that says nothing is called so, with the nearest of `matches`."""
    near = tuple(map(_named, keep_worth_naming(text, matches)))
    if near:
        return UnknownName(
            f"Nothing here is called “{text}”.",
            hint=f"Nearest: {_list(near[:LISTED])}.",
            text=text,
            candidates=near,
        )
    return UnknownName(
        f"Nothing here is called “{text}”, nor anything near.",
        hint="It may be here by another name: try `scamgraph find` with a part or `scamgraph ask text`.",
        text=text,
    )


def keep_worth_naming(text: str, matches: Sequence[Match]) -> list[Match]:
    """Return those of the matches that a person may have meant: called so, described so, or rather near."""
    kept = [match for match in matches if match.how != "near"]
    best = max((match.score for match in matches if match.how == "near"), default=0.0)
    described = any(match.how in ("part", "description") for match in kept)
    least = max(NEAR_BESIDE_DESCRIBED if described else NEAR_ENOUGH, best - BEHIND_BEST)
    return [
        match
        for match in matches
        if match.how != "near" or match.score >= least or _share_words(text, match.matched)
    ]


def _share_words(text: str, name: str) -> bool:
    """Whether two names have two words in common, or half of them, as those of a family have."""
    mine, theirs = (set(words(forms(each).latin)) for each in (text, name))
    shared = len(mine & theirs)
    return shared > 1 or 2 * shared >= max(len(mine), len(theirs), 1)


def _best(matches: Sequence[Match]) -> list[Match]:
    """Those that fit best; a name beats aliases, which stand behind it."""
    best = [match for match in matches if match.score > matches[0].score - 0.05]
    names = [match for match in best if match.how != "alias"]
    return [names[0], *(m for m in best if m is not names[0])] if len(names) == 1 else best


def _only(text: str, matches: list[Match]) -> list[Match]:
    if len(matches) > 1 and not (matches[0].how == "name" and all(m.how == "alias" for m in matches[1:])):
        several = tuple(map(_named, matches))
        raise AmbiguousName(
            f"“{text}” may mean several.",
            hint=f"Give one of these ids: {_list(several[:LISTED])}.",
            text=text,
            candidates=several,
        )
    return matches


def _named(match: Match) -> Named:
    return Named(match.id, match.name, match.kind)


def _list(some: Sequence[Named]) -> str:
    return ", ".join(map(str, some))
