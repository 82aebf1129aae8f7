"""Termination of queries on the embedded engine.

The engine ignores the driver's time limit and continues abandoned queries. A watcher ends such a
query through a second session of the same login, which sees only its own transactions. It
identifies the query by the port of its connection.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.deadlines import Deadlines
from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

LOOK_AGAIN_SECONDS = 0.05


class QueryTerminatorFactory:
    """Factory of terminators for the queries of one driver; any thread may use it."""

    def __init__(self, driver: neo4j.Driver, endpoint: Endpoint) -> None:
        self._driver = driver
        self._endpoint = endpoint
        self._deadlines = Deadlines()

    def create(self, session: neo4j.Session) -> QueryTerminator:
        """Return a terminator for the query that runs in `session`."""
        return QueryTerminator(self._driver, self._endpoint, self._deadlines, session)


class QueryTerminator:
    """Terminator of the query in a session, active from `start` until `close`.

    `expired` is True if the time ran out.
    """

    def __init__(
        self, driver: neo4j.Driver, endpoint: Endpoint, deadlines: Deadlines, session: neo4j.Session
    ) -> None:
        self.expired = False
        self._driver = driver
        self._endpoint = endpoint
        self._deadlines = deadlines
        self._deadline: object = None
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._session = session

    def start(self, seconds: float) -> None:
        """Let the query run for `seconds`, then end it."""
        self._deadline = self._deadlines.add(seconds, self._handle_timeout)

    def stop_now(self) -> None:
        """End the query at once: nobody reads its rows any more."""
        with self._lock:
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Note that the query has ended, and wait until no thread tries to end it any more."""
        self._deadlines.remove(self._deadline)
        with self._lock:
            self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _handle_timeout(self) -> None:
        if not self._over.is_set():
            self.expired = True
            self.stop_now()

    def _run(self) -> None:
        while not self._over.is_set():
            with (
                suppress(ScamgraphError),
                translate_driver_errors(self._endpoint.uri),
            ):  # the reading thread reports what is wrong
                self._send_terminate()
            self._over.wait(LOOK_AGAIN_SECONDS)

    def _send_terminate(self) -> None:
        """End the transaction on the session's connection.

        A session gives up its connection with its last row. A transaction listed while the session had
        the same connection before and after is its own.
        """
        connection = self._session._connection
        if connection is None:
            return
        with self._driver.session(database=self._endpoint.database) as session:
            listed = list(session.run("SHOW TRANSACTIONS"))
            if self._session._connection is not connection:
                return
            for record in listed:
                if record["clientAddress"].endswith(f":{connection.local_port}"):
                    session.run(f"TERMINATE TRANSACTIONS '{record['transactionId']}'").consume()
