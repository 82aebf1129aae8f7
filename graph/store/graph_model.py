"""The model of the graph: labels, relationship types with their ends, properties, closed values. Pure.

Labels and fact types come from the ontology, properties from the records and rows that are written,
their texts from `graph.model.descriptions`. A loaded graph holds nothing that is not in this model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from graph.model.descriptions import (
    ABSTRACT,
    INTERNAL,
    LABELS,
    NUMBER_PARTS,
    NUMBERS,
    OVERRIDES,
    PROPERTIES,
    REGISTERED,
    STRUCTURAL,
    PropertyText,
    StructuralType,
)
from graph.model.fact_types import build_denied_type, parse_fact_type
from graph.model.ontology import (
    ANY,
    MODALITIES,
    PREDICATE_CLASSES,
    STANDINGS,
    Ontology,
    Predicate,
    load_ontology,
)
from graph.model.records import NUMBER_FIELDS, Comparator, Naming, Polarity, Section
from graph.rules.conflicts.registry import RULES
from graph.rules.lineage import Judgement
from graph.rules.rollup import Rollup
from graph.store.judgements import PROPERTIES as JUDGED
from graph.store.row_mapping import EVENT_DAYS
from graph.store.row_properties import (
    list_claim_properties,
    list_decision_properties,
    list_document_properties,
    list_entity_properties,
    list_occasion_properties,
    list_quantity_properties,
    list_series_properties,
    list_value_properties,
)

MARKED = "Scamgraph"
_JUDGEMENTS = ("same", "different", "unsure")
ROLLED_UP = Rollup._fields
"""Properties of a roll-up."""
FACT_PROPERTIES = ("fact", "says", *ROLLED_UP, "roles")
SHARED_END = "Entity"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a label or relationship type.

    `values` are all the values it can have, if they are a closed list.
    """

    name: str
    form: str
    about: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the labels it nests in (outermost last), and the properties that its own nodes can have."""

    name: str
    about: str
    nests_in: tuple[str, ...]
    properties: Mapping[str, Property]
    internal: bool = False


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A relationship type and the labels of its ends. `group` is a predicate class, else "structure"."""

    name: str
    about: str
    group: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    properties: Mapping[str, Property]
    predicate: str = ""

    @property
    def is_fact(self) -> bool:
        """Return whether relationships of this type are facts."""
        return self.group != "structure"


@dataclass(frozen=True, slots=True)
class GraphModel:
    """All labels, relationship types, and closed values that a graph can have, by name."""

    labels: Mapping[str, Label]
    types: Mapping[str, RelationshipType]
    values: Mapping[str, tuple[str, ...]]

    def find_property_owners(self, name: str) -> tuple[str, ...]:
        """Return the owners of a property: the outermost labels, "facts", other relationship types."""
        owners = [label for label in self.labels.values() if name in label.properties]
        names = {label.name for label in owners}
        labels = [label.name for label in owners if names.isdisjoint(label.nests_in)]
        labels = list(find_usual_labels(name)) or labels
        types = [
            type_.name for type_ in self.types.values() if name in type_.properties and not type_.is_fact
        ]
        facts = ["facts"] if name in FACT_PROPERTIES else []
        return (*labels, *facts, *types)

    def find_related_labels(self, label: str) -> frozenset[str]:
        """Return the labels that a node with `label` can have: it, those around it, and those inside it."""
        within = {inner.name for inner in self.labels.values() if label in inner.nests_in}
        above = {outer for name in (label, *within) for outer in self.labels[name].nests_in}
        return frozenset({label, *within, *above})


@cache
def load_graph_model(ontology: Ontology | None = None) -> GraphModel:
    """Build the model of an ontology, by default the packaged one."""
    ontology = ontology or load_ontology()
    values = _build_closed_values(ontology)
    return GraphModel(_build_labels(ontology, values), _build_types(ontology, values), values)


def describe_property(name: str, owner: str = "") -> PropertyText:
    """Return the text of a property; `owner` is the label that has it. Raises KeyError for an unknown one."""
    special = OVERRIDES.get((owner, name))
    if special is not None:
        return special
    if owner == "Figure" and name in NUMBER_PARTS:
        return NUMBER_PARTS[name]
    if name in PROPERTIES:
        return PROPERTIES[name]
    field, _, part = name.partition("_")
    text = NUMBER_PARTS[part]
    return text._replace(about=f"{NUMBERS[field]}: {text.about}")


def find_usual_labels(name: str) -> tuple[str, ...]:
    """Return the labels on which an entity property is usual; empty if any entity may have it."""
    return PROPERTIES[name].on if name in PROPERTIES else ()


def _build_closed_values(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    roles = {role for predicate in ontology.predicates.values() for role in predicate.roles}
    ends = {end for predicate in ontology.predicates.values() for end in predicate.ends}
    comparators = get_args(Comparator)
    return {
        "modality": MODALITIES,
        "polarity": get_args(Polarity),
        "standing": STANDINGS,
        "section": get_args(Section),
        "predicate_class": PREDICATE_CLASSES,
        "predicate": tuple(sorted(ontology.vocabulary)),
        "relation": ontology.fact_types,
        "naming": get_args(Naming),
        "quoted": ("full", "partial"),
        "kind": tuple(dict.fromkeys((*ontology.kinds, *_list_node_kinds()))),
        "judgement": tuple(dict.fromkeys((*_JUDGEMENTS, *get_args(Judgement)))),
        "stands": get_args(Judgement),
        "direction": ("published", "unknown"),
        "role": tuple(sorted({*roles, *ends, "place"})),
        "cmp": comparators,
        **{f"{field}_cmp": comparators for field in NUMBER_FIELDS},
    }


def _list_node_kinds() -> tuple[str, ...]:
    """Return the kinds of nodes that are not entities: origins, conflicts, values."""
    origins = ("occasion", "speech", "lineage", "document")
    values = ("title", "text", *NUMBER_FIELDS, "unstated")
    return (*origins, *(rule.kind for rule in RULES), *values)


def _build_labels(ontology: Ontology, values: Mapping[str, tuple[str, ...]]) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    texts = {**ABSTRACT, **{name: kind.about for name, kind in ontology.kinds.items()}, **LABELS}
    for name in (*LABELS, *ontology.abstract, *ontology.kinds):
        nests = _list_enclosing_labels(ontology, name)
        properties = {
            prop: _build_property(prop, name, values) for prop in _list_label_properties(name, nests)
        }
        labels[name] = Label(name, texts.get(name, ""), nests, properties, name in INTERNAL)
    return labels


def _list_enclosing_labels(ontology: Ontology, name: str) -> tuple[str, ...]:
    """Return the labels that every node of this label also has, nearest first."""
    if name == MARKED:
        return ()
    if name in ontology.kinds:
        own = ontology.list_labels(name)[1:]
        return (*own, MARKED) if name == "Series" else (*own, SHARED_END, MARKED)
    return (SHARED_END, MARKED) if name in ontology.abstract else (MARKED,)


def _list_label_properties(name: str, nests: tuple[str, ...]) -> Iterable[str]:
    """Return the properties that nodes of a label can have, whatever further labels they have."""
    own = _OWN_PROPERTIES.get(name)
    if own is not None:
        return dict.fromkeys(own())
    if name == MARKED:
        return ("id",)
    extra = EVENT_DAYS if name == "Event" else ()
    usual = (prop for prop in list_entity_properties() if _is_usual(prop, (name, *nests)))
    return dict.fromkeys((*usual, *extra))


def _is_usual(name: str, labels: Iterable[str]) -> bool:
    """Return whether a property is usual on nodes with these labels, according to its description."""
    on = describe_property(name).on
    return not on or not set(on).isdisjoint(labels)


def _list_figure_properties() -> tuple[str, ...]:
    rolled = (name for name in ROLLED_UP if name != "standing")
    return ("id", "name", "series", *list_quantity_properties(), "window_from", "window_to", *rolled)


_OWN_PROPERTIES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "Claim": list_claim_properties,
    "Value": list_value_properties,
    "Figure": _list_figure_properties,
    "Origin": lambda: ("id", "kind", "source", "statement"),
    "Conflict": lambda: ("id", "kind", "about", "explanation", "settles", "ask", *JUDGED),
    "Decision": list_decision_properties,
    "Note": lambda: ("id", "target", "text", "by", "written", "link"),
    "Lineage": lambda: (
        *("id", "a", "b", "share_a", "share_b", "judgement", "reason", "text_a", "text_b"),
        *("passages", "stands", "family"),
    ),
    "Series": list_series_properties,
    "Document": list_document_properties,
    "Occasion": list_occasion_properties,
    "MergedEntity": lambda: (*list_entity_properties(), *list_occasion_properties()),
    "NameKey": lambda: ("id", "key", "head", "mid", "tail"),
    "Meta": lambda: (
        *("id", "format", "graph", "revision", "loading", "loading_files"),
        *("recorded_revision", "recorded_labels", "recorded_facts", "recorded_digest"),
        *("owner", "holder", "expires", "turn"),
    ),
    "Unfinished": lambda: ("id", "of"),
}


def _build_property(name: str, owner: str, values: Mapping[str, tuple[str, ...]]) -> Property:
    text = describe_property(name, owner)
    closed = () if (owner, name) in _OPEN else values.get(name, ())
    return Property(name, text.form, text.about, closed)


_OPEN = frozenset({("NameKey", "kind")})


def _build_types(ontology: Ontology, values: Mapping[str, tuple[str, ...]]) -> dict[str, RelationshipType]:
    types = {
        name: _build_structural_type(name, structural, values) for name, structural in STRUCTURAL.items()
    }
    facts = {prop: _build_property(prop, "", values) for prop in FACT_PROPERTIES}
    registered = {"source": _build_property("source", "", values)}
    for predicate in ontology.vocabulary.values():
        for type_ in _list_type_names(ontology, predicate):
            props = {**facts, **registered} if type_ in REGISTERED else facts
            types[type_] = _build_fact_type(type_, predicate, props)
    return types


def _build_structural_type(
    name: str, structural: StructuralType, values: Mapping[str, tuple[str, ...]]
) -> RelationshipType:
    names = (*structural.properties, *(ROLLED_UP if structural.rolled_up else ()))
    properties = {prop: _build_property(prop, "", values) for prop in names}
    return RelationshipType(
        name, structural.about, "structure", structural.starts, structural.ends, properties
    )


def _list_type_names(ontology: Ontology, predicate: Predicate) -> list[str]:
    """Return the types of a predicate's facts: as named, without an agent, and each of them denied."""
    names = [predicate.name]
    if predicate.agentless:
        names.append(ontology.build_relationship_type(predicate.name, agentless=True))
    return [*names, *map(build_denied_type, names)]


def _build_fact_type(name: str, predicate: Predicate, properties: Mapping[str, Property]) -> RelationshipType:
    agentless = parse_fact_type(name).agentless
    starts = predicate.range if agentless else predicate.domain
    ends = predicate.range
    if agentless:
        ends = (*ends, *(kind for kinds in predicate.roles.values() for kind in kinds))
    return RelationshipType(
        name,
        _describe_fact_type(name, predicate),
        predicate.predicate_class,
        _as_labels(starts),
        # A fact without a stated second end, or with a number alone, ends in a Value.
        tuple(dict.fromkeys((*_as_labels(ends), "Value"))),
        properties,
        predicate.name,
    )


def _describe_fact_type(name: str, predicate: Predicate) -> str:
    type_ = parse_fact_type(name)
    if type_.denied:
        return f"{replace(type_, denied=False).name} where every claim denies it."
    if type_.agentless:
        return f"{predicate.name} where nobody is named who did it; it starts from whom it befell."
    return " ".join(part for part in (predicate.about, REGISTERED.get(name, "")) if part)


def _as_labels(kinds: Iterable[str]) -> tuple[str, ...]:
    """Convert kinds to labels of nodes: Any is every entity, a title is a Value, claims make no fact."""
    named = {ANY: SHARED_END, "Title": "Value"}
    return tuple(dict.fromkeys(named.get(kind, kind) for kind in kinds if kind != "Claim"))
