"""Whether an engine really answers: a query over Bolt, not an open port or a log line."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from enum import Enum
from urllib.parse import urlsplit

from graph.engine.endpoint import Endpoint
from graph.engine.failures import translated
from graph.engine.process import LOOPBACK
from graph.errors import LoginRefused


class Health(Enum):
    """What an attempt to ask the engine came to."""

    ANSWERS = "answers"
    REFUSES = "refuses the password"
    SILENT = "does not answer"


def check(endpoint: Endpoint) -> Health:
    """Ask one query through the writer's login; it must come back right."""
    if not _listens(endpoint):
        return Health.SILENT  # spares loading the driver and its slow retries
    import neo4j  # noqa: PLC0415 - heavy; only a start needs it

    login = endpoint.writer
    try:
        with (
            neo4j.GraphDatabase.driver(
                endpoint.uri, auth=(login.user, login.password), connection_timeout=5.0
            ) as driver,
            driver.session(database=endpoint.database) as session,
        ):
            record = session.run("RETURN 41 + 1 AS answer").single()
            return Health.ANSWERS if record is not None and record["answer"] == 42 else Health.SILENT
    except Exception as error:
        problem = translated(error, endpoint.uri)
        if problem is None:
            raise
        return Health.REFUSES if isinstance(problem, LoginRefused) else Health.SILENT


def wait_for_answer(endpoint: Endpoint, alive: Callable[[], bool], *, patience: float) -> Health:
    """Wait up to `patience` seconds for an answer or a refusal; give up when `alive` says it is gone."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        health = check(endpoint)
        if health is not Health.SILENT or not alive():
            return health
        time.sleep(0.02)
    return Health.SILENT


def _listens(endpoint: Endpoint) -> bool:
    port = urlsplit(endpoint.uri).port
    try:
        with socket.create_connection((LOOPBACK, port or 7687), timeout=1.0):
            return True
    except OSError:
        return False
