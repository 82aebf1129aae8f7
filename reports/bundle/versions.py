"""Versions of what makes a bundle: files of another version may differ, so they cannot be remade here."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from graph.model.ontology import load_ontology

RULE_PACKAGES = ("graph",)
"""Packages on which the records' digest depends: records, vocabulary, rules and stored rows."""
CODE_PACKAGES = ("graph", "ingest", "queries", "reports")
"""Packages that make the files of a bundle."""
LIBRARIES = ("networkx", "numpy", "msgspec")
"""Libraries whose version shows in files: graph files, layouts, and JSON."""
_SUFFIXES = (".py", ".yaml", ".cypher", ".json", ".topojson", ".html", ".css")


class Versions(NamedTuple):
    """The versions that a manifest names.

    `rules` and `code` are hashes of source files. `code` covers everything else here: bundles with the
    same `code` have the same files, and the same values of all other fields.
    """

    scamgraph: str
    ontology: int
    libraries: str
    rules: str
    code: str

    def __str__(self) -> str:
        return (
            f"scamgraph {self.scamgraph} (code {self.code[:12]}, ontology {self.ontology}, {self.libraries})"
        )


@cache
def load_versions() -> Versions:
    """Return the versions of this installation; the source files are read once."""
    scamgraph = _read_version("scamgraph")
    libraries = ", ".join(f"{name} {_read_version(name)}" for name in LIBRARIES)
    ontology = load_ontology().version
    code = hashlib.sha256(f"{scamgraph}\n{ontology}\n{libraries}".encode())
    code.update(_hash_sources(CODE_PACKAGES))
    return Versions(scamgraph, ontology, libraries, _hash_sources(RULE_PACKAGES).hex(), code.hexdigest())


def _hash_sources(packages: tuple[str, ...]) -> bytes:
    """Return the SHA-256 of the source files of packages, by name; line ends make no difference."""
    total = hashlib.sha256()
    for package in packages:
        for name, path in sorted(_list_sources(package)):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.digest()


def _list_sources(package: str) -> list[tuple[str, Path]]:
    spec = find_spec(package)
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    return [
        (f"{package}/{path.relative_to(folder).as_posix()}", path)
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES and path.is_file()
    ]


def _read_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
