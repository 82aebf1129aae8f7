"""Completion as a shell asks for it, through the environment variables of its protocol."""

from __future__ import annotations

import shlex

import pytest

from graph.store.store import Store
from queries.ask.query_library import load_library
from queries.network.measures import MEASURES
from tests.cli.running import good


def complete(line: str, shell: str = "bash", env: dict[str, str] | None = None) -> list[str]:
    """What is offered for the last word of the line; a blank at its end begins a new word."""
    words = shlex.split(line + ('"' if line.count('"') % 2 else ""))
    place = len(words) if line.endswith(" ") else len(words) - 1
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(place), "_SCAMGRAPH_COMPLETE": f"complete_{shell}"}
    return [line for line in good(env={**asked, **(env or {})}).splitlines() if line]


def test_questions() -> None:
    assert complete("scamgraph ask who") == ["who-says"]
    assert complete("scamgraph queries ") == list(load_library())


def test_names_of_networks_and_kinds() -> None:
    assert complete("scamgraph measure ") == list(MEASURES)
    assert complete("scamgraph measure degree --projection actors-") == ["actors-and-events"]
    assert complete("scamgraph find x --kind Pers") == ["Person"]
    assert "denial" in complete("scamgraph conflicts --kind ")


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("scamgraph ask about Chen", r"Chen\ Zhi"),
        ("scamgraph ask about chen", r"chen\ Zhi"),
        ('scamgraph ask about "Chen', "Chen Zhi"),
        ("scamgraph ask about person/chen", "person/chen-zhi"),
        ("scamgraph ask paths --from Chen", r"Chen\ Zhi"),
        ('scamgraph ask evidence "Chen Zhi" Prin', r"Prince\ Group"),
        ("scamgraph ask only-in afp-400", "afp-400-freed-2026-01"),
        ("scamgraph ask conflicts --kind deni", "denial"),
        ("scamgraph ask figures --series indonesians-at", "indonesians-at-embassy-pp"),
        ("scamgraph show Chen", r"Chen\ Zhi"),
        ("scamgraph report --series indonesians-at", "indonesians-at-embassy-pp"),
        ("scamgraph remove document/afp-400", "document/afp-400-freed-2026-01"),
    ],
)
def test_entities_of_the_running_engine(articles: Store, line: str, offered: str) -> None:
    assert articles.engine == "embedded"
    assert offered in complete(line)


@pytest.mark.parametrize(
    "env",
    [
        {"SCAMGRAPH_HOME": "/nonexistent"},
        {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x"},
        {"NEO4J_URI": "nonsense"},
    ],
)
def test_without_an_engine_nothing_is_offered_in_silence(env: dict[str, str]) -> None:
    assert complete("scamgraph ask about Chen", env=env) == []


def test_the_shell_function_can_be_printed() -> None:
    assert "_SCAMGRAPH_COMPLETE" in good(
        "--show-completion", "bash", env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    )
