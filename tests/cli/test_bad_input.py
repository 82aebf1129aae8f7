"""Wrong input: one sentence, what comes nearest or what to do, and an exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.store.store import Store
from tests.cli.running import run
from tests.machine import ROOT

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("quereis",), 2, "Did you mean 'queries'?"),
        (("find", "x", "--knd", "Person"), 2, "--kind"),
        (("ask", "about", "Chen Zhi", "--formt", "json"), 2, "Did you mean --format?"),
        (("ask", "about", "--entty", "Chen Zhi"), 1, "Did you mean entity?"),
        (("ask", "who-sais", "1440"), 1, "Nearest: who-says"),
        (("queries", "who-sais"), 1, "Nearest: who-says"),
        (("ask", "about", "Chen Zhi", "--format", "xml"), 2, "'table', 'json', 'jsonl', 'csv'"),
        (("ask", "evidence", "a", "b", "c"), 2, "It takes FACT, or A B."),
        (("ask", "about", "Chen Zhi", "Prince Group"), 2, "It takes ENTITY."),
        (("find", "x", "--kind", "Persn"), 1, "Did you mean Person?"),
        (("conflicts", "--kind", "denail"), 2, "Did you mean denial?"),
        (("ask", "conflicts", "--kind", "denail"), 1, "Did you mean denial?"),
        (("measure", "degre"), 1, "Nearest: degree"),
        (("measure", "degree", "--projection", "actor"), 1, "Nearest: actors"),
        (("show", "united-states"), 1, "place/united-states"),
        (("show", "united-states"), 1, "government/united-states"),
    ],
)
def test_the_nearest_is_named(articles: Store, arguments: tuple[str, ...], code: int, says: str) -> None:
    assert articles.engine == "embedded"
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("streams", "code"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0)])
def test_closed_streams_are_empty(articles: Store, streams: str, code: int) -> None:
    assert articles.engine == "embedded"
    command = f'exec "{sys.executable}" -m cli.main ask compounds {streams}'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


def test_a_large_result_says_how_to_see_more(articles: Store) -> None:
    assert articles.engine == "embedded"
    assert "limit" in run("cypher", "MATCH (c:Claim) RETURN c.id", "--limit", "3").stderr
    assert "--limit" in run("measure", "degree", "--limit", "3").stdout
    assert "--limit" in run("ask", "weakest", "--limit", "3").stdout
