"""Ending a query on the embedded engine, which ignores the driver's time limit and goes on when left.

A watcher ends it through a second session of the same login, which sees only its own transactions, and
knows it by the connection it runs on.
"""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from graph.engine.deadlines import Deadlines
from graph.engine.endpoint import Endpoint
from graph.engine.failures import plain_errors
from graph.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

LOOK_AGAIN_SECONDS = 0.05


class Stoppers:
    """Makes stoppers for the queries of one driver, from any thread.

    What the server calls a connection is asked once for each: the question takes longer than many a query.
    """

    def __init__(self, driver: neo4j.Driver, endpoint: Endpoint) -> None:
        self._driver = driver
        self._endpoint = endpoint
        self._deadlines = Deadlines()
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, transaction: neo4j.Transaction) -> Stopper:
        """A stopper for what runs in this transaction, which has only just begun."""
        connection = transaction._connection
        with self._lock:
            name = self._names.get(connection)
        if name is None:
            name = _name_of_connection(transaction)
            with self._lock:
                self._names[connection] = name
        return Stopper(self._driver, self._endpoint, self._deadlines, name)


class Stopper:
    """Ends whatever runs on a connection, once started, until it is told that it is over.

    `over` must come before the connection goes back to its pool. `expired` tells that the time ran out.
    """

    def __init__(
        self, driver: neo4j.Driver, endpoint: Endpoint, deadlines: Deadlines, connection: str
    ) -> None:
        self.expired = False
        self._driver = driver
        self._endpoint = endpoint
        self._deadlines = deadlines
        self._deadline: object = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connection = connection

    def start(self, seconds: float) -> None:
        """Let the query run for `seconds`, then end it."""
        self._deadline = self._deadlines.put(seconds, self._expire)

    def stop_now(self) -> None:
        """End the query at once: nobody reads its rows any more."""
        with self._lock:
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def over(self) -> None:
        """Tell that the query has ended, and wait until nobody tries to end it any more."""
        self._deadlines.drop(self._deadline)
        with self._lock:
            self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _expire(self) -> None:
        if not self._over.is_set():
            self.expired = True
            self.stop_now()

    def _run(self) -> None:
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


def _name_of_connection(transaction: neo4j.Transaction) -> str:
    """Give the server's name for the connection: the driver does not tell, so the transaction asks."""
    mark = f"// {secrets.token_hex(8)}"
    for record in list(transaction.run(f"SHOW TRANSACTIONS {mark}")):
        if mark in record["currentQuery"]:
            return str(record["connectionId"])
    raise AssertionError("the engine does not show the transaction that asks")
