"""Roll-ups of the claims of one fact: pure, and the only place that decides standing and assertion.

Documents, origins and the strongest modality are counted over the claims that state a fact;
denials are counted separately (DESIGN section 2, *Standing*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.model.claims import Claim
from graph.model.fact_types import build_denied_type

STRENGTH: Mapping[str, int] = {
    "confirmed": 6,
    "reported": 5,
    "estimated": 4,
    "alleged": 3,
    "predicted": 2,
    "promised": 1,
    "denied": 0,
}
ASSERTING = ("confirmed", "reported")
NAMES_SHOWN = 3
DISPUTES = "DISPUTES"
"""The predicate of a claim that rejects another without repeating its content."""


class Rollup(NamedTuple):
    """One fact, figure or participation in plain scalars and short lists, as its relationship carries it."""

    claims: int
    documents: int
    origins: int
    denials: int
    denial_origins: int
    modality: str
    standing: str
    asserted: bool
    hedged: bool
    said_by: tuple[str, ...]
    verbs: tuple[str, ...]
    happened_from: str
    happened_to: str
    first_published: str
    last_published: str

    def to_properties(self) -> dict[str, Any]:
        """Return the properties of a node or relationship; unknown days are left out."""
        row: dict[str, Any] = self._asdict()
        row["said_by"], row["verbs"] = list(self.said_by), list(self.verbs)
        return {name: value for name, value in row.items() if value != ""}


class Stances(NamedTuple):
    """The claims that state a fact, and those that deny it."""

    saying: list[Claim]
    denying: list[Claim]


def split_stances(claims: Iterable[Claim]) -> Stances:
    """Split the claims of one fact into those that state it and those that deny it, in their order.

    A statement that nobody affirms is negative ("was not paid"): its claims state it and deny
    nothing, and only a claim that rejects what others say (modality `denied`) denies it. A claim that
    disputes these denies them, and states that it does where it stands alone.
    """
    members = list(claims)
    disputing = {
        c.id
        for c in members
        if c.predicate == DISPUTES and any(c.object == disputed.id for disputed in members)
    }
    affirming = [c for c in members if c.affirms]
    if not affirming:
        saying = {c.id for c in members if c.modality != "denied" or c.predicate == DISPUTES} - disputing
    else:
        saying = {c.id for c in affirming}
    return Stances([c for c in members if c.id in saying], [c for c in members if c.id not in saying])


def compute_rollup(
    claims: Sequence[Claim], speaker_name: Callable[[Claim], str], denials: Iterable[Claim] = ()
) -> Rollup:
    """Roll up the claims of one fact; `speaker_name` names who ultimately says a claim.

    The same for every order of `claims`, of which there must be at least one. `denials` are those of other
    facts that deny this one, too (`graph.rules.happenings.find_denials`).
    """
    ordered = _sort_claims(claims)
    saying, denying = split_stances(ordered)
    return _build_rollup(ordered, Stances(saying, [*denying, *denials]), speaker_name)


def compute_participation_rollup(claims: Sequence[Claim], speaker_name: Callable[[Claim], str]) -> Rollup:
    """Roll up the claims that name an entity in an event: only affirming claims make it take part.

    The claims may be of several facts. The same for every order of `claims`, of which there must be
    one.
    """
    ordered = _sort_claims(claims)
    sides = Stances([c for c in ordered if c.affirms], [c for c in ordered if not c.affirms])
    return _build_rollup(ordered, sides, speaker_name)


def _sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (c.published_from or "9999", c.document, c.start, c.id))


def _build_rollup(ordered: Sequence[Claim], sides: Stances, speaker_name: Callable[[Claim], str]) -> Rollup:
    saying, denying = sides
    return Rollup(
        claims=len(saying),
        documents=len({c.document for c in saying}),
        origins=len({c.origin for c in saying}),
        denials=len(denying),
        denial_origins=len({c.origin for c in denying}),
        modality=max((c.modality for c in saying or denying), key=STRENGTH.__getitem__),
        standing=ordered[0].standing,
        asserted=any(is_assertion(c) for c in saying),
        hedged=bool(saying) and all(c.hedge for c in saying),
        said_by=_limit_names(map(speaker_name, saying or denying), NAMES_SHOWN),
        verbs=_limit_names((c.verb for c in ordered), len(ordered)),
        happened_from=min((c.when_from for c in ordered if c.when_from), default=""),
        happened_to=max((c.when_to for c in ordered if c.when_to), default=""),
        first_published=min((c.published_from for c in ordered if c.published_from), default=""),
        last_published=max((c.published_to for c in ordered if c.published_to), default=""),
    )


UNFULFILLED = ("predicted", "promised")
"""Modalities of acts that have not happened by the claim itself."""


def find_event_window(claims: Iterable[Claim]) -> tuple[str, str]:
    """Return the first and last day that an event can have happened, "" where no claim gives one.

    Only affirming claims about the event count, and none of something promised, planned or predicted.
    """
    relevant = [c for c in claims if c.affirms and c.modality not in UNFULFILLED and not _is_commitment(c)]
    first = min((c.when_from for c in relevant if c.when_from), default="")
    return first, max((c.when_to for c in relevant if c.when_to), default="")


def _is_commitment(claim: Claim) -> bool:
    return claim.predicate_class == "COMMITMENT"


def is_assertion(claim: Claim) -> bool:
    """Return whether this claim alone lets its fact be asserted.

    No accusation does; else an affirming claim that is reported or confirmed, unhedged and not read
    by inference.
    """
    return (
        claim.affirms
        and claim.standing != "accusation"
        and claim.modality in ASSERTING
        and not claim.hedge
        and not any(field in ("subject", "predicate", "object") for field, _ in claim.inferred)
    )


def derive_relationship_type(claims: Sequence[Claim]) -> str:
    """Return the relationship type of the fact: the denied one where no claim affirms it."""
    relation = claims[0].relation
    return relation if any(c.affirms for c in claims) else build_denied_type(relation)


def _limit_names(names: Iterable[str], limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:limit]
