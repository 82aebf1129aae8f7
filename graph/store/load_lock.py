"""Lock that allows one load at a time: a second load waits, and readers see that a load is running.

On the embedded engine a file lock decides, which the kernel drops when its holder dies. A file
beside it names the holder, even while the database is damaged or being replaced. On Neo4j, which
several machines may write to, a node decides: it names its owner and expires, and a thread renews
it while the load runs. The node has the label `:Meta`, which the digest and a dump omit.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from graph.engine.private_files import write_private
from graph.engine.server import process
from graph.engine.server.file_lock import LOAD_LOCK, lock_file
from graph.engine.session.result_rows import Row
from graph.model.errors import EnvironmentProblem, ScamgraphError
from graph.store.indexes import MARK, ensure_unique_ids
from graph.store.store import Store, Tx

LOCK_ID = "meta/load-lock"
PATIENCE = 600.0
EXPIRY_SECONDS = 60.0
RENEW_SECONDS = 15.0
LOOK_AGAIN_SECONDS = 0.5

OnWait = Callable[[str], None]
"""Gets a sentence that says what this process waits for; called once for each holder."""


class LockHolder(msgspec.Struct, frozen=True):
    """The process that holds the lock.

    `created` is when the process began, in seconds since its machine started: pids are reused.
    """

    owner: str
    what: str
    began: str
    host: str
    pid: int
    created: float

    def __str__(self) -> str:
        return f"{self.what}, begun {self.began} by process {self.pid} on {self.host}"


# Made with the module: msgspec crashes if two threads are the first to decode a type.
_DECODER = msgspec.json.Decoder(LockHolder)


class LoadLock:
    """A lock that this process holds. On Neo4j a load that finds it expired can take it."""

    def __init__(self) -> None:
        self._lost = threading.Event()

    def set_lost(self) -> None:
        """Record that another load may have the lock now."""
        self._lost.set()

    def check(self) -> None:
        """Raise EnvironmentProblem if the lock was lost: to go on would run a second load at once."""
        if self._lost.is_set():
            raise EnvironmentProblem(
                f"The engine did not renew this load's lock for {EXPIRY_SECONDS:.0f} seconds: "
                "another load may have begun.",
                hint="The load is not complete: run the command again.",
            )


@contextmanager
def hold_lock(
    store: Store, what: str, *, patience: float = PATIENCE, on_wait: OnWait = lambda _: None
) -> Iterator[LoadLock]:
    """Hold the only load lock of `store` for the block; wait up to `patience` seconds for another load.

    Args:
        store: The store to load into.
        what: A description for other processes, such as "a load of 3 files".
        patience: Seconds.
        on_wait: Called with a sentence that says what this process waits for.

    Raises:
        EnvironmentProblem: The wait is over, or the lock was lost before the block ended.
    """
    claim = _build_holder(what)
    file = find_lock_file(store)
    lock = LoadLock()
    with (
        _lock_file(file, claim, patience, on_wait)
        if file
        else _lock_node(store, lock, claim, patience, on_wait)
    ):
        yield lock
    lock.check()


def find_running_load(store: Store) -> str:
    """Return a description of the running load, or "" if there is none. Needs read access only."""
    file = find_lock_file(store)
    holder = _read_holder(file) if file else _find_holder(store)
    return str(holder) if holder else ""


def find_lock_file(store: Store) -> Path | None:
    """Return the lock file of an embedded engine, None for Neo4j."""
    folder = store.embedded_folder
    return folder / LOAD_LOCK if folder else None


def _build_holder(what: str) -> LockHolder:
    pid = os.getpid()
    return LockHolder(
        owner=uuid.uuid4().hex,
        what=what,
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        host=socket.gethostname(),
        pid=pid,
        created=process.read_creation_time(pid) or 0.0,
    )


@contextmanager
def _lock_file(file: Path, claim: LockHolder, patience: float, on_wait: OnWait) -> Iterator[None]:
    def report_wait() -> None:
        on_wait(_describe_wait(_read_holder(file)))

    with ExitStack() as stack:
        try:
            stack.enter_context(lock_file(file, patience=patience, on_wait=report_wait))
        except EnvironmentProblem:
            raise _build_timeout_error(_read_holder(file), patience) from None
        beside = _build_holder_path(file)
        stack.callback(beside.unlink, missing_ok=True)
        write_private(beside, msgspec.json.encode(claim).decode() + "\n")
        yield


def _build_holder_path(file: Path) -> Path:
    return file.with_suffix(".json")


def _read_holder(file: Path) -> LockHolder | None:
    """Return the holder of a file lock; None if nobody holds it, or the holder's process has ended."""
    try:
        holder = _DECODER.decode(_build_holder_path(file).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
    return holder if process.is_same_process(holder.pid, holder.created) else None


@contextmanager
def _lock_node(
    store: Store, lock: LoadLock, claim: LockHolder, patience: float, on_wait: OnWait
) -> Iterator[None]:
    ensure_unique_ids(store)  # without it two loads could each create a lock node
    _wait_for_node(store, claim, patience, on_wait)
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(store, lock, claim, over), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()
        with suppress(ScamgraphError):  # if the engine is gone, the lock expires
            if not store.write(lambda tx: _release(tx, claim)):
                lock.set_lost()


def _wait_for_node(store: Store, claim: LockHolder, patience: float, on_wait: OnWait) -> None:
    deadline = time.monotonic() + patience
    reported_owner = ""
    while holder := store.write(lambda tx: _lock_if_free(tx, claim)):
        if holder.owner != reported_owner:
            reported_owner = holder.owner
            on_wait(_describe_wait(holder))
        while _find_holder(store) is not None:
            if time.monotonic() > deadline:
                raise _build_timeout_error(holder, patience)
            time.sleep(min(LOOK_AGAIN_SECONDS, patience))


def _lock_if_free(tx: Tx, claim: LockHolder) -> LockHolder | None:
    """Take the lock node, or return its holder.

    The first statement makes other takers wait until this transaction ends; only then the owner is
    read.
    """
    tx.run(f"MERGE (l:{MARK}:Meta {{id: $id}}) SET l.turn = coalesce(l.turn, 0) + 1", id=LOCK_ID)
    holder = _parse_holder(tx.run(_READ, id=LOCK_ID))
    if holder is None:
        tx.run(
            f"MATCH (l:{MARK} {{id: $id}}) SET l.owner = $owner, l.holder = $holder, l.expires = {_UNTIL}",
            id=LOCK_ID,
            milliseconds=int(EXPIRY_SECONDS * 1000),
            owner=claim.owner,
            holder=msgspec.json.encode(claim).decode(),
        )
    return holder


def _release(tx: Tx, claim: LockHolder) -> bool:
    """Release the lock node; return whether it was still ours."""
    query = (
        f"MATCH (l:{MARK} {{id: $id}}) WHERE l.owner = $owner SET l.owner = null, l.expires = null "
        "RETURN count(l) AS n"
    )
    return bool(tx.run(query, id=LOCK_ID, owner=claim.owner)[0]["n"])


def _renew(store: Store, lock: LoadLock, claim: LockHolder, over: threading.Event) -> None:
    """Renew the expiry until `over` is set.

    Mark the lock as lost if that fails for too long, or another process has it.
    """
    query = (
        f"MATCH (l:{MARK} {{id: $id}}) WHERE l.owner = $owner SET l.expires = {_UNTIL} RETURN count(l) AS n"
    )
    params = {"id": LOCK_ID, "owner": claim.owner, "milliseconds": int(EXPIRY_SECONDS * 1000)}
    renewed = time.monotonic()
    while not over.wait(RENEW_SECONDS):
        began = time.monotonic()
        with suppress(ScamgraphError):  # the load itself reports what is wrong with the engine
            if not store.write(lambda tx: tx.run(query, **params))[0]["n"]:
                break
            renewed = began
        if time.monotonic() - renewed > EXPIRY_SECONDS:
            break
    else:
        return
    lock.set_lost()


# Times are the server's, not those of each machine.
_UNTIL = "timestamp() + $milliseconds"
_READ = (
    f"MATCH (l:{MARK} {{id: $id}}) WHERE l.owner IS NOT NULL "
    "RETURN l.holder AS holder, l.expires AS expires, timestamp() AS now"
)


def _find_holder(store: Store) -> LockHolder | None:
    return _parse_holder(store.read(_READ, {"id": LOCK_ID}))


def _parse_holder(rows: list[Row]) -> LockHolder | None:
    """Return the holder of the lock node; None if it is free or expired."""
    if not rows or rows[0]["expires"] < rows[0]["now"]:
        return None
    return _DECODER.decode(rows[0]["holder"])


def _describe_wait(holder: LockHolder | None) -> str:
    return f"Waiting for {holder or 'another load'}."


def _build_timeout_error(holder: LockHolder | None, patience: float) -> EnvironmentProblem:
    who = str(holder or "another load")
    return EnvironmentProblem(
        f"{who[0].upper()}{who[1:]}, is still running after {patience:.0f} seconds. Nothing was changed.",
        hint="Run the command again when it has finished.",
    )
