"""What a graph can hold: labels, relationship types with their ends, properties, closed values. Pure.

Labels and fact types come from the ontology, properties from the records and rows that are written, their
texts from `graph.model.descriptions`. A loaded graph holds nothing that is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    Structural,
)
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
    """A property of some label or relationship type. `values` are all it can have, where that is closed."""

    name: str
    form: str
    about: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the labels it nests in (outermost last), and the properties its own nodes can have."""

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
        """Whether relationships of this type are facts."""
        return self.group != "structure"


@dataclass(frozen=True, slots=True)
class GraphModel:
    """All that a graph can hold, by name."""

    labels: Mapping[str, Label]
    types: Mapping[str, RelationshipType]
    values: Mapping[str, tuple[str, ...]]

    def property_owners(self, name: str) -> tuple[str, ...]:
        """Return who can have a property: the outermost labels, "facts", other relationship types."""
        having = [label for label in self.labels.values() if name in label.properties]
        names = {label.name for label in having}
        labels = [label.name for label in having if names.isdisjoint(label.nests_in)]
        labels = list(find_usual_labels(name)) or labels
        types = [t.name for t in self.types.values() if name in t.properties and not t.is_fact]
        facts = ["facts"] if name in FACT_PROPERTIES else []
        return (*labels, *facts, *types)

    def related_labels(self, label: str) -> frozenset[str]:
        """Return the labels that a node with `label` can have, too: those it nests in and those within it."""
        within = {other.name for other in self.labels.values() if label in other.nests_in}
        above = {up for name in (label, *within) for up in self.labels[name].nests_in}
        return frozenset({label, *within, *above})


@cache
def load_graph_model(ontology: Ontology | None = None) -> GraphModel:
    """Build the model of an ontology, by default the packaged one."""
    ontology = ontology or load_ontology()
    values = _closed_values(ontology)
    return GraphModel(_labels(ontology, values), _types(ontology, values), values)


def describe_property(name: str, owner: str = "") -> PropertyText:
    """Return the text on a property; `owner` is the label that has it. Raises KeyError for an unknown one."""
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
    """Return the labels that a property of entities is usual on; empty where any entity may have it."""
    return PROPERTIES[name].on if name in PROPERTIES else ()


def _closed_values(ontology: Ontology) -> dict[str, tuple[str, ...]]:
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
        "kind": tuple(dict.fromkeys((*ontology.kinds, *_node_kinds()))),
        "judgement": tuple(dict.fromkeys((*_JUDGEMENTS, *get_args(Judgement)))),
        "stands": get_args(Judgement),
        "direction": ("published", "unknown"),
        "role": tuple(sorted({*roles, *ends, "place"})),
        "cmp": comparators,
        **{f"{field}_cmp": comparators for field in NUMBER_FIELDS},
    }


def _node_kinds() -> tuple[str, ...]:
    """Kinds of nodes that are no entities: origins, conflicts, values."""
    origins = ("occasion", "speech", "lineage", "document")
    values = ("title", "text", *NUMBER_FIELDS, "unstated")
    return (*origins, *(rule.kind for rule in RULES), *values)


def _labels(ontology: Ontology, values: Mapping[str, tuple[str, ...]]) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    texts = {**ABSTRACT, **{name: kind.about for name, kind in ontology.kinds.items()}, **LABELS}
    for name in (*LABELS, *ontology.abstract, *ontology.kinds):
        nests = _nests_in(ontology, name)
        found = {prop: _property(prop, name, values) for prop in _label_properties(name, nests)}
        labels[name] = Label(name, texts.get(name, ""), nests, found, name in INTERNAL)
    return labels


def _nests_in(ontology: Ontology, name: str) -> tuple[str, ...]:
    """The labels that every node of this label has, too, nearest first."""
    if name == MARKED:
        return ()
    if name in ontology.kinds:
        own = ontology.labels_of(name)[1:]
        return (*own, MARKED) if name == "Series" else (*own, SHARED_END, MARKED)
    return (SHARED_END, MARKED) if name in ontology.abstract else (MARKED,)


def _label_properties(name: str, nests: tuple[str, ...]) -> Iterable[str]:
    """The properties that nodes of a label can have, whatever further labels they carry."""
    own = _OWN_PROPERTIES.get(name)
    if own is not None:
        return dict.fromkeys(own())
    if name == MARKED:
        return ("id",)
    extra = EVENT_DAYS if name == "Event" else ()
    usual = (prop for prop in list_entity_properties() if _is_usual(prop, (name, *nests)))
    return dict.fromkeys((*usual, *extra))


def _is_usual(name: str, labels: Iterable[str]) -> bool:
    """Whether a property is usual on nodes with these labels, as its description tells."""
    on = describe_property(name).on
    return not on or not set(on).isdisjoint(labels)


def _figure_properties() -> tuple[str, ...]:
    rolled = (name for name in ROLLED_UP if name != "standing")
    return ("id", "name", "series", *list_quantity_properties(), "window_from", "window_to", *rolled)


_OWN_PROPERTIES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "Claim": list_claim_properties,
    "Value": list_value_properties,
    "Figure": _figure_properties,
    "Origin": lambda: ("id", "kind", "source", "statement"),
    "Conflict": lambda: ("id", "kind", "about", "explanation", "settles", *JUDGED),
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
        *("id", "format", "revision", "loading", "loading_files"),
        *("recorded_revision", "recorded_labels", "recorded_facts", "recorded_digest"),
        *("owner", "holder", "expires", "turn"),
    ),
    "Unfinished": lambda: ("id", "of"),
}


def _property(name: str, owner: str, values: Mapping[str, tuple[str, ...]]) -> Property:
    text = describe_property(name, owner)
    closed = () if (owner, name) in _OPEN else values.get(name, ())
    return Property(name, text.form, text.about, closed)


_OPEN = frozenset({("NameKey", "kind")})


def _types(ontology: Ontology, values: Mapping[str, tuple[str, ...]]) -> dict[str, RelationshipType]:
    found = {name: _structural_type(name, told, values) for name, told in STRUCTURAL.items()}
    facts = {prop: _property(prop, "", values) for prop in FACT_PROPERTIES}
    registered = {"source": _property("source", "", values)}
    for predicate in ontology.vocabulary.values():
        for type_ in _type_names(ontology, predicate):
            props = {**facts, **registered} if type_ in REGISTERED else facts
            found[type_] = _fact_type(type_, predicate, props)
    return found


def _structural_type(name: str, told: Structural, values: Mapping[str, tuple[str, ...]]) -> RelationshipType:
    names = (*told.properties, *(ROLLED_UP if told.rolled_up else ()))
    properties = {prop: _property(prop, "", values) for prop in names}
    return RelationshipType(name, told.about, "structure", told.starts, told.ends, properties)


def _type_names(ontology: Ontology, predicate: Predicate) -> list[str]:
    """The types that facts of a predicate can have: plain, without an agent, and each of them denied."""
    names = [predicate.name]
    if predicate.agentless:
        names.append(ontology.relationship_type(predicate.name, agentless=True))
    return [*names, *(f"NOT_{name}" for name in names)]


def _fact_type(name: str, predicate: Predicate, properties: Mapping[str, Property]) -> RelationshipType:
    plain = name.removeprefix("NOT_")
    agentless = plain != predicate.name
    starts = predicate.range if agentless else predicate.domain
    ends = predicate.range
    if agentless:
        ends = (*ends, *(kind for kinds in predicate.roles.values() for kind in kinds))
    about = _about_fact(name, predicate, agentless=agentless)
    return RelationshipType(
        name,
        about,
        predicate.predicate_class,
        _as_labels(starts),
        # A fact without a stated second end, or with a number alone, ends in a Value.
        tuple(dict.fromkeys((*_as_labels(ends), "Value"))),
        properties,
        predicate.name,
    )


def _about_fact(name: str, predicate: Predicate, *, agentless: bool) -> str:
    if name.startswith("NOT_"):
        return f"{name.removeprefix('NOT_')} where every claim denies it."
    if agentless:
        return f"{predicate.name} where nobody is named who did it; it starts from whom it befell."
    return " ".join(part for part in (predicate.about, REGISTERED.get(name, "")) if part)


def _as_labels(kinds: Iterable[str]) -> tuple[str, ...]:
    """Kinds as the labels of nodes: Any is every entity, a title is a Value, claims make no fact."""
    named = {ANY: SHARED_END, "Title": "Value"}
    return tuple(dict.fromkeys(named.get(kind, kind) for kind in kinds if kind != "Claim"))
