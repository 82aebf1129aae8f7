"""Plan the changes that a difference of claims makes to the graph, before anything is written. Pure.

It is separate from writing, so that the next group of a large load is planned while the engine
writes this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.claims import Claim
from graph.rules.claim_diff import ClaimDiff
from graph.rules.context import RuleContext
from graph.rules.derive import DerivedClaims, derive_claims, group_by_fact
from graph.rules.happenings import split_happenings
from graph.rules.rollup import derive_relationship_type
from graph.store.cypher_dialect import Dialect
from graph.store.fact_mapping import FactRow, add_roles, build_fact_rows, build_figure_row
from graph.store.row_mapping import build_value_row
from graph.write import statements
from graph.write.claim_writer import ClaimRows, group_claims_by_shape

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FactChanges:
    """Facts to create, facts with a new roll-up, and facts to delete, each with one of its claims."""

    fresh: list[FactRow]
    kept: list[FactRow]
    fallen: list[tuple[Claim, str]]
    values_gone: list[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A difference with all stored claims near it, derived again, and the rows to write.

    `moved` are stored claims outside the difference that get another origin or other figures, and
    `regrouped` those of them that get another fact. `old` are the changing claims as they were,
    `changed` all of them, as they were and as they will be.
    """

    difference: ClaimDiff
    derived: DerivedClaims
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


def collect_claims_after_change(difference: ClaimDiff, near: Mapping[str, Claim]) -> dict[str, Claim]:
    """Return a difference's claims after the change, and stored ones of their propositions or series."""
    return {**_select_unreplaced(difference, near), **difference.new, **difference.after}


def plan_changes(
    difference: ClaimDiff,
    near: Mapping[str, Claim],
    decided: Mapping[str, str],
    context: RuleContext,
    dialect: Dialect,
) -> Plan:
    """Derive a difference together with all stored claims `near` it.

    `context` must know the speakers of the claims that `collect_claims_after_change` returns for these
    two. `decided` gives happenings by claim, as `graph.rules.happenings` returns them.
    """
    unreplaced = _select_unreplaced(difference, near)
    grouped = split_happenings(collect_claims_after_change(difference, near).values(), decided)
    derived = derive_claims(grouped.values(), context)
    moved = {id_: derived.claims[id_] for id_, claim in unreplaced.items() if derived.claims[id_] != claim}
    old = {**difference.gone, **difference.before, **{id_: unreplaced[id_] for id_ in moved}}
    fresh = [derived.claims[id_] for id_ in difference.new]
    written = [*fresh, *(derived.claims[id_] for id_ in difference.after), *moved.values()]
    changed = [*old.values(), *written]
    propositions = {claim.proposition_id for claim in changed if claim.fact}
    series = {series_id for claim in changed for series_id in claim.series}
    # Whole propositions: a denial counts for facts of its proposition besides its own.
    claims_after = [claim for claim in derived.claims.values() if claim.proposition_id in propositions]
    stored_facts = group_by_fact(claim for claim in near.values() if claim.proposition_id in propositions)
    figures = (figure for figure in derived.figures.values() if figure.series in series)
    return Plan(
        difference=difference,
        derived=derived,
        moved=moved,
        regrouped={id_: claim for id_, claim in moved.items() if claim.fact != unreplaced[id_].fact},
        old=old,
        changed=changed,
        touched_facts=len({claim.fact for claim in changed if claim.fact}),
        figures=[build_figure_row(figure, derived.claims, context) for figure in figures],
        values=_build_value_rows(group_by_fact(claims_after)),
        origins=[
            statements.build_origin_row(id_, derived.origins[id_])
            for id_ in sorted({claim.origin for claim in written})
        ],
        claims=group_claims_by_shape(dialect, fresh, context),
        facts=_compute_fact_changes(stored_facts, claims_after, context),
    )


def _select_unreplaced(difference: ClaimDiff, near: Mapping[str, Claim]) -> dict[str, Claim]:
    replaced = difference.gone.keys() | difference.before.keys()
    return {id_: claim for id_, claim in near.items() if id_ not in replaced}


def _build_value_rows(claims_by_fact: Mapping[str, Iterable[Claim]]) -> list[Row]:
    """Return the values at the ends of facts, worded as in the fact's first claim by id."""
    first = (min(claims, key=lambda claim: claim.id) for claims in claims_by_fact.values())
    return [build_value_row(claim) for claim in first if claim.object.startswith("value/")]


def _compute_fact_changes(
    stored_facts: Mapping[str, list[Claim]], claims_after: Collection[Claim], context: RuleContext
) -> FactChanges:
    """Build a row for each touched fact.

    The old relationship is deleted if the fact changed its type or has no claim left.
    """
    fact_rows = build_fact_rows(claims_after, context)
    rows = {row.properties["fact"]: add_roles(row, claims, context) for row, claims in fact_rows}
    obsolete, updated = [], []
    for fact, claims in stored_facts.items():
        row = rows.get(fact)
        if row is None or row.type != derive_relationship_type(claims):
            obsolete.append((claims[0], derive_relationship_type(claims)))
        else:
            updated.append(row)
    updated_ids = {id(row) for row in updated}
    fresh = [row for row in rows.values() if id(row) not in updated_ids]
    gone = [claims[0].object for fact, claims in stored_facts.items() if fact not in rows]
    return FactChanges(
        fresh, updated, obsolete, [object_ for object_ in gone if object_.startswith("value/")]
    )
