"""The schema of a loaded graph: what the model allows, with counts and examples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.model.batching import iter_batches
from graph.model.descriptions import VALUES
from graph.model.errors import InputError
from graph.store.graph_model import GraphModel, Label, RelationshipType, load_graph_model
from graph.store.protocols import ReadStore
from queries.schema.examples import build_label_example, build_property_example, build_type_example

SCANNED = 100_000
"""Up to this number of claims, all relationships are read at once; beyond it, each type is counted alone."""
SAMPLED = 1_000
"""Number of relationships of one type that are read for the labels of their ends in a larger graph."""
TYPES_AT_ONCE = 40
NEAREST = 3
LEAST_ALIKE = 60.0
MARGIN = 15.0
"""A name is near if it scores `LEAST_ALIKE` of 100 and is not `MARGIN` worse than the best."""
SHARED_WORD = 0.95
"""Weight of sharing all words, relative to being spelt alike."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a label or relationship type."""

    name: str
    form: str
    about: str


@dataclass(frozen=True, slots=True)
class SchemaItem:
    """A label, a relationship type, or a property with a closed list of values.

    `count` is how many nodes or relationships of it the graph holds, None for a property. `starts` and `ends`
    are the labels that the vocabulary allows, `seen` the pairs of labels found in this graph. `nests_in` are
    the labels that its nodes have, too; `used_by` who has the property.
    """

    what: str
    name: str
    group: str
    about: str
    count: int | None
    example: str
    nests_in: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    properties: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the item as simple data, without the fields that do not apply to it."""
        shown = {name: value for name, value in asdict(self).items() if value not in ((), None)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()}


@dataclass(frozen=True, slots=True)
class GraphSchema:
    """The labels, relationship types and closed values of one graph, in the order they are shown in."""

    labels: tuple[SchemaItem, ...]
    types: tuple[SchemaItem, ...]
    values: tuple[SchemaItem, ...]

    @property
    def items(self) -> tuple[SchemaItem, ...]:
        """Every item."""
        return (*self.labels, *self.types, *self.values)


def read_schema(store: ReadStore) -> GraphSchema:
    """Read the schema of a graph: all that its vocabulary allows, with what it holds."""
    model = load_graph_model()
    labels, usage = _count_labels(store, model), _count_types(store, model)
    return GraphSchema(
        tuple(_build_label_item(label, labels) for label in model.labels.values()),
        tuple(_build_type_item(type_, usage) for type_ in model.types.values()),
        tuple(_build_values_item(model, name) for name in VALUES),
    )


def find_item(store: ReadStore, name: str) -> SchemaItem:
    """Return one item of a graph's schema; capitals do not matter.

    Raises UnknownName, with the nearest names, for an unknown name.
    """
    model = load_graph_model()
    bare_name = name.strip().lstrip(":")
    for spelling in _iter_spellings(bare_name, model):
        if spelling in model.labels:
            return _build_label_item(model.labels[spelling], _count_labels(store, model, [spelling]))
        if spelling in model.types:
            type_ = model.types[spelling]
            return _build_type_item(type_, _count_one_type(store, type_))
        if spelling in VALUES:
            return _build_values_item(model, spelling)
        if model.find_property_owners(spelling):
            return _build_property_item(model, spelling)
    raise UnknownName(
        name, find_nearest_names(bare_name, [*model.labels, *model.types, *_list_property_names(model)])
    )


class UnknownName(InputError):
    """Nothing in the schema has this name. `nearest` are the names spelt most like it."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        hint = f"Nearest: {', '.join(nearest)}." if nearest else "`scamgraph schema` lists what there is."
        super().__init__(f"Nothing in the schema is called {name!r}.", hint=hint)
        self.nearest = tuple(nearest)


def find_nearest_names(name: str, names: Iterable[str], most: int = NEAREST) -> list[str]:
    """Return the names spelt most like `name`, best first; capitals do not matter."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only wrong names need it

    def score_likeness(first: str, second: str, **_: Any) -> float:
        similarity = fuzz.ratio(first.replace(" ", ""), second.replace(" ", ""))
        return max(similarity, SHARED_WORD * fuzz.token_set_ratio(first, second))

    words = {_split_words(candidate): candidate for candidate in names}
    matches = process.extract(
        _split_words(name), list(words), scorer=score_likeness, limit=most, score_cutoff=LEAST_ALIKE
    )
    return [words[match[0]] for match in matches if match[1] > matches[0][1] - MARGIN]


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _split_words(name: str) -> str:
    """Return the words of a name: those of `HAS_NATIONALITY` and `HasNationality` are the same."""
    return " ".join(_WORD.findall(name)).lower() or name.lower()


def _iter_spellings(name: str, model: GraphModel) -> Iterable[str]:
    """Yield the name as typed, then those that differ from it in capitals only."""
    yield name
    for spelling in (*model.labels, *model.types, *_list_property_names(model)):
        if spelling != name and spelling.lower() == name.lower():
            yield spelling


def _list_property_names(model: GraphModel) -> list[str]:
    owners: list[Label | RelationshipType] = [*model.labels.values(), *model.types.values()]
    return list(dict.fromkeys(prop for owner in owners for prop in owner.properties))


def _build_label_item(label: Label, counts: Mapping[str, int]) -> SchemaItem:
    return SchemaItem(
        what="label",
        name=label.name,
        group="internal" if label.internal else _find_label_group(label),
        about=label.about,
        count=counts.get(label.name, 0),
        example=build_label_example(label.name),
        nests_in=tuple(name for name in label.nests_in if name != "Scamgraph"),
        properties=_build_fields(label),
    )


def _find_label_group(label: Label) -> str:
    is_entity = "Entity" in (label.name, *label.nests_in)
    return "entities" if is_entity and label.name not in ("Document", "Occasion") else "evidence"


def _build_fields(owner: Label | RelationshipType) -> tuple[Field, ...]:
    return tuple(Field(prop.name, prop.form, prop.about) for prop in owner.properties.values())


@dataclass(frozen=True, slots=True)
class _Usage:
    """The number of relationships of each type, and the labels of their ends."""

    counts: Mapping[str, int]
    ends: Mapping[str, Sequence[tuple[str, str]]]


def _build_type_item(type_: RelationshipType, usage: _Usage) -> SchemaItem:
    return SchemaItem(
        what="relationship",
        name=type_.name,
        group=type_.group,
        about=type_.about,
        count=usage.counts.get(type_.name, 0),
        example=build_type_example(type_),
        starts=type_.starts,
        ends=type_.ends,
        seen=tuple(usage.ends.get(type_.name, ())),
        properties=_build_fields(type_),
    )


def _build_values_item(model: GraphModel, name: str) -> SchemaItem:
    return SchemaItem(
        what="values",
        name=name,
        group="closed values",
        about=VALUES[name],
        count=None,
        example=build_property_example(model, name),
        values=model.values[name],
        used_by=_list_owners(model, name),
    )


def _build_property_item(model: GraphModel, name: str) -> SchemaItem:
    owners: list[Label | RelationshipType] = [*model.labels.values(), *model.types.values()]
    prop = next(owner.properties[name] for owner in owners if name in owner.properties)
    return SchemaItem(
        what="property",
        name=name,
        group="properties",
        about=prop.about,
        count=None,
        example=build_property_example(model, name),
        values=prop.values,
        used_by=model.find_property_owners(name),
    )


def _list_owners(model: GraphModel, name: str) -> tuple[str, ...]:
    """List what has a property; `cmp` stands for one of each number."""
    return ("Claim", "Value", "Figure") if name == "cmp" else model.find_property_owners(name)


def _count_labels(store: ReadStore, model: GraphModel, names: Sequence[str] = ()) -> dict[str, int]:
    """Count our nodes by label, for these labels or by default for all."""
    labels = [name for name in names or model.labels if name != "Scamgraph"]
    parts = [f"MATCH (n:{name}:Scamgraph) RETURN '{name}' AS name, count(n) AS n" for name in labels]
    if not names or "Scamgraph" in names:
        parts.append("MATCH (n:Scamgraph) RETURN 'Scamgraph' AS name, count(n) AS n")
    return {row["name"]: row["n"] for row in store.read(" UNION ALL ".join(parts))}


_ALL = """
MATCH (a:Scamgraph)-[r]->(b) RETURN type(r) AS type, labels(a) AS a, labels(b) AS b, count(*) AS n
"""


def _count_types(store: ReadStore, model: GraphModel) -> _Usage:
    claims: int = store.read("MATCH (c:Claim:Scamgraph) RETURN count(c) AS n")[0]["n"]
    if claims <= SCANNED:
        return _count_usage(store.read(_ALL), model)
    present = {row["relationshipType"] for row in store.read("CALL db.relationshipTypes()")}
    counts: dict[str, int] = {}
    for batch in iter_batches(sorted(present & model.types.keys()), TYPES_AT_ONCE):
        query = " UNION ALL ".join(
            f"{_build_match(type_)} RETURN '{type_}' AS type, count(r) AS n" for type_ in batch
        )
        counts |= {row["type"]: row["n"] for row in store.read(query)}
    return _Usage(counts, {})


def _build_match(type_: str) -> str:
    return f"MATCH (a:Scamgraph)-[r:{type_}]->(b)"


def _count_one_type(store: ReadStore, type_: RelationshipType) -> _Usage:
    counted = store.read(f"{_build_match(type_.name)} RETURN count(r) AS n")[0]["n"]
    sample = f"WITH a, b LIMIT {SAMPLED} RETURN '{type_.name}' AS type, labels(a) AS a, labels(b) AS b"
    seen = _count_usage(store.read(f"{_build_match(type_.name)} {sample}, count(*) AS n"), load_graph_model())
    return _Usage({type_.name: counted}, seen.ends)


def _count_usage(rows: Iterable[Mapping[str, Any]], model: GraphModel) -> _Usage:
    """Count relationships by type, and collect the narrowest labels of both ends.

    The pair of labels with most relationships comes first.
    """
    counts: Counter[str] = Counter()
    pairs: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        counts[row["type"]] += row["n"]
        pairs[row["type"]][
            _find_narrowest_label(row["a"], model), _find_narrowest_label(row["b"], model)
        ] += row["n"]
    ends = {
        type_: [pair for pair, _ in sorted(pair_counts.items(), key=lambda item: (-item[1], item[0]))]
        for type_, pair_counts in pairs.items()
    }
    return _Usage(counts, ends)


def _find_narrowest_label(labels: Iterable[str], model: GraphModel) -> str:
    """Return the label of the model that nests deepest; "" if the model has none of them."""
    model_labels = sorted(label for label in labels if label in model.labels)
    return max(model_labels, key=lambda label: len(model.labels[label].nests_in), default="")
