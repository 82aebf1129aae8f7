"""`scamgraph serve`: the HTTP interface and the pages."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.help import RUN
from cli.options import EngineOption, TextsOption, open_as_is
from cli.output import print_line, print_stderr
from graph.model.errors import EnvironmentProblem, UsageError

if TYPE_CHECKING:
    import socket

    from api.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
HEADERS_AT_MOST = 32 * 1024
GRACE_SECONDS = 10


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(rich_help_panel=RUN)(serve)


def serve(  # noqa: PLR0913, PLR0917 - each is an option of the command
    host: Annotated[
        str, typer.Option(help="Address to listen on; a public one needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")
    ] = 8350,
    cypher: Annotated[
        bool, typer.Option("--cypher/--no-cypher", help="Allow read-only Cypher queries.")
    ] = True,
    token_file: Annotated[
        Path | None, typer.Option(help="Require the token whose digest is in this file.", show_default=False)
    ] = None,
    new_token: Annotated[
        Path | None,
        typer.Option(
            help="Create a token: print it once and write its digest to this file.", show_default=False
        ),
    ] = None,
    texts: TextsOption = None,
    engine: EngineOption = None,
) -> None:
    """Start the explorer and the HTTP interface.

    Only this machine can connect, unless you set a token.

    \b
    Examples:
      scamgraph serve                       (then open http://127.0.0.1:8350/)
      scamgraph serve --new-token ~/scamgraph.token
      scamgraph serve --host 0.0.0.0 --token-file ~/scamgraph.token
    """
    if new_token is not None:
        from api.tokens import create_token as make  # noqa: PLC0415 - only what is asked for

        print_line(make(new_token))
        print_stderr(f"{new_token} holds its digest. This is the only time the token is shown.")
        return
    settings = _build_settings(host, cypher, token_file)
    _run(settings, (host, port), texts, engine)


def _build_settings(host: str, cypher: bool, token_file: Path | None) -> Settings:
    from api.settings import Settings  # noqa: PLC0415
    from api.tokens import read_digest  # noqa: PLC0415

    if token_file is not None:
        hosts = Settings.list_hosts(host in LOOPBACK)
        return Settings(cypher=cypher, token_sha256=read_digest(token_file), hosts=hosts)
    if host not in LOOPBACK:
        raise UsageError(
            f"{host} is reached from other machines: that takes a token.",
            hint="Make one with `scamgraph serve --new-token FILE`, and add --token-file FILE.",
        )
    return Settings(cypher=cypher)


def _run(settings: Settings, address: tuple[str, int], texts: Path | None, engine: str | None) -> None:
    import uvicorn  # noqa: PLC0415 - heavy

    from api.app import build_application  # noqa: PLC0415
    from api.middleware.log import ForwardingHandler, build_logger  # noqa: PLC0415
    from api.service import Service  # noqa: PLC0415
    from ingest.texts.text_store import find_texts  # noqa: PLC0415

    held = find_texts(texts)
    listening = _open_socket(*address)
    open_as_is(engine).close()  # an engine that cannot be had is told at once, and a local one is started
    service = Service(settings, lambda: open_as_is(engine, start=False), held.get, frozenset(held.paths))
    log = build_logger()
    said = logging.getLogger("uvicorn.error")
    said.handlers, said.propagate = [ForwardingHandler(log)], False
    config = uvicorn.Config(
        build_application(service, log),
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=HEADERS_AT_MOST,
        limit_concurrency=500,
        timeout_graceful_shutdown=GRACE_SECONDS,
        http="h11",
        ws="none",
    )
    name = f"[{address[0]}]" if ":" in address[0] else address[0]
    print_stderr(f"http://{name}:{listening.getsockname()[1]}/   (Ctrl-C ends it)")
    uvicorn.Server(config).run(sockets=[listening])


def _open_socket(host: str, port: int) -> socket.socket:
    """Open a listening socket, so that a port in use is reported before anything starts.

    Raises EnvironmentProblem if the port is not free.
    """
    import socket  # noqa: PLC0415

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
