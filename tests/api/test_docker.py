"""Dockerfile and docker-compose.yml: linted, readable, not root, published on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return settings


def test_the_dockerfile_has_no_finding() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.compose
def test_docker_compose_reads_it() -> None:
    environment = {**os.environ, "NEO4J_PASSWORD": "a password of a test"}
    done = subprocess.run(
        ["docker-compose", "config", "--quiet"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_image_is_made_in_stages_and_is_not_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("FROM ") for line in lines) == 2
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users and users[-1] not in ("root", "0")
    assert "--require-hashes" in "".join(lines)


def test_the_interface_is_published_on_this_machine_only_and_asks_for_a_token(
    compose: dict[str, Any],
) -> None:
    api = compose["services"]["api"]
    assert api["ports"] and all(port.startswith("127.0.0.1:") for port in api["ports"])
    assert "--token-file" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert api["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert api["environment"]["NEO4J_PASSWORD"].startswith("${NEO4J_PASSWORD:?")
    assert api["read_only"] and api["cap_drop"] == ["ALL"]
