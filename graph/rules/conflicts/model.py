"""What a conflict is: a named disagreement between claims, and what its rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from graph.model.claims import Claim
from graph.model.records import SeriesEntry
from graph.rules.context import Context
from graph.rules.figures import Figure

Over = Literal["proposition", "series", "measure", "event", "claim"]
"""What a rule looks at as a whole: all claims of one proposition, of one series, of all series that measure
the same, about one event, or one claim alone."""

ANSWERS = ("DISPUTES", "REPLACES_STATEMENT")
"""Predicates by which a claim speaks against another claim."""

CONTRADICTIONS = frozenset({"values", "parts", "denial", "exclusive", "days", "dated"})
"""Kinds of conflict of which not all sides can be right. The others warn against misreading: a rounding,
windows that overlap, two scopes, two wordings, one happening told as two."""

SPEAKERS_NAMED = 3


class Conflict(NamedTuple):
    """A disagreement. `about` is what it was found in; each side is the ids of the claims that hold it."""

    id: str
    kind: str
    about: str
    explanation: str
    settles: str
    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What a rule is given: the claims of one thing (`about`), complete.

    `answers` are the claims that speak against one of them; `figures` and `series` are set for series.
    """

    about: str
    claims: Sequence[Claim]
    answers: Sequence[Claim] = ()
    figures: Sequence[Figure] = ()
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)


class Found(NamedTuple):
    """What a rule found: what defines it within its group, the sides, and how it is told.

    `tell` is called when the names of all that the sides' claims speak of are known.
    """

    key: tuple[str, ...]
    sides: tuple[tuple[Claim, ...], ...]
    tell: Callable[[], str]


def _any_claim(_: Claim, __: Context) -> bool:
    return True


class Rule(NamedTuple):
    """One kind of conflict: what it finds, what would settle it, and how it is found.

    A rule over events may say which claims can be part of what it finds (`is_touched_by`): events of which no
    such claim changes are not looked at again.
    """

    kind: str
    over: Over
    title: str
    finds: str
    settles: str
    find: Callable[[Group, Context], Iterator[Found]]
    is_touched_by: Callable[[Claim, Context], bool] = _any_claim


def speakers(claims: Sequence[Claim], context: Context) -> str:
    """Who says these claims, in words; an article without a publisher is called by its label."""
    names = sorted({context.speaker_name(claim) for claim in claims})
    if len(names) > SPEAKERS_NAMED:
        names = [*names[:SPEAKERS_NAMED], f"{len(names) - SPEAKERS_NAMED} more"]
    return listed(names)


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing for nothing."""
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"
