"""`scamgraph measure`: a network measure, and what it rests on."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from cli.completion.offers import Offer, filter_offers
from cli.network_options import (
    AssertedOption,
    LabelsOption,
    MostOption,
    OriginsOption,
    PredicatesOption,
    ProjectionOption,
    ProjectionsOption,
    WithLabelsOption,
    WithoutLabelsOption,
    WithoutOption,
    build_filters,
)
from cli.open_store import open_store_for_command
from cli.options import AsOfOption, EngineOption, FormatOption, ProtectedOption
from cli.output import Format, print_line, print_rows, print_stderr, print_text
from queries.network.graph import read_network
from queries.network.measurement import EvidenceCounts, MeasureResult, compute_measure
from queries.network.measures import MEASURES, find_measure


def complete_measures(incomplete: str) -> list[Offer]:
    """Offer the network measures."""
    return filter_offers({name: measure.title for name, measure in MEASURES.items()}, incomplete)


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    name: Annotated[
        str,
        typer.Argument(
            help="degree, betweenness, pagerank, communities, bridges, articulation-points, or triangles.",
            metavar="NAME",
            autocompletion=complete_measures,
        ),
    ],
    projection: ProjectionOption = "actors",
    projections: ProjectionsOption = None,
    labels: LabelsOption = None,
    with_labels: WithLabelsOption = None,
    without_labels: WithoutLabelsOption = None,
    predicates: PredicatesOption = None,
    without: WithoutOption = None,
    asserted: AssertedOption = False,
    min_origins: OriginsOption = 1,
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of rows.")] = 20,
    as_of: AsOfOption = None,
    max_facts: MostOption = 500_000,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Compute a network measure and say what the result rests on.

    \b
    Examples:
      scamgraph measure degree
      scamgraph measure bridges --projection actors-and-events
      scamgraph measure betweenness --asserted --as-of 2026-01-21
    """
    find_measure(name)
    chosen = build_filters(labels, with_labels, without_labels, predicates, without, asserted, min_origins)
    with open_store_for_command(engine, include_protected=include_protected) as store:
        read = read_network(store, projection, chosen, as_of=as_of, file=projections, most=max_facts)
        result = compute_measure(name, read, limit=limit)
    if form is Format.json:
        print_line(json.dumps(_build_record(result), ensure_ascii=False, indent=2))
    elif form is Format.table:
        _print_result(result)
    else:
        print_rows(result.rows, (*result.columns, "facts"), form)
        print_stderr(result.sentence)


def _build_record(result: MeasureResult) -> dict[str, Any]:
    """Return a measure as data for programs."""
    selection = result.network.selection
    return {
        "measure": result.measure.name,
        "about": result.measure.about,
        "projection": selection.projection.name,
        "filters": list(selection.filters.words),
        "as_of": result.network.as_of,
        "answer": result.sentence,
        **_build_rest_record(result.rests_on),
        "without_single_origin": {**_build_rest_record(result.without), "changes": list(result.changes)},
        "notes": list(result.notes),
        "total": result.total,
        "rows": list(result.rows),
    }


def _build_rest_record(rest: EvidenceCounts) -> dict[str, int]:
    return {"entities": rest.entities, "facts": rest.facts, "origins": rest.origins}


def _print_result(result: MeasureResult) -> None:
    print_text(result.sentence)
    for change in result.changes:
        print_text(change, first="  ", rest="    ")
    for note in result.notes:
        print_text(f"Note: {note}", style="dim", first="  ", rest="    ")
    if result.rows:
        columns = tuple(c for c in result.columns if c not in ("id", "from_id", "to_id"))
        print_rows(result.rows, columns, Format.table)
