"""`scamgraph store status`: the engine and its files, whatever state they are in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import typer

from cli.open_store import open_as_is
from cli.options import EngineOption, FormatOption
from cli.output import Format, format_mebibytes, print_record
from cli.time_limit import run_within
from graph.engine.endpoint import Endpoint
from graph.engine.server import lifecycle, process
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.model.errors import EngineGone, EnvironmentProblem, ScamgraphError, UsageError
from graph.store.metadata import read_state

SECONDS = 5.0
"""Seconds that the engine has to answer."""


def run(engine: EngineOption = None, form: FormatOption = Format.table) -> None:
    """Show the engine's version, size, address, logs, and password file.

    If something is wrong, the row `problem` says what, and the exit code is 3.

    \b
    Example:
      scamgraph store status --format json
    """
    remote = read_remote_endpoint() if engine is None else None
    record = _read_remote(remote) if remote is not None else _read_local(engine)
    if form is Format.table:
        record |= _format_measures(record)
    print_record(record, form)
    if "problem" in record:
        raise typer.Exit(EnvironmentProblem.exit_code)


def _read_remote(remote: Endpoint) -> dict[str, Any]:
    record = {"engine": remote.engine, "running": False, "uri": remote.uri}
    return record | _explain_failure(lambda: _ask_graph(None))


def _read_local(engine: str | None) -> dict[str, Any]:
    record: dict[str, Any] = {"engine": engine, "running": False}
    return record | _explain_failure(lambda: _read_recipe(engine))


def _read_recipe(engine: str | None) -> dict[str, Any]:
    recipe = select_local_engine(engine)
    status = lifecycle.read_status(recipe)
    record = asdict(status)
    if status.pid is not None:
        answer = _explain_failure(lambda: _ask_graph(engine))
        if "problem" in answer and process.is_paused(status.pid):
            answer["problem"] = f"Its process is paused. Continue it with `kill -CONT {status.pid}`."
        return record | answer
    pid = process.find_by_argument(recipe.marker)
    if pid is not None:
        record["problem"] = (
            f"It runs as process {pid}, but {lifecycle.state_file(recipe)} is missing or damaged. "
            "The next command that needs the engine writes it again."
        )
    return record


def _ask_graph(engine: str | None) -> dict[str, Any]:
    return run_within(SECONDS, lambda: _read_graph(engine))


def _read_graph(engine: str | None) -> dict[str, Any]:
    with open_as_is(engine, start=False) as store:
        server = {"engine": store.engine, "running": True, "version": store.version, "uri": store.uri}
        state = read_state(store)
        return {**server, "revision": state.revision, "unfinished": state.loading}


def _explain_failure(read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what `read` returns; if it fails or takes too long, a problem instead. Raises UsageError."""
    try:
        return read()
    except UsageError:
        raise
    except TimeoutError:
        return {"problem": f"It does not answer within {SECONDS:g} s. Its log may say why."}
    except EngineGone as error:  # its hint is to look here
        return {"problem": error.message}
    except ScamgraphError as error:
        return {"problem": f"{error.message} {error.hint}".strip()}
    except Exception as error:
        return {"problem": str(error) or type(error).__name__}


def _format_measures(record: dict[str, Any]) -> dict[str, str]:
    """Return sizes and times as people read them."""
    measured = [name for name in ("size", "memory") if record.get(name) is not None]
    sizes = {name: format_mebibytes(record[name]) for name in measured}
    uptime = record.get("uptime")
    return sizes if uptime is None else {**sizes, "uptime": _format_duration(uptime)}


def _format_duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min {rest:02} s"
