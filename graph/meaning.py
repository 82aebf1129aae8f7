"""Which of the entities found is the one meant. Pure.

A very name beats an alias, a name that holds all the words beats one that is merely near, and what a
question is about by nature (a speaker is an actor, a site lies in a place) beats what is not. Where two stay
equal, nobody chooses for the user.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.errors import InputError
from graph.names import Match, begins, holds

SURE = 80.0
MARGIN = 5.0
"""A near match is taken for the one meant if it scores SURE and no other comes within MARGIN."""
LISTED = 8


def choose(text: str, matches: Sequence[Match], fits: Callable[[str], bool]) -> list[Match]:
    """The match that `text` means, and behind it others that go by the same name.

    `matches` come best first; `fits` says of a kind whether it is one the question is about. Raises
    InputError that lists the candidates if there are several, and the nearest if there is none.
    """
    if not matches:
        raise InputError(
            f"Nothing here is called {text!r}, nor anything near.",
            hint="No source names it, or by another name: try `scamgraph find` or `scamgraph ask text`.",
        )
    fitting = [match for match in matches if fits(match.kind)]
    for way in (_same, _holding):
        for some in (fitting, matches):
            if found := way(text, some):
                return _only(text, found)
    if clear := _clear(matches):
        return [clear]
    if matches[0].score < SURE:
        raise InputError(f"Nothing here is called {text!r}.", hint=f"Nearest: {_listed(matches)}.")
    return _only(text, [match for match in matches if match.score > matches[0].score - MARGIN])


def _same(_: str, matches: Sequence[Match]) -> list[Match]:
    """Those whose very name or alias it is; a name beats aliases, which stand behind it."""
    exact = [match for match in matches if match.how != "near"]
    best = [match for match in exact if match.score > exact[0].score - 0.05]
    names = [match for match in best if match.how != "alias"]
    return [names[0], *(m for m in best if m is not names[0])] if len(names) == 1 else best


def _holding(text: str, matches: Sequence[Match]) -> list[Match]:
    """Those one of whose names holds the words; of several the nearest, or the one that begins with them."""
    holding = [match for match in matches if any(holds(name, text) for name in match.names)]
    beginning = [match for match in holding if any(begins(name, text) for name in match.names)]
    clear = _clear(holding) or (beginning[0] if len(beginning) == 1 else None)
    return [clear] if clear else holding


def _clear(matches: Sequence[Match]) -> Match | None:
    """The best of these if it is near enough and none comes near it."""
    sure = matches and matches[0].score >= SURE
    alone = len(matches) == 1 or (len(matches) > 1 and matches[1].score <= matches[0].score - MARGIN)
    return matches[0] if sure and alone else None


def _only(text: str, found: list[Match]) -> list[Match]:
    if len(found) > 1 and not (found[0].how == "name" and all(m.how == "alias" for m in found[1:])):
        raise InputError(f"{text!r} may mean several.", hint=f"Give one of these ids: {_listed(found)}.")
    return found


def _listed(matches: Sequence[Match]) -> str:
    return "; ".join(f"{m.id} ({m.name})" for m in matches[:LISTED])
