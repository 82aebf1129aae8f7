"""Read a YAML file, and JSON as a part of YAML: one record a file, whose type the keys at its top show.

Where a part of the file is wrong, the rest is read, with a problem for each fault.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from graph.model.errors import Problem
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.characters import find_wrong_characters
from ingest.files.json_faults import join_surrogate_pairs
from ingest.files.source_location import Content, LocatedDossier, LocatedRecord, UnreadableContent, YamlLines
from ingest.files.validation import FieldFault, build_problem, convert, explain_not_utf8, find_nearest_name
from ingest.files.yaml_with_lines import ParsedYaml, YamlFault, parse_yaml

MAX_YAML = 32 * 1024 * 1024  # bytes; some 50,000 claims, which take about half a gigabyte while read

_FORMS: tuple[type[msgspec.Struct], ...] = (Dossier, Registry, Decisions, Notes, Lineages)
_FORM_OF = {field.name: form for form in _FORMS for field in msgspec.structs.fields(form)}


def read_yaml(path: Path, *, heads_only: bool = False) -> Iterator[Content]:
    """Yield the one content of a YAML or JSON file. With `heads_only`, a dossier has only its document."""
    yield _read_content(path, heads_only)


def to_yaml(text: str, path: Path) -> str:
    """Return the text of the file at `path` as YAML, which does not know the surrogate pairs of JSON."""
    return join_surrogate_pairs(text) if path.suffix == ".json" else text


def _read_content(path: Path, heads_only: bool) -> Content:
    file, size = str(path), path.stat().st_size
    if size > MAX_YAML:
        what = f"{size / 2**20:.0f} MiB of YAML; at most {MAX_YAML // 2**20} MiB are read"
        return UnreadableContent(
            file, (Problem(file, 0, "", what, "split it, or use JSON Lines, which may be of any size"),)
        )
    data = path.read_bytes()
    try:
        text = to_yaml(data.decode("utf-8").removeprefix("\ufeff"), path)
        parsed = parse_yaml(text, only="document" if heads_only else "")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return UnreadableContent(file, (Problem(file, line, "", *explain_not_utf8(data)),))
    except YamlFault as fault:
        return UnreadableContent(file, (Problem(file, fault.line, "", fault.message, fault.hint),))
    return _build_content(file, parsed, heads_only)


def _build_content(file: str, parsed: ParsedYaml, heads_only: bool) -> Content:
    value = parsed.data
    if not isinstance(value, dict) or not value:
        what = "the file is empty" if value in (None, {}) else "the file holds no keys"
        return UnreadableContent(
            file, (Problem(file, 1, "", what, f"keys at the top: {', '.join(_FORM_OF)}"),)
        )
    form = next((_FORM_OF[key] for key in value if key in _FORM_OF), None)
    if form is None:
        key = next(iter(value))
        right = (
            f"did you mean `{nearest}`?"
            if (nearest := find_nearest_name(key, _FORM_OF))
            else f"known: {', '.join(_FORM_OF)}"
        )
        what = f"nothing is known by the key `{key}`"
        return UnreadableContent(file, (Problem(file, parsed.find_line(key), "", what, right),))
    if form is Dossier and heads_only:
        value = {"coded": [], **{name: item for name, item in value.items() if name == "document"}}
    record, problems, item_places = _convert_record(file, parsed, value, form)
    problems += tuple(
        Problem(file, parsed.find_line(wrong.path), wrong.where, wrong.what, wrong.right)
        for wrong in find_wrong_characters(value)
    )
    if record is None:
        return UnreadableContent(file, problems)
    if isinstance(record, Dossier):
        return LocatedDossier(record, file, YamlLines(parsed, item_places), problems)
    return LocatedRecord(record, file, YamlLines(parsed, item_places), problems)


def _convert_record(
    file: str, parsed: ParsedYaml, value: dict[str, Any], form: type[Any]
) -> tuple[Any, tuple[Problem, ...], dict[str, array[int]]]:
    """Return the record, all problems, and for each list the places of the items that could be read.

    The record holds only those items; it is None where no record could be made.
    """
    try:
        return msgspec.convert(value, form), (), {}
    except msgspec.ValidationError:
        pass
    problems: list[Problem] = []
    item_places: dict[str, array[int]] = {}
    rest = dict(value)
    for field in msgspec.structs.fields(form):
        items = value.get(field.name)
        if get_origin(field.type) is list and isinstance(items, list):
            readable, places, item_problems = _convert_items(
                file, parsed, field.name, items, get_args(field.type)[0]
            )
            rest[field.name], item_places[field.name] = [], places
            problems += item_problems
            value = {**value, field.name: readable}
    _, faults = convert(rest, form)
    problems += [build_problem(file, parsed.find_line(fault.path), {}, fault) for fault in faults]
    field_names = {field.name for field in msgspec.structs.fields(form)}
    try:
        record = msgspec.convert(
            {name: item for name, item in value.items() if name in field_names}, form, from_attributes=True
        )
    except msgspec.ValidationError:
        record = None
    return record, tuple(problems), item_places


def _convert_items(
    file: str, parsed: ParsedYaml, name: str, items: list[Any], form: type[Any]
) -> tuple[list[Any], array[int], list[Problem]]:
    readable, places, problems = [], array("I"), []
    for index, item in enumerate(items):
        record, faults = convert(item, form)
        if record is None:
            problems += [
                _build_item_problem(file, parsed, f"{name}[{index}]", item, fault) for fault in faults
            ]
        else:
            readable.append(item)
            places.append(index)
    return readable, places, problems


def _build_item_problem(file: str, parsed: ParsedYaml, place: str, item: Any, fault: FieldFault) -> Problem:
    path = place + (fault.path if fault.path.startswith("[") else f".{fault.path}")
    return build_problem(file, parsed.find_line(path), item, fault)
