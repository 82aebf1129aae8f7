"""A measure computed on a projection, with what it rests on and its change without single-origin facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from queries.network import algorithms
from queries.network.algorithms import Values
from queries.network.graph import Network
from queries.network.measures import BRIDGES, NONE, Measure, RankedMeasure, find_measure
from queries.network.tie_source import build_tie_key
from queries.wording.answer_sentence import Count, join_names

if TYPE_CHECKING:
    import networkx as nx

SHOWN = 20
UNDIRECTED = "ties taken as undirected, several facts between two entities as one"
SAYS_LITTLE = "It tells what these sources report, not who is important, powerful or guilty."


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """The numbers of entities, facts and origins that a measure rests on."""

    entities: int
    facts: int
    origins: int


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """The result of a measure on a projection.

    `rows` hold `columns`; each row has the ids of the `facts` that it goes back to. `without` counts
    what is left without facts of a single origin; `changes` says in words what that does to the
    measure.
    """

    measure: Measure
    network: Network
    rests_on: EvidenceCounts
    without: EvidenceCounts
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: int
    changes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The measure and the projection it was computed on, in a sentence."""
        rests = self.rests_on
        none = "" if self.rows else f" There is none: {NONE[self.measure.name]}."
        return (
            f"{self.measure.title} on {self.network.selection.words}: "
            f"{Count(rests.entities):entity|entities}, {Count(rests.facts):fact}; "
            f"{UNDIRECTED}.{none}"
        )


def compute_measure(name: str, network: Network, *, limit: int = SHOWN) -> MeasureResult:
    """Compute a measure on a projection that was read, with at most `limit` rows.

    Raises InputError for an unknown measure.
    """
    measure = find_measure(name)
    origins = network.source.read_origins(network.ties)
    robust_ties = [tie for tie in network.ties if tie.properties["origins"] > 1]
    robust_keys = [build_tie_key(tie) for tie in robust_ties]
    thin = network.graph.edge_subgraph((tie.start, tie.end, build_tie_key(tie)) for tie in robust_ties)
    view = _View(build_simple_graph(network.graph), build_simple_graph(thin), network)
    if isinstance(measure, RankedMeasure):
        columns, rows, changes = _build_ranked_table(measure, view)
    elif measure is BRIDGES:
        columns, rows, changes = _build_bridge_table(view)
    else:
        columns, rows, changes = _build_community_table(view)
    all_origins = {origin for tie_origins in origins.values() for origin in tie_origins}
    robust_origins = {origin for key in robust_keys for origin in origins[key]}
    return MeasureResult(
        measure=measure,
        network=network,
        rests_on=EvidenceCounts(*network.size, len(all_origins)),
        without=EvidenceCounts(thin.number_of_nodes(), len(robust_keys), len(robust_origins)),
        columns=columns,
        rows=tuple(rows[:limit]),
        total=len(rows),
        changes=(_describe_remainder(network, len(robust_keys), view), *changes),
        notes=tuple(
            note
            for note in (
                *_list_notes(measure, network, view),
                *network.notes,
                _describe_limit(len(rows), limit),
            )
            if note
        ),
    )


def build_simple_graph(graph: nx.MultiDiGraph) -> nx.Graph:
    """Build the undirected graph, with nodes and edges in a fixed order.

    Several ties of a pair become one; ties of an entity to itself are left out.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


@dataclass(frozen=True, slots=True)
class _View:
    """The simple graph of all facts, that of facts of several origins, and their network."""

    full: nx.Graph
    thin: nx.Graph
    network: Network

    def find_name(self, id_: str) -> str:
        """Return the name of an entity."""
        name: str = self.network.graph.nodes[id_]["name"]
        return name

    def build_entity_columns(self, id_: str) -> dict[str, Any]:
        """Return the columns that identify an entity."""
        return {"entity": self.find_name(id_), "kind": self.network.graph.nodes[id_]["kind"], "id": id_}

    def list_facts(self, id_: str) -> list[str]:
        """List the facts of an entity's ties to others."""
        graph = self.network.graph
        edges = (*graph.out_edges(id_, keys=True), *graph.in_edges(id_, keys=True))
        return sorted({key for a, b, key in edges if a != b})

    def list_facts_between(self, a: str, b: str) -> list[tuple[str, dict[str, Any]]]:
        """List the facts between two entities, in either direction, with their attributes."""
        facts: dict[str, dict[str, Any]] = {}
        for start, end in ((a, b), (b, a)):
            facts.update(self.network.graph.get_edge_data(start, end) or {})
        return sorted(facts.items())


Table = tuple[tuple[str, ...], list[dict[str, Any]], list[str]]


def _build_ranked_table(measure: RankedMeasure, view: _View) -> Table:
    values = measure.values(view.full)
    later = measure.values(view.thin) if view.thin.number_of_nodes() else {}
    rank, rank_later = _rank_values(values), _rank_values(later)
    column = measure.column
    rows = []
    for id_ in sorted(values, key=lambda i: (-values[i], i)):
        if measure.name in NONE and not values[id_]:
            continue
        without_columns = {
            "rank_without": rank_later.get(id_),
            f"{column}_without": _round_value(later.get(id_), measure),
        }
        head = {
            "rank": rank[id_],
            **view.build_entity_columns(id_),
            column: _round_value(values[id_], measure),
        }
        rows.append({**head, **without_columns, "facts": view.list_facts(id_)})
    columns = ("rank", "entity", "kind", "id", column, "rank_without", f"{column}_without")
    return columns, rows, _describe_rank_changes(rows, view)


def _round_value(value: float | None, measure: RankedMeasure) -> float | None:
    return value if value is None or not measure.digits else round(value, measure.digits)


def _rank_values(values: Values) -> dict[str, int]:
    """Rank values from 1; equal values share the best of their ranks."""
    best: dict[float, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        best.setdefault(value, place)
    return {id_: best[value] for id_, value in values.items()}


def _describe_rank_changes(rows: Sequence[Mapping[str, Any]], view: _View) -> list[str]:
    """Describe what becomes of the first ten without single-origin facts."""
    first = rows[:10]
    gone = [row["entity"] for row in first if row["id"] not in view.thin]
    changes = []
    if gone:
        changes.append(
            f"Of the first {len(first)}, {Count(len(gone)):keeps no tie|keep no tie}: {join_names(gone)}."
        )
    for row in first:
        place = row["rank_without"]
        if row["id"] in view.thin and place is None:
            changes.append(f"{row['entity']} is none any more.")
        elif place is not None and place != row["rank"]:
            changes.append(f"{row['entity']} goes from place {row['rank']} to {place}.")
    return changes


def _build_bridge_table(view: _View) -> Table:
    bridges, later = algorithms.find_bridges(view.full), algorithms.find_bridges(view.thin)
    rows = []
    for (a, b), cut in sorted(bridges.items(), key=lambda item: (-item[1], item[0])):
        facts = view.list_facts_between(a, b)
        rows.append(
            {
                "from": view.find_name(a),
                "to": view.find_name(b),
                "from_id": a,
                "to_id": b,
                "predicates": sorted({attributes["type"] for _, attributes in facts}),
                "origins": max(attributes["origins"] for _, attributes in facts),
                "cuts_off": cut,
                "without": "stays" if (a, b) in later else "vanishes",
                "facts": [fact for fact, _ in facts],
            }
        )
    gone = [row for row in rows if row["without"] == "vanishes"]
    changes = [
        f"Of {Count(len(rows)):bridge}, {Count(len(gone)):vanishes|vanish}, "
        "made of single-origin facts alone."
    ]
    new_bridges = len(later.keys() - bridges.keys())
    if new_bridges:
        changes.append(f"{Count(new_bridges):other tie becomes a bridge|other ties become bridges}.")
    return ("from", "to", "from_id", "to_id", "predicates", "origins", "cuts_off", "without"), rows, changes


def _build_community_table(view: _View) -> Table:
    communities = algorithms.find_communities(view.full)
    later = algorithms.find_communities(view.thin) if view.thin.number_of_nodes() else []
    block_of = {id_: number for number, group in enumerate(communities) for id_ in group}
    inside: dict[int, list[str]] = defaultdict(list)
    for a, b, key in view.network.graph.edges(keys=True):
        if a != b and block_of[a] == block_of[b]:
            inside[block_of[a]].append(key)
    rows = []
    for number, group in enumerate(communities):
        overlap = max((len(set(group) & set(later_group)) for later_group in later), default=0)
        rows.append(
            {
                "community": number + 1,
                "size": len(group),
                "members": [view.find_name(id_) for id_ in group],
                "ids": group,
                "facts_within": len(inside[number]),
                "together_without": overlap,
                "facts": sorted(inside[number]),
            }
        )
    changes = [f"{Count(len(communities)):community becomes|communities become} {len(later):,}."]
    columns = ("community", "size", "members", "facts_within", "together_without")
    return columns, rows, changes


def _describe_remainder(network: Network, remaining: int, view: _View) -> str:
    entities, facts = network.size
    return (
        f"Without facts of a single origin {remaining:,} of {Count(facts):fact} and "
        f"{view.thin.number_of_nodes():,} of {Count(entities):entity|entities} are left."
    )


def _list_notes(measure: Measure, network: Network, view: _View) -> Iterator[str]:
    yield f"{measure.about} {SAYS_LITTLE}"
    if network.selection.projection.about:
        yield f"{network.selection.projection.name}: {network.selection.projection.about}"
    if measure.name == "betweenness" and view.full.number_of_nodes() > algorithms.EXACT_UP_TO:
        yield (
            f"Estimated: from the ways that begin at {algorithms.SAMPLED} entities drawn with a fixed seed, "
            f"since there are more than {algorithms.EXACT_UP_TO:,}. Values near one another may stand in "
            "another order than the exact ones would."
        )


def _describe_limit(total: int, limit: int) -> str:
    return f"The first {limit:,} of {total:,} rows; ask for more with --limit." if total > limit else ""
