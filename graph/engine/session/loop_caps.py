"""Refusal of loops that no engine interrupts: comprehensions, reduce, any, all, none and single.

Both engines stop a query between two rows, never inside one expression. So the loops of an expression
are bounded beforehand, by what their lists can be told to hold. It is an estimate: a list may be hidden
behind names. What it misses ends with the connection, and a local engine with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from typing import Any

from graph.engine.session.cypher_tokens import Token, match_brackets
from graph.model.errors import InputError

MOST_STEPS = 10_000_000
"""Steps of loops within loops; some seconds on either engine."""
MOST_IN_RANGE = 1_000_000
MOST_DOUBLINGS = 20
"""How often a text or list may be added to itself: a million characters from one."""
MOST_HOPS = 4
ASSUMED_ITEMS = 200
"""Items of a list whose size cannot be told, such as labels, participants or collected names."""
_SMALL = frozenset({"LABELS", "KEYS", "NODES", "RELATIONSHIPS"})
"""Functions whose lists are small, whatever else the query holds."""
_LOOPS = frozenset({"ANY", "ALL", "NONE", "SINGLE"})
_BRANCHES = frozenset({"CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "IN"})
_CLAUSES = frozenset({"WITH", "RETURN", "MATCH", "WHERE", "UNWIND", "ORDER", "CALL", "AS", "THEN", "ELSE"})
_NAMES = ("name", "quoted")
_DIGITS = re.compile(r"\d+")
_END = Token("mark", "", 0, 0)


def check_loops(tokens: Sequence[Token], params: Mapping[str, Any]) -> None:
    """Refuse long ranges, loops whose steps multiply, and what doubles itself again and again.

    Raises InputError with the place.
    """
    _Loops(tokens, params).check()


class _Loops:
    """The loops of one query; places are positions of its tokens."""

    def __init__(self, tokens: Sequence[Token], params: Mapping[str, Any]) -> None:
        self._tokens = tokens
        self._params = params
        self._closing, self._within = match_brackets(tokens)
        self._numbers = [n for each in tokens if each.kind == "number" for n in self._read_numbers(each)]
        self._ranges = dict(self._find_ranges())
        self._assumed = self._assume_items()

    def check(self) -> None:
        self._check_ranges()
        self._check_doublings()
        self._check_walks()
        totals: dict[int, int] = {}  # steps of the loop in a bracket, times those of the loops around it
        for place, end in sorted(self._closing.items()):
            steps = self._count_steps(place, end)
            totals[place] = steps * totals.get(self._within[place], 1)
            if steps > 1 and totals[place] > MOST_STEPS:
                raise _build_refusal(
                    f"Loops within loops take more than {MOST_STEPS:,} steps", self._at(place)
                )

    def _check_ranges(self) -> None:
        for place, size in self._ranges.items():
            if size > MOST_IN_RANGE:
                raise _build_refusal(f"A range has at most {MOST_IN_RANGE:,} numbers", self._at(place))

    def _check_walks(self) -> None:
        """Refuse long paths inside a list, where no row comes between two of them."""
        in_list = {-1: False}  # for each bracket, whether it or one around it is a list
        for place, end in sorted(self._closing.items()):
            is_square = self._at(place).text == "["
            is_walk = is_square and self._at(place - 1).text == "-"
            is_inside = in_list.get(self._within[place], False)
            in_list[place] = is_inside or (is_square and not is_walk)
            if is_walk and is_inside and self._count_hops(place, end) > MOST_HOPS:
                raise _build_refusal(f"A path inside a list has at most {MOST_HOPS} hops", self._at(place))

    def _count_hops(self, place: int, end: int) -> float:
        inside = self._tokens[place + 1 : end]
        star = next((n for n, token in enumerate(inside) if token.text == "*"), None)
        if star is None:
            return 1
        numbers = [
            int(token.text) for token in inside[star:] if token.kind == "number" and token.text.isdigit()
        ]
        is_open = bool(inside) and inside[-1].text == "."
        return math.inf if is_open or not numbers else max(numbers)

    def _check_doublings(self) -> None:
        doubled = list(self._find_doublings())
        if len(doubled) > MOST_DOUBLINGS:
            raise _build_refusal(
                f"Names are added to themselves, or listed twice, more than {MOST_DOUBLINGS} times",
                doubled[-1],
            )
        for place, end in self._closing.items():
            if self._at(place - 1).word == "REDUCE" and self._count_steps(place, end) > MOST_DOUBLINGS:
                self._check_reduce(place, end)

    def _find_doublings(self) -> Iterator[Token]:
        """Yield names that are added to themselves: `s + s`, `s + '-' + s`; or listed twice: `[s, s]`."""
        seen: set[str] = set()
        for place, token in enumerate(self._tokens):
            joins = ("+", ",") if self._at(self._within[place]).text == "[" else ("+",)
            if token.word in _CLAUSES:
                seen = set()
            elif token.kind in _NAMES and self._at(place + 1).text not in (".", "("):
                if token.text in seen and self._at(place - 1).text in joins:
                    yield token
                seen.add(token.text)

    def _check_reduce(self, place: int, end: int) -> None:
        """Refuse a reduce of many steps that adds its result to itself, or puts it into a list or map."""
        if self._at(place + 3).kind == "number":
            return
        bar = next((at for at in range(place, end) if self._at(at).text == "|"), end)
        result = self._at(place + 1).text
        uses, grows = 0, False
        for at in range(bar, end):
            token = self._at(at)
            if token.word in _BRANCHES:
                uses, grows = 0, False
            is_result = token.kind in _NAMES and token.text == result
            uses += is_result
            grows = grows or token.text in ("+", "[") or token.word == "REPLACE"
            if uses > 1 and grows:
                raise _build_refusal("This reduce may double its result at each step", self._at(place))
            if is_result and self._is_item(at):
                raise _build_refusal("This reduce may nest its result at each step", self._at(place))

    def _is_item(self, place: int) -> bool:
        """Return whether a name is an item of a list or a value of a map, and no index."""
        before = self._at(place - 1)
        if before.text == ":":
            return self._at(place + 1).text in (",", "}")
        is_list = before.text == "[" and self._at(place - 2).kind not in _NAMES
        return is_list and self._at(place + 1).text in (",", "]")

    def _count_steps(self, place: int, end: int) -> int:
        """Return the steps of the loop in a bracket, 1 if it is none."""
        before, text = self._at(place - 1).word, self._at(place).text
        if text == "[" or before in _LOOPS:
            return self._count_items(place + 3) if self._at(place + 2).word == "IN" else 1
        if before == "REDUCE":
            found = (at for at in range(place, end) if self._at(at).word == "IN")
            return self._count_items(next(found, place) + 1)
        return 1

    def _count_items(self, place: int) -> int:
        """Return how many items the list that begins at a place has, as far as that can be told."""
        token = self._at(place)
        if place in self._ranges:
            return max(1, self._ranges[place])
        if token.text == "[" and place in self._closing and self._at(place + 2).word != "IN":
            return 1 + sum(1 for at in range(place, self._closing[place]) if self._at(at).text == ",")
        if token.kind == "parameter":
            value = self._read_parameter(token)
            return max(1, len(value)) if isinstance(value, list) else self._assumed
        return ASSUMED_ITEMS if token.word in _SMALL else self._assumed

    def _assume_items(self) -> int:
        """Return the items of a list behind a name: perhaps those of the longest range or parameter."""
        has_collected = any(token.word == "COLLECT" for token in self._tokens)
        ranges = [
            size
            for place, size in self._ranges.items()
            if has_collected or self._at(place - 1).word != "UNWIND"  # else each number is a row
        ]
        has_split = any(token.word == "SPLIT" for token in self._tokens)
        kinds: tuple[type[Sized], ...] = (list, str) if has_split else (list,)
        given = [size for value in self._params.values() for size in _list_sizes(value, kinds)]
        written = [len(token.text) for token in self._tokens if token.kind == "string" and has_split]
        return max([ASSUMED_ITEMS, *ranges, *given, *written])

    def _find_ranges(self) -> Iterator[tuple[int, int]]:
        """Yield each call of range with a bound of how many numbers it gives, if that can be told."""
        for place, token in enumerate(self._tokens):
            is_range = token.kind in _NAMES and token.text.upper() == "RANGE"  # in backticks, too
            if is_range and place + 1 in self._closing:
                inside = self._tokens[place + 2 : self._closing[place + 1]]
                if size := self._bound_range(inside):
                    yield place, size

    def _bound_range(self, inside: Sequence[Token]) -> int:
        """Return a bound from the numbers in the arguments of a range, 0 if there is none."""
        if any(token.text == "^" for token in inside):
            return MOST_IN_RANGE + 1
        numbers = [number for token in inside for number in self._read_numbers(token)]
        if any(token.kind in _NAMES for token in inside):  # which may stand for a number of the query
            numbers += [number for number in self._numbers if number > MOST_IN_RANGE][:1]
        has_step = sum(1 for token in inside if token.text == ",") > 1
        if has_step and len(numbers) == 3 and numbers[2]:
            return abs(numbers[1] - numbers[0]) // numbers[2] + 1
        return math.prod(max(1, number) for number in numbers) if numbers else 0

    def _read_numbers(self, token: Token) -> Iterator[int]:
        if token.kind == "parameter":
            value = self._read_parameter(token)
            if isinstance(value, int):
                yield abs(value)
        elif token.kind in ("number", "string"):
            text = token.text.replace("_", "")
            if re.fullmatch(r"0[xo][0-9a-f]+", text.lower()):
                yield int(text.lower(), 0)
            else:
                yield from (int(digits[:18]) for digits in _DIGITS.findall(text))

    def _read_parameter(self, token: Token) -> Any:
        return self._params.get(token.parameter)

    def _at(self, place: int) -> Token:
        return self._tokens[place] if 0 <= place < len(self._tokens) else _END


def _list_sizes(value: Any, kinds: tuple[type[Sized], ...]) -> list[int]:
    """Return the sizes of the lists in a parameter, and of the lists in those."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    own = [len(value)] if isinstance(value, kinds) else []
    return own + [size for each in inner for size in _list_sizes(each, kinds)]


def _build_refusal(what: str, token: Token) -> InputError:
    return InputError(
        f"{what}: no engine could stop it. {token.place}", hint="Use rows: UNWIND, with LIMIT and DISTINCT."
    )
