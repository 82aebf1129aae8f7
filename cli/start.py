"""Start page of `scamgraph` without a command: what it is, what to try, where help is; `--version`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import find_command, print_line, print_text, set_debugging

PITCH = (
    "Who says what about Cambodia's scam compounds: every fact with its words, speaker, document, and date."
)
TO_TRY = (
    ("scamgraph ask who-says 1440", "Who says this number?"),
    ('scamgraph ask about "Chen Zhi"', "What do the sources say about him?"),
    ("scamgraph serve", "Open the explorer in your browser."),
)
HELP = (
    ("scamgraph queries", "All questions, by group."),
    ("scamgraph --help", "All commands."),
    ("scamgraph COMMAND --help", "One command, with examples."),
)
COLUMN = 34


def print_version(wanted: bool) -> None:
    """Print the version of the installed package and exit."""
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - other commands do without

        print_line(f"scamgraph {version('scamgraph')}")
        raise typer.Exit


def start(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=print_version, is_eager=True),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show the traceback of an error, with the engine's own message."),
    ] = False,
) -> None:
    """Print the start page if no command is given."""
    if debug:
        set_debugging()
    if context.invoked_subcommand is None:
        print_text(PITCH)
        _print_commands("First, once", (("scamgraph ingest", "Load the five articles."),))
        _print_commands("Then try", TO_TRY)
        _print_commands("Help", HELP)


def _print_commands(heading: str, commands: tuple[tuple[str, str], ...]) -> None:
    print_line()
    print_text(f"{heading}:", style="bold")
    called = find_command()
    for command, text in commands:
        print_line(f"  {called + command.removeprefix('scamgraph'):<{COLUMN}}{text}")
