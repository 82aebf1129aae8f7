"""Drivers for an endpoint, and detection of the engine that answers there."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint, Login
from graph.model.errors import EnvironmentProblem, ScamgraphError

if TYPE_CHECKING:
    import neo4j

OLDEST_NEO4J = (5, 26)
CONNECT_SECONDS = 10.0
_EMBEDDED_AGENT = re.compile(r"ArcadeDB ([\w.]+)")
_NEO4J_AGENT = re.compile(r"Neo4j/((\d+)\.(\d+)[\w.+-]*)")


def connect(endpoint: Endpoint, login: Login) -> neo4j.Driver:
    """Return a driver that prints no notifications. Nothing is sent yet. Raises EnvironmentProblem."""
    import neo4j  # noqa: PLC0415 - 0.2 s, needed only to connect to an engine

    log = logging.getLogger("neo4j")
    if not log.handlers:  # its problems arrive as exceptions; without a handler it also prints them
        log.addHandler(logging.NullHandler())
    with translate_driver_errors(endpoint.uri):
        return neo4j.GraphDatabase.driver(
            endpoint.uri,
            auth=(login.user, login.password),
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=4 * CONNECT_SECONDS,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            warn_notification_severity=neo4j.NotificationMinimumSeverity.OFF,
        )


def detect_engine(driver: neo4j.Driver, endpoint: Endpoint) -> tuple[str, str]:
    """Return the engine ("embedded" or "neo4j") and the version of the server that answers.

    Raises LoginRefused, EngineGone, or EnvironmentProblem for a server that is not the expected
    engine or a Neo4j older than 5.26.
    """
    with translate_driver_errors(endpoint.uri):
        agent = str(driver.get_server_info().agent)
    engine, version = parse_agent(agent, endpoint.uri)
    if engine != endpoint.engine:  # the reader's account, and so read-only access, would be missing
        raise EnvironmentProblem(
            f"What answers at {endpoint.uri} calls itself {agent!r}, not Neo4j.",
            hint="Unset NEO4J_URI to use the embedded engine.",
        )
    return engine, version


def parse_agent(agent: str, uri: str) -> tuple[str, str]:
    """Return the engine and version from the agent string of the server at `uri`.

    Raises EnvironmentProblem for a Neo4j older than 5.26 and for any other server.
    """
    if match := _EMBEDDED_AGENT.search(agent):
        return "embedded", match[1]
    if match := _NEO4J_AGENT.match(agent):
        if (int(match[2]), int(match[3])) < OLDEST_NEO4J:
            raise EnvironmentProblem(
                f"The Neo4j at {uri} is version {match[1]}: too old.",
                hint="scamgraph needs Neo4j 5.26 or later. Upgrade it, or unset NEO4J_URI.",
            )
        return "neo4j", match[1]
    raise EnvironmentProblem(
        f"What answers at {uri} calls itself {agent!r}: no engine that scamgraph knows.",
        hint="Point NEO4J_URI at a Neo4j 5.26 or later.",
    )


def drop_connection(session: neo4j.Session) -> None:
    """Drop the connection of a session from another thread: who waits for its answer gets an error.

    A Neo4j ends what runs on a lost connection. An orderly close would wait for the query's end, and
    the driver offers nothing in between.
    """
    connection = session._connection
    if connection is not None:
        connection.kill()  # type: ignore[no-untyped-call]


def is_transient(error: ScamgraphError) -> bool:
    """Return whether the server itself asks for a retry (after a conflict with another writer, say)."""
    from neo4j.exceptions import Neo4jError  # noqa: PLC0415

    cause = error.__cause__
    return isinstance(cause, Neo4jError) and cause.is_retryable()
