"""`scamgraph serve`: the HTTP interface and the pages."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings
from api.tokens import create_token, read_digest
from cli.options import EngineOption, TextsOption
from cli.output import print_line, print_stderr
from graph.model.errors import UsageError

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    proxy: Annotated[
        str,
        typer.Option(
            help="Address of a proxy in front: its X-Forwarded-For tells clients apart.", show_default=False
        ),
    ] = "",
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
        print_line(create_token(new_token))
        print_stderr(f"{new_token} holds its digest. This is the only time the token is shown.")
        return
    settings = replace(build_settings(host, cypher, token_file), proxy=check_proxy(proxy))
    from cli.server import serve  # noqa: PLC0415 - 0.9 s: help and new tokens do without

    serve(settings, (host, port), texts, engine)


def build_settings(host: str, cypher: bool, token_file: Path | None) -> Settings:
    """Return the settings for this address. Raises UsageError for a public one without a token."""
    if token_file is not None:
        hosts = Settings.list_hosts(host in LOOPBACK)
        return Settings(cypher=cypher, token_sha256=read_digest(token_file), hosts=hosts)
    if host not in LOOPBACK:
        raise UsageError(
            f"{host} is reached from other machines: that takes a token.",
            hint="Make one with `scamgraph serve --new-token FILE`, and add --token-file FILE.",
        )
    return Settings(cypher=cypher)


def check_proxy(address: str) -> str:
    """Return the address of a proxy. Raises UsageError for anything but one address: * trusts everyone."""
    try:
        return str(ip_address(address)) if address else ""
    except ValueError:
        raise UsageError(
            f"{address!r} is no address of a proxy.", hint="Give one address, such as --proxy 127.0.0.1."
        ) from None
