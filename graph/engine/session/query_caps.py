"""Caps on what a user's query may consist of.

Neither engine ends a query while it parses it, plans it or evaluates one expression, so its time limit
does not hold there. What is refused here ran for minutes past it on at least one engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.engine.session.cypher_tokens import Token
from graph.model.errors import InputError

MOST_CHARACTERS = 60_000
MOST_TOKENS = 8_000
MOST_NESTED = 50
MOST_CASES = 50
MOST_OPERATORS = 250
MOST_ITEMS = 1_000
MOST_GIVEN = 100_000
"""Values in all parameters together."""

_OPERATORS = frozenset({"AND", "OR", "XOR", "NOT"})
_OPERATOR_MARKS = frozenset("+*/%^")
_IN_PATTERNS = frozenset("()[]<>-")
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_SHORTER = "Write it shorter, or as several queries."
_AS_PARAMETER = "Give the values as a parameter: IN $values."


def check_length(text: str) -> None:
    """Refuse a query that is too long to be read. Raises InputError."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"A query has at most {MOST_CHARACTERS:,} characters; this one has {len(text):,}.",
            hint=f"{_SHORTER} Values can be given as parameters.",
        )


def check_caps(tokens: Sequence[Token]) -> None:
    """Refuse a query with too many tokens, brackets, operators or items. Raises InputError with the place."""
    if len(tokens) > MOST_TOKENS:
        raise _build_refusal(f"A query has at most {MOST_TOKENS:,} words and signs", tokens[MOST_TOKENS])
    _check_count(tokens, "CASE", MOST_CASES)
    operators = list(_iter_operators(tokens))
    if len(operators) > MOST_OPERATORS:
        raise _build_refusal(
            f"A query has at most {MOST_OPERATORS} operators such as AND, NOT and +",
            operators[MOST_OPERATORS],
            f"{_SHORTER} Instead of x = 'a' OR x = 'b' write x IN ['a', 'b'].",
        )
    _check_brackets(tokens)


def check_parameters(params: Mapping[str, Any]) -> None:
    """Refuse parameters with too many values, or nested too deeply. Raises InputError."""
    count = sum(1 for value in params.values() for _ in _iter_values(value, 0))
    if count > MOST_GIVEN:
        raise InputError(f"Parameters have at most {MOST_GIVEN:,} values; these have {count:,}.")


def _check_count(tokens: Sequence[Token], word: str, most: int) -> None:
    found = [token for token in tokens if token.word == word]
    if len(found) > most:
        raise _build_refusal(f"A query has at most {most} {word}", found[most])


def _iter_operators(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the operators that can be chained; a minus beside a bracket or arrow belongs to a pattern."""
    for place, token in enumerate(tokens):
        if token.word in _OPERATORS or _is_mark(token, _OPERATOR_MARKS):
            yield token
        elif _is_mark(token, frozenset("-")):
            beside = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
            if not any(_is_mark(each, _IN_PATTERNS) for each in beside):
                yield token


def _check_brackets(tokens: Sequence[Token]) -> None:
    """Refuse deep nesting, and long lists."""
    items: list[int] = []
    for token in tokens:
        if _is_mark(token, _OPENING):
            items.append(1)
            if len(items) > MOST_NESTED:
                raise _build_refusal(f"Brackets are nested at most {MOST_NESTED} deep", token)
        elif items and _is_mark(token, _CLOSING):
            items.pop()
        elif items and _is_mark(token, frozenset(",")):
            items[-1] += 1
            if items[-1] > MOST_ITEMS:
                raise _build_refusal(f"A list has at most {MOST_ITEMS:,} values", token, _AS_PARAMETER)


def _is_mark(token: Token, marks: frozenset[str]) -> bool:
    return token.kind == "mark" and token.text in marks


def _iter_values(value: Any, depth: int) -> Iterator[Any]:
    if depth > MOST_NESTED:
        raise InputError(f"Values of parameters are nested at most {MOST_NESTED} deep.")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _iter_values(each, depth + 1)
    else:
        yield value


def _build_refusal(what: str, token: Token, hint: str = _SHORTER) -> InputError:
    return InputError(f"{what}. {token.place}", hint=hint)
