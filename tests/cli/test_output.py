"""What is printed: 80 columns in a pipe, no trailing blanks, no colours; counts in every form."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cli.layout import measure_text
from cli.main import app
from graph.store.store import Store
from queries.ask.ask import ask
from queries.ask.query_library import load_library
from tests.cli.running import good, run
from tests.queries.test_golden import EXAMPLES

pytestmark = pytest.mark.embedded

COMMANDS = [
    ("queries",),
    ("find", "embassy"),
    ("search", "embassy"),
    ("show", "Chen Zhi"),
    ("conflicts",),
    ("conflicts", "--rules"),
    ("diff", "--from", "2026-01-19", "--to", "2026-01-22"),
    ("measure", "degree"),
    ("measure", "bridges"),
    ("projections",),
    ("doctor",),
    ("store", "status"),
    ("ask", "figures"),
    ("ask", "figures", "--brief"),
    ("ask", "who-says", "1500"),
    ("ask", "about", "Chen Zhi", "--as-of", "2026-01-21"),
]


def assert_fits(text: str, width: int = 80) -> None:
    assert text
    assert [line for line in text.splitlines() if measure_text(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "\x1b" not in text


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_pipe_is_80_columns_wide(articles: Store, arguments: tuple[str, ...]) -> None:
    assert articles.engine == "embedded"
    assert_fits(good(*arguments))


@pytest.mark.parametrize("name", sorted(load_library()))
def test_every_answer_fits_and_says_how_much_there_is(
    articles: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCAMGRAPH_TEXTS", raising=False)
    params = [f"{key}={value}" for key, value in EXAMPLES[name].items() if value is not None]
    given = [part for pair in params for part in ("--param", pair)]
    done = CliRunner().invoke(app, ["ask", name, *given, "--brief"], env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.output
    brief = done.stdout
    assert_fits(brief)
    assert "..." not in brief
    answer = ask(articles, name, {**EXAMPLES[name], "limit": 6})
    assert (f"Showing 6 of {answer.total:,} rows" in " ".join(brief.split())) is answer.truncated
    assert all(" ".join(note.split()) in " ".join(brief.split()) for note in answer.notes)


def test_columns_are_those_of_the_environment(articles: Store) -> None:
    assert articles.engine == "embedded"
    for columns in (60, 120):
        text = good("ask", "about", "Chen Zhi", env={"COLUMNS": str(columns)})
        assert_fits(text, columns)
        assert max(map(len, text.splitlines())) > columns - 12


def test_brief_obeys_the_limit(articles: Store) -> None:
    assert articles.engine == "embedded"
    total = json.loads(good("ask", "weakest", "--limit", "1", "-f", "json"))["total"]
    text = good("ask", "weakest", "--brief", "--limit", "9")
    assert "  9. " in text
    assert " 10. " not in text
    assert f"Showing 9 of {total} rows; --limit {total} shows all." in text
    assert f"\n{total} facts on a single origin each." in text
    assert f"Showing 6 of {total} rows" in good("ask", "weakest", "--brief")


def test_machines_get_the_full_count(articles: Store) -> None:
    assert articles.engine == "embedded"
    whole = json.loads(good("ask", "weakest", "--limit", "5000", "-f", "json"))
    cut = json.loads(good("ask", "weakest", "--limit", "5", "-f", "json"))
    assert (whole["total"], whole["truncated"]) == (len(whole["rows"]), False)
    assert (cut["total"], cut["truncated"], len(cut["rows"])) == (whole["total"], True, 5)
    for form in ("jsonl", "csv"):
        done = run("ask", "weakest", "--limit", "5", "-f", form)
        assert f"Showing 5 of {whole['total']} rows" in done.stderr
        assert "Showing" not in done.stdout


def test_questions_are_grouped(articles: Store) -> None:
    assert articles.engine == "embedded"
    text = good("queries")
    rows = json.loads(good("queries", "-f", "json"))
    assert {row["name"]: row["group"] for row in rows} == {q.name: q.group for q in load_library().values()}
    headings = [line for line in text.splitlines() if line and not line.startswith(" ")][:-1]
    assert headings == list(dict.fromkeys(row["group"] for row in rows))
