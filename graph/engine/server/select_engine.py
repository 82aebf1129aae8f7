"""Which engine a command talks to: NEO4J_URI, the one named, or the embedded default."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from graph.engine.endpoint import Endpoint, Login
from graph.engine.server import lifecycle
from graph.model.errors import EnvironmentProblem, UsageError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
ENGINES = ("embedded", "neo4j")


def choose(engine: str | None, *, start: bool, home: Path | None) -> Endpoint:
    """Give the endpoint to talk to; a local engine is started if `start` allows it.

    Raises UsageError for an unknown engine, EnvironmentProblem if there is none to talk to.
    """
    if engine is None and (remote := remote_endpoint()):
        return remote
    recipe = local_engine(engine, home=home)
    endpoint = lifecycle.ensure_running(recipe) if start else lifecycle.attach(recipe)
    if endpoint is None:
        raise EnvironmentProblem(
            f"The {recipe.name} engine is not running.", hint="Start it with `scamgraph store up`."
        )
    return endpoint


def remote_endpoint() -> Endpoint | None:
    """Give the server of NEO4J_URI, or None if that is not set.

    Raises UsageError for an address that is not Bolt's, or without a password.
    """
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        return None
    if uri.partition("://")[0] not in SCHEMES or not urlsplit(uri).hostname:
        raise UsageError(
            f"NEO4J_URI is {uri!r}: no Bolt address.",
            hint=f"Write it as bolt://HOST:7687; besides bolt there are {', '.join(SCHEMES[1:])}.",
        )
    if "NEO4J_PASSWORD" not in os.environ:
        raise UsageError(
            "NEO4J_URI is set, NEO4J_PASSWORD is not.", hint="Set NEO4J_PASSWORD, or unset NEO4J_URI."
        )
    login = Login(os.environ.get("NEO4J_USER") or "neo4j", os.environ["NEO4J_PASSWORD"])
    return Endpoint(engine="neo4j", uri=uri, writer=login, named=os.environ.get("NEO4J_DATABASE") or None)


def local_engine(
    engine: str | None = None,
    *,
    home: Path | None = None,
    memory: str | None = None,
    version: str | None = None,
) -> lifecycle.Recipe:
    """Give the recipe of a local engine: `engine`, else SCAMGRAPH_ENGINE, else "embedded".

    `version` chooses a Neo4j version. Raises UsageError for another name, EnvironmentProblem if what it
    needs is not there.
    """
    name = engine or os.environ.get("SCAMGRAPH_ENGINE") or "embedded"
    if name == "embedded":
        from graph.engine.server.arcadedb import embedded_engine  # noqa: PLC0415 - the other one is not needed

        return embedded_engine(home, memory=memory)
    if name == "neo4j":
        from graph.engine.server.local_neo4j import neo4j_engine  # noqa: PLC0415

        return neo4j_engine(home, memory=memory, version=version)
    raise UsageError(f"There is no engine {name!r}.", hint=f"Choose one of: {', '.join(ENGINES)}.")
