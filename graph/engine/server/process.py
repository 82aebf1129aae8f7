"""Child servers that outlive the command that started them: start, recognise, stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil

LOG_KEEP_BYTES = 10_000_000
LOOPBACK = "127.0.0.1"
_LAUNCH = 'umask 077; log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'


def select_environment() -> dict[str, str]:
    """Return the user's environment for a server: JAVA_TOOL_OPTIONS and the like are for other programs."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


def start_process(command: list[str], *, folder: Path, log: Path, env: dict[str, str]) -> int:
    """Start `command` in `folder`, detached from this process, and return its pid.

    It has its own session, so that Ctrl-C or a closed terminal does not reach it. Only its owner can
    access its files. Output is appended to `log`.
    """
    launched = subprocess.run(  # noqa: S603 - fixed script; the command goes through as arguments
        ["/bin/sh", "-c", _LAUNCH, "sh", str(log), *command],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=True,
    )
    return int(launched.stdout)


def rotate_log(log: Path) -> int:
    """Rename a log above 10 MB to `.1`; return the size of the remaining log, in bytes.

    The next output begins at that position.
    """
    try:
        size = log.stat().st_size
    except FileNotFoundError:
        return 0
    if size <= LOG_KEEP_BYTES:
        return size
    log.replace(log.with_name(log.name + ".1"))
    return 0


def read_creation_time(pid: int) -> float | None:
    """Return when process `pid` was created, or None if it is not alive.

    In seconds since this machine started: a time of day would change for a running process when the
    clock is set.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time() - psutil.boot_time())
    except psutil.Error:
        return None


def measure_uptime(pid: int) -> float | None:
    """Return for how many seconds `pid` has run, or None if the process is gone."""
    try:
        return max(0.0, time.time() - psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def is_paused(pid: int) -> bool:
    """Return whether process `pid` is stopped by a signal, so that it answers nothing."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.Error:
        return False


def is_same_process(pid: int, created: float) -> bool:
    """Return whether `pid` is still the process created at `created`, not a later one with its number."""
    now = read_creation_time(pid)
    return now is not None and abs(now - created) < 1.0


def find_by_argument(argument: str) -> int | None:
    """Return the pid of this user's process that was started with exactly `argument`, or None."""
    uid = os.getuid()
    for process in psutil.process_iter(["cmdline", "uids", "status"]):
        info = process.info
        ours = info["uids"] is not None and info["uids"].real == uid
        if ours and info["status"] != psutil.STATUS_ZOMBIE and argument in (info["cmdline"] or ()):
            return int(process.pid)
    return None


def list_listening_ports(pid: int) -> list[int]:
    """List the loopback TCP ports on which `pid` listens, in order; empty if they cannot be read."""
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return []
    return sorted(c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN)


def stop_process(pid: int, *, patience: float) -> bool:
    """Ask `pid` to end, wait up to `patience` seconds, then kill it.

    Returns whether it ended without being killed.
    """
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    if _wait_for_exit(pid, patience):
        return True
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _wait_for_exit(pid, 10.0)
    return False


def _wait_for_exit(pid: int, seconds: float) -> bool:
    """Wait until `pid` no longer runs; return False if it still runs after `seconds`.

    A zombie counts as ended: only its parent, possibly long dead, can reap it. But the files of one with
    threads are still open.
    """
    deadline = time.monotonic() + seconds
    while read_creation_time(pid) is not None or _has_threads(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _has_threads(pid: int) -> bool:
    try:
        return psutil.Process(pid).num_threads() > 1
    except psutil.Error:
        return False


def find_free_port(preferred: int | None = None) -> int:
    """Return a free loopback port: `preferred` if it is free, else one that the system picks."""
    for candidate in (preferred, 0):
        if candidate is None:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # Java binds with SO_REUSEADDR too: without it a port in TIME_WAIT would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((LOOPBACK, candidate))
                return int(probe.getsockname()[1])
    raise OSError("no free loopback port")


def measure_resident_memory(pid: int) -> int | None:
    """Return the resident memory of `pid` in bytes, or None if the process is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None
