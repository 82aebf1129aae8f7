"""docker-compose.yml: pinned, private to the machine, as careful as the Neo4j that we assemble."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.engine.server.java import Java
from graph.engine.server.local_neo4j import LONG_TERM, LocalNeo4j

FILE = Path(__file__).resolve().parents[2] / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def test_the_image_is_pinned_to_the_version_we_test(compose: dict[str, Any]) -> None:
    name, _, digest = compose["services"]["neo4j"]["image"].partition("@sha256:")
    assert name == f"neo4j:{LONG_TERM}-community"
    assert len(digest) == 64


def test_ports_are_published_on_this_machine_only(compose: dict[str, Any]) -> None:
    ports = compose["services"]["neo4j"]["ports"]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_the_password_comes_from_the_environment_and_must_be_there(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")


def test_data_outlives_the_container_and_health_is_asked_for(compose: dict[str, Any]) -> None:
    service = compose["services"]["neo4j"]
    assert {volume.split(":")[0] for volume in service["volumes"]} == set(compose["volumes"])
    assert "RETURN 1" in service["healthcheck"]["test"][1]


def test_an_old_docker_compose_can_read_it(compose: dict[str, Any]) -> None:
    """Debian's 1.29.2 refuses a top-level `name`."""
    assert set(compose) == {"services", "volumes"}


def test_it_is_as_careful_as_the_neo4j_we_assemble(compose: dict[str, Any], tmp_path: Path) -> None:
    ours = LocalNeo4j(folder=tmp_path, version=LONG_TERM, java=Java(tmp_path, 17, False), memory="2g")
    settings = dict(line.split("=", 1) for line in ours._build_settings(7687).splitlines())
    environment = compose["services"]["neo4j"]["environment"]
    inside = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in environment.items()
    }
    careful = ("dbms.security.", "internal.dbms.cypher_ip", "dbms.usage_report", "db.tx_log.rotation")
    expected = {name: value for name, value in settings.items() if name.startswith(careful)}
    assert len(expected) == 4
    assert {name: inside.get(name) for name in expected} == expected
