"""`scamgraph store status`: the engine and its files."""

from __future__ import annotations

from dataclasses import asdict

from cli.open_store import open_as_is
from cli.options import EngineOption, FormatOption
from cli.output import Format, format_mebibytes, print_record
from graph.engine.server.lifecycle import read_status
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.store.metadata import read_state
from graph.store.store import Store


def run(engine: EngineOption = None, form: FormatOption = Format.table) -> None:
    """Show the engine's version, size, address, logs, and password file.

    \b
    Example:
      scamgraph store status --format json
    """
    remote = read_remote_endpoint() if engine is None else None
    if remote is not None:
        with open_as_is(None) as store:
            print_record(
                {
                    "engine": store.engine,
                    "running": True,
                    "version": store.version,
                    "uri": store.uri,
                    **_read_graph_state(store),
                },
                form,
            )
        return
    found = read_status(select_local_engine(engine))
    record = asdict(found)
    if found.running:
        with open_as_is(engine, start=False) as store:
            record |= _read_graph_state(store)
    if form is Format.table:
        record["size"] = format_mebibytes(found.size)
        record["memory"] = format_mebibytes(found.memory) if found.memory else None
        record["uptime"] = _format_duration(found.uptime) if found.uptime is not None else None
    print_record(record, form)


def _read_graph_state(store: Store) -> dict[str, object]:
    state = read_state(store)
    return {"revision": state.revision, "unfinished": state.loading}


def _format_duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min {rest:02} s"
