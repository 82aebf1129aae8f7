"""A projection in memory: a networkx graph whose edges carry the roll-ups, and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.rules.as_of import day_of
from graph.write.gc_pause import uncollected
from queries.network.projection import Filters, Projection, Selection, named_projection, select
from queries.network.reading import MOST_FACTS, Entity, Source, Then, Today, key_of

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from graph.store.fact_mapping import FactRow
    from graph.store.protocols import Asks


@dataclass(frozen=True, slots=True)
class Network:
    """A projection that was read: `graph` has ids as nodes (name, kind) and an edge a tie.

    An edge has its `type`, its `fact` and the roll-up; a participation has its `role` in place of a fact.
    `source` tells more of the ties, such as their origins.
    """

    selection: Selection
    graph: nx.MultiDiGraph
    ties: tuple[FactRow, ...]
    source: Source
    as_of: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Entities and facts."""
        return self.graph.number_of_nodes(), self.graph.number_of_edges()


def network(  # noqa: PLR0913 - each of them may be asked for alone
    store: Asks,
    projection: str | Projection = "actors",
    filters: Filters | None = None,
    *,
    as_of: str | None = None,
    file: Path | None = None,
    most: int = MOST_FACTS,
) -> Network:
    """Read a projection, by its name or as it is; entities without a tie are not in it.

    `as_of` is a day: the projection as known then. `file` holds projections of the user's own. Raises
    InputError for an unknown projection, label or predicate, a day that is none, more than `most` ties, and
    for a projection that is empty (with what there is without the filters).
    """
    chosen = named_projection(projection, file) if isinstance(projection, str) else projection
    asked = filters or Filters()
    selection = select(chosen, asked, load_ontology())
    day = day_of(as_of) if as_of is not None else None
    source: Source = Today(store) if day is None else Then(store, day)
    with uncollected():
        ties = source.ties(selection, most)
        if not ties:
            raise _empty(store, selection, source, day)
        graph = graph_of(ties, source.entities(selection))
    notes = _possibly(store, selection, day, len(ties)) if day is not None else ()
    return Network(selection, graph, tuple(ties), source, day, notes)


def graph_of(ties: Iterable[FactRow], entities: Mapping[str, Entity]) -> nx.MultiDiGraph:
    """The ties as a networkx graph; nodes and edges in the order of the ties."""
    import networkx as nx  # noqa: PLC0415 - heavy

    held = list(ties)
    graph = nx.MultiDiGraph()
    for id_ in sorted({end for tie in held for end in (tie.start, tie.end)}):
        entity = entities[id_]
        graph.add_node(id_, name=entity.name, kind=entity.kind)
    for tie in held:
        graph.add_edge(tie.start, tie.end, key=key_of(tie), type=tie.type, **tie.properties)
    return graph


def _possibly(store: Asks, selection: Selection, day: str, known: int) -> tuple[str, ...]:
    notes = [f"As known on {day}: every count from what was certainly out by then."]
    more = len(Then(store, day, perhaps=True).ties(selection)) - known
    if more > 0:
        notes.append(f"{more:,} more facts were only possibly known by then; they are left out.")
    return tuple(notes)


def _empty(store: Asks, selection: Selection, source: Source, day: str | None) -> InputError:
    """What to say of a projection without a tie: without each filter, or elsewhere."""
    ontology, projection = load_ontology(), selection.projection
    told = []
    for words, fewer in selection.filters.each_dropped():
        count = len(source.ties(select(projection, fewer, ontology)))
        told.append(f"without {words} it has {count:,}")
    if len(told) > 1:
        told.append(f"without any filter {len(source.ties(select(projection, Filters(), ontology))):,}")
    if not told and day is None:
        every = len(source.ties(select(named_projection("facts"), Filters(), ontology)))
        told.append(f"the projection 'facts', of entities of all kinds, has {every:,}")
    if day is not None:
        told.append(f"today it has {len(Today(store).ties(selection)):,}")
    then = f" as known on {day}" if day is not None else ""
    hint = "; ".join(told)
    return InputError(
        f"No fact is in {selection.words}{then}.", hint=f"{hint[0].upper()}{hint[1:]} facts." if hint else ""
    )
