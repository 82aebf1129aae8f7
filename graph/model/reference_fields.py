"""Fields of registry entries and of documents' records that name other nodes.

Each says which kinds it may name, and the relationship that it becomes in the graph, if any.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from graph.model.ontology import ANY


class ReferenceField(NamedTuple):
    """A field that names nodes of these `kinds`; its `relationship` leads from the record to them.

    A `chain` leads on from entry to entry, and may not return to where it began.
    """

    name: str
    kinds: tuple[str, ...]
    relationship: str = ""
    chain: bool = False


ENTITY_REFERENCES = (
    ReferenceField("principal", ("Actor", "Place"), "PRINCIPAL", chain=True),
    ReferenceField("part_of", (ANY,), "PART_OF", chain=True),
    ReferenceField("within", ("Place",), "LOCATED_IN", chain=True),
    ReferenceField("sending_state", ("Country",), "SENDING_STATE"),
    ReferenceField("city", ("Place",), "SEATED_IN"),
    ReferenceField("nationality", ("Nationality",)),
)
"""Fields of an entity that name other entities. Its `document` names a document and is not a link."""

OCCASION_REFERENCES = (
    ReferenceField("speakers", ("Actor",), "SPEAKER"),
    ReferenceField("place", ("Place", "Facility", "Compound", "Organization")),
)
"""Fields of an occasion; `speakers` is a list."""

DOCUMENT_REFERENCES = (
    ReferenceField("publisher", ("Organization",), "PUBLISHED_BY"),
    ReferenceField("author", ("Actor",)),
    ReferenceField("agency", ("Organization",), "CREDITS"),
)
"""Fields of a document's record that name entities. Its `supersedes` names a document."""


def list_field_names(fields: Iterable[ReferenceField]) -> tuple[str, ...]:
    """Return the names of these fields."""
    return tuple(field.name for field in fields)


def list_relationships(fields: Iterable[ReferenceField]) -> dict[str, str]:
    """Return the relationships that these fields become, by field; fields without one are omitted."""
    return {field.name: field.relationship for field in fields if field.relationship}
