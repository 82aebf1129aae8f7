"""Ending a query on the embedded engine, which ignores the driver's time limit and goes on when left.

A watcher ends it through a second session of the same login, which sees only its own transactions, and
knows it by the port its connection comes from.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.engine.driver_errors import plain_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.deadlines import Deadlines
from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

LOOK_AGAIN_SECONDS = 0.05


class Stoppers:
    """Makes stoppers for the queries of one driver, from any thread."""

    def __init__(self, driver: neo4j.Driver, endpoint: Endpoint) -> None:
        self._driver = driver
        self._endpoint = endpoint
        self._deadlines = Deadlines()

    def of(self, session: neo4j.Session) -> Stopper:
        """A stopper for the query that runs in this session."""
        return Stopper(self._driver, self._endpoint, self._deadlines, session)


class Stopper:
    """Ends what runs in a session, once started, until it is told that it is over.

    `expired` tells that the time ran out.
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
        """End what runs on the session's connection.

        With its last row a session gives its connection away. What was listed while it had the connection
        before and after is its own.
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
