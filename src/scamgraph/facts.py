"""Projections as networkx graphs for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from graph.store.store import Store


def build_fact_graph(  # noqa: PLR0913 - each of them may be asked for alone
    store: Store,
    projection: str,
    filters: Mapping[str, Sequence[str]],
    *,
    asserted: bool,
    min_origins: int,
    as_of: str | None,
    file: str | Path | None,
    limit: int,
) -> nx.MultiDiGraph:
    """Build the graph of a projection; see `Connection.graph`."""
    from queries.network.graph import read_network  # noqa: PLC0415
    from queries.network.projection import Filters  # noqa: PLC0415

    active_filters = Filters(
        asserted=asserted,
        min_origins=min_origins,
        **{name: tuple(words) for name, words in filters.items()},
    )
    projection_file = Path(file) if file is not None else None
    return read_network(
        store, projection, active_filters, as_of=as_of, file=projection_file, most=limit
    ).graph
