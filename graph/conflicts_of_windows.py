"""Rules over the windows of one series: numbers that look as if they could be added or replaced.

Pure functions; each yields what it found, the same for every order of claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.claims import Claim
from graph.conflict_model import Found, Group, listed, speakers
from graph.conflict_numbers import Seen, all_seen, claims_of, of_figure
from graph.derive import Context
from graph.rows import quantity_name
from graph.windows import relation, share_days, window_words

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

    yield Found((), tuple(claims_of(of_figure(group, figure)) for figure in figures), tell)


def correction(group: Group, context: Context) -> Iterator[Found]:
    """A number put in place of another although it counts more days."""
    seen = {s.claim.id: s for s in all_seen(group)}
    for answer in group.answers:
        newer, older = seen.get(answer.subject), seen.get(answer.object)
        if answer.predicate != "REPLACES_STATEMENT" or newer is None or older is None:
            continue
        if relation(newer.figure.window, older.figure.window) != "contains":
            continue
        yield _corrected(answer, newer, older, context)


def _corrected(answer: Claim, newer: Seen, older: Seen, context: Context) -> Found:
    def tell() -> str:
        new, old = (f"{quantity_name(s.quantity)} ({window_words(s.figure.window)})" for s in (newer, older))
        return (
            f"{speakers([answer], context)} puts {new} in place of {old}, but it counts more days: "
            "both may hold, each for its own."
        )

    return Found((newer.figure.id, older.figure.id), ((newer.claim, answer), (older.claim,)), tell)


def addition(group: Group, _context: Context) -> Iterator[Found]:
    """A number said to come on top of another whose days already hold its own."""
    seen = {s.claim.id: s for s in all_seen(group)}
    for more in seen.values():
        base = seen.get(more.quantity.adds_to)
        if base is None or not more.window[1] or not all(base.figure.window):
            continue
        first, last = base.figure.window
        if more.window[1] <= last and (more.window[0] or more.window[1]) >= first:
            yield _added(more, base)


def _added(more: Seen, base: Seen) -> Found:
    def tell() -> str:
        extra = f"{quantity_name(more.quantity)} ({window_words(more.window)})"
        held = f"{quantity_name(base.quantity)} ({window_words(base.figure.window)})"
        read = " (read so: the text leaves it open)" if "count" in dict(more.claim.inferred) else ""
        return f"{extra} are to come on top of {held}{read}, whose days may hold them already."

    return Found((more.figure.id, base.figure.id), ((more.claim,), (base.claim,)), tell)
