"""Refusal of regular expressions that may take exponential time.

Java's matcher cannot be interrupted, so one text and one such pattern keep a server busy for hours. A
pattern is judged before it is run, so it must be a text or a parameter, or these joined by `+`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graph.engine.session.cypher_tokens import Token
from graph.model.errors import InputError

MOST_REPETITIONS = 4
"""Repetitions of any length in one pattern: each can multiply the time by the length of the text."""
MOST_CHARACTERS = 1_000
_PIECE = re.compile(
    r"""
    (?P<escape>\\Q.*?(?:\\E|$)|\\[1-9k]|\\.)
  | (?P<class>\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])
  | (?P<open>\((?:\?(?:<\w+>|[:=!>]|<[=!]|\w*(?:-\w+)?[:)]))?)
  | (?P<close>\))
  | (?P<repeat>[*+]|\{\d+,\d*\})
  | (?P<times>\{\d+\})
  | (?P<choice>[?|])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def check_patterns(tokens: Sequence[Token], params: Mapping[str, Any]) -> None:
    """Check the pattern behind each `=~`. Raises InputError with its place."""
    for place, (first, second) in enumerate(pairwise(tokens)):
        if first.kind == second.kind == "mark" and first.text == "=" and second.text == "~":
            pattern = _read_pattern(tokens, place + 2, params)
            if pattern is None:
                raise InputError(
                    f"What follows =~ must be a text or a parameter, or these joined by +. {first.place}",
                    hint="To search for the value of a property use CONTAINS.",
                )
            if fault := find_fault(pattern):
                raise InputError(f"This pattern may take hours: {fault}. {first.place}", hint="Use CONTAINS.")


def find_fault(pattern: str) -> str:
    """Return what may make a pattern take exponential time, "" if nothing does."""
    if len(pattern) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS:,} characters"
    if sum(1 for kind, _ in _iter_pieces(pattern) if kind == "repeat") > MOST_REPETITIONS:
        return f"it has more than {MOST_REPETITIONS} repetitions of any length"
    is_branching: list[bool] = [False]
    closed = False
    for kind, piece in _iter_pieces(pattern):
        if kind == "escape" and re.fullmatch(r"\\[1-9k]", piece):
            return "it refers back to one of its groups"
        if kind == "open":
            is_branching.append(False)
        elif kind in ("repeat", "times") and closed:
            return f"{piece} repeats a group that itself repeats something or has alternatives"
        elif kind in ("repeat", "choice"):
            is_branching[-1] = True
        inner = is_branching.pop() if kind == "close" and len(is_branching) > 1 else False
        is_branching[-1] = is_branching[-1] or inner
        closed = inner
    return ""


def _iter_pieces(pattern: str) -> Iterator[tuple[str, str]]:
    for match in _PIECE.finditer(pattern):
        kind, piece = str(match.lastgroup), match.group()
        is_flag = kind == "open" and piece.endswith(")")  # (?i)
        yield "other" if is_flag else kind, piece


def _read_pattern(tokens: Sequence[Token], place: int, params: Mapping[str, Any]) -> str | None:
    """Return the pattern that begins at a token, None if its text cannot be told before it is run."""
    pattern = ""
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "string":
            pattern += _ESCAPED.sub(lambda match: match[1], token.text[1:-1])
        elif token.kind == "parameter":
            value = params.get(token.text.removeprefix("$").strip("`"))
            if not isinstance(value, str):
                return None
            pattern += value
        else:
            return None
        if place + 1 >= len(tokens) or tokens[place + 1].text != "+":
            following = tokens[place + 1].text if place + 1 < len(tokens) else ""
            return None if following in (".", "[") else pattern
        place += 2
    return None
