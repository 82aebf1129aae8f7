"""The components of scamgraph, read from the lock files: Python, JavaScript, and the Java inside a wheel."""

from __future__ import annotations

import base64
import importlib.metadata
import json
import re
from dataclasses import dataclass
from pathlib import Path

from pip_requirements_parser import RequirementsFile

ROOT = Path(__file__).resolve().parent.parent
PYTHON_LOCKS = {
    "requirements.lock": "run",
    "requirements-build.lock": "develop",
    "requirements-node.lock": "develop",
    "requirements-dev.lock": "develop",
}
"""What the packages of each lock file are for. `run`: a user gets them; `develop`: only we do."""
ENGINE = "arcadedb-embedded"
"""The wheel with a Java runtime inside."""
JAR_HOLDERS = (ENGINE, "jpype1")


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """A package, jar or runtime. `hashes` are pairs of algorithm and hexadecimal digest."""

    kind: str
    name: str
    version: str
    use: str
    hashes: tuple[tuple[str, str], ...]
    licence: str = ""
    """The licence that the lock file states, if it does."""
    inside: str = ""
    """The wheel that contains it."""


def read_components() -> list[Component]:
    """Return all components, sorted; a package of several lock files is listed once, as run if it is run."""
    components: dict[tuple[str, str, str], Component] = {}
    for component in [*_read_python(), *_read_npm(), *_read_jars(), _read_java_runtime()]:
        components.setdefault((component.kind, component.name, component.version), component)
    return sorted(components.values())


def _read_python() -> list[Component]:
    return [
        Component(
            "pypi",
            locked.name,
            locked.get_pinned_version,
            use,
            tuple(tuple(option.split(":", 1)) for option in locked.hash_options),
        )
        for lock, use in PYTHON_LOCKS.items()
        for locked in RequirementsFile.from_file(str(ROOT / lock)).requirements
    ]


def _read_npm() -> list[Component]:
    packages = json.loads((ROOT / "explorer" / "package-lock.json").read_text("utf-8"))["packages"]
    return [
        Component(
            "npm",
            path.rpartition("node_modules/")[2],
            package["version"],
            "develop" if package.get("dev") else "run",
            (_decode_integrity(package["integrity"]),),
            package.get("license", ""),
        )
        for path, package in packages.items()
        if path
    ]


def _decode_integrity(integrity: str) -> tuple[str, str]:
    algorithm, _, digest = integrity.partition("-")
    return algorithm, base64.b64decode(digest).hex()


def _read_jars() -> list[Component]:
    """Read the jars from the records of the wheels, whose own hashes are in the lock file."""
    jars = []
    for holder in JAR_HOLDERS:
        distribution = importlib.metadata.distribution(holder)
        for file in distribution.files or []:
            if file.suffix == ".jar" and "jre" not in file.parts and file.hash is not None:
                named = re.fullmatch(r"(.+?)-(\d.*)", file.stem)
                name, version = named.groups() if named else (file.stem, distribution.version)
                digest = base64.urlsafe_b64decode(file.hash.value + "=").hex()
                hashes = ((file.hash.mode, digest),)
                jars.append(Component("jar", name, version, "run", hashes, inside=holder))
    return jars


def _read_java_runtime() -> Component:
    release = importlib.metadata.distribution(ENGINE).locate_file("arcadedb_embedded/jre/release")
    version = re.search(r'^JAVA_VERSION="(.+)"$', Path(str(release)).read_text("utf-8"), re.MULTILINE)
    return Component("jar", "openjdk", version[1] if version else "", "run", (), inside=ENGINE)
