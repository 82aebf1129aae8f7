"""The conflicts of the five articles, each judged by hand in docs/conflicts.md: these, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.rules.conflicts.registry import RULES
from graph.store.conflict_reader import read_conflicts
from graph.store.judgements import list_orphans
from graph.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conflicts.md"


@pytest.mark.embedded
def test_the_page_judges_every_conflict_of_the_five_articles(articles: Store) -> None:
    found = [(c.kind, c.explanation) for c in read_conflicts(articles)]
    judged = re.findall(r"^\| (\w+) \| ([^|]+?) \| (?:yes|no) \|", PAGE.read_text("utf-8"), re.M)
    assert judged == found
    assert list_orphans(articles) == []


def test_the_page_tells_every_rule() -> None:
    page = PAGE.read_text("utf-8")
    for rule in RULES:
        assert f"### {rule.kind}: {rule.title}\n" in page
        assert rule.finds in " ".join(page.split())
