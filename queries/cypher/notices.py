"""Notices beside the rows of a user's query: doubtful names, nodes of others, reasons for no rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.engine.session.cypher_tokens import Token, parse_tokens
from graph.model.errors import ScamgraphError
from graph.model.fact_types import parse_fact_type
from graph.store.entity_search import search_entities
from graph.store.graph_model import load_graph_model
from queries.browse.scope import is_withheld
from queries.cypher.database_names import SECONDS
from queries.cypher.names import Element, NamesUsed, find_names, unquote_string
from queries.cypher.query_lint import check_names

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
        words = parse_tokens(query)
        used = find_names(words)
    except ScamgraphError:
        return []
    notices = [*check_names(store, used), *_collect_until_error(_check_other_nodes(store, used))]
    if not shown and not notices:
        notices += [*_check_single_steps(words), *_collect_until_error(_explain_empty(store, used))]
    return notices


def _check_single_steps(words: Sequence[Token]) -> Iterator[str]:
    """Warn that containment leads step by step, where a query follows it for one step only."""
    if any(word.text == "LOCATED_IN" and after.text == "]" for word, after in pairwise(words)):
        yield (
            "LOCATED_IN leads one step, from a site to its town or from a town to its province. "
            "Write [:LOCATED_IN*1..5] to reach the country."
        )


def _collect_until_error(notices: Iterator[str]) -> list[str]:
    """Return the notices up to one that the database does not answer in time."""
    collected: list[str] = []
    with suppress(ScamgraphError):
        collected.extend(notices)
    return collected


def _check_other_nodes(store: Store, used: NamesUsed) -> Iterator[str]:
    """Warn that a shared database holds nodes of others, which the query counts, too."""
    if store.engine != "neo4j" or not used.nodes:
        return
    labels = [label for label in _list_unmarked_labels(used) if label in load_graph_model().labels]
    bare = _is_unlabelled(used)
    if not (labels or bare) or not _is_shared(store):
        return
    labelled = [label for label in labels if _has_others(store, label)]
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


def _list_unmarked_labels(used: NamesUsed) -> list[str]:
    """Return labels of nodes that do not also carry the label of all our nodes."""
    nodes = (node for node in used.nodes if "Scamgraph" not in node.list_words())
    return list(dict.fromkeys(word for node in nodes for word in node.list_words()))


def _is_unlabelled(used: NamesUsed) -> bool:
    """Return whether a pattern is a node alone, without a label."""
    step_nodes = {id(node) for step in used.steps for node in (step.start, step.end)}
    return any(not node.names and not node.is_open and id(node) not in step_nodes for node in used.nodes)


def _is_shared(store: Store) -> bool:
    """Return whether the database holds nodes of others, by two counts that the server keeps."""
    query = "MATCH (n) WITH count(n) AS every MATCH (n:Scamgraph) RETURN every, count(n) AS ours"
    rows = store.read(query, timeout=SECONDS)
    return bool(rows) and rows[0]["every"] > rows[0]["ours"]


def _has_others(store: Store, label: str) -> bool:
    query = f"MATCH (n:{label}) WHERE NOT n:Scamgraph RETURN 1 AS one LIMIT 1"
    return bool(store.read(query, timeout=SECONDS))


def _explain_empty(store: Store, used: NamesUsed) -> Iterator[str]:
    """Explain why a query whose names are right may have no rows."""
    yield from _find_unused_types(store, used)
    yield from _find_unused_labels(store, used)
    for name, owner in list(_list_compared_names(used))[:NAMES_LOOKED_UP]:
        yield from _check_name(store, name, owner)


def _find_unused_types(store: Store, used: NamesUsed) -> Iterator[str]:
    """Report types that this graph does not use, with forms of the same predicate that it uses."""
    model = load_graph_model()
    for token in used.types:
        type_ = model.types.get(token.text)
        if type_ is None or not type_.is_fact or _count_relationships(store, token.text):
            continue
        base = parse_fact_type(type_.name).predicate
        facts = (other_type.name for other_type in model.types.values() if other_type.is_fact)
        forms = [name for name in facts if parse_fact_type(name).predicate == base]
        counts = {name: _count_relationships(store, name) for name in forms if name != token.text}
        used_forms = [f"{name} ({count:,})" for name, count in counts.items() if count]
        text = f"This graph holds no {token.text}."
        yield f"{text} It holds {', '.join(used_forms)}." if used_forms else text


def _count_relationships(store: Store, type_: str) -> int:
    n: int = store.read(f"MATCH ()-[r:{type_}]->() RETURN count(r) AS n", timeout=SECONDS)[0]["n"]
    return n


def _find_unused_labels(store: Store, used: NamesUsed) -> Iterator[str]:
    for token in used.labels:
        if token.text not in load_graph_model().labels:
            continue
        rows = store.read(f"MATCH (n:{token.text}) RETURN n.id AS id LIMIT 1", timeout=SECONDS)
        if not rows:
            yield f"This graph holds no node labelled {token.text}."


def _list_compared_names(used: NamesUsed) -> Iterator[tuple[str, Element]]:
    """Yield names that the query gives in full, with the node that should have them."""
    for use in used.properties:
        compared = use.comparison
        if use.name.text in ("name", "title") and compared and compared.how in ("=", "IN"):
            for token in compared.values:
                if text := unquote_string(token):
                    yield text, use.owner


def _check_name(store: Store, name: str, owner: Element) -> Iterator[str]:
    """Report a name that nothing has exactly, with those near it that may be shown."""
    if any(word in ("Claim", "Figure", "Series", "Value", "Conflict") for word in owner.list_words()):
        return
    kinds = [word for word in owner.list_words() if word in load_graph_model().labels and word != "Scamgraph"]
    matches = search_entities(store, name, kind=kinds[-1] if kinds else "", limit=8)
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
