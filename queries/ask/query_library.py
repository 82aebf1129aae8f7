"""The library: one named question per `.cypher` file.

Neo4j Browser and cypher-shell run a file as it is. A file begins with comment lines `// key: value`
(title, heading, group, answer, overview, none, note, needs, positions, and a `param:` or `column:` line for
each of those), continues with `:param name => example` lines and ends with one statement.
The alternative to a question without an answer is in `library/nearest/` under the same name.

The header also declares what a question needs beyond its rows:

- `derive`: how its `given` parameters are derived, an entry of `derived_parameters.DERIVATIONS`;
- `recompute`: how its rows are recomputed for a day, an entry of `recompute.RECOMPUTATIONS`. Without
  it, the rows stay and their origins are counted as of the day;
- `day`: its parameter with the day on which the claims were known;
- `about`: its parameter that is the entity which all rows are about.

In a statement, `/* CLAIMS name */` may follow the part that collects the claims of a row in a list of
this name: a recomputation can leave out the rest, which words them.
"""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from graph.model.errors import InputError
from queries.as_of.placeholder import cut_after_claims, find_unmarked
from queries.values.nearest_names import find_nearest

ParamType = Literal[
    "entity", "document", "fact", "text", "number", "day", "integer", "flag", "conflict", "currency", "given"
]
PARAM_TYPES: tuple[ParamType, ...] = get_args(ParamType)
_PARSING = threading.Lock()
"""Threads that parse Python at once fail in Python 3.11 (python/cpython#106905)."""
LIMIT = "limit"
"""A parameter of every question: the maximum number of rows."""

_HEAD = re.compile(r"// (?P<key>[a-z]+): (?P<value>.+)")
_PARAM = re.compile(
    r"(?P<name>\w+) (?P<type>[a-z]+)"
    r"(\(((?P<least>\d+)\.\.(?P<most>\d+)|(?P<prefer>[A-Za-z, ]+))\))?(?P<optional>\?)?"
    r"(=(?P<default>\d+))? - (?P<text>.+)"
)
_COLUMN = re.compile(r"(?P<name>\w+) - (?P<text>.+)")
_EXAMPLE = re.compile(r":param (?P<name>\w+) => (?P<value>.+)")
_USED = re.compile(r"\$(\w+)")
_TEXTS = ("title", "heading", "group", "answer", "overview", "none", "note")
_TABLE_ENTRIES = ("derive", "recompute")
_PARAM_LISTS = ("needs", "positions", "day", "about")
_ONCE = (*_TEXTS, *_TABLE_ENTRIES, *_PARAM_LISTS)
_NEEDED = ("title", "answer", "none")
_TYPE_OF = {"day": "day", "about": "entity"}
"""The type of the one parameter that a header key names."""

GROUPS = (
    "Who says it",
    "How many",
    "What contradicts",
    "What ties",
    "What is missing",
    "Who and where",
    "What happened when",
)
"""The groups of questions, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question.

    `example` is the value in the file, `default` the value of an optional one that is not given. A
    `given` parameter is derived from the others and users never give it. `prefer` are labels of
    entities that a name means first: `entity(Actor)`; `least` and `most` bound a number:
    `integer(1..8)`. A `flag` is given or not; a `conflict` is a kind of conflict, a `currency` one that
    the graph has sums in.
    """

    name: str
    type: ParamType
    optional: bool
    text: str
    example: Any
    default: Any = None
    prefer: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows, and what it holds."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question of the library. `body` is its statement, `source` the whole file.

    `needs` are groups of parameters one of which must be given, `positions` the ways to give values
    without names. `heading` is the title of a report on the answer, with the values of parameters; empty
    where the title serves. `group` is empty for the nearest alternative to a question. `overview`
    replaces `answer` where the rows are about more than one statement: origins are counted for
    one alone. `derive`, `recompute`, `day` and `about` are as the header gives them, else empty.
    `claims_body` gives the claims of each row alone, where the statement marks that part.
    """

    name: str
    title: str
    heading: str
    group: str
    answer: str
    overview: str
    none: str
    note: str
    needs: tuple[tuple[str, ...], ...]
    positions: tuple[tuple[str, ...], ...]
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    body: str
    source: str
    derive: str
    recompute: str
    day: str
    about: str
    claims_body: str

    @property
    def asked(self) -> tuple[Param, ...]:
        """Return the parameters a user gives."""
        return tuple(param for param in self.params if param.type != "given" and param.name != LIMIT)


@dataclass(slots=True)
class _Draft:
    once: dict[str, str] = field(default_factory=dict)
    params: dict[str, re.Match[str]] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    examples: dict[str, Any] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def parse_query(name: str, source: str) -> NamedQuery:
    """Parse one file. Raises InputError with file and line of what does not fit."""
    draft = _Draft()
    for number, line in enumerate(source.splitlines(), start=1):
        problem = _parse_line(draft, line)
        if problem:
            raise InputError(f"{name}.cypher:{number}: {problem}")
    body = "\n".join(draft.body).strip().removesuffix(";")
    used = set(_USED.findall(body))
    if missing := [key for key in _NEEDED if key not in draft.once]:
        raise InputError(f"{name}.cypher: no line `// {missing[0]}: ...`")
    has_given_params = any(param["type"] == "given" for param in draft.params.values())
    unused = set() if has_given_params else draft.examples.keys() - used
    if draft.params.keys() | {LIMIT} != draft.examples.keys() or unused or used - draft.examples.keys():
        raise InputError(
            f"{name}.cypher: parameters differ: described {sorted(draft.params)}, "
            f"with a value {sorted(draft.examples)}, used {sorted(used)}"
        )
    if unmarked := find_unmarked(body):
        raise InputError(
            f"{name}.cypher: {unmarked} reads claims of every day",
            hint="Name the claim and mark it: `(c:Claim /* AS OF c */)`.",
        )
    if problem := _check_headers(draft):
        raise InputError(f"{name}.cypher: {problem}")
    once = draft.once
    try:
        claims_body = cut_after_claims(body)
    except ValueError as error:
        raise InputError(f"{name}.cypher: {error}") from error
    return NamedQuery(
        name=name,
        title=once["title"],
        heading=once.get("heading", ""),
        group=once.get("group", ""),
        answer=once["answer"],
        overview=once.get("overview", ""),
        none=once["none"],
        note=once.get("note", ""),
        needs=_parse_alternatives(once.get("needs", "")),
        positions=_parse_alternatives(once.get("positions", "")),
        params=tuple(_build_params(draft)),
        columns=tuple(draft.columns),
        body=body,
        source=source,
        derive=once.get("derive", ""),
        recompute=once.get("recompute", ""),
        day=once.get("day", ""),
        about=once.get("about", ""),
        claims_body=claims_body,
    )


def _check_headers(draft: _Draft) -> str:
    """Return what is wrong with the header lines, seen together, or "" if nothing is."""
    group = draft.once.get("group")
    if group is not None and group not in GROUPS:
        return f"there is no group {group!r}; the groups are {', '.join(GROUPS)}"
    types = {name: match["type"] for name, match in draft.params.items()}
    user_params = {name for name, type_ in types.items() if type_ != "given"}
    for key in _PARAM_LISTS:
        named = [name for way in _parse_alternatives(draft.once.get(key, "")) for name in way]
        if unknown := sorted(set(named) - user_params):
            return f"`{key}` names {unknown[0]!r}, which is no parameter"
        if named and key in _TYPE_OF and [types[name] for name in named] != [_TYPE_OF[key]]:
            return f"`{key}` names no single parameter of the type {_TYPE_OF[key]!r}"
    if ("derive" in draft.once) != (user_params != types.keys()):
        return "`derive` and parameters of the type `given` belong together"
    needs = _parse_alternatives(draft.once.get("needs", ""))
    if needs and not any(all(draft.examples[name] is not None for name in group) for group in needs):
        return "no group of `needs` has an example for each of its parameters"
    return ""


def _parse_line(draft: _Draft, line: str) -> str:
    """Add one line to the draft; return what is wrong with it, or "" if nothing is."""
    if draft.body or not line.startswith(("//", ":")):
        draft.body.append(line)
        return ""
    if line.startswith(":"):
        return _parse_example(draft, line)
    head = _HEAD.fullmatch(line)
    if head is None:
        return "not a header line `// key: value`"
    if head["key"] in _ONCE:
        draft.once[head["key"]] = head["value"]
        return ""
    return _parse_listed_header(draft, head["key"], head["value"])


def _parse_listed_header(draft: _Draft, key: str, value: str) -> str:
    param, column = _PARAM.fullmatch(value), _COLUMN.fullmatch(value)
    if key == "param" and param is not None and param["type"] in PARAM_TYPES:
        draft.params[param["name"]] = param
    elif key == "param":
        return f"not `name type - text` with one of the types {', '.join(PARAM_TYPES)}"
    elif key == "column" and column is not None:
        draft.columns.append(Column(column["name"], column["text"]))
    elif key == "column":
        return "not `name - text`"
    else:
        return f"unknown key {key!r}"
    return ""


def _parse_example(draft: _Draft, line: str) -> str:
    example = _EXAMPLE.fullmatch(line.rstrip())
    if example is None:
        return "not `:param name => value`"
    value = {"null": "None", "true": "True", "false": "False"}.get(example["value"], example["value"])
    try:
        with _PARSING:
            draft.examples[example["name"]] = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return f"{example['value']} is no plain value"
    return ""


def _parse_alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of parameters one of which must be given: `number or a, b`."""
    groups = [group.split(",") for group in text.split(" or ")] if text else []
    return tuple(tuple(name.strip() for name in group) for group in groups)


def _build_params(draft: _Draft) -> Iterator[Param]:
    for name, match in draft.params.items():
        kind: ParamType = match["type"]  # type: ignore[assignment] # checked by _parse_listed_header
        default = int(match["default"]) if match["default"] else None
        prefer = tuple(label.strip() for label in (match["prefer"] or "").split(",") if label.strip())
        least, most = (int(match[each]) if match[each] else None for each in ("least", "most"))
        optional, example = bool(match["optional"]), draft.examples[name]
        yield Param(name, kind, optional, match["text"], example, default, prefer, least, most)
    limit = draft.examples[LIMIT]
    yield Param(LIMIT, "integer", True, "how many rows at most", limit, limit)


@cache
def load_library() -> dict[str, NamedQuery]:
    """Return every named question, by name. Raises InputError if a file of the library is broken."""
    queries = _read_folder("library")
    for name, query in queries.items():
        if not query.group:
            raise InputError(f"{name}.cypher: no line `// group: ...`")
    return queries


def group_queries() -> list[tuple[str, list[NamedQuery]]]:
    """Return the named questions by group, in the order in which they are listed."""
    queries = load_library().values()
    return [(group, [query for query in queries if query.group == group]) for group in GROUPS]


@cache
def load_nearest() -> dict[str, NamedQuery]:
    """Return the nearest alternative to a question without an answer, by the question's name."""
    return _read_folder("library/nearest")


def _read_folder(folder: str) -> dict[str, NamedQuery]:
    entries = sorted(files("queries").joinpath(folder).iterdir(), key=lambda file: file.name)
    names = [(file.name.removesuffix(".cypher"), file) for file in entries if file.name.endswith(".cypher")]
    return {name: parse_query(name, file.read_text(encoding="utf-8")) for name, file in names}


def find_query(name: str) -> NamedQuery:
    """Return the question of this name. Raises InputError that names the nearest if there is none."""
    query = load_library().get(name)
    if query is None:
        near = find_nearest(name, load_library())
        suggestions = f"Nearest: {', '.join(near)}." if near else f"Known are: {', '.join(load_library())}."
        raise InputError(
            f"There is no question {name!r}.", hint=f"{suggestions} `scamgraph queries` lists all."
        )
    return query
