"""Which server a command talks to, and what it says when there is none."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from graph.engine.private_files import ensure_cache_folder
from graph.engine.server import java, memory
from graph.engine.server.memory import resolve_memory_limit
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.engine.session.driver import parse_agent
from graph.model.errors import EngineGone, EnvironmentProblem, LoginRefused, UsageError
from graph.store.store import Store, open_store


@pytest.fixture
def foreign(neo4j_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A Neo4j that the environment names, as if it were somebody else's."""
    login = neo4j_store._endpoint.writer
    monkeypatch.setenv("NEO4J_URI", neo4j_store.uri)
    monkeypatch.setenv("NEO4J_USER", login.user)
    monkeypatch.setenv("NEO4J_PASSWORD", login.password)
    return neo4j_store


@pytest.mark.neo4j
def test_neo4j_uri_is_used(foreign: Store) -> None:
    foreign.write(lambda tx: tx.run("CREATE (n:Theirs {id: 'x'})"))
    with open_store() as store:
        assert (store.engine, store.uri) == ("neo4j", foreign.uri)
        assert store.version.startswith("5.26.") or store.version.startswith("20")
        assert store.read("MATCH (n) RETURN labels(n) AS l") == [{"l": ["Theirs"]}]


@pytest.mark.neo4j
def test_a_wrong_password_is_refused(foreign: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "not-this-one")
    with pytest.raises(LoginRefused) as caught:
        open_store()
    assert foreign.uri in str(caught.value)
    assert "NEO4J_PASSWORD" in caught.value.hint
    assert "not-this-one" not in str(caught.value)


@pytest.mark.neo4j
def test_a_missing_database_is_named(foreign: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nothere")
    with pytest.raises(EnvironmentProblem, match="nothere") as caught, open_store() as store:
        store.read("RETURN 1 AS x")
    assert "NEO4J_DATABASE" in caught.value.hint


def test_neo4j_uri_without_password_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:7687")
    with pytest.raises(UsageError, match="NEO4J_PASSWORD"):
        read_remote_endpoint()


@pytest.mark.parametrize(
    "uri", ["127.0.0.1:7687", "http://127.0.0.1:7474", "bolt://", "neo4j//x", "neo4j://:1", "bolt://[::1"]
)
def test_an_odd_address_is_a_usage_error(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", uri)
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    with pytest.raises(UsageError, match="no Bolt address"):
        open_store()


@pytest.mark.parametrize(
    "uri", ["bolt://user:s3cret@127.0.0.1:7687", "http://u:s3cret@x/", "bolt://u:s3cret@[::1"]
)
def test_a_password_in_the_address_is_refused_and_not_shown(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", uri)
    with pytest.raises(UsageError, match="NEO4J_PASSWORD") as refused:
        open_store()
    assert "s3cret" not in str(refused.value)


def test_an_unreachable_server_is_engine_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        uri = f"bolt://127.0.0.1:{closed.getsockname()[1]}"
        monkeypatch.setenv("NEO4J_URI", uri)
        monkeypatch.setenv("NEO4J_PASSWORD", "x")
        with pytest.raises(EngineGone, match=uri):
            open_store()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that closes every connection, as a web server or a TLS port does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def hang_up() -> None:
            while True:
                try:
                    listener.accept()[0].close()
                except OSError:
                    return

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_port_that_speaks_no_bolt_is_engine_gone(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", f"bolt://127.0.0.1:{silent_port}")
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    with pytest.raises(EngineGone):
        open_store()


def test_the_embedded_engine_is_not_taken_for_a_neo4j(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through NEO4J_URI it would have no reader account, and so no read guard."""
    login = embedded_store._endpoint.writer
    monkeypatch.setenv("NEO4J_URI", embedded_store.uri)
    monkeypatch.setenv("NEO4J_USER", login.user)
    monkeypatch.setenv("NEO4J_PASSWORD", login.password)
    with pytest.raises(EnvironmentProblem, match="not Neo4j"):
        open_store()


@pytest.mark.parametrize(
    ("agent", "found"),
    [
        ("Neo4j/5.26.30", ("neo4j", "5.26.30")),
        ("Neo4j/5.27-aura", ("neo4j", "5.27-aura")),
        ("Neo4j/2026.08.1", ("neo4j", "2026.08.1")),
        ("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)", ("embedded", "26.10.2")),
    ],
)
def test_servers_are_recognised(agent: str, found: tuple[str, str]) -> None:
    assert parse_agent(agent, "bolt://x") == found


@pytest.mark.parametrize("agent", ["Neo4j/4.4.30", "Neo4j/5.25.1", "Neo4j/3.5.0"])
def test_an_old_neo4j_is_too_old(agent: str) -> None:
    with pytest.raises(EnvironmentProblem, match="too old") as caught:
        parse_agent(agent, "bolt://x")
    assert agent.removeprefix("Neo4j/") in str(caught.value)
    assert "5.26" in caught.value.hint


def test_another_product_is_no_engine() -> None:
    with pytest.raises(EnvironmentProblem, match="Memgraph"):
        parse_agent("Memgraph/2.1", "bolt://x")


def test_an_unknown_engine_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAMGRAPH_ENGINE", "sqlite")
    with pytest.raises(UsageError, match="sqlite"):
        open_store()


@pytest.mark.parametrize("version", ["4.4.30", "5.25.0", "latest", "5.26", "2026.8"])
def test_an_odd_neo4j_version_is_a_usage_error(version: str) -> None:
    with pytest.raises(UsageError, match="version"):
        select_local_engine("neo4j", version=version)


@pytest.mark.parametrize("limit", ["", "2", "100m", "2t", "-1g", "1.5g", "lots"])
def test_memory_limits_are_checked(limit: str) -> None:
    if limit:
        with pytest.raises(UsageError, match="memory limit"):
            resolve_memory_limit(limit)
    else:
        assert resolve_memory_limit(limit) == os.environ["SCAMGRAPH_MEMORY"]


@pytest.mark.parametrize(
    ("machine", "container", "given"),
    [(24, None, "6144m"), (64, None, "8192m"), (4, None, "2048m"), (64, "max", "8192m"), (64, 16, "4096m")],
)
def test_an_engine_gets_a_quarter_of_the_machine(
    machine: int, container: str | int | None, given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limit = tmp_path / "memory.max"
    if container is not None:
        limit.write_text(f"{container * 1024**3 if isinstance(container, int) else container}\n")
    monkeypatch.setattr(memory, "CONTAINER_LIMIT", limit)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=machine * 1024**3))
    monkeypatch.delenv("SCAMGRAPH_MEMORY")
    assert resolve_memory_limit() == given
    assert resolve_memory_limit("3g") == "3g"


def test_without_java_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "SYSTEM_FOLDER", tmp_path / "none")
    with pytest.raises(EnvironmentProblem) as caught:
        select_local_engine("neo4j", home=tmp_path)
    assert "openjdk-17-jre-headless" in caught.value.hint
    with pytest.raises(EnvironmentProblem) as caught:
        select_local_engine("neo4j", home=tmp_path, version="2026.08.1")
    assert "openjdk-21-jdk-headless" in caught.value.hint


def test_without_maven_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(made_java(tmp_path)))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert str(ensure_cache_folder()).startswith(str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="mvn") as caught:
        open_store_of_version("5.26.30", tmp_path)
    assert "maven" in caught.value.hint


def made_java(folder: Path) -> Path:
    """Return the home of an installation of Java 17 that is never started."""
    home = folder / "java-17"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").touch()
    (home / "release").write_text('JAVA_VERSION="17.0.1"\n')
    return home


def open_store_of_version(version: str, home: Path) -> None:
    recipe = select_local_engine("neo4j", home=home, version=version)
    recipe.build_command(7687)


def test_what_maven_says_comes_through(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Maven that fails, as without a network."""
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho 'Unknown host of the repository'\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(made_java(tmp_path)))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(EnvironmentProblem, match="Unknown host of the repository"):
        open_store_of_version("5.26.30", tmp_path)
    assert not (ensure_cache_folder() / "neo4j-5.26.30" / "lib").exists()


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(EnvironmentProblem, match="cannot be made") as caught:
        open_store("embedded", home=blocked / "home")
    assert "SCAMGRAPH_HOME" in caught.value.hint


def test_the_store_s_imports_are_lazy() -> None:
    """A command that only prints its help must not pay for the driver."""
    heavy = (
        "import sys, graph.store.store; print([m for m in ('neo4j', 'networkx', 'edtf') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", heavy], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
