"""What lists show of each row beyond its own record: shared texts, numbers, participants, disputes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from graph.model.union_find import DisjointSets
from graph.rules.derive import list_participations
from graph.store.row_mapping import claim_from_row
from queries.as_of.graph_reader import open_reader
from queries.browse.entity import load_names
from queries.browse.scope import Scope

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row

NAMES_SHOWN = 4
"""Maximum number of speakers or participants that a list names in one row."""
MOST_CLAIMS = 500
"""Maximum number of claims of an event from which a list takes its participants."""

_REPRINTS = """
MATCH (d:Document)-[:REPRINTS]->(e:Document) WHERE d:Scamgraph
  AND EXISTS { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) }
  AND EXISTS { MATCH (e)<-[:IN]-(c:Claim /* AS OF c */) }
RETURN d.id AS id, e.id AS other
"""
_NUMBERS = """
UNWIND $ids AS id
MATCH (s:Scamgraph {id: id})<-[:OF_SERIES]-(f:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
RETURN id, f.id AS figure, f.name AS name, f.value AS value, f.low AS low, f.high AS high,
  f.window_from AS first, f.window_to AS last, min(c.when_from) AS said_first, max(c.when_to) AS said_last,
  collect(DISTINCT coalesce(x.id, c.voice)) AS speakers
"""
_EVENT_CLAIMS = f"""
UNWIND $ids AS id
CALL (id) {{
  MATCH (e:Scamgraph {{id: id}})<-[:ABOUT]-(c:Claim /* AS OF c */)
  RETURN properties(c) AS c ORDER BY c.document, c.start, c.id LIMIT {MOST_CLAIMS}
}}
RETURN id, c
"""
_EVENT_CONFLICTS = """
UNWIND $ids AS id
MATCH (e:Scamgraph {id: id})<-[:ABOUT]-(a:Claim /* AS OF a */)<-[b:BETWEEN]-(x:Conflict)
MATCH (x)-[o:BETWEEN]->(c:Claim /* AS OF c */) WHERE o.side <> b.side
RETURN id, count(DISTINCT x) AS conflicts
"""


def list_reprints(scope: Scope) -> list[tuple[str, str]]:
    """Return the pairs of documents that print the same text, both with claims that `scope` shows."""
    return [(row["id"], row["other"]) for row in scope.reads.read(_REPRINTS)]


def add_lineages(scope: Scope, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return documents with `lineage`: how many documents print the same text, itself included."""
    groups = DisjointSets()
    members: set[str] = set()
    for pair in list_reprints(scope):
        groups.union(*pair)
        members |= set(pair)
    sizes = Counter(groups.find(id_) for id_ in members)
    return [{**row, "lineage": sizes[groups.find(row["id"])] or 1} for row in rows]


def add_numbers(scope: Scope, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return series with `numbers` (each with its days) and the names of the first speakers in `said_by`.

    `first` and `last` bound the days of all numbers; `speakers` is how many there are. As of a day, the days
    are those of the claims known then.
    """
    numbers: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    speakers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in scope.reads.read(_NUMBERS, {"ids": [row["id"] for row in rows]}):
        window = ("said_first", "said_last") if scope.day else ("first", "last")
        numbers[row["id"]].append(
            {
                **{name: row[name] for name in ("name", "value", "low", "high")},
                "first": row[window[0]],
                "last": row[window[1]],
            }
        )
        speakers[row["id"]].update(speaker for speaker in row["speakers"] if speaker)
    names = load_names(scope.store, [id_ for counts in speakers.values() for id_ in _choose(counts)])
    return [
        {
            **row,
            "numbers": sorted(numbers[row["id"]], key=lambda n: (n["first"] or n["last"] or "9", n["name"])),
            "first": min((n["first"] for n in numbers[row["id"]] if n["first"]), default=None),
            "last": max((n["last"] for n in numbers[row["id"]] if n["last"]), default=None),
            "speakers": len(speakers[row["id"]]),
            "said_by": [names[id_]["name"] for id_ in _choose(speakers[row["id"]]) if id_ in names],
        }
        for row in rows
    ]


def add_event_details(scope: Scope, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return events with `places`, `participants` (and their number), and whether they are `disputed`.

    Disputed: a claim about the event is a denial, or stands on a side of a conflict. A conflict counts if
    claims of two sides are shown.
    """
    ids = [row["id"] for row in rows]
    context = open_reader(scope.store).context
    parts: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    disputed = {row["id"] for row in scope.reads.read(_EVENT_CONFLICTS, {"ids": ids})}
    for row in scope.reads.read(_EVENT_CLAIMS, {"ids": ids}):
        claim = claim_from_row(row["c"])
        if not claim.affirms:
            disputed.add(row["id"])
        parts[row["id"]].update({(part.role, part.entity) for part in list_participations(claim, context)})
    places = {id_: _rank(counts, place=True) for id_, counts in parts.items()}
    people = {id_: _rank(counts, place=False) for id_, counts in parts.items()}
    wanted = [entity for ranked in (*places.values(), *people.values()) for entity in ranked[:NAMES_SHOWN]]
    names = load_names(scope.store, wanted)
    return [
        {
            **row,
            "places": _list_names(places.get(row["id"], ()), names),
            "participants": _list_names(people.get(row["id"], ()), names),
            "participant_count": len(people.get(row["id"], ())),
            "disputed": row["id"] in disputed,
        }
        for row in rows
    ]


_PLACE_ROLES = frozenset({"place", "where"})


def _rank(counts: Counter[tuple[str, str]], *, place: bool) -> list[str]:
    """Return the places of an event, or its participants, by how many claims name them."""
    sums: Counter[str] = Counter()
    for (role, entity), number in counts.items():
        if (role in _PLACE_ROLES) == place:
            sums[entity] += number
    return sorted(sums, key=lambda entity: (-sums[entity], entity))


def _list_names(ids: Iterable[str], names: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [names[id_] for id_ in list(ids)[:NAMES_SHOWN] if id_ in names]


def _choose(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda id_: (-counts[id_], id_))[:NAMES_SHOWN]
