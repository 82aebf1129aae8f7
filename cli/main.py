"""Entry point of the `scamgraph` command line.

Exit codes: 0 good, 1 the input or question, 2 usage, 3 the environment.
"""

from __future__ import annotations

import errno
import signal
import sys
from types import FrameType
from typing import Any

import typer

from cli import start
from cli.catalogue import build_commands
from cli.help import GroupedCommands
from cli.output import is_incomplete, print_stderr_wrapped, reset_output
from graph.model.errors import EnvironmentProblem, ScamgraphError

ABOUT = "A knowledge graph in which every fact leads back to exact words, a speaker, a document, and a date."
EPILOG = "Start with `scamgraph ingest`, then `scamgraph queries`. `scamgraph COMMAND --help` shows examples."


class Scamgraph(GroupedCommands):
    """The group of all commands."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for command in build_commands():
            self.add_command(command)


app = typer.Typer(
    name="scamgraph",
    epilog=EPILOG,
    cls=Scamgraph,
    rich_markup_mode=None,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback(help=ABOUT)(start.start)


def main() -> None:
    """Run the command line; print an error as one message with an exit code, never as a traceback."""
    reset_output()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _run()
    except ScamgraphError as error:
        code = _report_error(error)
    except OSError as error:
        code = _report_error(_translate_os_error(error))
    sys.exit(EnvironmentProblem.exit_code if is_incomplete() else code)


def _run() -> int | str | None:
    """Run the command and return its exit code."""
    try:
        app(prog_name=app.info.name)
    except SystemExit as ended:
        return ended.code
    return 0


def _stop(number: int, _frame: FrameType | None) -> None:
    """Exit with a sentence; leaving the active blocks releases locks and temporary files."""
    print_stderr_wrapped(
        "Stopped by a signal. What was acknowledged is kept: run the command again to finish it."
    )
    sys.exit(128 + number)


def _report_error(error: ScamgraphError) -> int:
    for line in f"Error: {error.message}".splitlines():
        print_stderr_wrapped(line)
    if error.hint:
        print_stderr_wrapped(error.hint, first="  ")
    return error.exit_code


def _translate_os_error(error: OSError) -> ScamgraphError:
    where = f"{error.filename}: " if error.filename else ""
    hint = "Make room and run the command again." if error.errno == errno.ENOSPC else ""
    return EnvironmentProblem(f"{where}{error.strerror or error}", hint=hint)


if __name__ == "__main__":
    main()
