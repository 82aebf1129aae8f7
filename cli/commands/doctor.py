"""`scamgraph doctor`: what is installed, what is missing, what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from cli.options import EngineOption, FormatOption
from cli.output import Format, print_rows, print_stderr
from graph.engine.server.lifecycle import read_status
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.model.errors import GraphDamaged, InputError, ScamgraphError
from graph.model.install_hints import describe_install, describe_package_install
from graph.store.server_limits import read_server_limits
from graph.store.store import Store, open_store
from graph.store.wholeness import check_wholeness
from graph.write.deep_check import check_deeply
from ingest.texts.text_store import find_texts

PACKAGES = ("neo4j", "neo4j-rust-ext", "arcadedb-embedded", "msgspec", "networkx", "rapidfuzz", "edtf")
EXTRAS = {"py2neo": "py2neo", "pandas": "pandas", "typst": "pdf"}
PROGRAMS = {
    "java": ("a local Neo4j", "Debian: openjdk-17-jre-headless"),
    "mvn": ("a local Neo4j", "Debian: maven"),
    "node": ("building the explorer", "Debian: nodejs, npm"),
    "chromium": ("the tests of the pages", "Debian: chromium"),
}


def run(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read the whole graph: record, links, facts, and indexes.")
    ] = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Check what is installed, what is missing, and whether the graph is whole.

    A local engine that is not running is started for --deep only.

    \b
    Examples:
      scamgraph doctor
      scamgraph doctor --deep
    """
    rows = [
        *_check_python(),
        *_check_packages(),
        *_check_programs(),
        *_check_engines(engine),
        *_check_texts(),
        *_check_graph(engine, deep=deep),
    ]
    print_rows(rows, ("what", "state", "detail", "remedy"), form)
    raise typer.Exit(3 if any(row["state"] in {"broken", "incomplete"} for row in rows) else 0)


def _build_row(what: str, state: str, detail: str = "", remedy: str = "") -> dict[str, str]:
    return {"what": what, "state": state, "detail": detail, "remedy": remedy}


def _check_python() -> Iterator[dict[str, str]]:
    yield _build_row("python", "good", sys.version.split()[0])


def _check_packages() -> Iterator[dict[str, str]]:
    for package in PACKAGES:
        try:
            yield _build_row(package, "good", importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield _build_row(package, "broken", "not installed", describe_package_install(package))
    for package, extra in EXTRAS.items():
        if importlib.util.find_spec(package):
            yield _build_row(package, "good", importlib.metadata.version(package))
        else:
            yield _build_row(package, "not there", "optional", describe_install(extra))


def _check_programs() -> Iterator[dict[str, str]]:
    for program, (purpose, remedy) in PROGRAMS.items():
        path = shutil.which(program)
        yield (
            _build_row(program, "good", path)
            if path
            else _build_row(program, "not there", f"for {purpose}", remedy)
        )


def _check_graph(engine: str | None, *, deep: bool) -> Iterator[dict[str, str]]:
    """Check whether the graph is complete: by the engine's counts, and with `deep` by all its content."""
    try:
        with open_store(engine, start=deep) as store:
            try:
                found = check_wholeness(store)
                claims = f"{found.claims:,} claims, revision {found.revision}"
                if found.is_whole:
                    yield _build_row("graph", "good", claims)
                else:
                    state = "incomplete" if found.claims else "not there"
                    yield _build_row("graph", state, found.unfinished, found.remedy)
            except GraphDamaged as error:
                yield _build_row("graph", "broken", error.message, error.hint)
            if deep:
                print_stderr("Reading the whole graph ...")
                for one in check_deeply(store):
                    detail = "; ".join(one.faults) or one.detail
                    remedy = "" if one.is_good else one.remedy
                    yield _build_row(
                        f"graph: {one.check}", "good" if one.is_good else "broken", detail, remedy
                    )
    except ScamgraphError as error:
        if deep:
            yield _build_row("graph", "broken", error.message, error.hint)


def _check_engines(engine: str | None) -> Iterator[dict[str, str]]:
    try:
        remote = read_remote_endpoint() if engine is None else None
        if remote is not None:
            with open_store(start=False) as store:
                yield _build_row("NEO4J_URI", "good", f"Neo4j {store.version} at {store.uri}")
                yield from _check_limits(store)
            return
        found = read_status(select_local_engine(engine))
    except ScamgraphError as error:
        yield _build_row("engine", "broken", error.message, error.hint)
        return
    state = f"running at {found.uri}" if found.running else "not running"
    yield _build_row(f"engine ({found.engine})", "good", f"{found.version}, {state}, {found.folder}")


def _check_limits(store: Store) -> Iterator[dict[str, str]]:
    """Name the limits that the server lacks; they are its owner's to set, so none of them is a fault here."""
    for limit in read_server_limits(store):
        what = f"limit {limit.setting}"
        if limit.is_set is None:
            yield _build_row(what, "unknown", "this login may not read the server's settings")
        elif limit.is_set:
            yield _build_row(what, "good", f"{limit.value}: {limit.purpose}")
        else:
            yield _build_row(
                what, "not there", f"without it not sure: {limit.purpose}", f"set {limit.remedy}"
            )


def _check_texts() -> Iterator[dict[str, str]]:
    try:
        held = len(find_texts().paths)
    except InputError as error:
        yield _build_row("texts", "broken", error.message, error.hint)
        return
    if held:
        yield _build_row("texts", "good", f"{held} texts")
    else:
        yield _build_row(
            "texts", "not there", "quotes cannot be shown", "set SCAMGRAPH_TEXTS to a folder of texts"
        )
