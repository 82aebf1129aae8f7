"""Jars of Neo4j Community, fetched into the cache by the user's own Maven; none is bundled."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from graph.engine.private_files import ensure_cache_folder, ensure_private_folder
from graph.engine.server.file_lock import lock_file
from graph.model.errors import EnvironmentProblem

_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_ARTIFACTS = (("org.neo4j.app", "neo4j-server"), ("org.neo4j", "neo4j"), ("org.neo4j", "neo4j-import-tool"))
PATIENCE = 900.0


def ensure_jars(version: str) -> Path:
    """Return the folder with the jars of Neo4j Community `version`; fetch them if they are missing.

    Raises EnvironmentProblem if Maven is missing or fails, or fetches other files than those recorded.
    """
    base = ensure_private_folder(ensure_cache_folder() / f"neo4j-{version}")
    lib = base / "lib"
    if lib.is_dir():
        return lib
    with lock_file(base / "lock", patience=PATIENCE):
        if not lib.is_dir():
            _fetch(version, base, lib)
    return lib


def _fetch(version: str, base: Path, lib: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise EnvironmentProblem(
            "Maven (mvn) is needed once, to fetch Neo4j Community.",
            hint="Install it (Debian: `apt-get install maven openjdk-17-jre-headless`).",
        )
    with tempfile.TemporaryDirectory(dir=base) as work:
        pom = Path(work) / "pom.xml"
        pom.write_text(_render_pom(version), encoding="utf-8")
        target = Path(work) / "lib"
        command = [
            maven,
            "-q",
            "-B",
            "--strict-checksums",
            "-f",
            str(pom),
            _PLUGIN,
            f"-DoutputDirectory={target}",
        ]
        done = subprocess.run(  # noqa: S603 - the user's own Maven
            command, capture_output=True, text=True, check=False
        )
        if done.returncode != 0 or not any(target.glob(f"neo4j-server-{version}.jar")):
            tail = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
            raise EnvironmentProblem(
                f"Maven could not fetch Neo4j Community {version}:\n{tail}",
                hint="Check the network and Maven's settings, and that this version exists.",
            )
        check_jars(version, target)
        target.replace(lib)  # all files or none


def check_jars(version: str, folder: Path) -> None:
    """Compare the jars in `folder` with the recorded digests; a version without any passes.

    Maven alone compares a file with the digest beside it, which comes from the same place. The set of jars is
    the same for every Java and system. Raises EnvironmentProblem if a jar differs, is missing or is unknown.
    """
    record = Path(__file__).with_name(f"neo4j-{version}.sha256")
    if not record.exists():
        return
    digests = {line[66:]: line[:64] for line in record.read_text(encoding="ascii").splitlines()}
    fetched = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.iterdir()}
    wrong = sorted(name for name, _ in digests.items() ^ fetched.items())
    if wrong:
        raise EnvironmentProblem(
            f"The jars of Neo4j Community {version} are not those that were released; first: {wrong[0]}.",
            hint="Do not use them. Check which repository Maven is set to, and empty its local copy (~/.m2).",
        )


def _render_pom(version: str) -> str:
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, artifact in _ARTIFACTS
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>scamgraph</groupId><artifactId>local-neo4j</artifactId><version>1</version>"
        f"<packaging>pom</packaging><dependencies>{dependencies}</dependencies></project>\n"
    )
