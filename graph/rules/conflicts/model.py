"""Model of conflicts: named disagreements between claims, their rules, and what the rules examine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from graph.model.claims import Claim
from graph.model.records import SeriesEntry
from graph.rules.context import RuleContext
from graph.rules.figures import Figure

ConflictScope = Literal["proposition", "series", "measure", "event", "claim"]
"""What a rule looks at as a whole: all claims of one proposition, of one series, of all series that measure
the same, about one event, or one claim alone."""

ANSWERS = ("DISPUTES", "REPLACES_STATEMENT")
"""Predicates by which a claim speaks against another claim."""

CONTRADICTIONS = frozenset({"values", "parts", "denial", "exclusive", "days", "dated"})
"""Kinds of conflict of which not all sides can be right. The others warn against misreading: a rounding,
windows that overlap, two scopes, two wordings, one happening reported as two."""

SPEAKERS_NAMED = 3


class Conflict(NamedTuple):
    """A disagreement. `about` is where it was found; each side is the ids of its claims."""

    id: str
    kind: str
    about: str
    explanation: str
    settles: str
    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The complete claims of one thing (`about`), as a rule receives them.

    `answers` are the claims that speak against one of them; `figures` and `series` are set for
    series.
    """

    about: str
    claims: Sequence[Claim]
    answers: Sequence[Claim] = ()
    figures: Sequence[Figure] = ()
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)


class ConflictCandidate(NamedTuple):
    """A result of a rule: what identifies it within its group, the sides, and its explanation.

    `tell` is called when the names of all entities in the sides' claims are loaded.
    """

    key: tuple[str, ...]
    sides: tuple[tuple[Claim, ...], ...]
    tell: Callable[[], str]


def _is_touched_by_any(_: Claim, __: RuleContext) -> bool:
    return True


class Rule(NamedTuple):
    """One kind of conflict: what it finds, what would settle it, and how it is found.

    A rule over events may say which claims can be part of its results (`is_touched_by`): events of
    which no such claim changes are not examined again.
    """

    kind: str
    over: ConflictScope
    title: str
    finds: str
    settles: str
    find: Callable[[ClaimGroup, RuleContext], Iterator[ConflictCandidate]]
    is_touched_by: Callable[[Claim, RuleContext], bool] = _is_touched_by_any


def format_speakers(claims: Sequence[Claim], context: RuleContext) -> str:
    """Return the speakers of these claims in words; an article without a publisher has its label."""
    names = sorted({context.find_speaker_name(claim) for claim in claims})
    if len(names) > SPEAKERS_NAMED:
        names = [*names[:SPEAKERS_NAMED], f"{len(names) - SPEAKERS_NAMED} more"]
    return format_list(names)


def format_list(parts: Sequence[str]) -> str:
    """Return the parts as `a`, `a and b` or `a, b and c`; "" for no parts."""
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"
