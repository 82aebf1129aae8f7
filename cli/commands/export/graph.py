"""`scamgraph export graph`: a projection as a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

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
from cli.options import AsOfOption, EngineOption, ExportProtectedOption, ToOption
from cli.output import print_stderr
from queries.export.claims import Lookup, write_pieces
from queries.network.files import build_export_graph, encode_graph, write
from queries.network.graph import read_network


class GraphForm(StrEnum):
    """File formats of a projection."""

    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    node_link = "node-link"


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: Annotated[GraphForm, typer.Option("--format", "-f", help="File format.")] = GraphForm.graphml,
    to: ToOption = None,
    projection: ProjectionOption = "actors",
    projections: ProjectionsOption = None,
    labels: LabelsOption = None,
    with_labels: WithLabelsOption = None,
    without_labels: WithoutLabelsOption = None,
    predicates: PredicatesOption = None,
    without: WithoutOption = None,
    asserted: AssertedOption = False,
    min_origins: OriginsOption = 1,
    include_protected: ExportProtectedOption = False,
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
    chosen = build_filters(labels, with_labels, without_labels, predicates, without, asserted, min_origins)
    with open_store_for_command(engine) as store:
        read = read_network(store, projection, chosen, as_of=as_of, file=projections, most=max_facts)
        graph = build_export_graph(read, Lookup(store, include_protected=include_protected))
    for note in read.notes:
        print_stderr(note)
    if to is None:
        write_pieces([encode_graph(graph, form.value)], to)
        return
    written = write(graph, form.value, to)
    entities, facts = read.size
    print_stderr(f"{', '.join(map(str, written))}: {entities:,} entities, {facts:,} facts.")
