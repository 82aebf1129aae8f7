"""The placeholder `/* AS OF c */` in our Cypher: where a condition on the day of the claim `c` may stand.

To an engine it is a comment, so that a question runs as it is. A pattern of a claim without it is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PLACEHOLDER = re.compile(r"/\* AS OF (\w+) \*/")
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
