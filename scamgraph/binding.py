"""Values given by position: which parameter of a question each one is for.

To be replaced by `queries.parameters.bind_positions`, which has the same signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import InputError

if TYPE_CHECKING:
    from queries.library import NamedQuery, Param

_FACT = re.compile(r"fact/\w+").fullmatch
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?").fullmatch
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch


def bind_positions(query: NamedQuery, values: Sequence[Any]) -> dict[str, Any]:
    """Return the parameters that `values`, in order, are for: each goes to the next one that can take it.

    Raises InputError that lists the parameters for a value that none can take.
    """
    bound: dict[str, Any] = {}
    for value in values:
        param = next((p for p in query.asked if p.name not in bound and _can_take(p, value)), None)
        if param is None:
            taken = ", ".join(p.name for p in query.asked)
            hint = f"It takes: {taken}." if taken else "It takes no parameter."
            raise InputError(f"{value!r} is one value too many for {query.name!r}.", hint=hint)
        bound[param.name] = value
    return bound


def _can_take(param: Param, value: Any) -> bool:
    if isinstance(value, bool):
        return param.type == "flag"
    text = str(value)
    if param.type == "fact":
        return _FACT(text) is not None
    if param.type in ("number", "integer"):
        return _NUMBER(text) is not None
    if param.type == "day":
        return _DAY(text) is not None
    return param.type != "flag" and isinstance(value, str) and _FACT(text) is None
