"""Values given to a question by position, without the names of its parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from graph.model.errors import UsageError
from queries.ask.parameters import has_matching_type
from queries.ask.query_library import NamedQuery, Param
from queries.wording.answer_sentence import Count


def bind_positions(query: NamedQuery, values: Sequence[Any], named: Collection[str] = ()) -> dict[str, Any]:
    """Return the parameters that `values` fill, by name, in the order in which a person would give them.

    A question may take its values in several ways (`// positions: fact or a, b`). The first way that
    has room for all values, and whose types the values match, is used. `named` are parameters that are
    already given by name. Raises UsageError for more values than the question takes.
    """
    ways = [way for way in list_ways(query, named) if len(way) >= len(values)]
    if not ways:
        raise UsageError(
            f"The question {query.name!r} got {Count(len(values)):value}, which is too many.",
            hint=f"It takes {describe_positions(query)}.",
        )
    fitting = (way for way in ways if all(map(has_matching_type, way, map(str, values))))
    way = next(fitting, ways[0])
    return {param.name: value for param, value in zip(way, values, strict=False)}


def describe_positions(query: NamedQuery) -> str:
    """Return what a question takes by position, such as "FACT, or A B"."""
    ways = (" ".join(_format_placeholder(query, way, param) for param in way) for way in list_ways(query))
    return ", or ".join(ways) or "no value"


def _format_placeholder(query: NamedQuery, way: Sequence[Param], param: Param) -> str:
    needed = not param.optional or tuple(each.name for each in way) in query.needs
    name = param.name.upper().replace("_", "-")
    return name if needed else f"[{name}]"


def list_ways(query: NamedQuery, named: Collection[str] = ()) -> Iterator[tuple[Param, ...]]:
    """Yield the ways to give values by position, without the parameters that are already `named`."""
    by_name = {param.name: param for param in query.asked}
    every = tuple(param.name for param in query.asked if param.type != "flag")
    for way in query.positions or (every,):
        yield tuple(by_name[name] for name in way if name not in named)
