"""Running the command line as a person does: a process, its output, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "cli.main"]


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "SCAMGRAPH_TEXTS")}
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={**kept, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def good(*arguments: str, env: dict[str, str] | None = None) -> str:
    done = run(*arguments, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout
