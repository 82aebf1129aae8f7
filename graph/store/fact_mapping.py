"""Convert facts and figures to rows: their ends, type, and roll-up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.context import RuleContext
from graph.rules.derive import group_by_fact, list_secondary_roles
from graph.rules.figures import Figure
from graph.rules.happenings import find_denials
from graph.rules.rollup import compute_rollup, derive_relationship_type
from graph.rules.statement_choice import choose_statement
from graph.store.row_mapping import build_quantity_row


class FactRow(NamedTuple):
    """A fact as a relationship: its ends, type, and properties (`compute_rollup`)."""

    start: str
    end: str
    type: str
    properties: dict[str, Any]


def build_fact_rows(claims: Collection[Claim], context: RuleContext) -> Iterator[tuple[FactRow, list[Claim]]]:
    """Yield each fact of complete propositions as a row, with its claims."""
    denials = find_denials(claims)
    for fact, fact_claims in group_by_fact(claims).items():
        yield build_fact_row(fact, fact_claims, context, denials.get(fact, ())), fact_claims


def build_fact_row(
    fact: str, claims: list[Claim], context: RuleContext, denials: Iterable[Claim] = ()
) -> FactRow:
    """Build one relationship from the claims of one fact; `denials` are those of `compute_rollup`."""
    first = min(claims, key=lambda c: c.id)
    end = first.object if first.object.startswith("value/") else context.canonical(first.object)
    says = choose_statement(claims).says
    properties = {
        "fact": fact,
        "says": says,
        **compute_rollup(claims, context.find_speaker_name, denials).to_properties(),
    }
    return FactRow(context.canonical(first.subject), end, derive_relationship_type(claims), properties)


def build_figure_row(figure: Figure, claims: Mapping[str, Claim], context: RuleContext) -> dict[str, Any]:
    """Return the properties of a `:Figure`: number, window, and roll-up of the claims that state it."""
    members = [claims[sighting.claim] for sighting in figure.seen]
    rollup = compute_rollup(members, context.find_speaker_name).to_properties()
    del rollup["standing"]
    return {
        "id": figure.id,
        "name": format_quantity(figure.quantity),
        "series": figure.series,
        **build_quantity_row("", figure.quantity),
        **{name: day for name, day in zip(("window_from", "window_to"), figure.window, strict=True) if day},
        **rollup,
    }


def add_roles(row: FactRow, claims: Iterable[Claim], context: RuleContext) -> FactRow:
    """Return a fact with the secondary roles that affirming claims name, as `role=id`.

    Path searches over these roles are faster with them.
    """
    named = (pair for claim in claims if claim.affirms for pair in list_secondary_roles(claim))
    roles = sorted({f"{role}={context.canonical(entity)}" for role, entity in named})
    return row._replace(properties={**row.properties, "roles": roles}) if roles else row
