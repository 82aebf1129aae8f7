"""The command line as a person sees it: output in 80 columns, without texts, never a traceback."""

from __future__ import annotations

from subprocess import CompletedProcess

from tests.command_line import run_inside


def run(*arguments: str, env: dict[str, str] | None = None) -> CompletedProcess[str]:
    done = run_inside(*arguments, env={"COLUMNS": None, "SCAMGRAPH_TEXTS": None, **(env or {})})
    assert "Traceback" not in done.stderr, done.stderr
    return done


def good(*arguments: str, env: dict[str, str] | None = None) -> str:
    done = run(*arguments, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout
