"""Health check of an engine: a query over Bolt, not an open port or a log line."""

from __future__ import annotations

import time
from enum import Enum

from graph.engine.driver_errors import translate_error
from graph.engine.endpoint import Endpoint
from graph.engine.file_limit import has_hit_file_limit
from graph.engine.server import process
from graph.model.errors import LoginRefused


class Health(Enum):
    """Result of a health check."""

    ANSWERS = "answers"
    REFUSES = "refuses the password"
    SILENT = "does not answer"


def check_health(endpoint: Endpoint) -> Health:
    """Run one query with the writer's login and check its answer.

    Returns REFUSES for a refused login and SILENT for any other error of the driver or a wrong
    answer. Raises OSError if too few open files are allowed here.
    """
    import neo4j  # noqa: PLC0415 - heavy; only a start needs it

    login = endpoint.writer
    try:
        with (
            neo4j.GraphDatabase.driver(
                endpoint.uri,
                auth=(login.user, login.password),
                connection_timeout=5.0,
                connection_acquisition_timeout=5.0,
            ) as driver,
            driver.session(database=endpoint.database) as session,
        ):
            record = session.run("RETURN 41 + 1 AS answer").single()
            return Health.ANSWERS if record is not None and record["answer"] == 42 else Health.SILENT
    except Exception as error:
        problem = translate_error(error, endpoint.uri)
        if problem is None or has_hit_file_limit(error):
            raise
        return Health.REFUSES if isinstance(problem, LoginRefused) else Health.SILENT


def wait_for_answer(endpoint: Endpoint, pid: int, port: int, *, patience: float) -> Health:
    """Wait up to `patience` seconds until the server `pid` answers or refuses on `port`.

    Returns SILENT early when the process is gone, or when another process has taken its port.
    """
    begun = time.monotonic()
    while (waited := time.monotonic() - begun) < patience and process.read_creation_time(pid) is not None:
        if port in process.list_listening_ports(pid):
            health = check_health(endpoint)
            if health is not Health.SILENT:
                return health
        elif process.find_free_port(port) != port and port not in process.list_listening_ports(pid):
            return Health.SILENT
        time.sleep(max(0.02, min(0.2, waited / 20)))  # leaves the processor to a slow start
    return Health.SILENT
