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

    chosen = Filters(
        asserted=asserted,
        min_origins=min_origins,
        **{name: tuple(words) for name, words in filters.items()},
    )
    own = Path(file) if file is not None else None
    return read_network(store, projection, chosen, as_of=as_of, file=own, most=limit).graph
