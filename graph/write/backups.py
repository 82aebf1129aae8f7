"""The latest dumps of a graph, each verified by a restore.

A backup is written under a hidden name, restored into its own embedded engine in a temporary home,
and gets its name only if that engine then has the same digest. So every listed backup can be
restored.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from graph.engine.private_files import ensure_home_folder, ensure_private_folder
from graph.engine.server import lifecycle, process
from graph.engine.server.file_lock import lock_file
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import EnvironmentProblem, GraphDamaged, InputError, UsageError
from graph.store import metadata
from graph.store.digest import GraphDigest, digest
from graph.store.store import Store, open_store
from graph.store.wholeness import check_wholeness
from graph.write.dump import dump, restore

FOLDER = "backups"
KEEP = 3
_NAME = re.compile(r"graph-([a-z0-9.-]+)-(\d{8}T\d{6}Z)-revision-(\d+)\.jsonl\.gz")
_WHEN = "%Y%m%dT%H%M%SZ"
_UNVERIFIED = ".unverified-"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified dump.

    `source` is its engine, `taken` the time (UTC), `revision` that of the graph, `size` in bytes.
    """

    path: Path
    source: str
    taken: datetime
    revision: int
    size: int


def create_backup_folder(home: Path | None = None) -> Path:
    """Return the folder of backups in the home; create it if missing. Raises EnvironmentProblem."""
    return ensure_private_folder(ensure_home_folder(home) / FOLDER)


def list_backups(home: Path | None = None) -> list[Backup]:
    """Return the backups, newest first."""
    return sorted(_read_folder(create_backup_folder(home)), key=_sort_key, reverse=True)


def find_newest(home: Path | None = None) -> Backup | None:
    """Return the newest backup, None if there is none. Creates no folder."""
    return max(_read_folder(ensure_home_folder(home) / FOLDER), key=_sort_key, default=None)


def create_backup(store: Store, *, keep: int = KEEP, home: Path | None = None) -> tuple[Backup, GraphDigest]:
    """Dump the graph, restore the dump elsewhere, compare the digests, and keep the `keep` newest backups.

    Raises UsageError for a `keep` below 1; GraphUnfinished or GraphDamaged for a graph that is not
    whole; EnvironmentProblem if the restored graph differs or another backup is under way.
    """
    if keep < 1:
        raise UsageError(f"A backup cannot keep {keep} dumps.", hint="Keep at least 1: `--keep 1`.")
    check_wholeness(store).require("A backup is taken of a finished load only.")
    folder = create_backup_folder(home)
    with lock_file(folder / "lock", patience=0.0):
        _remove_unverified(folder)
        now, source = datetime.now(UTC).strftime(_WHEN), _format_source(store)
        state = metadata.read_state(store)
        target = folder / f"graph-{source}-{now}-revision-{state.revision}.jsonl.gz"
        if target.exists():
            raise InputError(f"{target} exists already.", hint="Wait a second and run the command again.")
        hidden = target.with_name(f"{_UNVERIFIED}{target.name}")
        try:
            total = dump(store, hidden)
            _compare_with_record(state, total)
            verify_dump(hidden, total, home=home)
            hidden.rename(target)
        finally:
            hidden.unlink(missing_ok=True)
        ours = [backup for backup in list_backups(home) if backup.source == source]
        for backup in ours[keep:]:
            backup.path.unlink(missing_ok=True)
    return _read_name(target), total


def verify_dump(source: Path, expected: GraphDigest, *, home: Path | None = None) -> None:
    """Restore a dump into an embedded engine in a temporary home, and compare the digests.

    Raises EnvironmentProblem if they differ, or if that engine does not start.
    """
    with tempfile.TemporaryDirectory(dir=ensure_home_folder(home), prefix=".rehearsal-") as folder:
        scratch = Path(folder)
        recipe = select_local_engine("embedded", home=scratch)
        try:
            with open_store("embedded", home=scratch) as store:
                restore(store, source)
                actual = digest(store)
        finally:
            pid = lifecycle.read_status(recipe).pid
            if pid is not None:
                process.stop_process(pid, patience=0.0)  # its files go with the folder
    if (str(actual), actual.nodes, actual.edges) != (str(expected), expected.nodes, expected.edges):
        raise EnvironmentProblem(
            f"The dump does not restore: it gives {actual.nodes:,} nodes and {actual.edges:,} relationships "
            f"with digest {actual}, the graph {expected.nodes:,} and {expected.edges:,} with {expected}.",
            hint="No backup was kept. `scamgraph doctor --deep` looks for damage in the graph.",
        )


def _sort_key(backup: Backup) -> tuple[datetime, int]:
    return backup.taken, backup.revision


def _format_source(store: Store) -> str:
    """Return a name for the place of a graph, so that backups of one server do not replace another's."""
    host = "" if store.folder is not None else f"-{urlsplit(store.uri).hostname or ''}"
    return re.sub(r"[^a-z0-9.]+", "-", f"{store.engine}{host}".lower()).strip("-")


def _compare_with_record(state: metadata.State, total: GraphDigest) -> None:
    if state.record is not None and state.record.digest not in ("", str(total)):
        raise GraphDamaged(
            "The graph is damaged: its digest is not the one that the last finished load recorded.",
            hint="No backup was kept. Restore an earlier one: `scamgraph store reset`, then `store restore`.",
        )


def _remove_unverified(folder: Path) -> None:
    """Delete the files that killed backups left behind."""
    for path in (*folder.glob(f"{_UNVERIFIED}*"), *folder.glob(f".{_UNVERIFIED}*")):
        path.unlink(missing_ok=True)


def _read_folder(folder: Path) -> list[Backup]:
    if not folder.is_dir():
        return []
    return [_read_name(path) for path in folder.iterdir() if _NAME.fullmatch(path.name)]


def _read_name(path: Path) -> Backup:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(f"{path.name} is not the name of a backup")
    taken = datetime.strptime(match[2], _WHEN).replace(tzinfo=UTC)
    return Backup(path, match[1], taken, int(match[3]), path.stat().st_size)
