"""Convert records to and from database rows: one flat map of properties per node, without loss.

DESIGN section 3 fixes the names of a claim's properties (`count_value`, `count_cmp`, `when_from`
...). Empty strings, empty lists, and None are omitted. `claim_from_row(build_claim_row(c)) == c`
for every claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from graph.model.claims import Claim
from graph.model.edtf import parse_bounds
from graph.model.protected import format_stretches, parse_stretches
from graph.model.quantity_wording import format_value
from graph.model.records import (
    NUMBER_FIELDS,
    Alias,
    Decision,
    DocumentEntry,
    Dossier,
    EntityEntry,
    Furniture,
    OccasionEntry,
    Quantity,
    Reading,
    Record,
    Retraction,
    SeriesEntry,
    Span,
    When,
    Withdrawal,
)
from graph.rules.statement_choice import rank_statement

Row = dict[str, Any]

_QUANTITY_NAMES = {name: "cmp" if name == "comparator" else name for name in Quantity.__struct_fields__}
_NESTED = {"also", "roles", "inferred", *NUMBER_FIELDS}
CLAIM_FIELDS = tuple(name for name in Claim.__struct_fields__ if name not in _NESTED)
_OF_CLAIM = frozenset(CLAIM_FIELDS)
_LISTS = frozenset({"by", "unstated", "because", "figures"})
OF_ONE_CLAIM: dict[str, Any] = {"series": "", "of": None, "adds_to": "", "printed_as": ""}
"""What single claims add to a number that they share, each with the value for its absence."""
NUMBER_PROPERTIES = {
    field: tuple(
        (attribute, f"{field}_{name}" if field else name) for attribute, name in _QUANTITY_NAMES.items()
    )
    for field in ("", *NUMBER_FIELDS)
}
_NUMBERS_BY_COMPARATOR = {f"{field}_cmp": (field, NUMBER_PROPERTIES[field]) for field in NUMBER_FIELDS}


EVENT_DAYS = ("happened_from", "happened_to")
"""Properties of an `:Event` besides its registry entry, derived from the claims about it."""


def read_event_days(row: Mapping[str, Any]) -> Row:
    """Return the days that claims give an `:Event`; its registry entry does not have them."""
    return {name: row[name] for name in EVENT_DAYS if row.get(name)}


def build_claim_row(claim: Claim) -> Row:
    """Return the properties of a `:Claim`."""
    row: Row = {}
    for name in CLAIM_FIELDS:
        value = getattr(claim, name)
        if value:
            row[name] = list(value) if name in _LISTS else value
    row["start"], row["end"] = claim.start, claim.end
    row["statement_rank"] = rank_statement(claim)
    if claim.also:
        row["also"] = [_format_span(span) for span in claim.also]
    if claim.roles:
        row["roles"] = [f"{role}={entity}" for role, entity in claim.roles]
    if claim.inferred:
        row["inferred"] = [f"{field}={why}" for field, why in claim.inferred]
    for field, quantity in claim.numbers:
        row.update(build_quantity_row(field, quantity))
    return row


def build_quantity_row(field: str, quantity: Quantity) -> Row:
    """Return a number's properties, prefixed with the name of its field unless `field` is empty."""
    row: Row = {}
    for attribute, name in NUMBER_PROPERTIES[field]:
        value = getattr(quantity, attribute)
        if value is not None and value != "":
            row[name] = value
    return row


def claim_from_row(row: Mapping[str, Any]) -> Claim:
    """Return the claim in the properties of a `:Claim`; properties that are not a claim's are ignored."""
    # Loop over what the row has, not over all it may have: a claim uses half of its fields.
    fields = {name: value for name, value in row.items() if name in _OF_CLAIM and value is not None}
    for name in _LISTS & fields.keys():
        fields[name] = tuple(fields[name])
    if also := row.get("also"):
        fields["also"] = tuple(map(_parse_span, also))
    for name in ("roles", "inferred"):
        if pairs := row.get(name):
            fields[name] = tuple(map(_parse_pair, pairs))
    for field, names in _NUMBERS_BY_COMPARATOR.items():
        if field in row:
            fields[names[0]] = Quantity(
                **{attribute: row[name] for attribute, name in names[1] if name in row}
            )
    return Claim(**fields)


def build_entity_row(entity: EntityEntry, also_known: Iterable[str] = ()) -> Row:
    """Return the properties of an `:Entity`; `also_known` are ids decided to be the same."""
    row = _collect_flat_fields(entity, {"aliases", "window"})
    row["aliases"] = [alias.name for alias in entity.aliases]
    row["alias_langs"] = [alias.lang for alias in entity.aliases]
    row["alias_sources"] = [alias.source for alias in entity.aliases]
    row["also_known"] = sorted(also_known)
    return _remove_empty({**row, **_build_when_row("window", entity.window)})


def entity_from_row(row: Mapping[str, Any]) -> EntityEntry:
    """Return the registry entry in the properties of an `:Entity`."""
    aliases = zip(
        row.get("aliases") or (), row.get("alias_sources") or (), row.get("alias_langs") or (), strict=True
    )
    nested = {
        "aliases": tuple(Alias(name=name, source=source, lang=lang) for name, source, lang in aliases),
        "window": _when_from_row("window", row),
    }
    return EntityEntry(**_collect_fields(EntityEntry, row, nested))


def build_occasion_row(occasion: OccasionEntry) -> Row:
    """Return the properties of an `:Occasion`."""
    row = {
        **_collect_flat_fields(occasion, {"when"}),
        "kind": "Occasion",
        **_build_when_row("when", occasion.when),
    }
    return _remove_empty(row)


def occasion_from_row(row: Mapping[str, Any]) -> OccasionEntry:
    """Return the registry entry in the properties of an `:Occasion`."""
    return OccasionEntry(**_collect_fields(OccasionEntry, row, {"when": _when_from_row("when", row)}))


def build_series_row(series: SeriesEntry) -> Row:
    """Return the properties of a `:Series`."""
    return _remove_empty(_collect_flat_fields(series, set()))


def series_from_row(row: Mapping[str, Any]) -> SeriesEntry:
    """Return the registry entry in the properties of a `:Series`."""
    return SeriesEntry(**_collect_fields(SeriesEntry, row, {}))


def build_document_row(dossier: Dossier) -> Row:
    """Return the properties of a `:Document`: its record, its readings, and text omitted as furniture."""
    document = dossier.document
    row = _collect_flat_fields(document, {"published", "retracted", "protected_at"})
    row.update(_build_when_row("published", document.published))
    row["name"], row["kind"], row["naming"] = document.label, "Document", "named"
    # What people look for first: a title, and one property for the day.
    row["title"], row["published"] = document.label, document.published.edtf if document.published else ""
    if document.retracted:
        row["retracted_on"], row["retracted_why"] = document.retracted.on, document.retracted.reason
    row["protected_at"] = format_stretches(document.protected_at or ())
    row["coded_by"] = [reading.by for reading in dossier.coded]
    row["coded_on"] = [reading.on for reading in dossier.coded]
    row["furniture"] = [
        f"{_format_span(omission.at)}={omission.what}" for omission in dossier.furniture if omission.at
    ]
    return _remove_empty(row)


def document_from_row(row: Mapping[str, Any]) -> Dossier:
    """Return the document's record with readings and furniture, without claims."""
    retracted = row.get("retracted_on")
    nested = {
        "published": _when_from_row("published", row),
        "retracted": Retraction(on=retracted, reason=row.get("retracted_why", "")) if retracted else None,
        "protected_at": parse_stretches(row.get("protected_at")) or None,
    }
    furniture = [_parse_pair(text) for text in row.get("furniture") or ()]
    readings = zip(row.get("coded_by") or (), row.get("coded_on") or (), strict=True)
    return Dossier(
        document=DocumentEntry(**_collect_fields(DocumentEntry, row, nested)),
        coded=[Reading(by=by, on=on) for by, on in readings],
        furniture=[Furniture(what=what, at=_parse_span(span)) for span, what in furniture],
    )


def build_decision_row(decision: Decision) -> Row:
    """Return the properties of a `:Decision`."""
    row = _collect_flat_fields(decision, {"withdrawn"})
    if decision.withdrawn:
        row["withdrawn_on"], row["withdrawn_why"] = decision.withdrawn.on, decision.withdrawn.reason
    return _remove_empty(row)


def decision_from_row(row: Mapping[str, Any]) -> Decision:
    """Return the decision in the properties of a `:Decision`."""
    on = row.get("withdrawn_on")
    withdrawn = Withdrawal(on=on, reason=row.get("withdrawn_why", "")) if on else None
    return Decision(**_collect_fields(Decision, row, {"withdrawn": withdrawn}))


def build_value_row(claim: Claim) -> Row:
    """Return the properties of the `:Value` at the end of a fact."""
    row: Row = {"id": claim.object, "fact": claim.fact, "name": format_value(claim)}
    if claim.text or claim.title:
        return {**row, "kind": "title" if claim.title else "text", "text": claim.title or claim.text}
    for field, quantity in claim.numbers:
        row.setdefault("kind", field)
        row.update(build_quantity_row(field, _remove_claim_details(quantity)))
    return {"kind": "unstated", **row}


def _remove_claim_details(quantity: Quantity) -> Quantity:
    """Return the number without what single claims add to it: claims that share a value may differ there."""
    return msgspec.structs.replace(quantity, **OF_ONE_CLAIM)


def _collect_flat_fields(record: Record, without: set[str]) -> Row:
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in without}


def _remove_empty(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and value not in ("", [])}


def _collect_fields(kind: type[Record], row: Mapping[str, Any], nested: Row) -> Row:
    flat = {name: row[name] for name in kind.__struct_fields__ if name not in nested and name in row}
    return {**flat, **nested}


def _build_when_row(prefix: str, when: When | None) -> Row:
    if when is None:
        return {}
    bounds = parse_bounds(when.edtf)
    return {
        f"{prefix}_edtf": when.edtf,
        f"{prefix}_from": bounds.lower or "",
        f"{prefix}_to": bounds.upper or "",
        f"{prefix}_known": when.known,
    }


def _when_from_row(prefix: str, row: Mapping[str, Any]) -> When | None:
    edtf = row.get(f"{prefix}_edtf")
    return When(edtf=edtf, known=row.get(f"{prefix}_known", "stated")) if edtf else None


def _format_span(span: Span) -> str:
    return f"{span.start}-{span.end}:{span.sha256}"


def _parse_span(text: str) -> Span:
    place, sha256 = text.split(":", 1)
    start, end = place.split("-")
    return Span(start=int(start), end=int(end), sha256=sha256)


def _parse_pair(text: str) -> tuple[str, str]:
    left, right = text.split("=", 1)
    return left, right
