"""Check that files do not reveal the identity of a person who may be a victim.

Such a person has a random id, and only the person's own registry entry holds the name.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from graph.model.errors import Problem
from graph.model.protected import BORNE, has_withheld_name
from graph.model.records import (
    ClaimEntry,
    Decisions,
    DocumentEntry,
    Dossier,
    EntityEntry,
    Lineages,
    Notes,
    Registry,
)
from ingest.check.protected_names import ProtectedNames
from ingest.files.findings import Fault
from ingest.files.source_location import LocatedDossier, LocatedRecord

PathFault = tuple[str, Fault]  # path in the record, and what is wrong there

_RANDOM = re.compile(r"person/p[0-9a-f]{12}").fullmatch
_FIELD_OF: dict[type[Any], tuple[str, ...]] = {
    Registry: ("entities", "occasions", "series"),
    Decisions: ("decisions",),
    Notes: ("notes",),
    Lineages: ("lineages",),
    Dossier: ("claims", "furniture"),
}
_OF_THE_SOURCE = frozenset({"quote", "also_quotes"})
"""Fields with words of the text, which sealing takes away."""
_RANDOM_ID_WANTED = "the id of a person who may be a victim tells who it is"
_GROUP_NAMED = "a protected group is described, not named"
_NAME_HELD = "this holds the name of a person who may be a victim"
_DESCRIBE = (
    "describe the person (`a survivor`); or register the person under `naming: unnamed`, without a name"
)
_RENAME = "name the thing without the person, such as by its document and day"


def check_protected(
    located: LocatedRecord[Registry]
    | LocatedRecord[Decisions]
    | LocatedRecord[Notes]
    | LocatedRecord[Lineages],
    names: ProtectedNames,
) -> list[Problem]:
    """Return everything in a file besides dossiers that reveals a person who may be a victim."""
    faults: list[PathFault] = []
    for part in _FIELD_OF[type(located.record)]:
        for index, record in enumerate(getattr(located.record, part)):
            place = f"{part}[{index}]"
            if isinstance(record, EntityEntry):
                faults += _find_identity_faults(place, record)
                if has_withheld_name(record):
                    continue
            faults += _find_names(place, record, names)
    return _build_problems(located, faults)


def check_protected_dossier(
    located: LocatedDossier, names: ProtectedNames, text: str | None
) -> list[Problem]:
    """Return everything in a dossier that reveals a person who may be a victim.

    With `text`, `document.protected_at` must be the stretches of it that hold a name.
    """
    dossier = located.dossier
    faults = list(_find_names("document", dossier.document, names))
    for part in _FIELD_OF[Dossier]:
        for index, record in enumerate(getattr(dossier, part)):
            faults += _find_names(f"{part}[{index}]", record, names)
    if names.is_in_slug(Path(located.file).stem):
        faults.append(("", (f"the name of the file: {_NAME_HELD}", _RENAME)))
    faults += _find_stretch_faults(dossier, names, text)
    return _build_problems(located, faults)


def _build_problems(located: LocatedRecord[Any], faults: list[PathFault]) -> list[Problem]:
    return [Problem(located.file, located.find_line(path), path, *fault) for path, fault in faults]


def _find_identity_faults(place: str, entity: EntityEntry) -> Iterator[PathFault]:
    if not entity.protected:
        return
    if entity.kind != "Person":
        if entity.naming in BORNE:
            yield f"{place}.naming", (_GROUP_NAMED, "naming: collective")
    elif not _RANDOM(entity.id):
        yield f"{place}.id", (_RANDOM_ID_WANTED, f"a random one: person/p{secrets.token_hex(6)}")


def _find_names(place: str, record: Any, names: ProtectedNames) -> Iterator[PathFault]:
    if not names.folded:
        return
    for path, text in _iter_texts(place, msgspec.to_builtins(record)):
        if _is_slug(path, text):
            if names.is_in_slug(text):
                yield path, (_NAME_HELD, _RENAME)
        elif names.find(text):
            yield path, (_NAME_HELD, _DESCRIBE)


def _is_slug(path: str, text: str) -> bool:
    """Return whether a text is an id, a key or an address: lower-case words joined by hyphens."""
    return " " not in text and ("/" in text or path.endswith(".key"))


def _iter_texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the path and words of each text in a record, except the source's own words."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _OF_THE_SOURCE:
                yield from _iter_texts(f"{place}.{key}", item)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _iter_texts(f"{place}[{index}]", item)


def _find_stretch_faults(dossier: Dossier, names: ProtectedNames, text: str | None) -> Iterator[PathFault]:
    document: DocumentEntry = dossier.document
    declared = [(start, end) for start, end in document.protected_at or ()]
    for start, end in declared:
        if not 0 <= start < end <= document.length:
            yield (
                "document.protected_at",
                (
                    f"[{start}, {end}] lies outside the text",
                    f"write [start, end] with 0 <= start < end <= {document.length}",
                ),
            )
    if text is None:
        if document.protected_at is None and _has_protected_people(dossier.claims, names):
            what = "claims name a person whose name is withheld, and nothing says where the text has the name"
            yield "document.protected_at", (what, "check it with --texts, which prints the stretches")
        return
    matches = names.find(text)
    covered = all(any(first <= start and end <= last for first, last in declared) for start, end in matches)
    if not covered:
        listed = sorted({*declared, *matches})
        right = f"protected_at: [{', '.join(f'[{start}, {end}]' for start, end in listed)}]"
        yield "document.protected_at", ("the text names a person who may be a victim", right)
    elif document.protected_at is None and _has_protected_people(dossier.claims, names):
        what = "claims name a person whose name is withheld, and nothing says where the text has the name"
        yield "document.protected_at", (what, "protected_at: [] if the text does not have it")


def _has_protected_people(claims: list[ClaimEntry], names: ProtectedNames) -> bool:
    """Return whether a claim is about, or by, a person whose name is withheld."""
    return any(
        names.folded.keys() & {text.rstrip("?") for _, text in _iter_texts("", msgspec.to_builtins(claim))}
        for claim in claims
    )
