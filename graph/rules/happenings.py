"""Split the claims of one proposition into happenings: a pure rule over their windows.

Claims with one subject, predicate, object and event share a *proposition*, whose id is the hash
of these four (`graph.model.claims`). Where their windows are disjoint ("detained in 2031",
"detained in 2034") they describe several happenings, and each happening is a separate fact.
Nothing changes where there is one happening.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from graph.model.claims import Claim
from graph.model.ids import make_id
from graph.model.records import Decision
from graph.model.union_find import DisjointSets

LATEST = "9999-12-31"
"""Represents an end that is open or unknown; "" represents such a start."""


@dataclass(slots=True)
class _Group:
    """Claims whose windows overlap, from `first` to `last`. `denied`: no claim affirms that it happened."""

    first: str
    last: str
    denied: bool = False
    claims: list[Claim] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What distinguishes the group within its proposition, whatever claims it holds."""
        return self.first, "denied" if self.denied else "affirmed"


def split_happenings(claims: Iterable[Claim], decided: Mapping[str, str]) -> dict[str, Claim]:
    """Set on each claim the fact of its happening. The same for every order of `claims`.

    - Affirming claims whose windows overlap, directly or through others, describe one happening. An
      open or unknown end overlaps everything on its side.
    - A denial belongs to the one happening that it overlaps. One that overlaps none or several is a
      separate fact: it describes no happening, so it joins none to another.
    - Claims without a window belong to the only happening; where there are several, they are a separate
      fact.
    - Claims about an event are never split: the event says that they are one.

    Args:
        claims: Complete propositions: with a claim come all claims of its proposition.
        decided: By claim, a name for its happening by decision (`find_decided_happenings`).

    Returns:
        The claims by id, each with its new fact, proposition and value.
    """
    propositions: dict[str, list[Claim]] = defaultdict(list)
    result: dict[str, Claim] = {}
    for claim in claims:
        result[claim.id] = claim
        if claim.fact:
            propositions[claim.proposition_id].append(claim)
    for proposition, members in propositions.items():
        facts = _find_facts(proposition, members, decided) if _has_several_windows(members) else {}
        for claim in members:
            fact = facts.get(claim.id, proposition)
            if fact != claim.fact:
                result[claim.id] = set_fact(claim, fact, proposition)
    return result


def set_fact(claim: Claim, fact: str, proposition: str) -> Claim:
    """Return the claim with this fact of its proposition; a value belongs to one fact, so it follows."""
    return msgspec.structs.replace(
        claim,
        fact=fact,
        proposition="" if fact == proposition else proposition,
        object=make_id("value", [fact]) if claim.object.startswith("value/") else claim.object,
    )


def find_decided_happenings(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return a name of the happening for each claim that a standing decision joins with others."""
    components = DisjointSets()
    groups = _find_standing_groups(decisions)
    for first_claim, *other_claims in groups:
        for claim in other_claims:
            components.union(claim, first_claim)
    return {claim: components.find(claim) for group in groups for claim in group}


def find_redecided_claims(before: Iterable[Decision], after: Iterable[Decision]) -> frozenset[str]:
    """Return the claims of decisions on happenings that stand before or after, and not both."""
    return frozenset(
        claim for group in _find_standing_groups(before) ^ _find_standing_groups(after) for claim in group
    )


def _find_standing_groups(decisions: Iterable[Decision]) -> set[tuple[str, ...]]:
    """Return the claims of each standing decision that makes them one happening."""
    about = (d for d in decisions if d.about == "fact" and d.judgement == "same" and not d.withdrawn)
    return {tuple(decision.items) for decision in about}


def find_denials(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return for each fact the denials that reach it from another fact of its proposition.

    A denial without a day, or for a time that contains several happenings, denies each of them.
    """
    propositions: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.fact:
            propositions[claim.proposition_id].append(claim)
    denials: dict[str, list[Claim]] = {}
    for members in propositions.values():
        if len({claim.fact for claim in members}) > 1:
            windows = {(c.fact, find_window(c)) for c in members if c.affirms}
            for denial in sorted((c for c in members if not c.affirms), key=lambda c: c.id):
                reached = {fact for fact, window in windows if has_overlap(find_window(denial), window)}
                for fact in reached - {denial.fact}:
                    denials.setdefault(fact, []).append(denial)
    return denials


def group_by_window(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Group claims whose windows overlap, directly or through others, in the order of days."""
    return [group.claims for group in _group_windows(claims)]


def has_overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Return whether two windows share a day; an open or unknown end has no limit."""
    return first[0] <= (second[1] or LATEST) and second[0] <= (first[1] or LATEST)


def find_window(claim: Claim) -> tuple[str, str]:
    """Return the first and last day that a claim gives."""
    return claim.when_from, claim.when_to


def _has_several_windows(claims: Sequence[Claim]) -> bool:
    return len(claims) > 1 and not claims[0].event and len({find_window(c) for c in claims}) > 1


def _find_facts(proposition: str, claims: Sequence[Claim], decided: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of those claims of one proposition whose fact differs from the proposition."""
    timed = [c for c in claims if any(find_window(c))]
    happened = _group_windows([c for c in timed if c.affirms])
    unplaced: list[Claim] = []
    for denial in (c for c in timed if not c.affirms):
        reached = [g for g in happened if has_overlap((g.first, g.last), find_window(denial))]
        (reached[0].claims if len(reached) == 1 else unplaced).append(denial)
    groups, untimed = _join_decided([*happened, *_group_windows(unplaced, denied=True)], claims, decided)
    affirmed = [g for g in groups if not g.denied]
    only = affirmed[0] if len(affirmed) == 1 else groups[0] if len(groups) == 1 else None
    facts = {c.id: make_id("fact", [proposition, *g.key]) for g in groups if g is not only for c in g.claims}
    if only is None:
        facts.update({c.id: make_id("fact", [proposition, "untimed"]) for c in untimed})
    return facts


def _group_windows(claims: Iterable[Claim], *, denied: bool = False) -> list[_Group]:
    """Group claims whose windows overlap one another, in the order of days."""
    groups: list[_Group] = []
    for claim in sorted(claims, key=lambda c: (c.when_from, c.when_to or LATEST, c.id)):
        last = claim.when_to or LATEST
        if groups and claim.when_from <= groups[-1].last:
            groups[-1].last = max(groups[-1].last, last)
            groups[-1].claims.append(claim)
        else:
            groups.append(_Group(claim.when_from, last, denied, [claim]))
    return groups


def _join_decided(
    groups: Sequence[_Group], claims: Iterable[Claim], decided: Mapping[str, str]
) -> tuple[list[_Group], list[Claim]]:
    """Join groups that decisions make one; return them, and the claims that have no window and no group."""
    names: dict[str, int] = {}
    components = DisjointSets()
    for number, group in enumerate(groups):
        for claim in group.claims:
            if name := decided.get(claim.id):
                components.union(str(number), str(names.setdefault(name, number)))
    joined: dict[str, _Group] = {}
    for number, group in enumerate(groups):
        target = joined.setdefault(components.find(str(number)), group)
        if target is not group:
            # Affirmed groups come first, each kind in the order of days: the first gives the key.
            target.denied = target.denied and group.denied
            target.claims += group.claims
    untimed: list[Claim] = []
    for claim in claims:
        if not any(find_window(claim)):
            home = names.get(decided.get(claim.id, ""))
            (untimed if home is None else joined[components.find(str(home))].claims).append(claim)
    return list(joined.values()), untimed
