"""Shell completion of the values of a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from cli.completion.entities import find_by_id, find_entities
from cli.completion.offers import Offer, collect_offers
from queries.ask.parameters import normalise_param_name
from queries.ask.positions import list_ways
from queries.ask.query_library import NamedQuery, Param, find_query


def complete_values(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer values for the parameter that comes next in `ask`."""
    return collect_offers(lambda: _complete_value(ctx.params, incomplete))


def _complete_value(params: Mapping[str, Any], start: str) -> list[Offer]:
    query = find_query(params["name"])
    param = _find_next_param(query, [*(params.get("values") or ())])
    if param is None:
        return []
    if param.type == "document":
        return find_by_id(start, "document/")
    if param.type == "entity":
        return find_entities(start)
    if param.type == "conflict":
        from cli.completion.conflict_kinds import complete_conflict_kinds  # noqa: PLC0415 - heavy: the rules

        return complete_conflict_kinds(start)
    return find_by_id(start, "series/") if param.name == "series" else []


def _find_next_param(query: NamedQuery, words: list[str]) -> Param | None:
    """Return the parameter that the next value is for, None if there is none."""
    by_name = {param.name: param for param in query.asked}
    if words and words[-1].startswith("--"):
        return by_name.get(normalise_param_name(words[-1][2:]))
    values = [v for n, v in enumerate(words) if not v.startswith("--") and not _is_value(words, n)]
    named = {normalise_param_name(value[2:]) for value in words if value.startswith("--")}
    ways = [way for way in list_ways(query, named) if len(way) > len(values)]
    entity_ways = [way for way in ways if way[len(values)].type in ("entity", "document")]
    return (entity_ways or ways)[0][len(values)] if ways else None


def _is_value(words: list[str], place: int) -> bool:
    return place > 0 and words[place - 1].startswith("--") and "=" not in words[place - 1]
