"""Whether an engine really answers: a query over Bolt, not an open port or a log line."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from graph.engine.endpoint import Endpoint
from graph.engine.process import LOOPBACK


def answers(endpoint: Endpoint) -> bool:
    """Tell whether a query through the writer's login comes back right."""
    if not _listens(endpoint):
        return False  # spares loading the driver and its slow retries
    import neo4j  # noqa: PLC0415 - heavy; only a start needs it
    from neo4j.exceptions import DriverError, Neo4jError  # noqa: PLC0415

    login = endpoint.writer
    try:
        with (
            neo4j.GraphDatabase.driver(
                endpoint.uri, auth=(login.user, login.password), connection_timeout=5.0
            ) as driver,
            driver.session(database=endpoint.database) as session,
        ):
            record = session.run("RETURN 41 + 1 AS answer").single()
            return record is not None and record["answer"] == 42
    except (DriverError, Neo4jError, OSError):
        return False


def wait_for_answer(endpoint: Endpoint, alive: Callable[[], bool], *, patience: float) -> bool:
    """Wait up to `patience` seconds for an answer; give up at once when `alive` says the process is gone."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answers(endpoint):
            return True
        if not alive():
            return False
        time.sleep(0.02)
    return False


def _listens(endpoint: Endpoint) -> bool:
    port = urlsplit(endpoint.uri).port
    try:
        with socket.create_connection((LOOPBACK, port or 7687), timeout=1.0):
            return True
    except OSError:
        return False
