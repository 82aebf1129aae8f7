"""Find and read the files that people write: dossiers, registry, decisions, notes, lineage.

The content of a file shows its type: the keys at its top (YAML, and JSON as a part of it) or on
its lines (JSON Lines). This module does not judge the content; `ingest.check.runner` does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from graph.model.errors import CheckFailed, InputError, Problem
from graph.model.records import Decisions, Dossier, Lineages, Notes, Registry
from ingest.files.characters import find_wrong_characters
from ingest.files.json_faults import join_surrogate_pairs
from ingest.files.source_location import Content, LocatedDossier, LocatedRecord, UnreadableContent, YamlLines
from ingest.files.validation import FieldFault, build_problem, convert, explain_not_utf8, find_nearest_name
from ingest.files.yaml_with_lines import ParsedYaml, YamlFault, parse_yaml

YAML_SUFFIXES = (".yaml", ".yml", ".json")
LINES_SUFFIXES = (".jsonl", ".ndjson")
MAX_YAML = 32 * 1024 * 1024  # bytes; some 50,000 claims, which take about half a gigabyte while read

_FORMS: tuple[type[msgspec.Struct], ...] = (Dossier, Registry, Decisions, Notes, Lineages)
_FORM_OF = {field.name: form for form in _FORMS for field in msgspec.structs.fields(form)}


def find_data_folder() -> Path:
    """Return the folder of our own registry and dossiers: in the checkout, or in the installed package."""
    checkout = Path(__file__).resolve().parents[2] / "data"
    if checkout.is_dir():
        return checkout
    from importlib.resources import files  # noqa: PLC0415 - only an installed package needs it

    return Path(str(files("scamgraph") / "data"))


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files at `paths`, and all files in folders; each once, sorted within its folder.

    Raises InputError for a path that does not exist, a file of another suffix, or a folder without
    any file that can be read.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_ours(p.relative_to(path)) and p.is_file())
            if not inside:
                raise InputError(
                    f"{path}: no file here ends in {', '.join(YAML_SUFFIXES + LINES_SUFFIXES)}",
                    hint="Give the folder that holds the dossiers or the registry.",
                )
            found.update(dict.fromkeys(inside))
        elif not path.exists():
            raise InputError(f"{path}: there is no such file or folder", hint="Check its spelling.")
        elif not path.is_file():
            raise InputError(
                f"{path}: a pipe, socket or device, not a file", hint="Save its content to a file first."
            )
        elif path.suffix not in YAML_SUFFIXES + LINES_SUFFIXES:
            raise InputError(
                f"{path}: a file ending in `{path.suffix}` is not read",
                hint=f"Dossiers and registries end in {', '.join(YAML_SUFFIXES + LINES_SUFFIXES)}.",
            )
        else:
            found[path] = None
    return list(found)


def _is_ours(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix in YAML_SUFFIXES + LINES_SUFFIXES


def read_file(path: Path, *, heads_only: bool = False) -> Iterator[Content]:
    """Yield the contents of `path`, in order.

    With `heads_only`, dossiers are read as their document alone, quickly.


    Wrong content raises nothing: it is returned in the `problems` of the content around it, or as
    UnreadableContent.
    """
    if path.suffix in LINES_SUFFIXES:
        from ingest.files.json_lines import read_json_lines  # noqa: PLC0415 - its decoders take time to build

        yield from read_json_lines(path, heads_only=heads_only)
    else:
        yield _read_yaml(path, heads_only)


def read_dossiers(path: Path) -> Iterator[LocatedDossier]:
    """Yield the dossiers of one file, one at a time.

    Raises CheckFailed where a part of the file cannot be read, with all that is wrong up to there.
    """
    for content in read_file(path):
        if content.problems:
            raise CheckFailed(list(content.problems))
        if isinstance(content, LocatedDossier):
            yield content


def _read_yaml(path: Path, heads_only: bool) -> Content:
    file, size = str(path), path.stat().st_size
    if size > MAX_YAML:
        what = f"{size / 2**20:.0f} MiB of YAML; at most {MAX_YAML // 2**20} MiB are read"
        return UnreadableContent(
            file, (Problem(file, 0, "", what, "split it, or use JSON Lines, which may be of any size"),)
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
        if path.suffix == ".json":
            text = join_surrogate_pairs(text)
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
            f"did you mean `{like}`?"
            if (like := find_nearest_name(key, _FORM_OF))
            else f"known: {', '.join(_FORM_OF)}"
        )
        what = f"nothing is known by the key `{key}`"
        return UnreadableContent(file, (Problem(file, parsed.find_line(key), "", what, right),))
    if form is Dossier and heads_only:
        value = {"coded": [], **{k: v for k, v in value.items() if k == "document"}}
    record, problems, kept = _convert_record(file, parsed, value, form)
    problems += tuple(
        Problem(file, parsed.find_line(wrong.path), wrong.where, wrong.what, wrong.right)
        for wrong in find_wrong_characters(value)
    )
    if record is None:
        return UnreadableContent(file, problems)
    if isinstance(record, Dossier):
        return LocatedDossier(record, file, YamlLines(parsed, kept), problems)
    return LocatedRecord(record, file, YamlLines(parsed, kept), problems)


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
    kept: dict[str, array[int]] = {}
    rest = dict(value)
    for field in msgspec.structs.fields(form):
        items = value.get(field.name)
        if get_origin(field.type) is list and isinstance(items, list):
            good, places, wrong = _convert_items(file, parsed, field.name, items, get_args(field.type)[0])
            rest[field.name], kept[field.name] = [], places
            problems += wrong
            value = {**value, field.name: good}
    _, found = convert(rest, form)
    problems += [build_problem(file, parsed.find_line(fault.path), {}, fault) for fault in found]
    known = {field.name for field in msgspec.structs.fields(form)}
    try:
        record = msgspec.convert({k: v for k, v in value.items() if k in known}, form, from_attributes=True)
    except msgspec.ValidationError:
        record = None
    return record, tuple(problems), kept


def _convert_items(
    file: str, parsed: ParsedYaml, name: str, items: list[Any], form: type[Any]
) -> tuple[list[Any], array[int], list[Problem]]:
    good, places, problems = [], array("I"), []
    for index, item in enumerate(items):
        record, found = convert(item, form)
        if record is None:
            problems += [
                _build_item_problem(file, parsed, f"{name}[{index}]", item, fault) for fault in found
            ]
        else:
            good.append(item)
            places.append(index)
    return good, places, problems


def _build_item_problem(file: str, parsed: ParsedYaml, place: str, item: Any, fault: FieldFault) -> Problem:
    path = place + (fault.path if fault.path.startswith("[") else f".{fault.path}")
    return build_problem(file, parsed.find_line(path), item, fault)
