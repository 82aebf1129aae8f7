"""The end of queries at their time limit, whether or not the engine ends them by itself.

The embedded engine ignores the driver's time limit and continues abandoned queries; a Neo4j does not
interrupt one expression. So a watcher ends a query through a second session of the same login, which
sees only its own transactions. Where that does not help, the query's connection is dropped, so that an
answer comes; and a server that still runs the query some seconds later is reported as stuck.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint, Login
from graph.engine.session.deadlines import Deadlines
from graph.engine.session.driver import connect, drop_connection
from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

LOOK_AGAIN_SECONDS = 0.05
GRACE_SECONDS = 2.0
"""How long past its limit a query may still end in an orderly way; then its connection is dropped."""
STUCK_SECONDS = 5.0
"""How long past that a server is asked again to end it; then it is stuck."""
_HEAD_START = {"embedded": 0.0, "neo4j": 1.0}
"""Seconds that a server has to end a query at its limit by itself: the embedded engine never does."""


class QueryTerminatorFactory:
    """Factory of terminators for the queries of one login; any thread may use it.

    `report_stuck` is called, in a thread of its own, if the server cannot end a query.
    """

    def __init__(
        self, endpoint: Endpoint, login: Login, deadlines: Deadlines, report_stuck: Callable[[], None]
    ) -> None:
        self.endpoint = endpoint
        self.login = login
        self.deadlines = deadlines
        self.report_stuck = report_stuck

    def create(self, session: neo4j.Session) -> QueryTerminator:
        """Return a terminator for the query that runs in `session`."""
        return QueryTerminator(self, session)


class QueryTerminator:
    """Terminator of the query in a session, active from `start` until `close`.

    `expired` is True if the time ran out, `dropped` if the connection had to be dropped for an answer.
    """

    def __init__(self, factory: QueryTerminatorFactory, session: neo4j.Session) -> None:
        self.expired = False
        self.dropped = False
        self._factory = factory
        self._session = session
        self._keys: list[object] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._connection: Any = None
        self._transactions: set[str] = set()
        self._patience_ends = math.inf

    def start(self, seconds: float) -> None:
        """Let the query run for `seconds`, then end it."""
        self._call_in(seconds, self._handle_timeout)
        self._call_in(seconds + GRACE_SECONDS, self.drop)

    def stop(self) -> None:
        """End the query: nobody reads its rows any more."""
        self._start_thread(0.0)
        self._call_in(GRACE_SECONDS, self.drop)

    def drop(self) -> None:
        """Drop the query's connection: who reads its rows gets an error at once."""
        self._start_thread(0.0)
        with self._lock:
            if self._over.is_set() or self.dropped:
                return
            self.dropped = True
            self._connection = self._session._connection
            self._patience_ends = time.monotonic() + STUCK_SECONDS
        drop_connection(self._session)

    def close(self) -> None:
        """Note that the query has ended, and wait until no thread tries to end it any more.

        After a dropped connection nothing is waited for: the thread goes on until the server has ended
        the query or is reported as stuck.
        """
        for key in self._keys:
            self._factory.deadlines.remove(key)
        with self._lock:
            if self.dropped:
                return
            self._over.set()
        if self._thread is not None:
            self._thread.join(GRACE_SECONDS / 4)

    def _call_in(self, seconds: float, call: Callable[[], None]) -> None:
        self._keys.append(self._factory.deadlines.add(seconds, call))

    def _handle_timeout(self) -> None:
        if not self._over.is_set():
            self.expired = True
            self._start_thread(_HEAD_START[self._factory.endpoint.engine])

    def _start_thread(self, wait: float) -> None:
        with self._lock:
            if self._thread is None and not self._over.is_set():
                # Not a daemon: a command that has printed its error still frees the engine of its query.
                self._thread = threading.Thread(target=self._run, args=(wait,), daemon=False)
                self._thread.start()

    def _run(self, wait: float) -> None:
        self._over.wait(wait)
        with suppress(ScamgraphError), connect(self._factory.endpoint, self._factory.login) as driver:
            while not self._over.is_set():
                dropped = self.dropped
                with suppress(ScamgraphError):  # the reading thread reports what is wrong
                    if not self._terminate(driver) and dropped:
                        return
                if time.monotonic() > self._patience_ends:
                    self._factory.report_stuck()
                    return
                self._over.wait(LOOK_AGAIN_SECONDS)

    def _terminate(self, driver: neo4j.Driver) -> bool:
        """End the transaction on the query's connection; return whether there still was one."""
        with self._open_session(driver) as session, translate_driver_errors(self._factory.endpoint.uri):
            connection = self._connection or self._session._connection
            listed = {
                each["transactionId"]: each["clientAddress"] for each in session.run("SHOW TRANSACTIONS")
            }
            # A session gives up its connection with its last row. A transaction listed while the session
            # had the same connection before and after is its own.
            if connection is not None and connection in (self._connection, self._session._connection):
                port = f":{connection.local_port}"
                self._transactions |= {each for each, address in listed.items() if address.endswith(port)}
            running = self._transactions & listed.keys()
            for transaction in running:
                session.run(f"TERMINATE TRANSACTIONS '{transaction}'").consume()
            return bool(running)

    @contextmanager
    def _open_session(self, driver: neo4j.Driver) -> Iterator[neo4j.Session]:
        """Open a session in which no statement waits longer than a query past its limit."""
        with translate_driver_errors(self._factory.endpoint.uri):
            session = driver.session(
                database=self._factory.endpoint.database, connection_acquisition_timeout=GRACE_SECONDS
            )
        key = self._factory.deadlines.add(GRACE_SECONDS, lambda: drop_connection(session))
        try:
            yield session
        finally:
            self._factory.deadlines.remove(key)
            with suppress(ScamgraphError), translate_driver_errors(self._factory.endpoint.uri):
                session.close()
