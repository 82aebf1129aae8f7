"""What a difference of claims makes of the graph: all that can be known before anything is written, pure.

Parted from the writing, so that the next piece of a large load is planned while the engine writes this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.claims import Claim
from graph.rules.claim_diff import Difference
from graph.rules.context import Context
from graph.rules.derive import Derived, by_fact, derive
from graph.rules.happenings import split_happenings
from graph.rules.rollup import relationship_type
from graph.store.cypher_dialect import Dialect
from graph.store.fact_mapping import FactRow, fact_rows, figure_row, with_roles
from graph.store.row_mapping import value_row
from graph.write import statements
from graph.write.claim_writer import ClaimRows, arrange

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FactChanges:
    """Facts to draw anew, to give another roll-up, and those that fall, with a claim each that had them."""

    fresh: list[FactRow]
    kept: list[FactRow]
    fallen: list[tuple[Claim, str]]
    values_gone: list[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A difference with all that is near it, derived anew, and the rows to write.

    `moved` are stored claims, not of the difference, that get another origin or other figures, and
    `regrouped` those of them that get another fact; `old` is what changes, as it was; `changed` all of it, as
    it was and as it shall be.
    """

    difference: Difference
    derived: Derived
    moved: dict[str, Claim]
    regrouped: dict[str, Claim]
    old: dict[str, Claim]
    changed: list[Claim]
    touched_facts: int
    figures: list[Row]
    values: list[Row]
    origins: list[Row]
    claims: ClaimRows
    facts: FactChanges


def pool_of(difference: Difference, near: Mapping[str, Claim]) -> dict[str, Claim]:
    """Claims of a difference as they shall be, with stored ones that share their propositions or series."""
    return {**_others(difference, near), **difference.new, **difference.after}


def plan(
    difference: Difference,
    near: Mapping[str, Claim],
    decided: Mapping[str, str],
    context: Context,
    dialect: Dialect,
) -> Plan:
    """Derive a difference with all that is `near`. `context` must know the speakers of `pool_of` the two.

    `decided` names happenings by claim, as `graph.rules.happenings.list_decided` gives them.
    """
    others = _others(difference, near)
    grouped = split_happenings(pool_of(difference, near).values(), decided)
    derived = derive(grouped.values(), context)
    moved = {i: derived.claims[i] for i, c in others.items() if derived.claims[i] != c}
    old = {**difference.gone, **difference.before, **{i: others[i] for i in moved}}
    fresh = [derived.claims[id_] for id_ in difference.new]
    written = [*fresh, *(derived.claims[id_] for id_ in difference.after), *moved.values()]
    changed = [*old.values(), *written]
    propositions = {claim.proposition_id for claim in changed if claim.fact}
    series = {s for claim in changed for s in claim.series}
    # Whole propositions: a denial counts for facts of its proposition besides its own.
    shall = [c for c in derived.claims.values() if c.proposition_id in propositions]
    held = by_fact(c for c in near.values() if c.proposition_id in propositions)
    figures = (figure for figure in derived.figures.values() if figure.series in series)
    return Plan(
        difference=difference,
        derived=derived,
        moved=moved,
        regrouped={i: c for i, c in moved.items() if c.fact != others[i].fact},
        old=old,
        changed=changed,
        touched_facts=len({claim.fact for claim in changed if claim.fact}),
        figures=[figure_row(figure, derived.claims, context) for figure in figures],
        values=_value_rows(by_fact(shall)),
        origins=[
            statements.origin_row(id_, derived.origins[id_]) for id_ in sorted({c.origin for c in written})
        ],
        claims=arrange(dialect, fresh, context),
        facts=_fact_changes(held, shall, context),
    )


def _others(difference: Difference, near: Mapping[str, Claim]) -> dict[str, Claim]:
    replaced = difference.gone.keys() | difference.before.keys()
    return {id_: claim for id_, claim in near.items() if id_ not in replaced}


def _value_rows(shall: Mapping[str, Iterable[Claim]]) -> list[Row]:
    """Values at the ends of facts, worded as the first of the fact's claims by id words them."""
    first = (min(claims, key=lambda c: c.id) for claims in shall.values())
    return [value_row(c) for c in first if c.object.startswith("value/")]


def _fact_changes(held: Mapping[str, list[Claim]], shall: Collection[Claim], context: Context) -> FactChanges:
    """Draw each touched fact anew; where it changed its type or fell, the old one goes."""
    drawn = fact_rows(shall, context)
    rows = {row.properties["fact"]: with_roles(row, claims, context) for row, claims in drawn}
    fallen, kept = [], []
    for fact, claims in held.items():
        row = rows.get(fact)
        if row is None or row.type != relationship_type(claims):
            fallen.append((claims[0], relationship_type(claims)))
        else:
            kept.append(row)
    stay = {id(row) for row in kept}
    fresh = [row for row in rows.values() if id(row) not in stay]
    gone = [claims[0].object for fact, claims in held.items() if fact not in rows]
    return FactChanges(fresh, kept, fallen, [object_ for object_ in gone if object_.startswith("value/")])
