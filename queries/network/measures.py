"""The measures: their names, titles, explanations, and the algorithms of those that rank entities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model.errors import InputError
from queries.network import algorithms
from queries.network.algorithms import Values
from queries.network.projection import find_similar_names

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, its title in a sentence, and a sentence that explains it to a reporter."""

    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class RankedMeasure(Measure):
    """A measure with a number for each entity, in `column`.

    `digits` is how many decimal places are shown; with 0 the number is not rounded.
    """

    column: str
    values: Callable[[nx.Graph], Values]
    digits: int = 0


RANKED = (
    RankedMeasure(
        "degree",
        "Degree",
        "Degree counts how many others an entity is tied to in these sources: a prolific source makes it "
        "grow.",
        "others",
        algorithms.compute_degree,
    ),
    RankedMeasure(
        "betweenness",
        "Betweenness",
        "Betweenness is the share of shortest ways between two other entities that lead through this one: "
        "0.5 is half of all pairs. A tie that no source reports would change it.",
        "betweenness",
        algorithms.compute_betweenness,
        6,
    ),
    RankedMeasure(
        "pagerank",
        "PageRank",
        "PageRank is where a reader who goes from tie to tie at random would be found: shares of 1. Ties to "
        "the much-tied count more.",
        "pagerank",
        algorithms.compute_pagerank,
        6,
    ),
    RankedMeasure(
        "triangles",
        "Triangles",
        "Triangles counts the pairs among an entity's neighbours who are themselves tied: how tightly the "
        "reports knit it in.",
        "triangles",
        algorithms.count_triangles,
    ),
    RankedMeasure(
        "articulation-points",
        "Articulation points",
        "An articulation point holds its part of the network together: without it the part falls into so "
        "many parts, as far as these sources tell.",
        "parts",
        algorithms.find_articulation_points,
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


def find_measure(name: str) -> Measure:
    """Return the measure of this name. Raises InputError that names the nearest if there is none."""
    word = name.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in MEASURES:
        near = find_similar_names(word, MEASURES)
        hint = f"Nearest: {', '.join(near)}." if near else f"Known are: {', '.join(MEASURES)}."
        raise InputError(f"There is no measure {name!r}.", hint=hint)
    return MEASURES[word]
