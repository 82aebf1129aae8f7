"""`scamgraph projections`: the projections of the graph to a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import FormatOption
from cli.output import Format, print_rows
from queries.network.projection import load_projections


def run(
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
        for p in load_projections(file).values()
    ]
    print_rows(rows, ("name", "about", "labels", "without_labels", "predicates"), form)
