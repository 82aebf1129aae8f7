"""A process that holds the load lock: says "held", and gives it up when a line comes in, or is killed.

With a counter file it takes the lock several times instead, and adds one to the number in the file each time.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from graph.store import load_lock
from graph.store.store import open_store


def hold(engine: str, patience: float, expiry: float) -> None:
    load_lock.EXPIRY_SECONDS, load_lock.RENEW_SECONDS = expiry, expiry / 5
    with (
        open_store(engine) as store,
        load_lock.hold_lock(
            store, "a load of 3 files", patience=patience, on_wait=lambda text: print(text, flush=True)
        ),
    ):
        print("held", flush=True)
        sys.stdin.readline()
    print("over", flush=True)


def count(engine: str, file: Path, times: int) -> None:
    with open_store(engine) as store:
        for _ in range(times):
            with load_lock.hold_lock(store, "a load of 1 file"):
                number = int(file.read_text())
                time.sleep(0.02)
                file.write_text(str(number + 1))


if __name__ == "__main__":
    if sys.argv[1] == "count":
        count(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        hold(sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
