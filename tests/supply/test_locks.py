"""Everything that an installation fetches is locked by hash."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from pip_requirements_parser import RequirementsFile

from supply.components import PYTHON_LOCKS
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_package_has_one_version_and_hashes(lock: str) -> None:
    file = RequirementsFile.from_file(str(ROOT / lock))
    assert file.requirements and not file.invalid_lines
    assert not file.options, "no index is named"
    for locked in file.requirements:
        assert locked.is_pinned, locked.name
        assert all(option.startswith("sha256:") for option in locked.hash_options) and locked.hash_options


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements-build.lock", PROJECT["build-system"]["requires"]),
        ("requirements-build.lock", PROJECT["dependency-groups"]["build"]),
        ("requirements-node.lock", PROJECT["dependency-groups"]["node"]),
        ("requirements.lock", PROJECT["project"]["dependencies"]),
    ],
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    locked = {
        package.name: package.get_pinned_version
        for package in RequirementsFile.from_file(str(ROOT / lock)).requirements
    }
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(locked[requirement.name.lower()]), requirement


def test_the_hook_and_the_lock_ask_for_the_same_node() -> None:
    """The hook names it for builds with isolation."""
    source = (ROOT / "explorer" / "building.py").read_text("utf-8")
    assert f'WHEEL = "{PROJECT["dependency-groups"]["node"][0]}"' in source


def test_only_pyicu_is_built_while_the_dependencies_are_installed() -> None:
    text = (ROOT / "scripts" / "bootstrap").read_text("utf-8")
    calls = re.findall(r"^ +(install(?:_locked)? -.+)$", text, re.MULTILINE)
    assert calls == [
        'install --require-hashes --only-binary :all: "$@"',
        "install_locked -r requirements.lock -r requirements-build.lock",
        "install --no-deps -e .",
        "install_locked -r requirements-dev.lock --no-binary pyicu # which has no wheel",
        "install_locked -r requirements-node.lock",
    ]
    assert text.count("--no-build-isolation") == 2, "with uv and with pip"


def test_the_image_installs_only_what_is_locked() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    commands = re.findall(r"pip (?:install|wheel) [^&\n]*", text)
    assert len(commands) == 4
    for command in commands:
        assert "--require-hashes --only-binary :all:" in command or "--no-index --no-deps" in command
    assert "--no-build-isolation" in text


def test_images_are_named_by_their_digest() -> None:
    base = re.search(r"^ARG BASE=(\S+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert base and DIGEST.search(base[1])
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    assert DIGEST.search(services["neo4j"]["image"])


def test_npm_packages_have_digests_and_run_no_scripts() -> None:
    packages = json.loads((ROOT / "explorer" / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
    assert '"ci", "--ignore-scripts"' in (ROOT / "explorer" / "building.py").read_text("utf-8")


def test_the_workflow_uses_fixed_actions_and_may_only_read() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job and DIGEST.search(job["container"])
    assert f"ARG BASE={job['container']}\n" in (ROOT / "Dockerfile").read_text("utf-8")
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used and all(re.search(r"@[0-9a-f]{40}$", action) for action in used)
    assert any(step.get("run") == "make test" for step in job["steps"])


@pytest.mark.slow
def test_a_wheel_is_built_from_the_source_archive_without_an_index(tmp_path: Path) -> None:
    """pip may ask no index: what builds the wheel is installed. npm may, if its cache lacks a package."""
    environment = {**os.environ, "PIP_NO_INDEX": "1", "npm_config_prefer_offline": "true"}
    environment.pop("PIP_FIND_LINKS", None)

    def run(*command: str | Path) -> None:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        assert not [
            name for name in source.getnames() if "node_modules" in name or name.endswith("/graph.js")
        ]
    wheel = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(tmp_path)]
    run(*wheel, "--no-build-isolation", archive)
    (built,) = tmp_path.glob("*.whl")
    run(
        sys.executable,
        "-c",
        f"import zipfile; zipfile.ZipFile({str(built)!r}).getinfo('api/static/graph.js')",
    )
