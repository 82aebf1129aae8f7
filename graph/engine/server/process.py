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


def spawn(command: list[str], *, folder: Path, log: Path, env: dict[str, str]) -> int:
    """Start `command` in `folder` as nobody's child and give its pid.

    It has a session of its own, so that Ctrl-C or a closed terminal does not reach it, and its files are
    its owner's only. Output is appended to `log`.
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


def rotate(log: Path) -> int:
    """Set a log above 10 MB aside as `.1`; give the size of what is left, where the next output begins."""
    try:
        size = log.stat().st_size
    except FileNotFoundError:
        return 0
    if size <= LOG_KEEP_BYTES:
        return size
    log.replace(log.with_name(log.name + ".1"))
    return 0


def created_at(pid: int) -> float | None:
    """Give when process `pid` was created (seconds since 1970), or None if there is no such live process."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def is_same_process(pid: int, created: float) -> bool:
    """Tell whether `pid` is still the process created at `created`, and not a later one with its number."""
    now = created_at(pid)
    return now is not None and abs(now - created) < 1.0


def find_by_argument(argument: str) -> int | None:
    """Give the pid of this user's process that was started with exactly `argument`, or None."""
    uid = os.getuid()
    for process in psutil.process_iter(["cmdline", "uids", "status"]):
        info = process.info
        ours = info["uids"] is not None and info["uids"].real == uid
        if ours and info["status"] != psutil.STATUS_ZOMBIE and argument in (info["cmdline"] or ()):
            return int(process.pid)
    return None


def listening_ports(pid: int) -> list[int]:
    """Give the loopback TCP ports on which `pid` listens."""
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return []
    return sorted(c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN)


def end(pid: int, *, patience: float) -> bool:
    """Ask `pid` to end, wait up to `patience` seconds, then kill it. Tell whether it ended when asked."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    if _gone_within(pid, patience):
        return True
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _gone_within(pid, 10.0)
    return False


def _gone_within(pid: int, seconds: float) -> bool:
    """Wait until `pid` runs no more. A zombie is gone: only its parent, maybe long dead, can reap it."""
    deadline = time.monotonic() + seconds
    while created_at(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def free_port(wanted: int | None = None) -> int:
    """Give a free loopback port: `wanted` if it is free, else one the system picks."""
    for candidate in (wanted, 0):
        if candidate is None:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # Java binds with SO_REUSEADDR too: without it a port in TIME_WAIT would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((LOOPBACK, candidate))
                return int(probe.getsockname()[1])
    raise OSError("no free loopback port")


def resident_bytes(pid: int) -> int | None:
    """Give the memory that `pid` holds, in bytes, or None if it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None
