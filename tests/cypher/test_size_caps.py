"""What the guard refuses because no engine could stop it, and what only looks like it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph.engine.session.read_guard import check_size
from graph.engine.session.regex_caps import find_fault
from graph.model.errors import InputError
from queries.ask.query_library import load_library
from tests.cypher.test_read_guard import READS

DOCS = Path(__file__).parents[2] / "docs"
SQUARE = "RETURN size([a IN {0} | [b IN {0} | a * b]]) AS n"


def nest(depth: int) -> list[Any]:
    """Return a list in a list in a list ..."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "long": (f"RETURN '{'a' * 60_000}' AS a", {}, "at most 60,000 characters"),
    "tokens": ("RETURN " + " ".join(["x"] * 8_001), {}, "at most 8,000 words"),
    "brackets": (f"RETURN {'(' * 51}1{')' * 51}", {}, "at most 50 deep"),
    "lists": (f"RETURN {'[' * 51}1{']' * 51}", {}, "at most 50 deep"),
    "subqueries": (f"{'CALL { ' * 51}RETURN 1 AS a {'}' * 51}", {}, "at most 50 deep"),
    "cases": ("RETURN " + "CASE WHEN true THEN " * 51 + "1" + " ELSE 0 END" * 51, {}, "at most 50 CASE"),
    "sum": ("RETURN " + "+".join(["1"] * 252), {}, "at most 250 operators"),
    "difference": ("RETURN " + "-".join(["1"] * 252), {}, "at most 250 operators"),
    "either": ("MATCH (n) WHERE " + " OR ".join(["n.a = 1"] * 252) + " RETURN n", {}, "write x IN"),
    "not": ("RETURN " + "NOT " * 251 + "true", {}, "at most 250 operators"),
    "values": ("RETURN 1 IN [" + ",".join(["1"] * 1_001) + "]", {}, "as a parameter"),
    "given": ("RETURN $v", {"v": list(range(100_001))}, "at most 100,000 values"),
    "given deep": ("RETURN $v", {"v": [{"a": [1] * 60_000}, [2] * 60_000]}, "at most 100,000 values"),
    "range": ("RETURN reduce(s = 0, x IN range(1, 2000000000) | s + x)", {}, "at most 1,000,000 numbers"),
    "range given": ("UNWIND range(1, $n) AS x RETURN x", {"n": 10**9}, "at most 1,000,000 numbers"),
    "range product": ("UNWIND range(1, 3000 * 1000) AS x RETURN x", {}, "at most 1,000,000 numbers"),
    "range power": ("UNWIND range(1, toInteger(10 ^ 9)) AS x RETURN x", {}, "at most 1,000,000 numbers"),
    "range text": ("UNWIND range(1, toInteger('900000000')) AS x RETURN x", {}, "at most 1,000,000 numbers"),
    "range hex": ("UNWIND range(1, 0xFFFFFFF) AS x RETURN x", {}, "at most 1,000,000 numbers"),
    "range words": ("UNWIND RaNgE /* a */ (1, 2_000_000) AS x RETURN x", {}, "at most 1,000,000 numbers"),
    "square": (SQUARE.format("range(1, 30000)"), {}, "Loops within loops"),
    "square named": ("WITH range(1, 30000) AS l " + SQUARE.format("l"), {}, "Loops within loops"),
    "square given": (SQUARE.format("$l"), {"l": [1] * 30_000}, "Loops within loops"),
    "square collected": (
        "UNWIND range(1, 30000) AS x WITH collect(x) AS l " + SQUARE.format("l"),
        {},
        "Loops within loops",
    ),
    "cube": (
        "WITH range(1, 3000) AS l RETURN [a IN l | [b IN l | [c IN l | 1]]] AS n",
        {},
        "Loops within loops",
    ),
    "any": (
        "RETURN any(a IN range(1, 90000) WHERE any(b IN range(1, 90000) WHERE a * b < 0)) AS n",
        {},
        "Loops within loops",
    ),
    "reduce": (
        "RETURN reduce(s = 0, x IN range(1, 90000) | s + reduce(t = 0, y IN range(1, 90000) | t + y)) AS n",
        {},
        "Loops within loops",
    ),
    "doubled text": ("RETURN size(reduce(s = 'a', x IN range(1, 40) | s + s))", {}, "double its result"),
    "doubled in a branch": (
        "RETURN reduce(s = 'a', x IN $xs | CASE WHEN x > 1 THEN s + '-' + toUpper(s) ELSE s END) AS n",
        {"xs": [2] * 40},
        "double its result",
    ),
    "doubled list": ("RETURN size(reduce(l = [1], x IN range(1, 40) | l + l))", {}, "double its result"),
    "doubled by names": ("WITH 'a' AS s " + "WITH s + s AS s " * 21 + "RETURN s", {}, "added to themselves"),
    "doubled in lists": ("WITH 1 AS l " + "WITH [l, l] AS l " * 21 + "RETURN l", {}, "listed twice"),
    "nested list": ("RETURN reduce(l = [1], x IN range(1, 900) | [l]) AS l", {}, "nest its result"),
    "nested map": ("RETURN reduce(l = {}, x IN range(1, 900) | {a: l}) AS l", {}, "nest its result"),
    "given nested": ("RETURN $v", {"v": nest(60)}, "at most 50 deep"),
    "doubled with a text": ("WITH 'a' AS s " + "WITH s + '-' + s AS s " * 21 + "RETURN s", {}, "themselves"),
    "range in backticks": ("RETURN all(x IN `range`(0, 2000000000) WHERE x >= 0)", {}, "1,000,000 numbers"),
    "split": (
        "WITH split($t, '') AS l RETURN any(a IN l WHERE any(b IN l WHERE any(c IN l WHERE a = '')))",
        {"t": "a" * 3_000},
        "Loops within loops",
    ),
    "range to a name": (
        "WITH 5000000000 AS n RETURN all(x IN range(0, n) WHERE x >= 0)",
        {},
        "1,000,000 numbers",
    ),
    "a list in a map": (SQUARE.format("$p.l") + ", [1]", {"p": {"l": [1] * 30_000}}, "Loops within loops"),
    "paths in a list": ("MATCH (a) RETURN size([(a)-[*1..12]-(b) | 1])", {}, "at most 4 hops"),
    "any paths in a list": ("MATCH (a) RETURN size([(a)-[:HEADS*]-(b) | 1])", {}, "at most 4 hops"),
    "open paths in a list": ("MATCH (a) RETURN size([(a)-[*2..]-(b) | 1])", {}, "at most 4 hops"),
    "pattern": ("RETURN 'aaaa' =~ '(a|aa)+$' AS n", {}, "may take hours"),
    "pattern given": ("RETURN 'aaaa' =~ $p AS n", {"p": "(a+)+b"}, "may take hours"),
    "pattern joined": ("RETURN 'aaaa' =~ '(a' + $p AS n", {"p": "+)+b"}, "may take hours"),
    "pattern hidden": ("MATCH (n) WHERE n.name =~ n.kind RETURN n", {}, "must be a text or a parameter"),
    "pattern computed": ("RETURN 'a' =~ toLower('A') AS n", {}, "must be a text or a parameter"),
    "pattern replaced": ("RETURN 'a' =~ 'a'[0] AS n", {}, "must be a text or a parameter"),
    "pattern escaped": ("RETURN 'a' =~ '(\\\\w+)+b' AS n", {}, "may take hours"),
}
ADMITTED: list[tuple[str, dict[str, Any]]] = [
    ("MATCH (n:Entity) WHERE n.id IN $ids RETURN n", {"ids": ["person/chen-zhi"] * 50_000}),
    ("MATCH (n:Entity) WHERE n.id IN [" + ",".join(f"'a/{n}'" for n in range(1_000)) + "] RETURN n", {}),
    ("MATCH p = (a)-[:HEADS*1..3]->(b) WHERE all(x IN nodes(p) WHERE any(l IN labels(x) WHERE l = 'Actor')) "
     "RETURN [x IN nodes(p) | [y IN labels(x) | [z IN keys(x) | z]]] AS n", {}),
    ("UNWIND range(1, 100000) AS i RETURN [x IN range(0, 9) | [y IN range(0, 9) | x * y]] AS n", {}),
    ("MATCH (n) WITH collect(n.id) AS ids RETURN [i IN range(0, size(ids) - 1) | ids[i]] AS n", {}),
    ("RETURN reduce(s = 0, x IN range(1, 1000000) | s + x) AS n", {}),
    ("RETURN reduce(m = 0, x IN $xs | CASE WHEN x > m THEN x + 0 ELSE m END) AS n", {"xs": [1] * 1000}),
    ("RETURN reduce(m = '', x IN $xs | CASE WHEN x > m THEN x ELSE m END) AS n", {"xs": ["a"] * 1000}),
    ("MATCH (n) WITH collect(n.id) AS xs RETURN reduce(i = [0], x IN xs | i + [x]) AS n", {}),
    ("MATCH (n) WITH collect(n.id) AS xs "
     "RETURN reduce(d = [], x IN xs | CASE WHEN x IN d THEN d ELSE d + x END) AS n", {}),
    ("MATCH (n) WHERE n.name =~ '(?i).*(prince|chen).*' RETURN n", {}),
    ("MATCH (n) WHERE n.name =~ '(?i).*' + $name + '.*' RETURN n", {"name": "Chen"}),
    ("MATCH (n) WHERE n.published =~ '\\\\d{4}-\\\\d{2}(-\\\\d{2})?' AND n.a = 1 RETURN n", {}),
    ("MATCH (a) RETURN [(a)-[:HEADS*1..3]->(b) | b.id] AS n, [p = (a)-[r:HEADS]->() | r] AS m", {}),
    ("MATCH p = (a)-[*1..9]-(b) WHERE a.id IN [1, 2] RETURN [n IN nodes(p) | n.id] AS n", {}),
    ("RETURN " + ", ".join(f"n.a{n} + ' ' + n.b{n} AS c{n}" for n in range(40)), {}),
    ("MATCH (a)-[*1..2]-(b)--(c)<--(d)-->(e) RETURN a", {}),
]  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_engine_could_stop_is_refused(name: str) -> None:
    text, params, words = REFUSED[name]
    with pytest.raises(InputError) as refused:
        check_size(text, params)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "name", [name for name in REFUSED if name not in {"long", "given", "given deep", "given nested"}]
)
def test_a_refusal_says_where(name: str) -> None:
    text, params, _ = REFUSED[name]
    with pytest.raises(InputError, match=r"\[line 1, column \d+\]"):
        check_size(text, params)


@pytest.mark.parametrize(("text", "params"), ADMITTED)
def test_ordinary_queries_pass(text: str, params: dict[str, Any]) -> None:
    check_size(text, params)


@pytest.mark.parametrize("text", READS)
def test_reads_pass(text: str) -> None:
    check_size(text, {"value": 1})


def test_every_named_question_passes() -> None:
    for query in load_library().values():
        check_size(query.body, {})


def test_every_query_of_the_docs_passes() -> None:
    found = [
        text
        for page in DOCS.glob("*.md")
        for text in re.findall(r"```cypher\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(found) > 10
    for text in found:
        check_size(text, {})


@pytest.mark.parametrize(
    "pattern",
    ["(a|aa)+$", "(.*a){25}", "((a)*)*", "(?:x{1,3}y)*", "(a?){30}", "(a{0,30}){30}", "(a)\\1",
     "(?<n>a)\\k<n>", ".*.*.*.*.*", "(?i:(a|b)c)+", "((?=a|b)c)*", "a" * 1001, "a?" * 11, "(a|a)" * 11,
     "(?x)(a+) +b", "(?ix:a+)", "(x+[x[b](])+y", "[^]|+]+x", "[\\Q]\\E(]+"],
)  # fmt: skip
def test_patterns_that_may_take_hours_are_found(pattern: str) -> None:
    assert find_fault(pattern)


@pytest.mark.parametrize(
    "pattern",
    [".*foo.*", "(?i).*prince.*", "(foo|bar)", "(foo|bar)?", "(abc)*", "[(a|b)+]+", "\\(a+\\)+",
     "\\Q(a+)+\\E", "[^|+]+x", "\\d{4}-\\d{2}", "(?i)(chen|prince).*", "a{2}b{3}c{4}d{5}e{6}", "",
     "\\p{Alpha}+", "(?i:chen)", "(?s)a.b", "a?b?c?"],
)  # fmt: skip
def test_ordinary_patterns_pass(pattern: str) -> None:
    assert not find_fault(pattern)
