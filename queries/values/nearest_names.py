"""The known names that are nearest to a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE = 60
"""Out of 100, how alike two names must be for one to be suggested for the other."""
MOST_SUGGESTED = 3


def find_nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of the `names` that are most like `name`, the nearest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only wrong input needs it

    choices = {candidate: candidate.lower() for candidate in names}
    matches = process.extract(
        name.lower(), choices, scorer=fuzz.WRatio, limit=MOST_SUGGESTED, score_cutoff=CLOSE
    )
    return [match[2] for match in matches]


def build_suggestion(name: str, names: Iterable[str]) -> str:
    """Return "Did you mean X or Y? " with the nearest known names; empty if none is near."""
    near = find_nearest(name, names)
    return f"Did you mean {' or '.join(near)}? " if near else ""
