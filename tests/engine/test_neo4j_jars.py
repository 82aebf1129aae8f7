"""The jars of Neo4j: fetched whole, and only as they were released."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph.engine.private_files import ensure_cache_folder
from graph.engine.server.local_neo4j import LONG_TERM, NEWEST
from graph.engine.server.neo4j_jars import check_jars, ensure_jars
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import EnvironmentProblem
from tests.conftest import ROOT

FOLDER = ROOT / "graph" / "engine" / "server"


@pytest.mark.parametrize("version", [LONG_TERM, NEWEST])
def test_the_digests_of_both_usual_versions_are_recorded(version: str) -> None:
    lines = (FOLDER / f"neo4j-{version}.sha256").read_text(encoding="ascii").splitlines()
    names = [line.split("  ")[1] for line in lines]
    assert f"neo4j-server-{version}.jar" in names
    assert names == sorted(set(names))


@pytest.mark.neo4j
def test_what_was_fetched_is_what_is_recorded(tmp_path: Path) -> None:
    lib = ensure_jars(select_local_engine("neo4j", home=tmp_path, version="5.26.30").version)
    check_jars("5.26.30", lib)
    for jar in lib.iterdir():
        (tmp_path / jar.name).symlink_to(jar)
    check_jars("5.26.30", tmp_path)
    (tmp_path / "added.jar").touch()
    with pytest.raises(EnvironmentProblem, match=r"added\.jar"):
        check_jars("5.26.30", tmp_path)
    (tmp_path / "added.jar").unlink()
    (tmp_path / "asm-9.7.1.jar").unlink()
    with pytest.raises(EnvironmentProblem, match=r"asm-9\.7\.1\.jar"):
        check_jars("5.26.30", tmp_path)


def test_another_jar_under_the_same_name_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Maven that fetches from somewhere else."""
    maven = tmp_path / "mvn"
    maven.write_text(
        "#!/bin/sh\n"
        'for option; do folder=${option#-DoutputDirectory=}; done\nmkdir "$folder"\n'
        'echo other > "$folder/neo4j-server-5.26.30.jar"\n'
    )
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(EnvironmentProblem, match="not those that were released"):
        ensure_jars("5.26.30")
    assert not (ensure_cache_folder() / "neo4j-5.26.30" / "lib").exists()
