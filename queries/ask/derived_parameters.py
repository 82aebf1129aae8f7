"""Derive the `given` parameters that some questions need before their query runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.model.protected import mask_stretches, parse_stretches
from graph.rules.as_of import parse_day
from queries.as_of.graph_reader import open_reader
from queries.ask.query_library import LIMIT
from queries.values.nearest_names import build_suggestion
from queries.wording.citations import TextOf

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore
    from queries.ask.query_library import NamedQuery
    from queries.paths.path_query import PathParameters

MOST_LIKE = 3
"""Maximum number of entities to look at whose names have a word like one that no claim has."""
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
class DerivedParameters:
    """Values for the query, names in the question, words for its sentence alone, and notes."""

    values: dict[str, Any]
    shown: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """How `given` parameters are derived; `depends_on_limit` if they differ with the row limit."""

    derive: Callable[[ReadStore, Mapping[str, Any], TextOf], DerivedParameters]
    depends_on_limit: bool = False


def derive_parameters(
    store: ReadStore, query: NamedQuery, values: Mapping[str, Any], text_of: TextOf
) -> DerivedParameters:
    """Return values for the `given` parameters of a question, from those a user gives.

    Raises InputError for values that mean nothing.
    """
    if not query.derive:
        return DerivedParameters({})
    return DERIVATIONS[query.derive].derive(store, values, text_of)


def depends_on_limit(query: NamedQuery) -> bool:
    """Return whether the `given` parameters of a question differ with the row limit."""
    return bool(query.derive) and DERIVATIONS[query.derive].depends_on_limit


# The search for paths takes a while to import, and few questions need it.
def _derive_path(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    from queries.paths.path_query import find_shortest_path  # noqa: PLC0415

    path = find_shortest_path(store, values["from"], values["to"], values["hops"])
    return DerivedParameters({"way": path}, words={"over": "over others"} if len(path) > 2 else {})


def _derive_nearest_path(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    from queries.paths.path_query import find_meeting_points, find_shortest_path  # noqa: PLC0415

    path = find_shortest_path(store, values["from"], values["to"], values["hops"], over_anything=True)
    return DerivedParameters({"way": path}, {"meets": "; ".join(find_meeting_points(store, path))})


def _derive_paths(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    from queries.paths.path_query import find_paths  # noqa: PLC0415

    return _convert_paths(find_paths(store, values))


def _derive_nearest_paths(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    from queries.paths.path_query import find_nearest_path  # noqa: PLC0415

    return _convert_paths(find_nearest_path(store, values))


def _convert_paths(paths: PathParameters) -> DerivedParameters:
    return DerivedParameters({"walk": paths.walk}, words=paths.words, notes=paths.notes)


def _derive_neighbourhood(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    from queries.paths.ego_network import find_neighbourhood  # noqa: PLC0415

    # One more than the limit shows that there are more.
    return DerivedParameters({"around": find_neighbourhood(store, values["entity"], values[LIMIT] + 1)})


def _derive_expected(_store: ReadStore, _values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    return DerivedParameters({"expects": list(load_ontology().kinds["Compound"].expects)})


def _derive_moment(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    moment = open_reader(store).load_moment(parse_day(values["day"]))
    return DerivedParameters({"held": sorted(moment.held), "spoken": sorted(moment.spoken)})


def _derive_predicates(_store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    words = values["predicate"]
    return DerivedParameters({"predicates": _resolve_predicates(words) if words else []})


def _derive_predicates_and_classes(
    _store: ReadStore, values: Mapping[str, Any], _: TextOf
) -> DerivedParameters:
    predicates = _resolve_predicates(values["predicate"]) if values["predicate"] else []
    classes = {load_ontology().find_predicate(name).predicate_class for name in predicates}
    return DerivedParameters({"predicates": predicates, "classes": sorted(classes)})


def _resolve_predicates(words: str) -> list[str]:
    """Return the predicate of this name, else those whose names have all its words.

    Raises InputError.
    """
    ontology = load_ontology()
    name = words.strip().upper().replace(" ", "_").replace("-", "_")
    if name in ontology.vocabulary:
        return [name]
    parts = name.split("_")
    matches = [candidate for candidate in ontology.vocabulary if set(parts) <= set(candidate.split("_"))]
    if not matches:
        suggestion = build_suggestion(name, ontology.vocabulary).strip()
        raise InputError(
            f"The parameter 'predicate' got {words!r}, which is no predicate.",
            hint=suggestion or f"Known are: {', '.join(sorted(ontology.predicates))}.",
        )
    return sorted(matches)


def _derive_claims_with_words(
    store: ReadStore, values: Mapping[str, Any], text_of: TextOf
) -> DerivedParameters:
    return _find_in_passages(store, str(values["words"]).lower().split(), text_of)


def _derive_claims_with_word(
    store: ReadStore, values: Mapping[str, Any], text_of: TextOf
) -> DerivedParameters:
    word = values["word"]
    if not word:
        return DerivedParameters({"quoted": []}, words={"absent": "No source in this graph says "})
    derived = _find_in_passages(store, [str(word).lower()], text_of)
    return replace(derived, words=_describe_search(store, text_of))


def _describe_search(store: ReadStore, text_of: TextOf) -> dict[str, str]:
    """Return words for an absence that say what was searched.

    The word may be in a text that is not available here, or outside all passages.
    """
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


def _derive_similar_names(store: ReadStore, values: Mapping[str, Any], _: TextOf) -> DerivedParameters:
    """Find entities with the word, or a word near it, in a name, so that claims can be shown."""
    from graph.store.entity_search import search_entities  # noqa: PLC0415 - only questions without an answer need it

    word = str(values["word"] or "")
    if not any(letter.isalnum() for letter in word):
        return DerivedParameters({"named": []})
    return DerivedParameters({"named": [match.id for match in search_entities(store, word, limit=MOST_LIKE)]})


def _find_in_passages(store: ReadStore, words: list[str], text_of: TextOf) -> DerivedParameters:
    """Find claims whose passages have all the words, in the documents whose texts are available.

    The names of people who may be victims are not searched.
    """
    claim_ids: list[str] = []
    left_out = False
    for document in store.read(DOCUMENTS):
        text = text_of(document["sha256"] or "")
        if text is None:
            continue
        withheld = parse_stretches(document["protected_at"])
        left_out = left_out or bool(withheld)
        if not _has_words(text, words):
            continue
        for claim in store.read(SPANS, {"document": document["id"]}):
            passage = text[claim["start"] : claim["end"]]
            if _has_words(mask_stretches(passage, claim["start"], withheld), words):
                claim_ids.append(claim["id"])
    notes = (NOT_SEARCHED,) if left_out else ()
    return DerivedParameters({"quoted": sorted(claim_ids)}, notes=notes)


def _has_words(text: str, words: list[str]) -> bool:
    lower = text.lower()
    return all(word in lower for word in words)


DERIVATIONS: Mapping[str, Derivation] = {
    "shortest-path": Derivation(_derive_path),
    "path-over-anything": Derivation(_derive_nearest_path),
    "best-paths": Derivation(_derive_paths),
    "nearest-path": Derivation(_derive_nearest_paths),
    "neighbourhood": Derivation(_derive_neighbourhood, depends_on_limit=True),
    "expected-details": Derivation(_derive_expected),
    "moment": Derivation(_derive_moment),
    "predicates": Derivation(_derive_predicates),
    "predicates-and-classes": Derivation(_derive_predicates_and_classes),
    "claims-with-words": Derivation(_derive_claims_with_words),
    "claims-with-word": Derivation(_derive_claims_with_word),
    "similar-names": Derivation(_derive_similar_names),
}
"""By the header key `derive` of a question."""
