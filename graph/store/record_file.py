"""A record beside the embedded engine's database: the number of claims, and the size of its files.

The engine opens a database even if its files were cut or deleted, and still reports the old counts.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from graph.engine.private_files import write_private
from graph.store.store import Store

LASTING = (".bucket", ".dict")
"""Suffixes of files that only grow; those of an index are replaced now and then."""


class FileRecord(msgspec.Struct, frozen=True):
    """The graph's revision and number of claims at recording, and the bytes of each lasting file."""

    revision: int
    claims: int
    files: dict[str, int]


def write_record(store: Store, claims: int, revision: int) -> None:
    """Record the files of an embedded engine's database; other engines check their own files."""
    folder = _find_database_folder(store)
    if folder is not None:
        files = {file.name: file.stat().st_size for file in folder.iterdir() if file.suffix in LASTING}
        record = FileRecord(revision, claims, files)
        write_private(_build_record_path(folder), msgspec.json.encode(record).decode() + "\n")


# Made with the module: msgspec crashes if two threads are the first to decode a type.
_DECODER = msgspec.json.Decoder(FileRecord)


def read_record(store: Store) -> FileRecord | None:
    """Return the record; None if there is no record or it cannot be read."""
    folder = _find_database_folder(store)
    if folder is None:
        return None
    try:
        return _DECODER.decode(_build_record_path(folder).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None


def delete_record(store: Store) -> None:
    """Delete the record, because the graph is about to be emptied."""
    folder = _find_database_folder(store)
    if folder is not None:
        _build_record_path(folder).unlink(missing_ok=True)


def find_missing_file(store: Store, record: FileRecord) -> str:
    """Return a sentence about the first file that is missing or was cut; "" if there is none."""
    folder = _find_database_folder(store)
    if folder is None:
        return ""
    for name, size in record.files.items():
        try:
            actual_size = (folder / name).stat().st_size
        except FileNotFoundError:
            return f"the file {name} is missing"
        if actual_size < size:
            return f"the file {name} had {size:,} bytes and has {actual_size:,}"
    return ""


def _find_database_folder(store: Store) -> Path | None:
    folder = store.embedded_folder
    return folder / "databases" / str(store.database) if folder else None


def _build_record_path(folder: Path) -> Path:
    return folder.parent.parent / f"record-{folder.name}.json"
