"""The command `schema`: for people within 80 columns, for machines in three formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graph.store.store import Store
from tests.cli.running import good, run

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module", autouse=True)
def loaded_articles(articles: Store) -> Store:
    return articles


def test_the_schema_is_readable_in_80_columns() -> None:
    shown = good("schema")
    assert max(map(len, shown.splitlines())) <= 80
    assert not any(line != line.rstrip() for line in shown.splitlines())
    for word in (
        "Compound",
        "SAID_BY",
        "HEADS",
        "LEGAL_ACTION",
        "modality: reported, confirmed",
        "Examples.",
    ):
        assert word in shown
    assert "NameKey" not in shown


def test_one_item_is_shown_with_an_example() -> None:
    assert "nests in: Organization, Actor, Entity" in good("schema", "Embassy")
    assert "in this graph: Person -> Company" in good("schema", "HEADS")
    assert "values: affirm, deny" in good("schema", "polarity")


def test_an_unknown_name_is_one_sentence_with_the_nearest() -> None:
    done = run("schema", "Compoud")
    assert done.returncode == 1
    assert "Nearest: Compound." in done.stderr


def test_machines_get_the_same_items() -> None:
    items = json.loads(good("schema", "--format", "json"))
    names = [item["name"] for item in items]
    assert [json.loads(line)["name"] for line in good("schema", "--format", "jsonl").splitlines()] == names
    rows = list(csv.DictReader(io.StringIO(good("schema", "--format", "csv").removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == names
    heads = next(row for row in rows if row["name"] == "HEADS")
    assert (heads["seen"], heads["starts"], heads["count"]) == ("Person -> Company", "Person", "1")
    assert json.loads(good("schema", "HEADS", "--format", "json"))["properties"][0]["name"] == "fact"


def test_free_cypher_warns_on_standard_error() -> None:
    done = run("cypher", "MATCH (c:Compoud) RETURN c.name", "--format", "jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert "There is no label Compoud in this graph. Nearest: Compound. [line 1, column 10]" in done.stderr
    assert run("cypher", "MATCH (c:Compound) RETURN c.name AS name").stderr == ""
