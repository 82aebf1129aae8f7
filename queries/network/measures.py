"""Measures on a projection, each with what it rests on and what becomes of it without single-origin facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model.errors import InputError
from queries.network import algorithms
from queries.network.algorithms import Values
from queries.network.graph import Network
from queries.network.projection import nearest
from queries.network.reading import key_of
from queries.wording.answer_sentence import Count, listed

if TYPE_CHECKING:
    import networkx as nx

SHOWN = 20
UNDIRECTED = "ties taken as undirected, several facts between two entities as one"
SAYS_LITTLE = "It tells what these sources report, not who is important, powerful or guilty."


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, its name in a sentence, and one that tells a reporter what it means."""

    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Ranked(Measure):
    """A number for each entity; `column` is what it is called. `digits`: rounded so far when shown."""

    column: str
    values: Callable[[nx.Graph], Values]
    digits: int = 0


RANKED = (
    Ranked(
        "degree",
        "Degree",
        "Degree counts how many others an entity is tied to in these sources: a prolific source makes it "
        "grow.",
        "others",
        algorithms.degree,
    ),
    Ranked(
        "betweenness",
        "Betweenness",
        "Betweenness is the share of shortest ways between two other entities that lead through this one: "
        "0.5 is half of all pairs. A tie that no source reports would change it.",
        "betweenness",
        algorithms.betweenness,
        6,
    ),
    Ranked(
        "pagerank",
        "PageRank",
        "PageRank is where a reader who goes from tie to tie at random would be found: shares of 1. Ties to "
        "the much-tied count more.",
        "pagerank",
        algorithms.pagerank,
        6,
    ),
    Ranked(
        "triangles",
        "Triangles",
        "Triangles counts the pairs among an entity's neighbours who are themselves tied: how tightly the "
        "reports knit it in.",
        "triangles",
        algorithms.triangles,
    ),
    Ranked(
        "articulation-points",
        "Articulation points",
        "An articulation point holds its part of the network together: without it the part falls into so "
        "many parts, as far as these sources tell.",
        "parts",
        algorithms.articulation_points,
    ),
)
BRIDGES = Measure(
    "bridges",
    "Bridges",
    "A bridge is the only tie between two parts of the network: if its facts fall, no chain is left between "
    "them in these sources.",
)
COMMUNITIES = Measure(
    "communities",
    "Communities",
    "Communities are groups with more ties among themselves than to others (Louvain, always with the same "
    "seed). They are found by arithmetic; no source says that these entities belong together.",
)
NONE = {
    "triangles": "no two neighbours of an entity are tied to one another",
    "articulation-points": "no single entity holds a part of it together",
    "bridges": "each tie has another way round",
}
"""What it means that nothing is found, for measures that may find nothing."""
MEASURES: Mapping[str, Measure] = {m.name: m for m in (*RANKED, BRIDGES, COMMUNITIES)}


@dataclass(frozen=True, slots=True)
class Rest:
    """What a measure rests on."""

    entities: int
    facts: int
    origins: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure on a projection.

    `rows` hold `columns`; each has the ids of the `facts` it goes back to. `without` is what is left when
    facts of a single origin are left out, `changes` what that does to the measure, in words.
    """

    measure: Measure
    network: Network
    rests_on: Rest
    without: Rest
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: int
    changes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What was measured on what, in a sentence."""
        rests = self.rests_on
        none = "" if self.rows else f" There is none: {NONE[self.measure.name]}."
        return (
            f"{self.measure.title} on {self.network.selection.words}: "
            f"{Count(rests.entities):entity|entities}, {Count(rests.facts):fact}; "
            f"{UNDIRECTED}.{none}"
        )


def named_measure(name: str) -> Measure:
    """The measure of this name. Raises InputError that names the nearest if there is none."""
    word = name.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in MEASURES:
        near = nearest(word, MEASURES)
        hint = f"Nearest: {', '.join(near)}." if near else f"Known are: {', '.join(MEASURES)}."
        raise InputError(f"There is no measure {name!r}.", hint=hint)
    return MEASURES[word]


def measure(name: str, network: Network, *, limit: int = SHOWN) -> Measured:
    """Compute a measure on a projection that was read; `limit` rows at most.

    Raises InputError for a measure nobody knows.
    """
    chosen = named_measure(name)
    origins = network.source.origins(network.ties)
    firm = [tie for tie in network.ties if tie.properties["origins"] > 1]
    robust = [key_of(tie) for tie in firm]
    thin = network.graph.edge_subgraph((tie.start, tie.end, key_of(tie)) for tie in firm)
    view = _View(simple(network.graph), simple(thin), network)
    if isinstance(chosen, Ranked):
        columns, rows, changes = _ranked(chosen, view)
    elif chosen is BRIDGES:
        columns, rows, changes = _bridges(view)
    else:
        columns, rows, changes = _communities(view)
    every = {origin for held in origins.values() for origin in held}
    kept = {origin for key in robust for origin in origins[key]}
    return Measured(
        measure=chosen,
        network=network,
        rests_on=Rest(*network.size, len(every)),
        without=Rest(thin.number_of_nodes(), len(robust), len(kept)),
        columns=columns,
        rows=tuple(rows[:limit]),
        total=len(rows),
        changes=(_left(network, len(robust), view), *changes),
        notes=tuple(n for n in (*_notes(chosen, network, view), *network.notes, _cut(len(rows), limit)) if n),
    )


def simple(graph: nx.MultiDiGraph) -> nx.Graph:
    """The graph undirected, several ties as one, an entity's ties to itself left out; in a fixed order."""
    import networkx as nx  # noqa: PLC0415 - heavy

    found = nx.Graph()
    found.add_nodes_from(sorted(graph))
    found.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return found


@dataclass(frozen=True, slots=True)
class _View:
    """The simple graph of all facts, that of facts of several origins, and what they come from."""

    whole: nx.Graph
    thin: nx.Graph
    network: Network

    def name(self, id_: str) -> str:
        """What an entity is called."""
        name: str = self.network.graph.nodes[id_]["name"]
        return name

    def shown(self, id_: str) -> dict[str, Any]:
        """The columns that tell who an entity is."""
        return {"entity": self.name(id_), "kind": self.network.graph.nodes[id_]["kind"], "id": id_}

    def facts_of(self, id_: str) -> list[str]:
        """The facts of an entity's ties to others."""
        graph = self.network.graph
        edges = (*graph.out_edges(id_, keys=True), *graph.in_edges(id_, keys=True))
        return sorted({key for a, b, key in edges if a != b})

    def facts_between(self, a: str, b: str) -> list[tuple[str, dict[str, Any]]]:
        """The facts between two entities, in either direction, with what they carry."""
        found: dict[str, dict[str, Any]] = {}
        for one, other in ((a, b), (b, a)):
            found.update(self.network.graph.get_edge_data(one, other) or {})
        return sorted(found.items())


Table = tuple[tuple[str, ...], list[dict[str, Any]], list[str]]


def _ranked(chosen: Ranked, view: _View) -> Table:
    values = chosen.values(view.whole)
    later = chosen.values(view.thin) if view.thin.number_of_nodes() else {}
    rank, rank_later = _ranks(values), _ranks(later)
    column = chosen.column
    rows = []
    for id_ in sorted(values, key=lambda i: (-values[i], i)):
        if chosen.name in NONE and not values[id_]:
            continue
        left = {"rank_without": rank_later.get(id_), f"{column}_without": _rounded(later.get(id_), chosen)}
        head = {"rank": rank[id_], **view.shown(id_), column: _rounded(values[id_], chosen)}
        rows.append({**head, **left, "facts": view.facts_of(id_)})
    columns = ("rank", "entity", "kind", "id", column, "rank_without", f"{column}_without")
    return columns, rows, _moved(rows, view)


def _rounded(value: float | None, chosen: Ranked) -> float | None:
    return value if value is None or not chosen.digits else round(value, chosen.digits)


def _ranks(values: Values) -> dict[str, int]:
    """Places from 1; equals share the best of theirs."""
    best: dict[float, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        best.setdefault(value, place)
    return {id_: best[value] for id_, value in values.items()}


def _moved(rows: Sequence[Mapping[str, Any]], view: _View) -> list[str]:
    """What becomes of the first ten without single-origin facts."""
    first = rows[:10]
    gone = [row["entity"] for row in first if row["id"] not in view.thin]
    told = []
    if gone:
        told.append(
            f"Of the first {len(first)}, {Count(len(gone)):keeps no tie|keep no tie}: {listed(gone)}."
        )
    for row in first:
        place = row["rank_without"]
        if row["id"] in view.thin and place is None:
            told.append(f"{row['entity']} is none any more.")
        elif place is not None and place != row["rank"]:
            told.append(f"{row['entity']} goes from place {row['rank']} to {place}.")
    return told


def _bridges(view: _View) -> Table:
    found, later = algorithms.bridges(view.whole), algorithms.bridges(view.thin)
    rows = []
    for (a, b), cut in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        facts = view.facts_between(a, b)
        rows.append(
            {
                "from": view.name(a),
                "to": view.name(b),
                "from_id": a,
                "to_id": b,
                "predicates": sorted({told["type"] for _, told in facts}),
                "origins": max(told["origins"] for _, told in facts),
                "cuts_off": cut,
                "without": "stays" if (a, b) in later else "vanishes",
                "facts": [fact for fact, _ in facts],
            }
        )
    gone = [row for row in rows if row["without"] == "vanishes"]
    told = [
        f"Of {Count(len(rows)):bridge}, {Count(len(gone)):vanishes|vanish}, "
        "made of single-origin facts alone."
    ]
    fresh = len(later.keys() - found.keys())
    if fresh:
        told.append(f"{Count(fresh):other tie becomes a bridge|other ties become bridges}.")
    return ("from", "to", "from_id", "to_id", "predicates", "origins", "cuts_off", "without"), rows, told


def _communities(view: _View) -> Table:
    found = algorithms.communities(view.whole)
    later = algorithms.communities(view.thin) if view.thin.number_of_nodes() else []
    block_of = {id_: number for number, group in enumerate(found) for id_ in group}
    inside: dict[int, list[str]] = defaultdict(list)
    for a, b, key in view.network.graph.edges(keys=True):
        if a != b and block_of[a] == block_of[b]:
            inside[block_of[a]].append(key)
    rows = []
    for number, group in enumerate(found):
        together = max((len(set(group) & set(other)) for other in later), default=0)
        rows.append(
            {
                "community": number + 1,
                "size": len(group),
                "members": [view.name(id_) for id_ in group],
                "ids": group,
                "facts_within": len(inside[number]),
                "together_without": together,
                "facts": sorted(inside[number]),
            }
        )
    told = [f"{Count(len(found)):community becomes|communities become} {len(later):,}."]
    columns = ("community", "size", "members", "facts_within", "together_without")
    return columns, rows, told


def _left(network: Network, kept: int, view: _View) -> str:
    entities, facts = network.size
    return (
        f"Without facts of a single origin {kept:,} of {Count(facts):fact} and "
        f"{view.thin.number_of_nodes():,} of {Count(entities):entity|entities} are left."
    )


def _notes(chosen: Measure, network: Network, view: _View) -> Iterator[str]:
    yield f"{chosen.about} {SAYS_LITTLE}"
    if network.selection.projection.about:
        yield f"{network.selection.projection.name}: {network.selection.projection.about}"
    if chosen.name == "betweenness" and view.whole.number_of_nodes() > algorithms.EXACT_UP_TO:
        yield (
            f"Estimated: from the ways that begin at {algorithms.SAMPLED} entities drawn with a fixed seed, "
            f"since there are more than {algorithms.EXACT_UP_TO:,}. Values near one another may stand in "
            "another order than the exact ones would."
        )


def _cut(total: int, limit: int) -> str:
    return f"The first {limit:,} of {total:,} rows; ask for more with --limit." if total > limit else ""
