"""A load in a process of its own, to be killed: prints how many claims are acknowledged after each commit."""

from __future__ import annotations

import sys

from graph.store import open_store
from ingest.load import load

TOGETHER = 40


def main(engine: str, path: str) -> None:
    def told(stage: str, done: int, _total: int) -> None:
        print(stage, done, flush=True)

    with open_store(engine) as store:
        load(store, [path], progress=told, together=TOGETHER)
    print("finished", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
