"""What some questions need worked out before their query runs: their `given` parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.model.protected import blank_stretches, read_stretches
from graph.rules.as_of import day_of
from queries.as_of.graph_reader import looking
from queries.ask.query_library import LIMIT
from queries.values.nearest_names import suggest
from queries.wording.citations import TextOf

if TYPE_CHECKING:
    from graph.store.protocols import Asks
    from queries.paths.path_query import Told

MOST_LIKE = 3
"""How many entities are looked at whose names have a word like one that no claim has."""
DOCUMENTS = """
MATCH (d:Document:Scamgraph)
RETURN d.id AS id, d.text_sha256 AS sha256, d.protected_at AS protected_at ORDER BY id
"""
SPANS = """
MATCH (c:Claim {document: $document} /* AS OF c */)
RETURN c.id AS id, c.start AS start, c.end AS end
"""

NOT_SEARCHED = "Names of people who may be victims are not searched."


@dataclass(frozen=True, slots=True)
class Prepared:
    """Values for the query, names that were asked about, words for its sentence alone, and notes."""

    values: dict[str, Any]
    shown: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Preparer = Callable[["Asks", Mapping[str, Any], TextOf], Prepared]


# The search for ways takes a while to import, and few questions need it.
def _way(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    from queries.paths.shortest_path import find_way  # noqa: PLC0415

    way = find_way(store, values["from"], values["to"], values["hops"])
    return Prepared({"way": way}, words={"over": "over others"} if len(way) > 2 else {})


def _nearest_way(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    from queries.paths.path_query import met_in  # noqa: PLC0415
    from queries.paths.shortest_path import find_way  # noqa: PLC0415

    way = find_way(store, values["from"], values["to"], values["hops"], over_anything=True)
    return Prepared({"way": way}, {"meets": "; ".join(met_in(store, way))})


def _ways(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    from queries.paths.path_query import found_ways  # noqa: PLC0415

    return _told(found_ways(store, values))


def _nearest_ways(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    from queries.paths.path_query import nearest_way  # noqa: PLC0415

    return _told(nearest_way(store, values))


def _told(found: Told) -> Prepared:
    return Prepared({"walk": found.walk}, words=found.words, notes=found.notes)


def _around(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    from queries.paths.ego_network import around  # noqa: PLC0415

    # One more than is asked for tells that there are more.
    return Prepared({"around": around(store, values["entity"], values[LIMIT] + 1)})


def _expects(_store: Asks, _values: Mapping[str, Any], _: TextOf) -> Prepared:
    return Prepared({"expects": list(load_ontology().kinds["Compound"].expects)})


def _moment(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    moment = looking(store).moment(day_of(values["day"]))
    return Prepared({"held": sorted(moment.held), "spoken": sorted(moment.spoken)})


def _predicates(_store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    words = values["predicate"]
    return Prepared({"predicates": _meant_by(words) if words else []})


def _predicates_and_classes(_store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    predicates = _meant_by(values["predicate"]) if values["predicate"] else []
    classes = {load_ontology().predicate(name).predicate_class for name in predicates}
    return Prepared({"predicates": predicates, "classes": sorted(classes)})


def _meant_by(words: str) -> list[str]:
    """The predicates that have this name, else those whose names hold all the words. Raises InputError."""
    ontology = load_ontology()
    name = words.strip().upper().replace(" ", "_").replace("-", "_")
    if name in ontology.vocabulary:
        return [name]
    parts = name.split("_")
    found = [each for each in ontology.vocabulary if set(parts) <= set(each.split("_"))]
    if not found:
        near = suggest(name, ontology.vocabulary).strip()
        raise InputError(
            f"The parameter 'predicate' got {words!r}, which is no predicate.",
            hint=near or f"Known are: {', '.join(sorted(ontology.predicates))}.",
        )
    return sorted(found)


def _quoted(store: Asks, values: Mapping[str, Any], text_of: TextOf) -> Prepared:
    return _in_passages(store, str(values["words"]).lower().split(), text_of)


def _quoted_word(store: Asks, values: Mapping[str, Any], text_of: TextOf) -> Prepared:
    word = values["word"]
    if not word:
        return Prepared({"quoted": []}, words={"absent": "No source in this graph says "})
    found = _in_passages(store, [str(word).lower()], text_of)
    return replace(found, words=_say_what_was_searched(store, text_of))


def _say_what_was_searched(store: Asks, text_of: TextOf) -> dict[str, str]:
    """Words for an absence: the word may stand in a text that is not here, or outside all passages."""
    documents = store.read(DOCUMENTS)
    texts = sum(text_of(document["sha256"] or "") is not None for document in documents)
    passages = ", and no passage that a claim rests on," if texts else ""
    missing = len(documents) - texts
    searched = ""
    if not texts:
        searched = "; no article's text is here to search for words, only our paraphrases"
    elif missing:
        searched = f"; the texts of {missing:,} of {len(documents):,} documents are not here to search"
    return {"absent": f"No claim in our wording{passages} has ", "searched": searched}


def _called_like_it(store: Asks, values: Mapping[str, Any], _: TextOf) -> Prepared:
    """Entities one of whose words is the word asked for or near it, so that claims can be shown."""
    from graph.store.entity_search import find  # noqa: PLC0415 - only what has no answer needs it

    word = str(values["word"] or "")
    if not any(letter.isalnum() for letter in word):
        return Prepared({"named": []})
    return Prepared({"named": [match.id for match in find(store, word, limit=MOST_LIKE)]})


def _in_passages(store: Asks, words: list[str], text_of: TextOf) -> Prepared:
    """Claims whose passages hold all the words, in the documents whose texts are held.

    The name of a person who may be a victim is no such word.
    """
    found: list[str] = []
    left_out = False
    for document in store.read(DOCUMENTS):
        text = text_of(document["sha256"] or "")
        if text is None:
            continue
        withheld = read_stretches(document["protected_at"])
        left_out = left_out or bool(withheld)
        if not _holds(text, words):
            continue
        for claim in store.read(SPANS, {"document": document["id"]}):
            passage = text[claim["start"] : claim["end"]]
            if _holds(blank_stretches(passage, claim["start"], withheld), words):
                found.append(claim["id"])
    notes = (NOT_SEARCHED,) if left_out else ()
    return Prepared({"quoted": sorted(found)}, notes=notes)


def _holds(text: str, words: list[str]) -> bool:
    lower = text.lower()
    return all(word in lower for word in words)


PREPARERS: Mapping[str, Preparer] = {
    "path": _way,
    "nearest/path": _nearest_way,
    "paths": _ways,
    "nearest/paths": _nearest_ways,
    "ego": _around,
    "compounds": _expects,
    "known-on": _moment,
    "not-stated": _predicates,
    "nearest/not-stated": _predicates_and_classes,
    "text": _quoted,
    "who-says": _quoted_word,
    "nearest/who-says": _called_like_it,
}
"""By question; what comes nearest to a question is `nearest/` and its name."""
LIMITED = frozenset({"ego"})
"""Questions whose preparation depends on the row limit."""
