"""Values of a question's parameters, as typed on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.model.errors import UsageError
from queries.ask.parameters import normalise_param_name
from queries.ask.positions import bind_positions
from queries.ask.query_library import NamedQuery
from queries.values.nearest_names import build_suggestion

_ASK_OPTIONS = (
    "--param", "--limit", "--brief", "--cypher", "--as-of", "--happened", "--timeout", "--texts",
    "--include-protected", "--engine", "--format",
)  # fmt: skip
"""The options of `ask` itself, to tell a misspelt one from a parameter of the question."""


def parse_arguments(query: NamedQuery, given: Sequence[str], pairs: dict[str, str]) -> dict[str, Any]:
    """Parse parameters given as --NAME VALUE, as --NAME=VALUE, or by position."""
    values = dict(pairs)
    free: list[str] = []
    flags = {p.name for p in query.asked if p.type == "flag"}
    rest = iter(given)
    for item in rest:
        if not item.startswith("--"):
            free.append(item)
            continue
        typed, equals, value = item[2:].partition("=")
        name = normalise_param_name(typed)
        _check_option_spelling(query, typed)
        if not equals and name in flags:
            value = "yes"
        elif not equals:
            following = next(rest, None)
            if following is None:
                raise UsageError(f"--{typed} has no value.", hint=_describe_parameters(query))
            value = following
        values[name] = value
    return {**values, **bind_positions(query, free, values)}


def _check_option_spelling(query: NamedQuery, typed: str) -> None:
    """Refuse a name that is no parameter of the question but nearly an option of the command.

    Raises UsageError with the nearest option.
    """
    parameters = [param.name.replace("_", "-") for param in query.asked]
    if normalise_param_name(typed) in {param.name for param in query.params} or build_suggestion(
        typed, parameters
    ):
        return
    near = build_suggestion(f"--{typed}", _ASK_OPTIONS)
    if near:
        raise UsageError(f"There is no option --{typed}.", hint=f"{near}{_describe_parameters(query)}")


def _describe_parameters(query: NamedQuery) -> str:
    taken = " ".join(format_option(p.name, p.optional) for p in query.asked)
    return f"It takes: {taken}." if taken else "It takes no parameter."


def format_option(name: str, optional: bool) -> str:
    """Return a parameter as an option: in brackets if it may be left out."""
    typed = name.replace("_", "-")
    return f"[--{typed}]" if optional else f"--{typed}"
