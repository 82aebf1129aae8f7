"""Refusal of regular expressions that may take exponential time.

Java's matcher cannot be interrupted, so one text and one such pattern keep a server busy for hours. A
pattern is judged before it is run, so it must be a text or a parameter, or these joined by `+`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graph.engine.session.cypher_tokens import Token
from graph.model.errors import InputError

MOST_REPETITIONS = 4
"""Repetitions of any length in one pattern: each can multiply the time by the length of the text."""
MOST_CHOICES = 10
"""Alternatives and optional parts in one pattern: each can double the time."""
MOST_CHARACTERS = 1_000
_PIECE = re.compile(
    r"""
    (?P<escape>\\Q.*?(?:\\E|$)|\\[1-9k]|\\.)
  | (?P<class>\[(?!\^\])\^?(?:\\[^Q]|[^\[\]\\])+\])
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
    pieces = list(_iter_pieces(pattern))
    kinds = Counter(kind for kind, _ in pieces)
    if kinds["repeat"] > MOST_REPETITIONS:
        return f"it has more than {MOST_REPETITIONS} repetitions of any length"
    if kinds["choice"] > MOST_CHOICES:
        return f"it has more than {MOST_CHOICES} alternatives and optional parts"
    return _find_odd_piece(pieces) or _find_branching_group(pieces)


def _find_odd_piece(pieces: Sequence[tuple[str, str]]) -> str:
    """Return what makes Java read a pattern otherwise than it is judged here, "" if nothing does."""
    for kind, piece in pieces:
        if kind == "escape" and re.fullmatch(r"\\[1-9k]", piece):
            return "it refers back to one of its groups"
        if piece == "[":
            return "it holds a class of characters in another, or one that is not closed"
        if kind == "flags" and "x" in piece:
            return "it ignores blanks"
    return ""


def _find_branching_group(pieces: Sequence[tuple[str, str]]) -> str:
    """Return the repetition of a group in which a text can be matched in several ways, "" without one."""
    is_branching: list[bool] = [False]
    closed = False
    for kind, piece in pieces:
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
        is_flag = kind == "open" and piece.startswith("(?") and piece[-1] in "):" and len(piece) > 3
        if is_flag:  # (?i) is no group; (?i: is one
            yield "flags", piece
        if not (is_flag and piece.endswith(")")):
            yield kind, piece


def _read_pattern(tokens: Sequence[Token], place: int, params: Mapping[str, Any]) -> str | None:
    """Return the pattern that begins at a token, None if its text cannot be told before it is run."""
    pattern = ""
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "string":
            pattern += _ESCAPED.sub(lambda match: match[1], token.text[1:-1])
        elif token.kind == "parameter":
            value = params.get(token.parameter)
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
