"""Find numbers in the sentence of a claim that do not belong to the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from graph.model.catalogue import Catalogue
from graph.model.records import ClaimEntry
from ingest.check.claim_references import find_claim_references
from ingest.check.numbers import LARGEST

_DIGITS = re.compile(r"\d").search
_NUMERAL = re.compile(
    r"(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[\s\u00a0-]?(?P<scale>thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b|percent\b))?"
)
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_OWN = ("says", "key", "at", "also", "quote", "also_quotes", "why")
"""Fields of a claim whose digits are no part of what it claims."""


def find_other_numbers(
    says: str, entry: ClaimEntry, catalogue: Catalogue, claims: Mapping[str, ClaimEntry]
) -> Iterator[str]:
    """Yield each number in digits that belongs neither to the claim nor to the claims around it.

    Besides the claim's own numbers and time the sentence may hold those of its entities' descriptions
    and windows, and those of the document's other `claims` that it refers to or that share an entity
    with it: "the networks that 1,440 people left are in Cambodia" names its subject by another claim's
    number.
    """
    if not _DIGITS(says):
        return
    numbers: set[float] = set()
    _collect(msgspec.to_builtins(entry), numbers, catalogue, skip=_OWN)
    document = catalogue.documents.get(entry.subject) if isinstance(entry.subject, str) else None
    if document is not None:
        _collect(msgspec.to_builtins(document), numbers, catalogue, skip=("text_sha256", "length"))
    unexplained = [match for match in _NUMERAL.finditer(says) if numbers.isdisjoint(_list_values(match))]
    if unexplained:
        for claim in _find_related_claims(entry, claims):
            _collect(msgspec.to_builtins(claim), numbers, catalogue, skip=_OWN)
        yield from (match.group().strip() for match in unexplained if numbers.isdisjoint(_list_values(match)))


def _find_related_claims(entry: ClaimEntry, claims: Mapping[str, ClaimEntry]) -> Iterator[ClaimEntry]:
    """Yield the claims that this one refers to, and those that name one of its entities."""
    yield from (claims[key] for _, key in find_claim_references(entry) if key in claims)
    entities = set(_iter_entities(entry))
    yield from (claim for claim in claims.values() if not entities.isdisjoint(_iter_entities(claim)))


def _iter_entities(entry: ClaimEntry) -> Iterator[str]:
    for end in (entry.subject, entry.object, entry.event or None, *entry.roles.values()):
        for item in end if isinstance(end, list) else [end]:
            if isinstance(item, str):
                yield item


def _collect(value: Any, numbers: set[float], catalogue: Catalogue, skip: tuple[str, ...] = ()) -> None:
    """Add every number in a record, and in the records of the entities that it names by their ids."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key not in skip:
                _collect(item, numbers, catalogue)
    elif isinstance(value, list):
        for item in value:
            _collect(item, numbers, catalogue)
    elif isinstance(value, (int, float)):
        numbers.add(float(min(value, LARGEST)))
    elif isinstance(value, str):
        _collect_text(value.removesuffix("?"), numbers, catalogue)


def _collect_text(text: str, numbers: set[float], catalogue: Catalogue) -> None:
    records: tuple[Any, ...] = tuple(
        table[text] for table in (catalogue.entities, catalogue.occasions) if text in table
    )
    for record in records:
        texts = [
            record.name,
            getattr(record, "about", ""),
            *(alias.name for alias in getattr(record, "aliases", ())),
        ]
        window = getattr(record, "window", None) or getattr(record, "when", None)
        texts.append(window.edtf if window else "")
        for prose in texts:
            _add_numerals(prose, numbers)
    if not records:
        _add_numerals(text, numbers)


def _add_numerals(text: str, numbers: set[float]) -> None:
    for match in _NUMERAL.finditer(text):
        numbers.update(_list_values(match))


def _list_values(match: re.Match[str]) -> set[float]:
    """Return the values a numeral can mean: `15 billion` is 15 or 15,000,000,000, `80%` is 80 or 0.8."""
    number = float(match["digits"].replace(",", ""))
    values = {number}
    if match["scale"]:
        values.add(round(number * _SCALES[match["scale"].lower()], 6))
    if match["percent"]:
        values.add(number / 100)
    return values
