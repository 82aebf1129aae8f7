"""Sections of a path report: the hops of the best path, then the hops that other paths add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.content.model import Section, Statement
from reports.content.summary import Fact
from reports.part.selection_model import Group


def build_path_sections(
    groups: Sequence[Group], facts: Sequence[Fact]
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the hops of the first path, and of the others those hops that add a statement."""
    by_claim = {claim.id: fact for fact in facts for claim in fact.claims}
    seen: set[str] = set()
    hops, others = [], []
    for group in groups:
        hop_facts = {f.statement.claims: f for id_ in group.claims if (f := by_claim.get(id_)) is not None}
        new = [fact for fact in hop_facts.values() if seen.isdisjoint(fact.statement.claims)]
        seen.update(id_ for fact in new for id_ in fact.statement.claims)
        if group.path == groups[0].path:
            hops.append(Section(group.heading, group.notes, sort_statements(hop_facts.values())))
        elif new:
            heading = f"Path {group.path}, {group.heading[:1].lower()}{group.heading[1:]}"
            others.append(Section(heading, group.notes, sort_statements(new)))
    return tuple(hops), tuple(others)


def sort_statements(facts: Iterable[Fact]) -> tuple[Statement, ...]:
    """Sort statements by time, predicate and words."""

    def build_sort_key(fact: Fact) -> tuple[str, str, str]:
        when = min(
            (c.when_from or c.when_to for c in fact.claims if c.when_from or c.when_to), default="9999"
        )
        return (when, fact.claims[0].predicate, fact.statement.sentence)

    return tuple(fact.statement for fact in sorted(facts, key=build_sort_key))
