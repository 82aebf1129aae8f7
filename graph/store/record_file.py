"""What lies beside the embedded engine's database: how many claims it has, and how large its files are.

The engine opens a database whose files were cut or deleted, and goes on counting what they held.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from graph.engine.private_files import write_private
from graph.store.store import Store

LASTING = (".bucket", ".dict")
"""Suffixes of files that only grow; those of an index are replaced now and then."""


class FileRecord(msgspec.Struct, frozen=True):
    """The graph's revision and claims when the record was taken, and the bytes of each lasting file."""

    revision: int
    claims: int
    files: dict[str, int]


def write_record(store: Store, claims: int, revision: int) -> None:
    """Record the files of an embedded engine's database; other engines look after theirs."""
    folder = _database_folder(store)
    if folder is not None:
        files = {f.name: f.stat().st_size for f in folder.iterdir() if f.suffix in LASTING}
        record = FileRecord(revision, claims, files)
        write_private(_record_path(folder), msgspec.json.encode(record).decode() + "\n")


def read_record(store: Store) -> FileRecord | None:
    """Return what is recorded; None where there is no record, or none that can be read."""
    folder = _database_folder(store)
    if folder is None:
        return None
    try:
        return msgspec.json.decode(_record_path(folder).read_bytes(), type=FileRecord)
    except (OSError, msgspec.DecodeError):
        return None


def forget_record(store: Store) -> None:
    """Take the record away: the graph is about to be emptied."""
    folder = _database_folder(store)
    if folder is not None:
        _record_path(folder).unlink(missing_ok=True)


def find_missing_file(store: Store, record: FileRecord) -> str:
    """Say which file is missing or has been cut; "" if none is."""
    folder = _database_folder(store)
    if folder is None:
        return ""
    for name, size in record.files.items():
        try:
            found = (folder / name).stat().st_size
        except FileNotFoundError:
            return f"the file {name} is missing"
        if found < size:
            return f"the file {name} had {size:,} bytes and has {found:,}"
    return ""


def _database_folder(store: Store) -> Path | None:
    folder = store.embedded_folder
    return folder / "databases" / str(store.database) if folder else None


def _record_path(folder: Path) -> Path:
    return folder.parent.parent / f"record-{folder.name}.json"
