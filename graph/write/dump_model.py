"""Check the content of a dump: only nodes and relationships that this version's model knows.

Labels and types are inserted into the text of a query, and anyone can write a file: only the names
of the model pass. Every rule returns the fault as a sentence without a subject, or "".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from graph.store.digest import OPERATIONAL
from graph.store.graph_model import Property, load_graph_model
from graph.store.indexes import MARK, find_label

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_WORDS_OR_NUMBER = re.compile(r"(?:[a-z]+_)?(?:low|high|of)")
"""Properties that have a number or words: "a few months", and the group that something is a part of."""
_LARGEST = 2**63
_FORMS: Mapping[str, tuple[type, ...]] = {
    "number": (int, float),
    "text": (str,),
    "id": (str,),
    "day": (str,),
    "flag": (bool,),
    "list": (list,),
}


@cache
def find_label_fault(labels: tuple[str, ...]) -> str:
    """Check the labels of a node, without the marker."""
    model = load_graph_model()
    for label in labels:
        if label not in model.labels or label == MARK or label in OPERATIONAL:
            return f"has the label {label[:100]!r}, which this version does not know"
    for label in labels:
        if not set(labels) <= model.find_related_labels(label):
            return f"has the labels {', '.join(labels)}, which do not go together"
    return "" if labels and len(set(labels)) == len(labels) else "has no labels, or one twice"


@cache
def find_type_fault(type_: str) -> str:
    """Check the type of a relationship."""
    if type_ in load_graph_model().types:
        return ""
    return f"has the type {type_[:100]!r}, which this version does not know"


def find_id_fault(labels: tuple[str, ...], properties: Mapping[str, Any]) -> str:
    """Check that a node has an id, and one that fits its labels: relationships find their ends by it."""
    id_ = properties.get("id")
    if not isinstance(id_, str) or not id_:
        return "has no id"
    label = find_label(id_)
    return "" if label in (MARK, *labels) else f"has the id {id_[:100]!r}, but is not a {label}"


def find_node_fault(labels: tuple[str, ...], properties: Mapping[str, Any]) -> str:
    """Check the names and values of a node's properties."""
    return _find_fault(properties, _collect_properties(labels))


def find_edge_fault(type_: str, properties: Mapping[str, Any]) -> str:
    """Check the names and values of a relationship's properties."""
    return _find_fault(properties, load_graph_model().types[type_].properties)


@cache
def _collect_properties(labels: tuple[str, ...]) -> Mapping[str, Property]:
    model = load_graph_model()
    return {name: prop for label in labels for name, prop in model.labels[label].properties.items()}


def _find_fault(properties: Mapping[str, Any], model_properties: Mapping[str, Property]) -> str:
    for name, value in properties.items():
        if not _NAME.fullmatch(name):
            return f"has the property {name[:100]!r}, which is not a plain name"
        form = (
            model_properties[name].form
            if name in model_properties and not _WORDS_OR_NUMBER.fullmatch(name)
            else ""
        )
        if not _has_form(value, form):
            return f"has a {type(value).__name__} as {name}, which does not fit"
    return ""


def _has_form(value: Any, form: str) -> bool:
    if form and not isinstance(value, _FORMS[form]):
        return False
    if isinstance(value, bool):
        return form != "number"
    return _is_list(value) if isinstance(value, list) else _is_scalar(value)


def _is_list(values: list[Any]) -> bool:
    """Return whether a list has scalars of one type, as an engine requires."""
    return len({type(value) for value in values}) <= 1 and all(map(_is_scalar, values))


def _is_scalar(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_LARGEST <= value < _LARGEST
    return isinstance(value, str)


def find_ends_fault(ends: Iterable[str], ids: set[str]) -> str:
    """Check that a relationship's ends are nodes that came before it."""
    missing = next((end for end in ends if end not in ids), None)
    return "" if missing is None else f"leads to {missing[:100]!r}, which is not in the file"
