"""Convert a user's parameters for the engine: check types, and resolve names to ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.errors import InputError
from queries.ask.query_library import LIMIT, NamedQuery, Param
from queries.values.nearest_names import build_suggestion
from queries.values.number_parsing import is_number_text, parse_number

if TYPE_CHECKING:
    from graph.model.name_matching import Match
    from graph.store.store import Store

MOST_ROWS = 100_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FACT = re.compile(r"(?:fact/)?[0-9a-f]{32}")

_YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

IN_SENTENCE = """
UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) WHERE n.in_sentence IS NOT NULL
RETURN id, n.in_sentence AS name
"""
NODE = "MATCH (n:Scamgraph {id: $id}) RETURN n.name AS name, labels(n) AS labels"


class ResolvedEntity(NamedTuple):
    """An entity or document that is already resolved, in place of what a user types for it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BoundParameters:
    """Parameters as the engine gets them, and as a sentence shows them (names in place of ids).

    `notes` name other entities that have a given name; `in_sentence` are names as used inside a
    sentence, where those differ.
    """

    values: dict[str, Any]
    shown: dict[str, str]
    notes: list[str] = field(default_factory=list)
    in_sentence: dict[str, str] = field(default_factory=dict)


def has_matching_type(param: Param, text: str) -> bool:
    """Return whether a value looks like one of the parameter's type.

    Names and words may look like anything.
    """
    text = text.strip()
    if param.type in ("number", "integer"):
        return is_number_text(text)
    pattern = {"day": _DAY, "fact": _FACT}.get(param.type)
    return pattern is None or pattern.fullmatch(text) is not None


def normalise_param_name(text: str) -> str:
    """Return the name of a parameter that a user types: `max-hops` is `max_hops`."""
    return text.replace("-", "_")


def bind_parameters(store: Store, query: NamedQuery, params: Mapping[str, Any]) -> BoundParameters:
    """Check and complete the parameters of `query`; those not given keep their default.

    Raises InputError for one that is unknown, missing or of the wrong type, and for a name that means
    nothing or several things (the candidates are listed).
    """
    params = {normalise_param_name(name): value for name, value in params.items()}
    accepted = {param.name: param for param in query.params if param.type != "given"}
    if unknown := [name for name in params if name not in accepted]:
        listed = ", ".join(param.name for param in query.asked) or "none"
        suggestion = build_suggestion(unknown[0], [*accepted])
        raise InputError(
            f"The question {query.name!r} has no parameter {unknown[0]!r}.",
            hint=f"{suggestion}It takes: {listed}.",
        )
    bound = BoundParameters(
        {param.name: param.example for param in query.params if param.type == "given"}, {}
    )
    for name, param in accepted.items():
        _bind_parameter(store, query, param, params.get(name), bound)
    bound.in_sentence.update(_read_names_in_sentence(store, query, bound))
    return bound


def _read_names_in_sentence(
    store: Store, query: NamedQuery, bound: BoundParameters
) -> Iterator[tuple[str, str]]:
    """Yield for each entity in the question its name as used inside a sentence, where that differs."""
    ids = {
        param.name: bound.values[param.name]
        for param in query.params
        if param.type == "entity" and bound.shown.get(param.name)
    }
    if not ids:
        return
    names = {row["id"]: row["name"] for row in store.read(IN_SENTENCE, {"ids": sorted(set(ids.values()))})}
    yield from ((param, names[id_]) for param, id_ in ids.items() if id_ in names)


def _bind_parameter(
    store: Store, query: NamedQuery, param: Param, value: Any, bound: BoundParameters
) -> None:
    if value is None:
        if not param.optional:
            raise InputError(
                f"The question {query.name!r} needs the parameter {param.name!r}: {param.text}.",
                hint=f"For example: scamgraph ask {query.name} --param {param.name}={format_example(param)}",
            )
        bound.values[param.name] = param.default
        return
    if param.type in ("entity", "document"):
        id_, name, note = (
            (*value, "") if isinstance(value, ResolvedEntity) else _resolve_entity(store, str(value), param)
        )
        bound.values[param.name], bound.shown[param.name] = id_, name
        if note:
            bound.notes.append(note)
        return
    converted = _convert_value(store, param, value)
    bound.values[param.name] = converted
    if param.type == "flag":
        bound.shown[param.name] = "yes" if converted else ""
        return
    grouped = isinstance(converted, int | float) and param.name != LIMIT
    bound.shown[param.name] = f"{converted:,}" if grouped else str(converted)


def format_example(param: Param) -> str:
    """Return the example of a parameter as one types it in a shell."""
    text = str(param.example)
    return f"'{text}'" if " " in text else text


def _resolve_entity(store: Store, text: str, param: Param) -> tuple[str, str, str]:
    """Return id and name of the one entity that `text` means, and a note.

    The note is empty where `text` is that entity's name alone. An exact id costs one lookup.
    """
    kind = "Document" if param.type == "document" else None
    rows = store.read(NODE, {"id": text})
    required_kind = kind or _find_required_kind(param)
    if (
        rows
        and "MergedEntity" not in rows[0]["labels"]
        and (not required_kind or required_kind in rows[0]["labels"])
    ):
        return text, rows[0]["name"] or text, ""
    match, *alternatives = _find_matches(store, text, kind, param)
    if match.kind == "Nationality" and param.prefer == ("Actor",):
        # An actor's question finds nothing about a nationality, which would read as an absence.
        raise InputError(
            f"“{text}” is a nationality; the parameter {param.name!r} takes a person, group or body.",
            hint=f"`scamgraph ask nationalities-by-place` shows where people called {match.name} were; "
            f"`scamgraph find` finds groups by name.",
        )
    note = ""
    if alternatives:
        listed = " or ".join(alternative.id for alternative in alternatives)
        note = f"“{text}” is taken for {match.id}; it can mean {listed}, too."
    elif match.how in ("spelling", "nation"):
        note = f"“{text}” is taken for {match.name} ({match.id})."
    return match.id, match.name or match.id, note


def _find_required_kind(param: Param) -> str:
    """Return the one kind that a parameter takes, or "".

    Without one, the preferred kinds are only searched first.
    """
    return param.prefer[0] if param.prefer in (("Nationality",), ("Embassy",)) else ""


def _find_matches(store: Store, text: str, kind: str | None, param: Param) -> list[Match]:
    from graph.store.entity_search import resolve_with_aliases  # noqa: PLC0415 - only names need it

    if closed := _find_required_kind(param):
        from queries.values.nations import find_nationality_or_embassy  # noqa: PLC0415 - few questions need it

        return find_nationality_or_embassy(store, text, closed)
    return resolve_with_aliases(store, text, kind=kind, prefer=param.prefer)


def _convert_value(store: Store, param: Param, value: Any) -> Any:
    text = str(value).strip()
    if not text:
        raise _build_error(param, value, "something, not nothing")
    if param.type in ("number", "integer"):
        return _convert_number(param, value)
    if param.type == "flag":
        if text.lower() not in _YES_OR_NO:
            raise _build_error(param, value, "yes or no")
        return _YES_OR_NO[text.lower()]
    if param.type == "day" and not _DAY.fullmatch(text):
        raise _build_error(param, value, "a day such as 2026-01-20")
    if param.type == "currency":
        from queries.values.currencies import find_currency  # noqa: PLC0415 - one question needs it

        return find_currency(store, text)
    if param.type == "conflict":
        _check_conflict_kind(param, text)
    if param.type == "fact" and not _FACT.fullmatch(text):
        raise _build_error(
            param, value, "the id of a fact, such as other answers show: fact/ and 32 hex digits"
        )
    return f"fact/{text.removeprefix('fact/')}" if param.type == "fact" else text


def _check_conflict_kind(param: Param, text: str) -> None:
    from graph.rules.conflicts.registry import RULES  # noqa: PLC0415 - heavy, and few questions need it

    kinds = [rule.kind for rule in RULES]
    if text not in kinds:
        raise InputError(
            f"The parameter {param.name!r} got {text!r}, which is no kind of conflict.",
            hint=f"{build_suggestion(text, kinds)}Known are: {', '.join(kinds)}.",
        )


def _convert_number(param: Param, value: Any) -> int | float:
    """Return a number, also one as people write it.

    Raises InputError for a text that is not a number, AmbiguousNumber for one with two readings.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    number = value if is_number else parse_number(str(value))
    if number is None:
        raise _build_error(param, value, "a number such as 1440, 12.5 billion or 80%")
    if param.type == "number":
        return number
    least, most = param.least or 1, param.most or MOST_ROWS
    if not isinstance(number, int) or not least <= number <= most:
        raise _build_error(param, value, f"a whole number from {least:,} to {most:,}")
    return number


def _build_error(param: Param, value: Any, expected: str) -> InputError:
    return InputError(f"The parameter {param.name!r} got {str(value)!r}.", hint=f"It takes {expected}.")
