"""What changed between two days, and what `show` knows of a day, over the five articles and made ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.errors import InputError
from graph.store import Store
from queries.diff import Change, changes
from tests.as_of.test_as_of import EARLY, dossier
from tests.graph.made import registry, write, write_registry
from tests.queries.test_golden import AFP_400, AFP_1400, CHEN, JAKARTA, NEWSER


def told(found: list[Change], kind: str, of: str) -> list[str]:
    return [change.what for change in found if (change.kind, change.of) == (kind, of)]


def run(store: Store, *arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), env={"SCAMGRAPH_ENGINE": store.engine})


def test_from_the_18th_to_the_22nd(loaded: Store) -> None:
    found = changes(loaded, "2026-01-18", "2026-01-22")
    assert {c.id for c in found if c.of == "document" and c.kind == "became known"} == {AFP_1400, NEWSER}
    perhaps = {c.id for c in found if c.kind == "became possibly known"}
    assert perhaps == {AFP_400, JAKARTA}
    assert "Chen Zhi heads Prince Group" in told(found, "became known", "fact")
    figures = told(found, "became known", "figure")
    assert any(f.startswith("1,440 people (16 to 20 January 2026)") for f in figures)
    assert not any(f.startswith("440 people") for f in figures)
    assert any("deported" in what for what in told(found, "was contradicted", "conflict"))


def test_what_later_documents_change(loaded: Store) -> None:
    found = changes(loaded, "2026-01-22", "2026-11-30")
    adviser = [c for c in found if c.kind == "changed" and "adviser" in c.what]
    assert any("documents: 1 -> 2" in c.how for c in adviser)
    assert not any(c.id == NEWSER for c in found)


def test_nothing_changes_within_a_day_or_without_news(loaded: Store) -> None:
    assert changes(loaded, "2026-01-22", "2026-01-22") == []
    assert changes(loaded, "2026-03-01", "2026-10-01") == []


def test_two_steps_tell_of_the_same_new_facts_as_one(loaded: Store) -> None:
    def new(first: str, last: str) -> set[str]:
        return {c.id for c in changes(loaded, first, last) if (c.kind, c.of) == ("became known", "fact")}

    assert new("2026-01-18", "2026-11-30") == new("2026-01-18", "2026-01-21") | new(
        "2026-01-21", "2026-11-30"
    )


def test_a_second_document_changes_fact_and_figure(store: Store) -> None:
    write_registry(store, registry(), [])
    write(store, [EARLY, dossier("later", "2026-02-01", ["person/p1"])], {})
    found = changes(store, "2026-01-25", "2026-02-01")
    assert [c.how for c in found if c.of == "figure"] == ["documents: 1 -> 2"]
    [fact] = [c for c in found if c.of == "fact"]
    assert (fact.kind, fact.how) == ("changed", "documents: 1 -> 2")
    assert len(fact.claims) == 1


@pytest.mark.neo4j
def test_both_engines_tell_the_same(both: tuple[Store, Store]) -> None:
    first, second = (changes(store, "2026-01-18", "2026-11-30") for store in both)
    assert first == second


def test_impossible_days(loaded: Store) -> None:
    with pytest.raises(InputError, match="is after"):
        changes(loaded, "2026-01-22", "2026-01-19")
    with pytest.raises(InputError, match="no such day"):
        changes(loaded, "2026-02-30", "2026-03-01")


def test_diff_and_show_from_the_command_line(loaded: Store) -> None:
    done = run(loaded, "diff", "--from", "2026-01-18", "--to", "2026-01-22")
    assert done.exit_code == 0 and "became possibly known" in done.output
    lines = run(loaded, "diff", "--from", "2026-01-18", "--to", "2026-01-22", "-f", "jsonl").output
    assert {json.loads(line)["kind"] for line in lines.splitlines()} >= {"became known", "was contradicted"}
    shown = json.loads(run(loaded, "show", CHEN, "--as-of", "2026-01-21", "-f", "json").output)
    known = {c["document"] for c in shown["claims_about"] if c["known"] == "known"}
    perhaps = {c["document"] for c in shown["claims_about"] if c["known"] == "possibly known"}
    assert (known, perhaps) == ({AFP_1400, NEWSER}, {JAKARTA})
    figure = loaded.read("MATCH (f:Figure {value: 1440}) RETURN f.id AS id")[0]["id"]
    record = json.loads(run(loaded, "show", figure, "--as-of", "2026-01-21", "-f", "json").output)
    assert "documents" not in record and len(record["claims_about"]) == 4
