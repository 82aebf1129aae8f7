"""Rules over the windows of one series: numbers that look as if they could be added or replaced.

Pure functions; each yields what it found, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.model.claims import Claim
from graph.model.quantity_wording import quantity_name
from graph.rules.conflicts.model import Found, Group, listed, speakers
from graph.rules.conflicts.quantities import Seen, all_seen, claims_of, seen_by_figure
from graph.rules.context import Context
from graph.rules.date_windows import relation, share_days, window_words

NUMBERS_NAMED = 6


def overlap(group: Group, context: Context) -> Iterator[Found]:
    """Numbers of one series whose windows share days: whoever adds them counts people twice."""
    figures = share_days(group.figures)
    if not figures:
        return

    def tell() -> str:
        told = [f"{quantity_name(f.quantity)} ({window_words(f.window)})" for f in figures]
        if len(told) > NUMBERS_NAMED:
            told = [*told[:NUMBERS_NAMED], f"{len(told) - NUMBERS_NAMED} more"]
        name = group.series[group.about].name if group.about in group.series else group.about
        return f"“{name}” has numbers for days that overlap, never to be added: {listed(told)}."

    seen = seen_by_figure(group)
    yield Found((), tuple(claims_of(seen[figure.id]) for figure in figures), tell)


def correction(group: Group, context: Context) -> Iterator[Found]:
    """A number put in place of another although it counts more days."""
    seen = {s.claim.id: s for s in all_seen(group)}
    pairs: dict[tuple[str, str], list[tuple[Seen, Seen, Claim]]] = defaultdict(list)
    for answer in group.answers:
        newer, older = seen.get(answer.subject), seen.get(answer.object)
        if answer.predicate != "REPLACES_STATEMENT" or newer is None or older is None:
            continue
        if relation(newer.figure.window, older.figure.window) == "contains":
            pairs[newer.figure.id, older.figure.id].append((newer, older, answer))
    for key, found in sorted(pairs.items()):
        yield _corrected(key, sorted(found, key=lambda f: f[2].id), context)


def _corrected(key: tuple[str, str], found: Sequence[tuple[Seen, Seen, Claim]], context: Context) -> Found:
    newer, older, _ = found[0]
    answers = [answer for _, _, answer in found]

    def tell() -> str:
        new, old = (f"{quantity_name(s.quantity)} ({window_words(s.figure.window)})" for s in (newer, older))
        return (
            f"{speakers(answers, context)} puts {new} in place of {old}, but it counts more days: "
            "both may hold, each for its own."
        )

    sides = (*claims_of([one for one, _, _ in found]), *answers), claims_of([other for _, other, _ in found])
    return Found(key, sides, tell)


def addition(group: Group, _context: Context) -> Iterator[Found]:
    """A number said to come on top of another whose days already hold its own."""
    seen = {s.claim.id: s for s in all_seen(group)}
    pairs: dict[tuple[str, str], list[tuple[Seen, Seen]]] = defaultdict(list)
    for more in seen.values():
        base = seen.get(more.quantity.adds_to)
        if base is None or not more.window[1] or not all(base.figure.window):
            continue
        first, last = base.figure.window
        if more.window[1] <= last and (more.window[0] or more.window[1]) >= first:
            pairs[more.figure.id, base.figure.id].append((more, base))
    for key, found in sorted(pairs.items()):
        yield _added(key, found)


def _added(key: tuple[str, str], found: Sequence[tuple[Seen, Seen]]) -> Found:
    more, base = found[0]

    def tell() -> str:
        extra = f"{quantity_name(more.quantity)} ({window_words(more.window)})"
        held = f"{quantity_name(base.quantity)} ({window_words(base.figure.window)})"
        read = " (read so: the text leaves it open)" if "count" in dict(more.claim.inferred) else ""
        return f"{extra} are to come on top of {held}{read}, whose days may hold them already."

    return Found(key, (claims_of([m for m, _ in found]), claims_of([b for _, b in found])), tell)
