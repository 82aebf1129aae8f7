"""Model of conflicts: named disagreements between claims, their rules, and what the rules examine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from graph.model.claims import Claim
from graph.model.records import SeriesEntry
from graph.rules.context import RuleContext
from graph.rules.figures import Figure

ConflictScope = Literal["proposition", "series", "measure", "event", "entity", "claim"]
"""What a rule looks at as a whole: all claims of one proposition, of one series, of all series that measure
the same, about one event, about what one entity does or undergoes, or one claim alone."""

ANSWERS = ("DISPUTES", "REPLACES_STATEMENT")
"""Predicates by which a claim speaks against another claim."""

LINKS = ("CAUSED", "FOLLOWED", "LINKED_TO", "UNDETERMINED_WHETHER")
"""Predicates by which a claim links events, or claims about events, or leaves a question about them open."""

CONTRADICTIONS = frozenset({"values", "parts", "denial", "exclusive", "days", "dated"})
"""Kinds of conflict of which not all sides can be right. The others warn against misreading: a rounding,
windows that overlap, two scopes, two wordings, rival readings, one happening reported as two."""


CAUTIONS = frozenset({"rounding", "overlap", "counted", "scope", "quotation"})
"""Kinds of conflict that only warn against misreading numbers and words."""


class Conflict(NamedTuple):
    """A disagreement. `about` is where it was found; each side is the ids of its claims.

    `ask` names the speakers who could answer, or those who report them.
    """

    id: str
    kind: str
    about: str
    explanation: str
    settles: str
    ask: str
    sides: tuple[tuple[str, ...], ...]


class EventLink(NamedTuple):
    """A claim that links events: `subject` and `object` are the claims at its ends, None if they are none."""

    claim: Claim
    subject: Claim | None
    object: Claim | None


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The complete claims of one thing (`about`), as a rule receives them.

    `answers` are the claims that speak against one of them; `figures` and `series` are set for
    series; `links` are the claims that link an event, or a claim about it, to something else.
    """

    about: str
    claims: Sequence[Claim]
    answers: Sequence[Claim] = ()
    figures: Sequence[Figure] = ()
    series: Mapping[str, SeriesEntry] = field(default_factory=dict)
    links: Sequence[EventLink] = ()


class ConflictCandidate(NamedTuple):
    """A result of a rule: what identifies it within its group, the sides, and its explanation.

    `explain` is called when the names of all entities in the sides' claims are loaded.
    """

    key: tuple[str, ...]
    sides: tuple[tuple[Claim, ...], ...]
    explain: Callable[[], str]


def _is_touched_by_any(_: Claim, __: RuleContext) -> bool:
    return True


class Rule(NamedTuple):
    """One kind of conflict: what it finds, what would settle it, and how it is found.

    A rule over events or entities may say which claims can be part of its results (`is_touched_by`): those
    of which no such claim changes are not examined again.
    """

    kind: str
    over: ConflictScope
    title: str
    finds: str
    settles: str
    find: Callable[[ClaimGroup, RuleContext], Iterator[ConflictCandidate]]
    is_touched_by: Callable[[Claim, RuleContext], bool] = _is_touched_by_any
