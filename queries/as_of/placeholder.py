"""The markers in our Cypher, which an engine takes for comments, so that a question runs as it is.

`/* AS OF c */` is a placeholder for a condition on the day of the claim `c`. A pattern of a claim without
it is refused. `/* CLAIMS name */` ends the part of a question that collects the claims of each row in a
list of this name; what follows words them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PLACEHOLDER = re.compile(r"/\* AS OF (\w+) \*/")
_CLAIMS = re.compile(r"/\* CLAIMS (\w+) \*/")
_CLAIM_PATTERN = re.compile(r"\((?P<name>\w*)(?::\w+)*:Claim\b[^()]*\)")


@lru_cache(maxsize=512)
def find_unmarked(query: str) -> str:
    """Return the first pattern of a claim that has no placeholder with the claim's name, or ""."""
    for pattern in _CLAIM_PATTERN.finditer(query):
        marked = _PLACEHOLDER.search(pattern[0])
        if marked is None or marked[1] != pattern["name"]:
            return pattern[0]
    return ""


def fill_placeholders(query: str, condition: str) -> str:
    """Put a condition, with `{c}` for the claim's name, at each placeholder; "" changes nothing.

    Raises ValueError for a query that reads a claim without a placeholder: it would see claims of every day.
    """
    if unmarked := find_unmarked(query):
        raise ValueError(f"{unmarked} reads claims without `/* AS OF ... */`")
    if not condition:
        return query
    return _PLACEHOLDER.sub(lambda match: f"WHERE {condition.replace('{c}', match[1])}", query)


def cut_after_claims(query: str) -> str:
    """Return a query that gives only the `claims` of each row, or "" if `query` has no marker for it.

    Raises ValueError for several markers, and for one whose list is not collected before it.
    """
    markers = [*_CLAIMS.finditer(query)]
    if not markers:
        return ""
    first, *rest = markers
    collecting, name = query[: first.start()], first[1]
    if rest or not re.search(rf"\bAS {name}\b", collecting):
        raise ValueError(f"`/* CLAIMS {name} */` must stand once, after `collect(...) AS {name}`")
    return f"{collecting}RETURN [x IN {name} | x.id] AS claims"
