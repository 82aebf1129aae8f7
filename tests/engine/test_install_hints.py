"""The remedy for a missing extra is the command that works where it is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from graph.model import install_hints
from graph.model.errors import EnvironmentProblem
from graph.model.install_hints import describe_install
from queries.values.nearest_names import build_suggestion, find_nearest
from scamgraph.results import build_frame
from tests.conftest import ROOT


def test_in_a_checkout_the_checkout_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert describe_install("pdf").endswith("-e '.[pdf]'")
    monkeypatch.chdir(tmp_path)
    assert describe_install("pdf").endswith(f"-e '{ROOT}[pdf]'")


def test_an_installed_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install_hints, "ROOT", tmp_path)
    assert describe_install("pandas").endswith(" 'scamgraph[pandas]'")


def test_the_command_is_of_this_python_with_pip_or_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    python = describe_install("pdf").split(" -m pip ")[0] if importlib.util.find_spec("pip") else ""
    if python:
        done = subprocess.run([python, "-m", "pip", "--version"], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert describe_install("pdf").startswith("uv pip install --python ")
    assert Path(sys.executable).name in describe_install("pdf")


def test_a_missing_extra_is_one_sentence_and_this_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EnvironmentProblem) as missing:
        build_frame([], ())
    assert missing.value.hint == f"Run `{describe_install('pandas')}`."


def test_the_nearest_names_come_first() -> None:
    assert find_nearest("who-sais", ["events", "who-says", "about"])[0] == "who-says"
    assert build_suggestion("zzzz", ["events"]) == ""
    assert build_suggestion("evnts", ["events"]) == "Did you mean events? "
