"""`scamgraph doctor`: what is installed, what is missing, what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Iterator

import typer

from cli.help import RUN
from cli.options import FormatOption
from cli.output import Format, emit
from graph.install_hints import describe_install, describe_package_install

PACKAGES = ("neo4j", "neo4j-rust-ext", "arcadedb-embedded", "msgspec", "networkx", "rapidfuzz", "edtf")
EXTRAS = {"py2neo": "py2neo", "pandas": "pandas", "typst": "pdf"}
PROGRAMS = {
    "java": ("a local Neo4j", "Debian: openjdk-17-jre-headless"),
    "mvn": ("a local Neo4j", "Debian: maven"),
    "node": ("building the explorer", "Debian: nodejs, npm"),
    "chromium": ("the tests of the pages", "Debian: chromium"),
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=RUN)(doctor)


def doctor(form: FormatOption = Format.table) -> None:
    """Check what is installed and say how to install what is missing.

    \b
    Example:
      scamgraph doctor
    """
    rows = [*_python(), *_packages(), *_programs(), *_engines(), *_texts()]
    emit(rows, ("what", "state", "detail", "remedy"), form)
    raise typer.Exit(3 if any(row["state"] == "broken" for row in rows) else 0)


def _row(what: str, state: str, detail: str = "", remedy: str = "") -> dict[str, str]:
    return {"what": what, "state": state, "detail": detail, "remedy": remedy}


def _python() -> Iterator[dict[str, str]]:
    yield _row("python", "good", sys.version.split()[0])


def _packages() -> Iterator[dict[str, str]]:
    for package in PACKAGES:
        try:
            yield _row(package, "good", importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield _row(package, "broken", "not installed", describe_package_install(package))
    for package, extra in EXTRAS.items():
        if importlib.util.find_spec(package):
            yield _row(package, "good", importlib.metadata.version(package))
        else:
            yield _row(package, "not there", "optional", describe_install(extra))


def _programs() -> Iterator[dict[str, str]]:
    for program, (purpose, remedy) in PROGRAMS.items():
        path = shutil.which(program)
        yield _row(program, "good", path) if path else _row(program, "not there", f"for {purpose}", remedy)


def _engines() -> Iterator[dict[str, str]]:
    from graph.engine.choose import local_engine, remote_endpoint  # noqa: PLC0415
    from graph.engine.lifecycle import status  # noqa: PLC0415
    from graph.errors import ScamgraphError  # noqa: PLC0415
    from graph.store import open_store  # noqa: PLC0415

    try:
        remote = remote_endpoint()
        if remote is not None:
            with open_store(start=False) as store:
                yield _row("NEO4J_URI", "good", f"Neo4j {store.version} at {store.uri}")
            return
        found = status(local_engine())
    except ScamgraphError as error:
        yield _row("engine", "broken", error.message, error.hint)
        return
    state = f"running at {found.uri}" if found.running else "not running"
    yield _row(f"engine ({found.engine})", "good", f"{found.version}, {state}, {found.folder}")


def _texts() -> Iterator[dict[str, str]]:
    from graph.errors import InputError  # noqa: PLC0415
    from ingest.texts import find_texts  # noqa: PLC0415

    try:
        held = len(find_texts().paths)
    except InputError as error:
        yield _row("texts", "broken", error.message, error.hint)
        return
    if held:
        yield _row("texts", "good", f"{held} texts held")
    else:
        yield _row("texts", "not there", "quotes cannot be shown", "set SCAMGRAPH_TEXTS to a folder of texts")
