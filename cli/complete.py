"""Shell completion: names of questions, kinds, projections, measures and entities.

Entities come from a running engine, within SECONDS; no engine is started, and a failure offers
nothing. People who may be victims are never offered.
"""

from __future__ import annotations

import os
import re
import shlex
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from queries.ask.query_library import NamedQuery, Param

Offer = tuple[str, str]
"""A value, and what a shell shows beside it."""

SECONDS = 2.0
MOST_OFFERED = 50

_BY_NAME = """
UNWIND $starts AS start
MATCH (e:Entity) WHERE e.name STARTS WITH start AND NOT coalesce(e.protected, false)
  AND ($label = '' OR $label IN labels(e))
RETURN DISTINCT e.name AS value, e.kind AS kind ORDER BY value LIMIT $most
"""
_BY_ID = """
MATCH (e:Entity) WHERE e.id STARTS WITH $start AND NOT coalesce(e.protected, false)
  AND ($label = '' OR $label IN labels(e))
RETURN e.id AS value, e.name AS kind ORDER BY value LIMIT $most
"""
_SERIES = """
MATCH (s:Series) WHERE s:Scamgraph AND s.id STARTS WITH $start
RETURN s.id AS value, s.name AS kind ORDER BY value LIMIT $most
"""


def complete_questions(incomplete: str) -> list[Offer]:
    """Offer the named questions."""
    from queries.ask.query_library import load_library  # noqa: PLC0415 - only a completion needs it

    return _filter_offers({name: query.title for name, query in load_library().items()}, incomplete)


def complete_values(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer values for the parameter that comes next in `ask`."""
    return _collect_offers(lambda: _complete_value(ctx.params, incomplete))


def complete_kinds(incomplete: str) -> list[Offer]:
    """Offer the kinds of entity."""
    from graph.model.ontology import load_ontology  # noqa: PLC0415

    ontology = load_ontology()
    return _filter_offers(dict.fromkeys(sorted({*ontology.kinds, *ontology.abstract}), ""), incomplete)


def complete_conflict_kinds(incomplete: str) -> list[Offer]:
    """Offer the kinds of conflict."""
    from graph.rules.conflicts.registry import RULES  # noqa: PLC0415

    return _filter_offers({rule.kind: rule.title for rule in RULES}, incomplete)


def complete_projections(incomplete: str) -> list[Offer]:
    """Offer the projections, including the user's own."""
    from queries.network.projection import load_projections  # noqa: PLC0415

    return _collect_offers(
        lambda: _filter_offers({name: p.about for name, p in load_projections().items()}, incomplete)
    )


def complete_measures(incomplete: str) -> list[Offer]:
    """Offer the network measures."""
    from queries.network.measures import MEASURES  # noqa: PLC0415

    return _filter_offers({name: measure.title for name, measure in MEASURES.items()}, incomplete)


def complete_entities(incomplete: str) -> list[Offer]:
    """Offer entities whose name or id begins with `incomplete`."""
    return _collect_offers(lambda: _find_entities(incomplete))


def complete_documents(incomplete: str) -> list[Offer]:
    """Offer documents by id."""
    return _collect_offers(lambda: _find_by_id(incomplete, "document/"))


def complete_events(incomplete: str) -> list[Offer]:
    """Offer events whose name or id begins with `incomplete`."""
    return _collect_offers(lambda: _find_entities(incomplete, "Event"))


def complete_series(incomplete: str) -> list[Offer]:
    """Offer the series of figures by id."""
    return _collect_offers(lambda: _find_by_id(incomplete, "series/"))


def _complete_value(params: Mapping[str, Any], start: str) -> list[Offer]:
    from queries.ask.query_library import find_query  # noqa: PLC0415

    query = find_query(params["name"])
    param = _find_next_param(query, [*(params.get("values") or ())])
    if param is None:
        return []
    if param.type == "document":
        return _find_by_id(start, "document/")
    if param.type == "entity":
        return _find_entities(start)
    if param.type == "conflict":
        return complete_conflict_kinds(start)
    return _find_by_id(start, "series/") if param.name == "series" else []


def _find_next_param(query: NamedQuery, given: list[str]) -> Param | None:
    """Return the parameter that the next value is for, None if there is none."""
    from queries.ask.parameters import normalise_param_name  # noqa: PLC0415
    from queries.ask.positions import list_ways  # noqa: PLC0415

    by_name = {param.name: param for param in query.asked}
    if given and given[-1].startswith("--"):
        return by_name.get(normalise_param_name(given[-1][2:]))
    free = [v for n, v in enumerate(given) if not v.startswith("--") and not _is_value(given, n)]
    named = {normalise_param_name(value[2:]) for value in given if value.startswith("--")}
    ways = [way for way in list_ways(query, named) if len(way) > len(free)]
    spoken = [way for way in ways if way[len(free)].type in ("entity", "document")]
    return (spoken or ways)[0][len(free)] if ways else None


def _is_value(given: list[str], place: int) -> bool:
    return place > 0 and given[place - 1].startswith("--") and "=" not in given[place - 1]


def _find_entities(start: str, label: str = "") -> list[Offer]:
    if "/" in start:
        return _read(_BY_ID, {"start": start, "label": label})
    starts = list(dict.fromkeys([start, start[:1].upper() + start[1:]]))
    offers = _read(_BY_NAME, {"starts": starts, "label": label})
    # A shell keeps what is typed: "chen" is offered as "chen Zhi", which means the same.
    return [(start + _escape(name)[len(start) :], kind) for name, kind in offers]


def _find_by_id(start: str, prefix: str) -> list[Offer]:
    """Find documents or series by id; the ids have the prefix only if it is typed."""
    given = start.startswith(prefix)
    query = _SERIES if prefix == "series/" else _BY_ID
    offers = _read(query, {"start": start if given else prefix + start, "label": ""})
    return [(id_ if given else id_.removeprefix(prefix), name) for id_, name in offers]


def _read(query: str, params: Mapping[str, Any]) -> list[Offer]:
    from cli.options import open_as_is  # noqa: PLC0415

    with open_as_is(None, start=False) as store:
        rows = store.read(query, {**params, "most": MOST_OFFERED}, timeout=SECONDS)
    return [(row["value"], row["kind"] or "") for row in rows]


def _escape(name: str) -> str:
    """Escape blanks and quotes in a name for Bash with a backslash, unless a quote is already open.

    Other shells quote the values that they are offered.
    """
    if "bash" not in os.environ.get("_SCAMGRAPH_COMPLETE", "") or _has_open_quote():
        return name
    return re.sub(r"([ '\"()&;])", r"\\\1", name)


def _has_open_quote() -> bool:
    try:
        shlex.split(os.environ.get("COMP_WORDS", ""))
    except ValueError:
        return True
    return False


def _filter_offers(known: Mapping[str, str], start: str) -> list[Offer]:
    return [(name, text) for name, text in known.items() if name.startswith(start)]


def _collect_offers(offer: Callable[[], Iterable[Offer]]) -> list[Offer]:
    """Return the offers of `offer`, or none after SECONDS or on any failure.

    A prompt is no place for an error.
    """
    offered: list[Offer] = []

    def collect() -> None:
        try:
            offered.extend(offer())
        except Exception:
            offered.clear()

    worker = threading.Thread(target=collect, daemon=True)
    worker.start()
    worker.join(SECONDS)
    return [] if worker.is_alive() else offered
