"""The server of `scamgraph serve`, until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn

from api.app import build_application
from api.engine_watch import EngineWatch
from api.listener import build_server_config
from api.middleware.log import ForwardingHandler, build_logger
from api.service import Service
from api.settings import Settings
from cli.open_store import find_passages_file, open_as_is
from cli.output import print_stderr
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.model.errors import EnvironmentProblem
from graph.store.store import open_store
from ingest.texts.text_store import find_texts

SWITCH_SECONDS = 0.0005


def serve(settings: Settings, address: tuple[str, int], texts: Path | None, engine: str | None) -> None:
    """Listen on `address`, a host and a port, and answer until a signal."""
    # Answers wait for the interpreter after each message of the engine: beside a report or a drawing the
    # default of 5 ms makes pages three times slower.
    sys.setswitchinterval(SWITCH_SECONDS)
    library = find_texts(texts)
    listening = _open_socket(*address)
    open_as_is(engine).close()  # an engine that cannot be had is told at once, and a local one is started
    remote = engine is None and read_remote_endpoint() is not None
    recipe = None if remote else select_local_engine(engine)
    watch = EngineWatch(lambda: open_store(engine, start=False), settings, recipe)
    service = Service(
        settings, watch, library.get, frozenset(library.paths), find_passages_file(library.paths)
    )
    log = build_logger()
    for name in ("uvicorn.error", "graph"):
        source = logging.getLogger(name)
        source.handlers, source.propagate = [ForwardingHandler(log)], False
    config = build_server_config(build_application(service, log), settings)
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    print_stderr(f"http://{host}:{listening.getsockname()[1]}/   (Ctrl-C ends it)")
    uvicorn.Server(config).run(sockets=[listening])


def _open_socket(host: str, port: int) -> socket.socket:
    """Open a listening socket, so that a port in use is reported before anything starts.

    Raises EnvironmentProblem if the port is not free.
    """
    family: Any = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, its connections send at once: otherwise an answer's second packet waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # who opens the address as soon as it is printed waits, and is not refused
    except OSError as error:
        listening.close()
        raise EnvironmentProblem(
            f"{host}:{port} is not free: {error.strerror or error}", hint="Choose another --port."
        ) from error
    return listening
