"""Notices of a check, printed: they report no error."""

from __future__ import annotations

from collections.abc import Sequence

from cli.output import print_stderr
from graph.model.errors import Problem


def print_notices(notices: Sequence[Problem]) -> None:
    """Print notices with the same text in one line: they report no error."""
    notices_by_text: dict[str, list[Problem]] = {}
    for notice in notices:
        notices_by_text.setdefault(notice.what, []).append(notice)
    for what, group in notices_by_text.items():
        print_stderr(str(group[0]) if len(group) == 1 else f"{len(group)} places: {what}")
