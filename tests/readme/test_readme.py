"""The README's questions are asked and their answers compared with what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from graph.store import Store
from tests.conftest import ROOT

BLOCK = re.compile(r"```console\n\$ scamgraph (ask .*?--brief)\n(.*?)\n```", re.DOTALL)
EXAMPLES = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def said(arguments: list[str]) -> str:
    env = {name: value for name, value in os.environ.items() if name != "SCAMGRAPH_TEXTS"}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.rstrip()


@pytest.mark.embedded
def test_the_readme_says_what_the_product_says(articles: Store) -> None:
    assert articles.engine == "embedded"
    assert len(EXAMPLES) == 8
    for command, shown in EXAMPLES:
        assert said(shlex.split(command)) == shown, command
