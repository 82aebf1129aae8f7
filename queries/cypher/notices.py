"""Notices beside the rows of a free query: doubtful names, others' nodes, why there are no rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.engine.session.cypher_tokens import Token, tokens
from graph.model.errors import ScamgraphError
from graph.store.entity_search import find
from graph.store.graph_model import load_graph_model
from queries.browse.scope import is_withheld
from queries.cypher.names import Element, NamesUsed, find_names, unquote_string
from queries.cypher.query_lint import SECONDS, check_names

if TYPE_CHECKING:
    from graph.store.store import Store

NAMES_LOOKED_UP = 3
"""How many names of a query without rows are looked up at most."""
LEAST_SCORE = 60.0


def collect_notices(store: Store, query: str, shown: int) -> list[str]:
    """Return what a reader of the rows should know; `shown` is how many rows there were.

    Never raises for what it cannot look up: that notice is left out.
    """
    try:
        words = tokens(query)
        used = find_names(words)
    except ScamgraphError:
        return []
    found = [*check_names(store, used), *_as_far_as_known(_others(store, used))]
    if not shown and not found:
        found += [*_single_steps(words), *_as_far_as_known(_empty(store, used))]
    return found


def _single_steps(words: Sequence[Token]) -> Iterator[str]:
    """Say that containment leads step by step, where a query follows it for one step only."""
    if any(word.text == "LOCATED_IN" and after.text == "]" for word, after in pairwise(words)):
        yield (
            "LOCATED_IN leads one step, from a site to its town or from a town to its province. "
            "Write [:LOCATED_IN*1..5] to reach the country."
        )


def _as_far_as_known(some: Iterator[str]) -> list[str]:
    """The notices up to one that the database does not answer in time."""
    found: list[str] = []
    with suppress(ScamgraphError):
        found.extend(some)
    return found


def _others(store: Store, used: NamesUsed) -> Iterator[str]:
    """Say that a shared database holds others' nodes which the query counts, too."""
    if store.engine != "neo4j" or not used.nodes:
        return
    asked = [label for label in _labels_without_mark(used) if label in load_graph_model().labels]
    bare = _is_unlabelled(used)
    if not (asked or bare) or not _is_shared(store):
        return
    labelled = [label for label in asked if _has_others(store, label)]
    if labelled:
        words = ", ".join(labelled)
        yield (
            f"This database also holds nodes that are not scamgraph's, some of them labelled {words}. "
            f"Write (n:{labelled[0]}:Scamgraph) to count ours only."
        )
    elif bare:
        yield (
            "This database also holds nodes that are not scamgraph's. Write (n:Scamgraph) to count ours only."
        )


def _labels_without_mark(used: NamesUsed) -> list[str]:
    """Labels of nodes that do not carry the label of all our nodes, too."""
    nodes = (node for node in used.nodes if "Scamgraph" not in node.words())
    return list(dict.fromkeys(word for node in nodes for word in node.words()))


def _is_unlabelled(used: NamesUsed) -> bool:
    """Whether a pattern is a node alone, without a label."""
    tied = {id(node) for step in used.steps for node in (step.start, step.end)}
    return any(not node.names and not node.is_open and id(node) not in tied for node in used.nodes)


def _is_shared(store: Store) -> bool:
    """Whether the database holds nodes of others: two counts that the server keeps."""
    query = "MATCH (n) WITH count(n) AS every MATCH (n:Scamgraph) RETURN every, count(n) AS ours"
    rows = store.read(query, timeout=SECONDS)
    return bool(rows) and rows[0]["every"] > rows[0]["ours"]


def _has_others(store: Store, label: str) -> bool:
    query = f"MATCH (n:{label}) WHERE NOT n:Scamgraph RETURN 1 AS one LIMIT 1"
    return bool(store.read(query, timeout=SECONDS))


def _empty(store: Store, used: NamesUsed) -> Iterator[str]:
    """Say why a query whose names are right may have no rows."""
    yield from _unused_types(store, used)
    yield from _unused_labels(store, used)
    for name, owner in list(_names_sought(used))[:NAMES_LOOKED_UP]:
        yield from _unknown_name(store, name, owner)


def _unused_types(store: Store, used: NamesUsed) -> Iterator[str]:
    """Types that this graph does not use, with the forms of the same predicate that it does use."""
    model = load_graph_model()
    for token in used.types:
        type_ = model.types.get(token.text)
        if type_ is None or not type_.is_fact or _count(store, token.text):
            continue
        plain = type_.predicate.removeprefix("WILL_")
        forms = [t.name for t in model.types.values() if t.is_fact and _is_form(t.predicate, plain)]
        counts = {name: _count(store, name) for name in forms if name != token.text}
        used_forms = [f"{name} ({n:,})" for name, n in counts.items() if n]
        text = f"This graph holds no {token.text}."
        yield f"{text} It holds {', '.join(used_forms)}." if used_forms else text


def _is_form(predicate: str, plain: str) -> bool:
    return predicate in (plain, f"WILL_{plain}")


def _count(store: Store, type_: str) -> int:
    n: int = store.read(f"MATCH ()-[r:{type_}]->() RETURN count(r) AS n", timeout=SECONDS)[0]["n"]
    return n


def _unused_labels(store: Store, used: NamesUsed) -> Iterator[str]:
    for token in used.labels:
        if token.text not in load_graph_model().labels:
            continue
        rows = store.read(f"MATCH (n:{token.text}) RETURN n.id AS id LIMIT 1", timeout=SECONDS)
        if not rows:
            yield f"This graph holds no node labelled {token.text}."


def _names_sought(used: NamesUsed) -> Iterator[tuple[str, Element]]:
    """Names that the query gives in full, with the node that should have them."""
    for use in used.properties:
        compared = use.comparison
        if use.name.text in ("name", "title") and compared and compared.how in ("=", "IN"):
            for token in compared.values:
                if text := unquote_string(token):
                    yield text, use.owner


def _unknown_name(store: Store, name: str, owner: Element) -> Iterator[str]:
    """A name that nobody has exactly so, with those near it that may be shown."""
    if any(word in ("Claim", "Figure", "Series", "Value", "Conflict") for word in owner.words()):
        return
    kinds = [word for word in owner.words() if word in load_graph_model().labels and word != "Scamgraph"]
    matches = find(store, name, kind=kinds[-1] if kinds else "", limit=8)
    if any(match.name == name for match in matches):
        return
    ids = [match.id for match in matches if match.score >= LEAST_SCORE]
    query = (
        "UNWIND $ids AS id MATCH (e:Scamgraph {id: id}) "
        "RETURN e.id AS id, e.name AS name, e.protected AS protected, e.naming AS naming"
    )
    rows = {row["id"]: row for row in store.read(query, {"ids": ids}, timeout=SECONDS)}
    near = list(dict.fromkeys(rows[id_]["name"] for id_ in ids if id_ in rows and not is_withheld(rows[id_])))
    text = f"Nothing in this graph has the name {name!r}."
    yield f"{text} Nearest: {', '.join(near[:3])}." if near else text
