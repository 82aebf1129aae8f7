"""The bill of materials: valid, complete, the same each time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cyclonedx.validation.json import JsonStrictValidator
from pip_requirements_parser import RequirementsFile

from supply.components import PYTHON_LOCKS, read_components
from supply.sbom import SCHEMA, build_sbom
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def text() -> str:
    return build_sbom(read_components())


@pytest.fixture(scope="module")
def entries(text: str) -> dict[str, Any]:
    return {entry["bom-ref"]: entry for entry in json.loads(text)["components"]}


def test_it_is_valid_and_the_same_each_time(text: str) -> None:
    validator = JsonStrictValidator(SCHEMA)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"type": "library"', '"type": "book"', 1)) is not None
    assert build_sbom(list(reversed(read_components()))) == text
    assert "serialNumber" not in text and "timestamp" not in text


def test_every_locked_package_is_in_it_with_its_hashes(entries: dict[str, Any]) -> None:
    for lock in PYTHON_LOCKS:
        for locked in RequirementsFile.from_file(str(ROOT / lock)).requirements:
            entry = entries[f"pypi:{locked.name}@{locked.get_pinned_version}"]
            assert {f"sha256:{digest['content']}" for digest in entry["hashes"]} == set(locked.hash_options)
    packages = json.loads((ROOT / "explorer" / "package-lock.json").read_text("utf-8"))["packages"]
    npm = [entry for entry in entries.values() if entry["bom-ref"].startswith("npm:")]
    assert len(npm) == len(packages) - 1, "all but the project itself"
    assert all(len(digest["content"]) == 128 for entry in npm for digest in entry["hashes"])


def test_what_users_get_is_told_from_tools(entries: dict[str, Any]) -> None:
    scopes = {entry["name"]: entry["scope"] for entry in entries.values()}
    assert {scopes[name] for name in ("fastapi", "preact", "arcadedb-engine")} == {"required"}
    assert {scopes[name] for name in ("pytest", "hatchling", "esbuild")} == {"excluded"}


def test_jars_belong_to_the_wheel_that_holds_them(text: str, entries: dict[str, Any]) -> None:
    inside = {entry["ref"]: entry.get("dependsOn", []) for entry in json.loads(text)["dependencies"]}
    (engine,) = [ref for ref in entries if ref.startswith("pypi:arcadedb-embedded@")]
    names = {entries[ref]["name"] for ref in inside[engine]}
    assert {"arcadedb-engine", "lucene-core", "openjdk"} <= names and "org.jpype" not in names
    jars = [entry for entry in entries.values() if entry["bom-ref"].startswith("jar:")]
    assert all(entry["hashes"] for entry in jars if entry["name"] != "openjdk")
    assert len(jars) == sum(len(refs) for ref, refs in inside.items() if ref.startswith("pypi:"))
