"""Forging of bundles, as a careful forger would do it: all sums rewritten, or every file remade."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reports.bundle.derived_files import build_content_files
from reports.bundle.manifest import (
    MANIFEST,
    RECORDS,
    SUMS,
    build_manifest,
    compute_sum,
    describe_completeness,
    format_sums,
)
from reports.bundle.record_reader import derive_from_lines
from reports.bundle.selection_file import SELECTION, BundleRequest, decode_selection
from reports.bundle.verify import Verification, VerifyOptions, verify_bundle
from reports.part.selection_model import Selection
from reports.render.output import write_folder

Files = dict[str, bytes]
Forgery = Callable[[Files], Files]


def find_no_text(_: str) -> str | None:
    """Return no text."""
    return None


def verify_files(files: Files, folder: Path, options: VerifyOptions | None = None) -> Verification:
    """Write files as a bundle and verify it."""
    write_folder(folder / "bundle", files)
    return verify_bundle(folder / "bundle", find_no_text, options)


def dump(value: Any) -> bytes:
    """Encode JSON as the files of a bundle are."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def reseal(files: Files) -> Files:
    """Rewrite the sums of the manifest, for the files that are there, and the list of sums."""
    manifest = json.loads(files[MANIFEST])
    content = {name: data for name, data in files.items() if name not in (MANIFEST, SUMS)}
    manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())}
    return reseal_sums({**content, MANIFEST: dump(manifest)})


def reseal_sums(files: Files) -> Files:
    """Rewrite the list of sums only."""
    content = {name: data for name, data in files.items() if name != SUMS}
    return {**content, SUMS: format_sums({name: compute_sum(data) for name, data in content.items()})}


def change(name: str, edit: Callable[[bytes], bytes]) -> Forgery:
    """Forge one file; the sums are rewritten."""

    def forge(files: Files) -> Files:
        edited = edit(files[name])
        assert edited != files[name], f"{name} was not changed"
        return reseal({**files, name: edited})

    return forge


def swap(old: str, new: str, count: int = -1) -> Callable[[bytes], bytes]:
    """Replace text in a file."""
    return lambda data: data.replace(old.encode(), new.encode(), count)


def swap_all(*pairs: tuple[str, str]) -> Callable[[bytes], bytes]:
    """Replace several texts in a file, everywhere."""

    def edit(data: bytes) -> bytes:
        for old, new in pairs:
            assert old.encode() in data, f"{old} is not in the file"
            data = data.replace(old.encode(), new.encode())
        return data

    return edit


def drop_line(number: int) -> Callable[[bytes], bytes]:
    """Remove a line, counted from 0."""

    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        del lines[number]
        return b"".join(lines)

    return edit


def double_line(number: int) -> Callable[[bytes], bytes]:
    """Write a line twice."""

    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        return b"".join([*lines[:number], lines[number], *lines[number:]])

    return edit


def swap_lines(first: int, second: int) -> Callable[[bytes], bytes]:
    """Exchange two lines."""

    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        lines[first], lines[second] = lines[second], lines[first]
        return b"".join(lines)

    return edit


def sub(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """Replace the first match of a pattern."""
    return lambda data: re.sub(pattern.encode(), new.encode(), data, count=1)


def set_fields(**fields: Any) -> Callable[[bytes], bytes]:
    """Set fields of a JSON file; `a__b` is the field `b` of the field `a`, and None removes no field."""

    def edit(data: bytes) -> bytes:
        value = json.loads(data)
        for name, new in fields.items():
            *path, last = name.split("__")
            target = value
            for step in path:
                target = target[step]
            target[last] = new
        return dump(value)

    return edit


def remake(edit: Callable[[BundleRequest], BundleRequest]) -> Forgery:
    """Forge the selection, and make every other file from it with the code of scamgraph itself."""

    def forge(files: Files) -> Files:
        part = derive_from_lines(files[RECORDS])
        return build_files(edit(decode_selection(files[SELECTION], part)), files[RECORDS])

    return forge


def remake_selection(**fields: Any) -> Forgery:
    """Forge fields of the selection, and make every other file from it."""

    def edit(request: BundleRequest) -> BundleRequest:
        selection: Selection = replace(request.selection, **fields)
        return replace(request, selection=selection)

    return remake(edit)


def remake_records(edit: Callable[[bytes], bytes]) -> Forgery:
    """Forge the records, and make every other file from them: only a published digest shows this."""

    def forge(files: Files) -> Files:
        records = edit(files[RECORDS])
        assert records != files[RECORDS]
        return build_files(decode_selection(files[SELECTION], derive_from_lines(records)), records)

    return forge


def build_files(request: BundleRequest, records: bytes) -> Files:
    """Make all files of a bundle from a selection and records, without checking either."""
    part = derive_from_lines(records)
    files = build_content_files(request, part)
    sums = {name: compute_sum(data) for name, data in files.items()}
    files[MANIFEST] = build_manifest(request, part, describe_completeness(request, part), sums)
    return reseal_sums(files)
