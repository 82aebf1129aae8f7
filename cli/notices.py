"""Notices of a check, printed: they report no error."""

from __future__ import annotations

from collections.abc import Sequence

from cli.output import print_stderr
from graph.model.errors import Problem


def print_notices(notices: Sequence[Problem]) -> None:
    """Print notices with the same text in one line: they report no error."""
    places: dict[str, list[Problem]] = {}
    for notice in notices:
        places.setdefault(notice.what, []).append(notice)
    for what, some in places.items():
        print_stderr(str(some[0]) if len(some) == 1 else f"{len(some)} places: {what}")
