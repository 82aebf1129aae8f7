"""A projection in memory: a networkx graph whose edges carry the roll-ups, and the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.rules.as_of import parse_day
from graph.write.gc_pause import pause_gc
from queries.network.projection import Filters, Projection, Selection, build_selection, find_projection
from queries.network.stored_ties import StoredTies
from queries.network.tie_source import MOST_FACTS, Entity, TieSource, build_tie_key
from queries.network.ties_as_of import TiesAsOf

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from graph.store.fact_mapping import FactRow
    from graph.store.protocols import ReadStore


@dataclass(frozen=True, slots=True)
class Network:
    """A projection read into memory: `graph` has ids as nodes (name, kind) and an edge for each tie.

    An edge has its `type`, its `fact` and the roll-up; a participation has its `role` in place of a
    fact. `source` gives more about the ties, such as their origins.
    """

    selection: Selection
    graph: nx.MultiDiGraph
    ties: tuple[FactRow, ...]
    source: TieSource
    as_of: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """The numbers of entities and facts."""
        return self.graph.number_of_nodes(), self.graph.number_of_edges()


def read_network(  # noqa: PLR0913 - each of them may be asked for alone
    store: ReadStore,
    projection: str | Projection = "actors",
    filters: Filters | None = None,
    *,
    as_of: str | None = None,
    file: Path | None = None,
    most: int = MOST_FACTS,
) -> Network:
    """Read a projection, given by name or as an object, without entities that have no tie.

    `as_of` is a day: the projection as known then. `file` holds the user's own projections. Raises
    InputError for an unknown projection, label or predicate, for an invalid day, for more than `most`
    ties, and for an empty projection (with what there is without the filters).
    """
    definition = find_projection(projection, file) if isinstance(projection, str) else projection
    active_filters = filters or Filters()
    selection = build_selection(definition, active_filters, load_ontology())
    day = parse_day(as_of) if as_of is not None else None
    source: TieSource = StoredTies(store) if day is None else TiesAsOf(store, day)
    with pause_gc():
        ties = source.read_ties(selection, most)
        if not ties:
            raise _build_empty_error(store, selection, source, day)
        graph = build_graph(ties, source.read_entities(selection))
    notes = _build_day_notes(store, selection, day, len(ties)) if day is not None else ()
    return Network(selection, graph, tuple(ties), source, day, notes)


def build_graph(ties: Iterable[FactRow], entities: Mapping[str, Entity]) -> nx.MultiDiGraph:
    """Build a networkx graph of the ties: nodes in the order of ids, edges in that of the ties."""
    import networkx as nx  # noqa: PLC0415 - heavy

    fact_rows = list(ties)
    graph = nx.MultiDiGraph()
    for id_ in sorted({end for tie in fact_rows for end in (tie.start, tie.end)}):
        entity = entities[id_]
        graph.add_node(id_, name=entity.name, kind=entity.kind)
    for tie in fact_rows:
        graph.add_edge(tie.start, tie.end, key=build_tie_key(tie), type=tie.type, **tie.properties)
    return graph


def _build_day_notes(store: ReadStore, selection: Selection, day: str, certain: int) -> tuple[str, ...]:
    notes = [f"As known on {day}: every count is of what was certainly published on or before that day."]
    uncertain = len(TiesAsOf(store, day, perhaps=True).read_ties(selection)) - certain
    if uncertain > 0:
        notes.append(f"{uncertain:,} more facts were only possibly known on that day; they are left out.")
    return tuple(notes)


def _build_empty_error(
    store: ReadStore, selection: Selection, source: TieSource, day: str | None
) -> InputError:
    """Build the error for a projection without a tie.

    Its hint counts the facts without each filter, or elsewhere.
    """
    ontology, projection = load_ontology(), selection.projection
    alternatives = []
    for words, fewer in selection.filters.iter_leave_one_out():
        count = len(source.read_ties(build_selection(projection, fewer, ontology)))
        alternatives.append(f"without {words} it has {count:,}")
    if len(alternatives) > 1:
        alternatives.append(
            f"without any filter {len(source.read_ties(build_selection(projection, Filters(), ontology))):,}"
        )
    if not alternatives and day is None:
        total = len(source.read_ties(build_selection(find_projection("facts"), Filters(), ontology)))
        alternatives.append(f"the projection 'facts', of entities of all kinds, has {total:,}")
    if day is not None:
        alternatives.append(f"today it has {len(StoredTies(store).read_ties(selection)):,}")
    then = f" as known on {day}" if day is not None else ""
    hint = "; ".join(alternatives)
    return InputError(
        f"No fact is in {selection.words}{then}.", hint=f"{hint[0].upper()}{hint[1:]} facts." if hint else ""
    )
