"""Selection of the engine that a command uses: NEO4J_URI, the named engine, or the embedded default."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from graph.engine.endpoint import Endpoint, Login
from graph.engine.server import lifecycle
from graph.engine.server.java_argfile import read_memory_limit
from graph.model.errors import EnvironmentProblem, UsageError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
ENGINES = ("embedded", "neo4j")


def choose_endpoint(engine: str | None, *, start: bool, home: Path | None) -> Endpoint:
    """Return the endpoint to use; start a local engine if `start` allows it.

    Raises UsageError for an unknown engine, EnvironmentProblem if there is no engine to connect to.
    """
    if engine is None and (remote := read_remote_endpoint()):
        return remote
    recipe = select_local_engine(engine, home=home)
    endpoint = lifecycle.ensure_running(recipe) if start else lifecycle.attach(recipe)
    if endpoint is None:
        raise EnvironmentProblem(
            f"The {recipe.name} engine is not running.", hint="Start it with `scamgraph store up`."
        )
    return endpoint


def read_remote_endpoint() -> Endpoint | None:
    """Return the endpoint of NEO4J_URI, or None if that is not set.

    Raises UsageError if the address is not a Bolt address or the password is missing.
    """
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        return None
    _check_bolt_address(uri)
    if "NEO4J_PASSWORD" not in os.environ:
        raise UsageError(
            "NEO4J_URI is set, NEO4J_PASSWORD is not.", hint="Set NEO4J_PASSWORD, or unset NEO4J_URI."
        )
    login = Login(os.environ.get("NEO4J_USER") or "neo4j", os.environ["NEO4J_PASSWORD"])
    return Endpoint(engine="neo4j", uri=uri, writer=login, named=os.environ.get("NEO4J_DATABASE") or None)


def _check_bolt_address(uri: str) -> None:
    """Raise UsageError unless NEO4J_URI is a Bolt address without a login: errors and logs show it."""
    if "@" in uri or "password" in uri.lower():
        raise UsageError(
            "NEO4J_URI holds a user or a password.",
            hint="Write the address alone, and put them into NEO4J_USER and NEO4J_PASSWORD.",
        )
    try:
        has_host = bool(urlsplit(uri).hostname)
    except ValueError:  # such as a bracket that is never closed
        has_host = False
    if uri.partition("://")[0] not in SCHEMES or not has_host:
        raise UsageError(
            f"NEO4J_URI is {uri!r}: no Bolt address.",
            hint=f"Write it as bolt://HOST:7687; besides bolt there are {', '.join(SCHEMES[1:])}.",
        )


def select_local_engine(
    engine: str | None = None,
    *,
    home: Path | None = None,
    memory: str | None = None,
    version: str | None = None,
) -> lifecycle.Recipe:
    """Return the recipe of a local engine: `engine`, else SCAMGRAPH_ENGINE, else "embedded".

    `version` selects a Neo4j version. Raises UsageError for another engine name, EnvironmentProblem
    if something that the engine needs is missing.
    """
    name = engine or os.environ.get("SCAMGRAPH_ENGINE") or "embedded"
    if name == "embedded":
        from graph.engine.server.arcadedb import build_embedded_recipe  # noqa: PLC0415 - the other one is not needed

        return build_embedded_recipe(home, memory=memory)
    if name == "neo4j":
        from graph.engine.server.local_neo4j import build_neo4j_recipe  # noqa: PLC0415

        return build_neo4j_recipe(home, memory=memory, version=version)
    raise UsageError(f"There is no engine {name!r}.", hint=f"Choose one of: {', '.join(ENGINES)}.")


def restart_server(endpoint: Endpoint) -> None:
    """Restart the local server behind `endpoint`, with the memory that it was given.

    Nothing is done if another process has replaced it already, or if it was stopped on purpose. Raises
    EnvironmentProblem if the new one does not start, ValueError for a server of someone else.
    """
    if endpoint.folder is None:
        raise ValueError(f"{endpoint.uri} is not a local engine")
    recipe = select_local_engine(
        endpoint.engine,
        home=endpoint.folder.parent,
        memory=read_memory_limit(endpoint.folder),
        version=endpoint.folder.name.removeprefix("neo4j-") if endpoint.engine == "neo4j" else None,
    )
    lifecycle.revive(recipe, lifecycle.find_pid(recipe, endpoint.uri))
