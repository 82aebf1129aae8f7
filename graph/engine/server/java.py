"""The Java installations of this machine, for the Neo4j that it runs (the embedded engine brings its own)."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.model.errors import EnvironmentProblem

SYSTEM_FOLDER = Path("/usr/lib/jvm")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java installation: its home, its major version, and whether it can compile (a JDK, not a JRE)."""

    home: Path
    major: int
    compiles: bool

    @property
    def command(self) -> Path:
        """Return the path of the `java` command."""
        return self.home / "bin" / "java"


def list_installations() -> list[Java]:
    """List the Java installations in order of preference: JAVA_HOME, the PATH, /usr/lib/jvm."""
    installations: dict[Path, Java] = {}
    for home in _iter_homes():
        real = home.resolve()
        major = _read_major_version(real)
        if real not in installations and major and (real / "bin" / "java").exists():
            installations[real] = Java(real, major, (real / "bin" / "javac").exists())
    return list(installations.values())


def find_java(lowest: int, highest: int | None, *, compiler: bool, package: str) -> Java:
    """Return the preferred Java from version `lowest` to `highest` (None: no limit), a JDK if `compiler`.

    Raises EnvironmentProblem that names the Debian `package` with a suitable Java.
    """
    javas = list_installations()
    for java in javas:
        if lowest <= java.major <= (highest or java.major) and (java.compiles or not compiler):
            return java
    versions = f"Java {lowest} or later" if highest is None else f"Java {lowest} to {highest}"
    seen = ", ".join(f"{java.home} ({java.major})" for java in javas) or "none"
    raise EnvironmentProblem(
        f"Neo4j needs {versions}{' with its compiler' if compiler else ''}; found: {seen}.",
        hint=f"Install it (Debian: `apt-get install {package}`) or point JAVA_HOME at it.",
    )


def _iter_homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if command := shutil.which("java"):
        yield Path(command).resolve().parent.parent
    if SYSTEM_FOLDER.is_dir():
        yield from sorted(SYSTEM_FOLDER.iterdir())


def _read_major_version(home: Path) -> int | None:
    """Read the major version from the `release` file that every installation has; start no JVM."""
    try:
        release = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return None
    match = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', release, re.MULTILINE)
    return int(match[1]) if match else None
