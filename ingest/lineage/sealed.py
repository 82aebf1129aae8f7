"""Lineage files: one for each document that is named first in a pair, without a word of the texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.model.errors import InputError
from graph.model.records import LineageEntry, Lineages
from ingest.files.reader import read_file
from ingest.files.seal import format_span, write_atomically
from ingest.files.source_location import LocatedRecord

HEAD = (
    "# Found in the texts by `scamgraph lineage`. A decision (about: reprint) goes before a judgement here.\n"
)


def write_sealed(
    folder: Path, entries: Iterable[LineageEntry], was_compared: Callable[[str, str], bool]
) -> list[Path]:
    """Write `entries` to files in `folder`; return the files that were changed or removed.

    Entries of other pairs stay in the folder; pairs that were `was_compared` keep only those in `entries`.
    Raises InputError where a file there is not a lineage file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    old_entries = list(_read_entries(folder))
    remaining = [entry for _, entry in old_entries if not was_compared(entry.a, entry.b)]
    entries_by_path: dict[Path, list[LineageEntry]] = defaultdict(list)
    for entry in sorted([*remaining, *entries], key=lambda e: (e.a, e.b)):
        entries_by_path[folder / f"{entry.a.removeprefix('document/').replace('/', '--')}.yaml"].append(entry)
    changed = []
    for path in sorted({path for path, _ in old_entries} - entries_by_path.keys()):
        path.unlink()
        changed.append(path)
    for path, path_entries in entries_by_path.items():
        content = HEAD + "lineages:\n" + "".join(map(_as_yaml, path_entries))
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            write_atomically(path, content)
            changed.append(path)
    return changed


def _read_entries(folder: Path) -> Iterator[tuple[Path, LineageEntry]]:
    for path in sorted(folder.glob("*.yaml")):
        for content in read_file(path):
            if (
                not isinstance(content, LocatedRecord)
                or not isinstance(content.record, Lineages)
                or content.problems
            ):
                raise InputError(
                    f"{path} is no sound file of lineage.", hint="Name a folder that holds nothing else."
                )
            yield from ((path, entry) for entry in content.record.lineages)


def _as_yaml(entry: LineageEntry) -> str:
    lines = [
        f"  - a: {entry.a}",
        f"    b: {entry.b}",
        f"    text_a: {_format_string(entry.text_a)}",
        f"    text_b: {_format_string(entry.text_b)}",
        f"    share_a: {entry.share_a}",
        f"    share_b: {entry.share_b}",
        f'    judgement: "{entry.judgement}"',
        f"    reason: {_format_string(entry.reason)}",
        "    passages:" if entry.passages else "    passages: []",
    ]
    for passage in entry.passages:
        lines += [
            f"      - a: {format_span(passage.a)}",
            f"        b: {format_span(passage.b)}",
            f"        how: {passage.how}",
        ]
    return "\n".join(lines) + "\n"


def _format_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
