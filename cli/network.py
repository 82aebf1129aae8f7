"""Commands for networks: measures on a projection, the list of projections, projections as files."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.complete import complete_measures, complete_projections
from cli.help import ASK
from cli.options import (
    AsOfOption,
    EngineOption,
    FormatOption,
    ProtectedOption,
    open_store_for_command,
)
from cli.output import Format, print_line, print_rows, print_stderr, print_text

if TYPE_CHECKING:
    from queries.network.measurement import EvidenceCounts, MeasureResult
    from queries.network.projection import Filters


class GraphForm(StrEnum):
    """File formats of a projection."""

    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    node_link = "node-link"


ProjectionOption = Annotated[
    str,
    typer.Option(
        help="A projection that `scamgraph projections` lists.", autocompletion=complete_projections
    ),
]
ProjectionsOption = Annotated[
    Path | None,
    typer.Option(help="A file with your own projections [env: SCAMGRAPH_PROJECTIONS].", show_default=False),
]
LabelsOption = Annotated[
    str | None,
    typer.Option(
        metavar="LABEL,...", help="Use these kinds of entity instead of the projection's.", show_default=False
    ),
]
WithLabelsOption = Annotated[
    str | None,
    typer.Option(
        metavar="LABEL,...",
        help="Add kinds left out because they tie nothing, such as Collective,GovernmentBody.",
        show_default=False,
    ),
]
WithoutLabelsOption = Annotated[
    str | None, typer.Option(metavar="LABEL,...", help="Leave out these kinds of entity.", show_default=False)
]
PredicatesOption = Annotated[
    str | None,
    typer.Option(metavar="NAME,...", help="Use only these predicates or classes.", show_default=False),
]
WithoutOption = Annotated[
    str | None,
    typer.Option(metavar="NAME,...", help="Leave out these predicates or classes.", show_default=False),
]
AssertedOption = Annotated[
    bool, typer.Option("--asserted", help="Use only asserted facts: no accusations, nothing only alleged.")
]
OriginsOption = Annotated[int, typer.Option(min=1, help="Minimum number of independent origins of a fact.")]
MostOption = Annotated[
    int, typer.Option("--max-facts", min=1, help="Maximum number of facts; a larger projection is refused.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(rich_help_panel=ASK)(measure)
    app.command(rich_help_panel=ASK)(projections)


def measure(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    from queries.network.graph import read_network  # noqa: PLC0415 - heavy enough to wait until asked
    from queries.network.measurement import compute_measure as measured  # noqa: PLC0415
    from queries.network.measures import find_measure  # noqa: PLC0415

    find_measure(name)
    chosen = _build_filters(labels, with_labels, without_labels, predicates, without, asserted, min_origins)
    with open_store_for_command(engine, include_protected=include_protected) as store:
        read = read_network(store, projection, chosen, as_of=as_of, file=projections, most=max_facts)
        result = measured(name, read, limit=limit)
    if form is Format.json:
        print_line(json.dumps(as_data(result), ensure_ascii=False, indent=2))
    elif form is Format.table:
        _print_result(result)
    else:
        print_rows(result.rows, (*result.columns, "facts"), form)
        print_stderr(result.sentence)


def projections(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A file with your own projections [env: SCAMGRAPH_PROJECTIONS].", show_default=False
        ),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """List the projections and the entities and facts in each.

    Write your own in a YAML file: a name, and under it any of labels, without_labels, predicates, without,
    events, asserted, min_origins, and about.

    \b
    Examples:
      scamgraph projections
      scamgraph projections my-projections.yaml

    \b
    A file of projections:
      embassies:
        about: Embassies and who came to them.
        labels: [Embassy, Cohort, Person]
        predicates: [PRESENCE]
    """
    from queries.network.projection import load_projections as known  # noqa: PLC0415

    rows = [
        {
            "name": p.name,
            "about": p.about,
            "labels": list(p.labels),
            "without_labels": list(p.without_labels),
            "predicates": list(p.predicates) or ["all but DOC_META"],
            "without": list(p.without),
            "events": p.events,
            "asserted": p.asserted,
            "min_origins": p.min_origins,
        }
        for p in known(file).values()
    ]
    print_rows(rows, ("name", "about", "labels", "without_labels", "predicates"), form)


def export_graph(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: Annotated[GraphForm, typer.Option("--format", "-f", help="File format.")] = GraphForm.graphml,
    to: Annotated[
        Path | None, typer.Option(help="Write to this new file instead of standard output.")
    ] = None,
    projection: ProjectionOption = "actors",
    projections: ProjectionsOption = None,
    labels: LabelsOption = None,
    with_labels: WithLabelsOption = None,
    without_labels: WithoutLabelsOption = None,
    predicates: PredicatesOption = None,
    without: WithoutOption = None,
    asserted: AssertedOption = False,
    min_origins: OriginsOption = 1,
    include_protected: Annotated[
        bool, typer.Option("--include-protected", help="Include the names of people who may be victims.")
    ] = False,
    as_of: AsOfOption = None,
    max_facts: MostOption = 500_000,
    engine: EngineOption = None,
) -> None:
    """Export a projection as GraphML, GEXF, CSV, or node-link JSON.

    Edges carry the counts of their facts as attributes; speakers and verbs are joined by "; ". CSV writes a
    second file with the nodes.

    \b
    Examples:
      scamgraph export graph --to actors.graphml
      scamgraph export graph --projection actors-and-events -f csv --to ties.csv
    """
    from queries.export.claims import Lookup  # noqa: PLC0415
    from queries.network import files  # noqa: PLC0415
    from queries.network.graph import read_network  # noqa: PLC0415

    chosen = _build_filters(labels, with_labels, without_labels, predicates, without, asserted, min_origins)
    with open_store_for_command(engine) as store:
        read = read_network(store, projection, chosen, as_of=as_of, file=projections, most=max_facts)
        graph = files.build_export_graph(read, Lookup(store, include_protected=include_protected))
    for note in read.notes:
        print_stderr(note)
    if to is None:
        typer.get_binary_stream("stdout").write(files.encode_graph(graph, form.value))
        return
    written = files.write(graph, form.value, to)
    entities, facts = read.size
    print_stderr(f"{', '.join(map(str, written))}: {entities:,} entities, {facts:,} facts.")


def as_data(result: MeasureResult) -> dict[str, Any]:
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


def _build_filters(  # noqa: PLR0913, PLR0917 - one an option
    labels: str | None,
    with_labels: str | None,
    without_labels: str | None,
    predicates: str | None,
    without: str | None,
    asserted: bool,
    min_origins: int,
) -> Filters:
    from queries.network.projection import Filters  # noqa: PLC0415

    return Filters(
        labels=_split_list(labels),
        with_labels=_split_list(with_labels),
        without_labels=_split_list(without_labels),
        predicates=_split_list(predicates),
        without=_split_list(without),
        asserted=asserted,
        min_origins=min_origins,
    )


def _split_list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
