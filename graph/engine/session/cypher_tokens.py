"""Tokeniser for Cypher queries; strings and comments never count as words.

It shows what a query calls, not what the query means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from graph.model.errors import InputError


class Token(NamedTuple):
    """A token of a query.

    `kind` is name, quoted (a name in backticks), number, parameter, string or mark.
    """

    kind: str
    text: str
    line: int
    column: int

    @property
    def word(self) -> str:
        """Return the text of an unquoted name in upper case, "" for any other token."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def parameter(self) -> str:
        """Return the name of a parameter, without `$` and backticks."""
        return self.text.removeprefix("$").strip("`")

    @property
    def place(self) -> str:
        """Return the position of the token as errors print it."""
        return f"[line {self.line}, column {self.column}]"


_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n\r]*|/\*(?:.|\n|\r)*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
  | (?P<number>\d[\w.]*?(?=\.\.|[^\w.]|$))
  | (?P<name>[^\W\d]\w*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_ODD_LINE_ENDS = re.compile("[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]|\r(?!\n)")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_TELLING = "'\"`\\/*\n\r\u2028\u2029\x85"
"""Characters whose escaped form two parsers may read in two ways."""


def parse_tokens(text: str) -> list[Token]:
    """Split a query into its tokens; strings and comments never count as words.

    Raises InputError, with line and column, for what two parsers may read in two ways: an escaped quote or
    comment mark (`\\u0027`), a line end in a comment that only some parsers recognise, an unclosed string.
    """
    unescaped = _ESCAPE.sub(_decode_escape, text)
    tokens: list[Token] = []
    line, start = 1, 0
    for match in _TOKEN.finditer(unescaped):
        kind, piece = str(match.lastgroup), match.group()
        token = Token(kind, piece, line, match.start() - start + 1)
        if kind == "skip":
            if piece.startswith("/") and _ODD_LINE_ENDS.search(piece):
                raise InputError(f"A comment holds a line end of an unusual kind. {token.place}")
        elif kind == "mark" and piece in "'\"`":
            raise InputError(f"A quotation mark {piece} is never closed. {token.place}")
        else:
            tokens.append(token._replace(text=_remove_backticks(kind, piece)))
        if "\n" in piece:
            line += piece.count("\n")
            start = match.start() + piece.rindex("\n") + 1
    for first, second in pairwise(tokens):
        if first.text == "/" and second.text == "*" and first.kind == second.kind == "mark":
            raise InputError(f"A comment is never closed. {first.place}")
    return tokens


def match_brackets(tokens: Sequence[Token]) -> tuple[dict[int, int], list[int]]:
    """Return the closing bracket of each opening one, and for each token the bracket around it.

    Brackets are places of tokens; -1 is outside all. One that is never closed has no closing one.
    """
    closing: dict[int, int] = {}
    within: list[int] = []
    open_: list[int] = []
    for place, token in enumerate(tokens):
        within.append(open_[-1] if open_ else -1)
        if token.kind != "mark":
            continue
        if token.text in _BRACKETS:
            open_.append(place)
        elif open_ and token.text == _BRACKETS[tokens[open_[-1]].text]:
            closing[open_.pop()] = place
    return closing, within


def _decode_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    if char in _TELLING:
        raise InputError(
            f"The query holds {match[0]}, an escaped {char!r}.", hint="Write the character itself."
        )
    return char


def _remove_backticks(kind: str, piece: str) -> str:
    return piece[1:-1].replace("``", "`") if kind == "quoted" else piece
