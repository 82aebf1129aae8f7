"""The names a Cypher query uses: labels, relationship types, properties and compared values.

It works on the tokens of the query (`cypher_tokens`). It leaves out what it cannot place for
certain: keys of the user's own maps, aliases, variables of comprehensions, parameters, functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.engine.session.cypher_tokens import Token
from queries.cypher.brackets import NAMES, Brackets

_TIMES = frozenset({"DATE", "DATETIME", "LOCALDATETIME", "TIMESTAMP"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The values that a property is compared with; `how` is `=`, `<>`, `IN`, `CONTAINS` ..."""

    how: str
    kind: Literal["string", "time"]
    values: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyUse:
    """A property of a variable that a pattern binds, or in the map of a pattern."""

    name: Token
    owner: Element
    comparison: Comparison | None = None


@dataclass(slots=True)
class Element:
    """A node or relationship of a pattern. Those of one variable share their `names`: labels or types."""

    what: Literal["node", "relationship"]
    variable: str
    names: list[Token] = field(default_factory=list)
    is_open: bool = False

    def list_words(self) -> list[str]:
        """Return the labels or types as they are written."""
        return [token.text for token in self.names]


@dataclass(frozen=True, slots=True)
class Step:
    """A relationship of a pattern with its two nodes, in the direction of its arrow.

    Without `directed` it may lead in either direction.
    """

    start: Element
    relationship: Element
    end: Element
    directed: bool
    place: Token


@dataclass(frozen=True, slots=True)
class NamesUsed:
    """The names that a query uses. `either` are names that may be labels or types: `WHERE x:Name`."""

    labels: tuple[Token, ...]
    types: tuple[Token, ...]
    either: tuple[Token, ...]
    properties: tuple[PropertyUse, ...]
    nodes: tuple[Element, ...]
    steps: tuple[Step, ...]


def find_names(tokens: Sequence[Token]) -> NamesUsed:
    """Find the names that a query uses."""
    return _Reader(tokens).read()


class _Reader(Brackets):
    """Read one query; positions are those of its tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self.elements: dict[int, Element] = {}
        self.ends_of_names: dict[int, int] = {}
        self.read_colons: set[int] = set()
        self.ambiguous: set[str] = set()

    def read(self) -> NamesUsed:
        bound: dict[str, Element] = {}
        for place, kind in sorted(self.kinds.items()):
            if kind in ("node", "relationship"):
                self._read_element(place, kind, bound)
        either = tuple(self._find_label_predicates(bound))
        nodes = tuple(e for e in self.elements.values() if e.what == "node")
        relationships = [e for e in self.elements.values() if e.what == "relationship"]
        properties = (*self._find_accesses(bound), *self._find_map_keys())
        return NamesUsed(
            _collect_unique(name for node in nodes for name in node.names),
            _collect_unique(name for relationship in relationships for name in relationship.names),
            either,
            properties,
            nodes,
            tuple(self._find_steps()),
        )

    def _read_element(
        self, place: int, what: Literal["node", "relationship"], bound: dict[str, Element]
    ) -> None:
        after, variable = place + 1, ""
        if self.is_name(after) and self.at(after).word != "WHERE":
            variable = self.at(after).text
            after += 1
        element = bound.get(variable)
        if element is not None and element.what != what:
            # A node here and a relationship there: two scopes, which share the name.
            self.ambiguous.add(variable)
            del bound[variable]
            element = None
        if element is None:
            element = Element(what, variable)
            if variable not in self.ambiguous and self._is_bound_by_pattern_only(variable):
                bound[variable] = element
        if self.is_mark(after, ":"):
            names, after, is_open = self._read_names(after, in_list=False)
            element.names.extend(names)
            element.is_open = element.is_open or is_open
        self.elements[place] = element
        self.ends_of_names[place] = after

    def _is_bound_by_pattern_only(self, variable: str) -> bool:
        """Return whether no alias or comprehension gives the name another meaning in the query."""
        if not variable:
            return False
        for place, token in enumerate(self.tokens):
            if token.text != variable or token.kind not in NAMES:
                continue
            if self.at(place - 1).word == "AS" and self.at(place - 2).text != variable:
                return False
            if self.at(place + 1).word == "IN" and self.is_mark(place - 1, "[", "("):
                return False
        return True

    def _read_names(self, colon: int, *, in_list: bool) -> tuple[list[Token], int, bool]:
        """Return the names of a label expression behind a colon, its end, and whether it has more than names.

        With `in_list` a bar ends it, because the rest of a comprehension follows.
        """
        names: list[Token] = []
        place, depth, is_open, wants = colon, 0, False, True
        while place < len(self.tokens):
            token = self.at(place)
            if token.kind == "mark" and token.text == ":":
                self.read_colons.add(place)
                wants = True
            elif token.kind == "mark" and (token.text == "&" or (token.text == "|" and not in_list)):
                wants = True
            elif token.kind == "mark" and token.text in "!%":
                is_open = True
                wants = token.text == "!"
            elif wants and token.kind == "mark" and token.text == "(":
                depth += 1
            elif depth and token.kind == "mark" and token.text == ")":
                depth -= 1
            elif wants and token.kind in NAMES:
                names.append(token)
                wants = False
            else:
                # A parameter or "$(...)": the names come from elsewhere.
                is_open = is_open or (wants and token.text.startswith("$"))
                break
            place += 1
        return names, place, is_open

    def _find_label_predicates(self, bound: dict[str, Element]) -> Iterator[Token]:
        """Yield labels and types in expressions, `x:Name`; those of a node count for its variable, too."""
        for place, token in enumerate(self.tokens):
            if token.kind != "mark" or token.text != ":" or place in self.read_colons:
                continue
            if self.is_mark(place + 1, ":") or self.is_mark(place - 1, ":"):
                continue
            within = self.within[place]
            kind = self.kinds.get(within, "other")
            is_key = kind == "map" and self.is_mark(place - 2, "{", ",")
            if is_key or not self.is_name(place - 1) or self.at(place - 1).text not in bound:
                continue
            names, _, _ = self._read_names(place, in_list=kind == "list")
            bound[self.at(place - 1).text].is_open = True
            yield from names

    def _find_accesses(self, bound: dict[str, Element]) -> Iterator[PropertyUse]:
        for place, token in enumerate(self.tokens):
            if token.kind not in NAMES or token.text not in bound:
                continue
            if self.is_mark(place + 1, ".") and self.is_name(place + 2) and not self.is_mark(place - 1, "."):
                if not self.is_mark(place + 3, "(", "."):
                    compared = self._find_comparison(place, place + 3)
                    yield PropertyUse(self.at(place + 2), bound[token.text], compared)
            elif self.kinds.get(place + 1) == "map" and self.at(place + 1).text == "{":
                yield from self._find_projected(place + 1, bound[token.text])

    def _find_projected(self, place: int, owner: Element) -> Iterator[PropertyUse]:
        """Yield properties in a map projection: `n {.name, .kind}`."""
        for at in range(place + 1, self.closing[place]):
            is_dot = self.within[at] == place and self.is_mark(at, ".") and self.is_mark(at - 1, "{", ",")
            if is_dot and self.is_name(at + 1):
                yield PropertyUse(self.at(at + 1), owner)

    def _find_map_keys(self) -> Iterator[PropertyUse]:
        """Yield properties in the maps of patterns: `(n:Person {name: 'X'})`."""
        for place, element in self.elements.items():
            start = self.ends_of_names[place]
            while start < self.closing[place] and not self.is_mark(start, "{"):
                if self.at(start).word == "WHERE":
                    break
                start += 1
            if self.kinds.get(start) != "map" or self.within[start] != place:
                continue
            for at in range(start + 1, self.closing[start]):
                if self.within[at] == start and self.is_mark(at + 1, ":") and self.is_mark(at - 1, "{", ","):
                    yield PropertyUse(self.at(at), element, self._read_value(at + 2, "="))

    def _find_comparison(self, before: int, after: int) -> Comparison | None:
        """Return what is behind, or before, a property that is compared."""
        token = self.at(after)
        if token.word == "IN" and self.kinds.get(after + 1) == "list":
            inside = range(after + 2, self.closing[after + 1])
            strings = tuple(self.at(at) for at in inside if self.at(at).kind == "string")
            return Comparison("IN", "string", strings) if strings else None
        if token.word in ("CONTAINS", "STARTS", "ENDS"):
            return self._read_value(after + (1 if token.word == "CONTAINS" else 2), token.word)
        if self.is_mark(after, "=", "<", ">"):
            how, at = token.text, after + 1
            if self.is_mark(at, "=", ">"):
                how, at = how + self.at(at).text, at + 1
            return self._read_value(at, how)
        return self._find_comparison_before(before)

    def _find_comparison_before(self, place: int) -> Comparison | None:
        at = place - 1
        while self.is_mark(at, "=", "<", ">"):
            at -= 1
        if at == place - 1:
            return None
        how = "".join(self.at(n).text for n in range(at + 1, place))
        if self.at(at).kind == "string" and not self.is_mark(at - 1, "+"):
            return Comparison(how, "string", (self.at(at),))
        opening = next((start for start, end in self.closing.items() if end == at), -1)
        return Comparison(how, "time") if opening > 0 and self.at(opening - 1).word in _TIMES else None

    def _read_value(self, place: int, how: str) -> Comparison | None:
        token = self.at(place)
        if token.kind == "string" and not self.is_mark(place + 1, "+"):
            return Comparison(how, "string", (token,))
        if token.word in _TIMES and self.is_mark(place + 1, "("):
            return Comparison(how, "time")
        return None

    def _find_steps(self) -> Iterator[Step]:
        """Yield relationships with their two nodes.

        Those of several hops have others between, and are left out.
        """
        nodes_by_end = {self.closing[p]: e for p, e in self.elements.items() if e.what == "node"}
        for place, element in self.elements.items():
            if element.what != "relationship" or self._is_repeated(place):
                continue
            backward = self.is_mark(place - 2, "<")
            left = nodes_by_end.get(place - (3 if backward else 2))
            after = self.closing[place] + 1
            forward = self.is_mark(after + 1, ">")
            right = self.elements.get(after + (2 if forward else 1))
            if left is None or right is None or right.what != "node" or not self.is_mark(after, "-"):
                continue
            start, end = (right, left) if backward and not forward else (left, right)
            yield Step(start, element, end, backward != forward, self.at(place))

    def _is_repeated(self, place: int) -> bool:
        end = self.closing[place]
        stars = any(self.is_mark(at, "*") for at in range(place, end))
        after = end + (3 if self.is_mark(end + 2, ">") else 2)
        return stars or any(self.is_mark(at, "+", "*") for at in range(end + 1, after))


def _collect_unique(tokens: Iterator[Token]) -> tuple[Token, ...]:
    """Return each name once, at its first place."""
    unique: dict[str, Token] = {}
    for token in tokens:
        unique.setdefault(token.text, token)
    return tuple(unique.values())


def unquote_string(token: Token) -> str:
    """Return the words of a string token; "" for one with an escape in it."""
    return "" if "\\" in token.text else token.text[1:-1]
