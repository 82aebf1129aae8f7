"""Ids without their prefix, and the first digits of a hash."""

from __future__ import annotations

import json
import re

import pytest

from graph.store.entity_search import find_by_digest, resolve
from graph.store.store import Store
from tests.cli.running import good, run

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("chen-zhi", "person/chen-zhi"),
        ("afp-400-freed-2026-01", "document/afp-400-freed-2026-01"),
        ("indonesians-at-embassy-pp", "series/indonesians-at-embassy-pp"),
        ("indonesia-phnom-penh", "embassy/indonesia-phnom-penh"),
        ("chen-zhi-arrest-000", "event/chen-zhi-arrest-000"),
    ],
)
def test_a_slug_alone_is_enough(articles: Store, short: str, whole: str) -> None:
    assert resolve(articles, short) == whole
    assert json.loads(good("show", short, "-f", "json"))["id"] == whole


def test_questions_take_slugs(articles: Store) -> None:
    assert articles.engine == "embedded"
    assert good("ask", "about", "chen-zhi") == good("ask", "about", "person/chen-zhi")
    series = [json.loads(good("ask", "figures", "--series", s, "-f", "json")) for s in
              ("indonesians-at-embassy-pp", "series/indonesians-at-embassy-pp")]  # fmt: skip
    assert series[0]["rows"] == series[1]["rows"] != []
    assert len({row["series"] for row in series[0]["rows"]}) == 1


def test_a_hash_may_be_cut_short(articles: Store) -> None:
    row = articles.read(
        "MATCH (c:Claim) WHERE c.fact IS NOT NULL RETURN c.id AS claim, c.fact AS fact LIMIT 1"
    )[0]
    claim, fact = row["claim"].split("/")[1], row["fact"].split("/")[1]
    for digits in (claim, claim[:12]):
        assert find_by_digest(articles, digits) == [row["claim"]]
        assert json.loads(good("show", digits, "-f", "json"))["id"] == row["claim"]
    assert good("show", fact) == good("show", row["fact"])
    assert good("ask", "who-says", fact, "-f", "json") == good("ask", "who-says", row["fact"], "-f", "json")
    assert find_by_digest(articles, claim[:5]) == []
    assert find_by_digest(articles, "Chen Zhi") == []


def test_digits_that_begin_several_ids_list_them(articles: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = [row["id"] for row in articles.read("MATCH (c:Claim) RETURN c.id AS id")]
    monkeypatch.setattr("graph.store.entity_search._IS_DIGEST", re.compile(r"[0-9a-f]{1,32}").fullmatch)
    digit = hashes[0].split("/")[1][0]
    assert set(find_by_digest(articles, digit)) >= {id_ for id_ in hashes if id_.split("/")[1][0] == digit}


def test_a_slug_of_several_entities_lists_them(articles: Store) -> None:
    assert articles.engine == "embedded"
    done = run("show", "united-states")
    assert done.returncode == 1
    assert "place/united-states" in done.stderr
    assert "government/united-states" in done.stderr
