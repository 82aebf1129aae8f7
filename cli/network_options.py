"""Options that select a network: a projection and filters on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.completion.offers import Offer, collect_offers, filter_offers
from queries.network.projection import Filters, load_projections


def complete_projections(incomplete: str) -> list[Offer]:
    """Offer the projections, including the user's own."""
    return collect_offers(
        lambda: filter_offers({name: p.about for name, p in load_projections().items()}, incomplete)
    )


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


def build_filters(  # noqa: PLR0913, PLR0917 - one an option
    labels: str | None,
    with_labels: str | None,
    without_labels: str | None,
    predicates: str | None,
    without: str | None,
    asserted: bool,
    min_origins: int,
) -> Filters:
    """Return the filters that these options set; lists are separated by commas."""
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
