"""The operations of a campaign on a graph, each in a separate process, which may be killed."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from graph.engine.server.select_engine import choose_endpoint
from graph.model.errors import ScamgraphError
from graph.store.store import Store
from graph.write.dump import restore
from ingest.load import load
from ingest.remove import remove_documents
from tests.soak.model import State

Kind = Literal["load", "fresh load", "decisions", "remove", "restore"]
BEGUN = "begun"
ACKNOWLEDGED = "acknowledged"
BUG = "bug: "


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what it is given, and the state that it leads to.

    `is_atomic`: it is one transaction, or leaves the graph as it was.
    """

    kind: Kind
    after: State
    paths: tuple[Path, ...] = ()
    document: str = ""
    together: int = 5_000

    @property
    def is_atomic(self) -> bool:
        """Return whether nothing of it may be seen until all of it is."""
        return self.kind in ("remove", "fresh load")


def perform(operation: Operation, engine: str, home: Path, proxy: str, told: Connection) -> None:
    """Carry out an operation, through a `proxy` if given; send BEGUN, then ACKNOWLEDGED or the error."""
    told.send(BEGUN)
    try:
        endpoint = choose_endpoint(engine, start=True, home=home)
        with Store(replace(endpoint, uri=proxy) if proxy else endpoint) as store:
            _carry_out(operation, store)
        told.send(ACKNOWLEDGED)
    except ScamgraphError as error:
        told.send(f"{type(error).__name__}: {error}")
    except BaseException:
        told.send(BUG + traceback.format_exc())


def _carry_out(operation: Operation, store: Store) -> None:
    if operation.kind == "remove":
        remove_documents(store, [operation.document], keep_entities=True)
    elif operation.kind == "restore":
        restore(store, operation.paths[0])
    else:
        load(
            store,
            operation.paths,
            fresh=operation.kind == "fresh load",
            claims_per_transaction=operation.together,
        )
