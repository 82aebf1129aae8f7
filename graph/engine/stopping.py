"""Ending a query on the embedded engine, which ignores the driver's time limit and goes on when left.

A watcher ends it through a second session of the same login, which sees only its own transactions, and
knows it by the connection it runs on.
"""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.engine.endpoint import Endpoint
from graph.engine.failures import plain_errors
from graph.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

LOOK_AGAIN_SECONDS = 0.05


class Stopper:
    """Ends whatever runs on the connection of `transaction`, once started, until it is told that it is over.

    `over` must come before the connection goes back to its pool. `expired` tells that the time ran out.
    """

    def __init__(self, driver: neo4j.Driver, endpoint: Endpoint, transaction: neo4j.Transaction) -> None:
        self.expired = False
        self._driver = driver
        self._endpoint = endpoint
        self._over = threading.Event()
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection = _connection_of(transaction)

    def start(self, seconds: float) -> None:
        """Let the query run for `seconds`, then end it."""
        self._thread = threading.Thread(target=self._run, args=(seconds,), daemon=True)
        self._thread.start()

    def stop_now(self) -> None:
        """End the query at once: nobody reads its rows any more."""
        if self._thread is None:
            self.start(0.0)
        self._due.set()

    def over(self) -> None:
        """Tell that the query has ended, and wait for the watcher to leave."""
        self._over.set()
        self._due.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, seconds: float) -> None:
        if not self._due.wait(seconds):
            self.expired = True
        while not self._over.is_set():
            with (
                suppress(ScamgraphError),
                plain_errors(self._endpoint.uri),
            ):  # the reading thread reports what is wrong
                self._terminate()
            self._over.wait(LOOK_AGAIN_SECONDS)

    def _terminate(self) -> None:
        with self._driver.session(database=self._endpoint.database) as session:
            for record in list(session.run("SHOW TRANSACTIONS")):
                if record["connectionId"] == self._connection and not self._over.is_set():
                    session.run(f"TERMINATE TRANSACTIONS '{record['transactionId']}'").consume()


def _connection_of(transaction: neo4j.Transaction) -> str:
    """Give the server's name for the connection: the driver does not tell, so the transaction asks."""
    mark = f"// {secrets.token_hex(8)}"
    for record in list(transaction.run(f"SHOW TRANSACTIONS {mark}")):
        if mark in record["currentQuery"]:
            return str(record["connectionId"])
    raise AssertionError("the engine does not show the transaction that asks")
