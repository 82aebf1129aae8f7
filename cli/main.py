"""Entry point of the `scamgraph` command line.

Exit codes: 0 good, 1 the input or question, 2 usage, 3 the environment.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from cli import start
from cli.catalogue import build_commands
from cli.help import GroupedCommands
from cli.output import is_debugging, is_incomplete, print_stderr, print_stderr_wrapped, reset_output
from graph.engine.file_limit import build_file_limit_error, has_hit_file_limit
from graph.model.characters import make_visible
from graph.model.errors import EnvironmentProblem, ScamgraphError

ABOUT = "A knowledge graph in which every fact leads back to exact words, a speaker, a document, and a date."
EPILOG = "Start with `scamgraph ingest`, then `scamgraph queries`. `scamgraph COMMAND --help` shows examples."


_USAGE_ERROR: type[Exception] = typer.BadParameter.mro()[1]
"""The error of Typer for every wrong command line; it has no public name for it."""


class Scamgraph(GroupedCommands):
    """The group of all commands."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for command in build_commands():
            self.add_command(command)

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Return the context; what an error repeats of the command line steers no terminal."""
        with _make_usage_errors_visible():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what an error repeats of the command line steers no terminal."""
        with _make_usage_errors_visible():
            return super().invoke(ctx)


@contextmanager
def _make_usage_errors_visible() -> Iterator[None]:
    try:
        yield
    except _USAGE_ERROR as error:
        error.message = make_visible(error.message)  # type: ignore[attr-defined]
        raise


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
    """Run the command line; print an error as one message with an exit code.

    With `--debug`, and for an error that is a fault of this code, its traceback is printed, too.
    """
    _open_closed_streams()
    reset_output()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _run()
    except ScamgraphError as error:
        code = _report_error(error)
    except OSError as error:
        code = _report_os_error(error)
    except Exception:  # the traceback that Python prints itself can steer a terminal
        print_stderr(traceback.format_exc())
        code = 1
    sys.exit(EnvironmentProblem.exit_code if is_incomplete() else code)


def _open_closed_streams() -> None:
    """Let streams that the caller has closed be empty: Python has None for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end


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
    if is_debugging():
        print_stderr("".join(traceback.format_exception(error)))
    if has_hit_file_limit(error):
        error = build_file_limit_error()
    for line in f"Error: {error.message}".splitlines():
        # What is indented is laid out already, such as a mark under a place of a query.
        (print_stderr if line.startswith(" ") else print_stderr_wrapped)(line)
    if error.hint:
        print_stderr_wrapped(error.hint, first="  ")
    return error.exit_code


def _report_os_error(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else ""
    hint = "Make room and run the command again." if error.errno == errno.ENOSPC else ""
    problem = EnvironmentProblem(f"{where}{error.strerror or error}", hint=hint)
    problem.__cause__ = error
    return _report_error(problem)


if __name__ == "__main__":
    main()
