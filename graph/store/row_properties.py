"""List the properties that the rows of `graph.store.row_mapping` can have, from the same records."""

from __future__ import annotations

from graph.model.records import (
    NUMBER_FIELDS,
    Decision,
    DocumentEntry,
    EntityEntry,
    OccasionEntry,
    Record,
    SeriesEntry,
)
from graph.store.row_mapping import CLAIM_FIELDS, NUMBER_PROPERTIES, OF_ONE_CLAIM


def list_claim_properties() -> tuple[str, ...]:
    """Return every property that a `:Claim` can have."""
    numbers = (name for field in NUMBER_FIELDS for _, name in NUMBER_PROPERTIES[field])
    return (*CLAIM_FIELDS, "also", "roles", "inferred", "statement_rank", *numbers)


def list_entity_properties() -> tuple[str, ...]:
    """Return every property that an `:Entity` of the registry can have."""
    flat = _list_plain_names(EntityEntry, "aliases", "window")
    return (*flat, "aliases", "alias_langs", "alias_sources", "also_known", *_list_when_names("window"))


def list_occasion_properties() -> tuple[str, ...]:
    """Return every property that an `:Occasion` can have."""
    return (*_list_plain_names(OccasionEntry, "when"), "kind", *_list_when_names("when"))


def list_document_properties() -> tuple[str, ...]:
    """Return every property that a `:Document` can have."""
    flat = _list_plain_names(DocumentEntry, "published", "retracted")
    ours = ("name", "kind", "naming", "title", "published", "retracted_on", "retracted_why")
    return (*flat, *ours, *_list_when_names("published"), "coded_by", "coded_on", "furniture")


def list_series_properties() -> tuple[str, ...]:
    """Return every property that a `:Series` can have."""
    return _list_plain_names(SeriesEntry)


def list_decision_properties() -> tuple[str, ...]:
    """Return every property that a `:Decision` can have."""
    return (*_list_plain_names(Decision, "withdrawn"), "withdrawn_on", "withdrawn_why")


def list_value_properties() -> tuple[str, ...]:
    """Return every property that a `:Value` can have."""
    bare = [name for attribute, name in _list_number_pairs(*NUMBER_FIELDS) if attribute not in OF_ONE_CLAIM]
    return ("id", "fact", "name", "kind", "text", *bare)


def list_quantity_properties() -> tuple[str, ...]:
    """Return the properties of a number that has its own node."""
    return tuple(name for _, name in NUMBER_PROPERTIES[""])


def _list_number_pairs(*fields: str) -> list[tuple[str, str]]:
    return [pair for field in fields for pair in NUMBER_PROPERTIES[field]]


def _list_plain_names(record: type[Record], *without: str) -> tuple[str, ...]:
    return tuple(name for name in record.__struct_fields__ if name not in without)


def _list_when_names(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{part}" for part in ("edtf", "from", "to", "known"))
