"""The brackets of a Cypher query: pairs of brackets, and what each pair holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from graph.engine.session.cypher_tokens import Token, match_brackets

Bracket = Literal["node", "relationship", "map", "list", "call", "other"]
NAMES = ("name", "quoted")
_END = Token("mark", "", 0, 0)
_BEFORE_PATTERN = frozenset({
    "MATCH", "WHERE", "AND", "OR", "XOR", "NOT", "RETURN", "WITH", "IN", "AS", "THEN", "ELSE", "WHEN", "BY",
    "DISTINCT", "CASE", "CONTAINS", "ALL", "ANY", "UNWIND", "EXISTS", "COUNT", "COLLECT", "SHORTEST",
})  # fmt: skip
"""Words of the language that may stand before a bracket that is no call."""


class Brackets:
    """The tokens of a query with its brackets. `within` is the bracket around a token, -1 outside all."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.closing, self.within = match_brackets(tokens)
        self.kinds: dict[int, Bracket] = {place: self._find_kind(place) for place in sorted(self.closing)}

    def at(self, place: int) -> Token:
        """Return the token at a place, an empty one outside the query."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else _END

    def is_mark(self, place: int, *texts: str) -> bool:
        """Return whether one of these marks is at a place."""
        token = self.at(place)
        return token.kind == "mark" and token.text in texts

    def is_name(self, place: int) -> bool:
        """Return whether a name is at a place, with or without backticks."""
        return self.at(place).kind in NAMES

    def _find_kind(self, place: int) -> Bracket:
        text = self.at(place).text
        if text == "[":
            return "relationship" if self.is_mark(place - 1, "-") else "list"
        if text == "{":
            return "map" if self._is_map_start(place) else "other"
        before = self.at(place - 1)
        if before.kind in NAMES and before.word not in _BEFORE_PATTERN:
            return "call"
        return "node" if self._is_node(place) else "other"

    def _is_map_start(self, place: int) -> bool:
        key = self.is_name(place + 1) and self.is_mark(place + 2, ":")
        return key or self.is_mark(place + 1, "}", ".")

    def _is_node(self, place: int) -> bool:
        """Return whether a bracket is a node of a pattern, by its first tokens and by those around it."""
        after = place + 1
        named = self.is_name(after) and self.at(after).word != "WHERE"
        if named:
            after += 1
        if self.is_mark(after, ":") and not self.is_mark(after + 1, ":"):
            return True
        end = self.closing[place]
        if not (after == end or self.is_mark(after, "{") or self.at(after).word == "WHERE"):
            return False
        beside = self.is_mark(place - 1, "-", ">") or self.is_mark(end + 1, "-", "<")
        return beside or (self.at(place - 1).word == "MATCH")
