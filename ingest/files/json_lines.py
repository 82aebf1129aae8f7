"""Sealed JSON Lines: the bulk form of the same records, read one dossier at a time.

A line with the key `document` starts a dossier:
`{"document": {...}, "coded": [...], "furniture": [...]}`.
Each line after it is one claim, until the next such line. Lines `{"entity": {...}}`,
`{"occasion": {...}}`, `{"series": {...}}`, `{"decision": {...}}`, `{"note": {...}}` and
`{"lineage": {...}}` hold one record of that type; they may appear before, between or after
dossiers. Memory holds one dossier, or one run of `MAX_RUN` such records, whatever the size of
the file.
"""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from graph.model.errors import Problem
from graph.model.records import (  # fmt: skip
    ClaimEntry,
    Decision,
    Decisions,
    DocumentEntry,
    Dossier,
    EntityEntry,
    Furniture,
    LineageEntry,
    Lineages,
    NoteEntry,
    Notes,
    OccasionEntry,
    Reading,
    Registry,
    SeriesEntry,
)
from ingest.files.characters import find_wrong_characters, may_hold_wrong_characters
from ingest.files.json_faults import NESTED_TOO_DEEP, explain_json, find_duplicate_key
from ingest.files.source_location import Content, JsonLines, LocatedDossier, LocatedRecord, UnreadableContent
from ingest.files.validation import build_problem, convert, explain_not_utf8

MAX_LINE = 8 * 1024 * 1024  # bytes; a dossier's head with its furniture is a few kilobytes
MAX_RUN = 10_000


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line that starts a dossier."""

    document: DocumentEntry
    coded: list[Reading]
    furniture: list[Furniture] = []


# sort of line, named by its key -> the type of the line, its record, and the list in that record
_SORTS: dict[str, tuple[type[Any], type[Any], str]] = {
    "key": (ClaimEntry, Dossier, "claims"),
    "document": (_Head, Dossier, ""),
    "entity": (EntityEntry, Registry, "entities"),
    "occasion": (OccasionEntry, Registry, "occasions"),
    "series": (SeriesEntry, Registry, "series"),
    "decision": (Decision, Decisions, "decisions"),
    "note": (NoteEntry, Notes, "notes"),
    "lineage": (LineageEntry, Lineages, "lineages"),
}
_CLAIM = msgspec.json.Decoder(ClaimEntry)
_KEYS = msgspec.json.Decoder(dict[str, msgspec.Raw])

Entry = tuple[int, str, Any, list[Problem]]  # line, sort ("" unknown), record or None, what is wrong


@dataclass(slots=True)
class _RecordCollector:
    """The dossier, or the run of other records, that is being collected."""

    form: type[Any]
    first: int
    head: _Head | None = None
    items: dict[str, list[Any]] = field(default_factory=dict)
    lines: dict[str, array[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, item: Any, line: int) -> None:
        self.items.setdefault(name, []).append(item)
        self.lines.setdefault(name, array("I")).append(line)

    def close(self, file: str) -> Content:
        problems, lines = tuple(self.problems), JsonLines(self.first, self.lines)
        if self.form is not Dossier:
            return LocatedRecord(self.form(**self.items), file, lines, problems)
        if self.head is None:
            return UnreadableContent(file, problems)
        head = self.head
        dossier = Dossier(head.document, head.coded, self.items.get("claims", []), head.furniture)
        return LocatedDossier(dossier, file, lines, problems)


def read_json_lines(
    path: Path, *, heads_only: bool = False, stop_at_problem: bool = False
) -> Iterator[Content]:
    """Yield the contents of a JSON Lines file in their order.

    With `heads_only`, dossiers are read without their claims. With `stop_at_problem`, nothing is read after
    the first problem, so that a file of nothing but problems needs no memory.

    Wrong content raises nothing: it is returned in the `problems` of the content around it, or as
    UnreadableContent.
    """
    file, current = str(path), None
    for number, sort, record, problems in _iter_entries(path, heads_only):
        _, form, name = _SORTS.get(sort, (None, None, ""))
        if current is None or _is_start(current, sort, form):
            if current is not None:
                yield current.close(file)
            current = _RecordCollector(form or Dossier, number)
            if sort == "key":
                what = "a claim stands before any document"
                current.problems.append(
                    Problem(file, number, "", what, 'a line {"document": ...} comes first')
                )
        current.problems += problems
        if isinstance(record, _Head):
            current.head = record
        elif record is not None:
            current.add(name, record, number)
        if stop_at_problem and current.problems:
            break
    if current is not None:
        yield current.close(file)


def _is_start(current: _RecordCollector, sort: str, form: type[Any] | None) -> bool:
    """Return whether a line of this sort ends the content being collected and begins another."""
    if sort == "document":
        return True
    if form is None or form is Dossier:
        return form is not None and current.form is not Dossier
    return form is not current.form or sum(map(len, current.items.values())) >= MAX_RUN


def _iter_entries(path: Path, heads_only: bool) -> Iterator[Entry]:
    """Decode each line that is not blank."""
    file, offset = str(path), 0
    with path.open("rb") as stream:
        for number in count(1):
            line = stream.readline(MAX_LINE + 1)
            if not line:
                return
            if len(line) > MAX_LINE:
                what = f"a line of more than {MAX_LINE // 2**20} MiB"
                yield number, "", None, [Problem(file, number, "", what, "one claim a line")]
                return
            body = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if heads_only and body.startswith(b'{"key"'):
                yield number, "key", None, []
            elif body.strip():
                entry = _decode_entry(file, number, body, offset + len(line) - len(body))
                yield (number, "key", None, []) if heads_only and entry[1] == "key" else entry
            offset += len(line)


def _decode_entry(file: str, number: int, line: bytes, offset: int) -> Entry:
    """Decode one line; `offset` is that of its first byte in the file."""
    try:
        sort, record, problems = _decode_line(file, number, line)
        return number, sort, record, problems or _find_hidden_faults(file, number, line)
    except UnicodeDecodeError:
        return number, "", None, [Problem(file, number, "", *explain_not_utf8(line, offset))]
    except RecursionError:
        return number, "", None, [Problem(file, number, "", *NESTED_TOO_DEEP)]
    except msgspec.ValidationError as error:
        return _explain_line(file, number, line, str(error))
    except msgspec.DecodeError as error:
        return number, "", None, [Problem(file, number, "", *explain_json(line, offset, error))]


def _decode_line(file: str, number: int, line: bytes) -> tuple[str, Any, list[Problem]]:
    """Return sort, record and problems of a line; the errors of msgspec are passed on."""
    if line.startswith(b'{"key"'):
        return "key", _CLAIM.decode(line), []
    return _decode_by_key(file, number, line)


def _find_hidden_faults(file: str, number: int, line: bytes) -> list[Problem]:
    """Return the faults of a line that decodes: a duplicate key, a forbidden character."""
    if key := find_duplicate_key(line):
        what = f"the key `{key}` is given twice"
        return [Problem(file, number, "", what, "leave one of them out")]
    if not may_hold_wrong_characters(line):
        return []
    wrong_texts = find_wrong_characters(msgspec.json.decode(line))
    return [Problem(file, number, wrong.where, wrong.what, wrong.right) for wrong in wrong_texts]


def _decode_by_key(file: str, number: int, line: bytes) -> tuple[str, Any, list[Problem]]:
    keys = _KEYS.decode(line)
    sort = next((name for name in _SORTS if name in keys), "")
    if not sort:
        what = "a line that is neither a claim nor anything else known"
        sorts = ", ".join(name for name in _SORTS if name != "key")
        return "", None, [Problem(file, number, "", what, f"a claim has `key`; other lines: {sorts}")]
    is_flat = sort in ("key", "document")
    if not is_flat and len(keys) > 1:
        what = f"a line with `{sort}` holds that and nothing else"
        return sort, None, [Problem(file, number, "", what, "one record a line")]
    return sort, msgspec.json.decode(line if is_flat else keys[sort], type=_SORTS[sort][0]), []


def _explain_line(file: str, number: int, line: bytes, error: str) -> Entry:
    """Return all that is wrong in a line of valid JSON; `error` where no fault can be located."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        what = f"wrong JSON: {error}"
        return number, "", None, [Problem(file, number, "", what, "use numbers of at most 18 digits")]
    if not isinstance(value, dict):
        what, right = (
            "a line must be a JSON object",
            '{"key": ...} for a claim, {"document": ...} for a dossier',
        )
        return number, "", None, [Problem(file, number, "", what, right)]
    sort = next((name for name in _SORTS if name in value), "")
    part = value if sort in ("key", "document") else value.get(sort)
    _, faults = convert(part, _SORTS[sort][0]) if sort else (None, [])
    problems = [build_problem(file, number, part, fault) for fault in faults]
    return (
        number,
        sort,
        None,
        problems or [Problem(file, number, "", f"wrong JSON: {error}", "write one record a line")],
    )
