"""Judgements in files: checked, loaded, reported when orphaned; and the command that shows conflicts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.rules.conflicts.registry import RULES
from graph.store.conflict_reader import read_conflicts
from graph.store.store import Store
from ingest.check.first_pass import run_first_pass
from ingest.load import load
from tests.conftest import ROOT

JUDGED = """
  - id: decision/{id}
    about: conflict
    items: [{items}]
    judgement: {judgement}
    reason: No order is public.
    by: a reader
    'on': 2031-03-05
"""


def write(folder: Path, *judged: tuple[str, str, str], more: str = "") -> Path:
    path = folder / "decisions.yaml"
    told = [JUDGED.format(id=id_, items=items, judgement=judgement) for id_, items, judgement in judged]
    path.write_text("decisions:" + "".join(told) + more, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    return [problem.what for problem in run_first_pass([path]).problems]


def test_a_judgement_is_about_one_conflict(tmp_path: Path) -> None:
    assert problems(write(tmp_path, ("a", "conflict/1", "different"))) == []
    for items in ("conflict/1, conflict/2", "person/chen-zhi"):
        assert problems(write(tmp_path, ("a", items, "same"))) == ["a judgement is about one conflict"]


def test_judgements_that_disagree(tmp_path: Path) -> None:
    both = ("a", "conflict/1", "same"), ("b", "conflict/1", "different")
    assert problems(write(tmp_path, *both)) == [
        "the conflict is judged same here, different by decision/b",
        "the conflict is judged different here, same by decision/a",
    ]
    assert problems(write(tmp_path, *both, more="    withdrawn: {on: 2031-03-07, reason: no}\n")) == []
    assert problems(write(tmp_path, both[0], ("b", "conflict/2", "different"))) == []


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "conflicts", *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.embedded
def test_the_command_shows_conflicts_and_judgements_in_vain(embedded_store: Store, tmp_path: Path) -> None:
    load(embedded_store, [ROOT / "data"])
    (chen,) = read_conflicts(embedded_store, kind="exclusive")
    judged = write(tmp_path, ("a", chen.conflict, "different"), ("b", "conflict/none", "same"))
    report = load(embedded_store, [ROOT / "data", judged])
    vain = [notice for notice in report.notices if notice.where == "decision/b"]
    assert [notice.what for notice in vain] == [
        "judges `conflict/none`, which is not, or no longer, in the graph"
    ]
    done = command("--entity", "Chen Zhi", "--format", "json")
    (shown,) = json.loads(done.stdout)
    assert (done.returncode, shown["conflict"], shown["judgement"]) == (0, chen.conflict, "different")
    assert {claim["document"] for side in shown["sides"] for claim in side} == {
        "document/afp-1400-left-2026-01-21",
        "document/jakarta-phnom-penh-400-released-2026-01",
        "document/newser-thousands-flee-2026-01-21",
    }
    assert "decision/b judges conflict/none" in done.stderr
    table = command("--kind", "exclusive").stdout
    assert "a disagreement" in table
    assert "a reader" in table


def test_the_command_lists_the_rules_and_refuses_others() -> None:
    listed = [json.loads(line)["kind"] for line in command("--rules", "-f", "jsonl").stdout.splitlines()]
    assert listed == [rule.kind for rule in RULES]
    refused = command("--kind", "quarrel")
    assert refused.returncode == 2
    assert "Known are: values" in refused.stderr
