"""The command line inside this process: what it writes and its exit code, without the start of a Python.

What only a process shows (broken pipes, signals, a traceback at exit) is tested with one, in `tests/cli`.
"""

from __future__ import annotations

import sys
from subprocess import CompletedProcess

import pytest
from typer.testing import CliRunner

from cli.main import main


def run_inside(*arguments: str, env: dict[str, str | None] | None = None) -> CompletedProcess[str]:
    """Run `scamgraph` with these arguments; `env` sets variables, or unsets those that are None."""
    runner = CliRunner()
    with runner.isolation(env=env) as (out, err, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["scamgraph", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        code = ended.value.code
        written, told = out.getvalue().decode(), err.getvalue().decode()
    return CompletedProcess(arguments, code if isinstance(code, int) else 1, written, told)
