"""Licences: of each component, allowed, and listed in docs/licences.md."""

from __future__ import annotations

from fnmatch import filter as filter_names

import pytest

from supply.components import Component, read_components
from supply.licences import PAGE, find_licence, find_problem, load_rules, main, render_page


def component(name: str, use: str = "run", licence: str = "", kind: str = "npm") -> Component:
    return Component(kind, name, "1", use, (), licence)


def test_every_licence_is_known_and_allowed() -> None:
    problems = [find_problem(part, find_licence(part)) for part in read_components()]
    assert len(problems) > 200 and not any(problems)


@pytest.mark.parametrize(
    ("use", "licence", "problem"),
    [
        ("run", "MIT", ""),
        ("run", "GPL-3.0-only OR MIT", ""),
        ("run", "GPL-3.0-only", "not allowed (use: run)"),
        ("run", "MIT AND GPL-3.0-only", "not allowed"),
        ("run", "MIT AND (MPL-2.0 OR LGPL-2.1-or-later)", "not allowed"),
        ("run", "GPL-2.0-only", "not allowed"),
        ("run", "GPL-2.0-only WITH Classpath-exception-2.0", ""),
        ("develop", "GPL-3.0-only", ""),
        ("develop", "AGPL-3.0-only", "not allowed (use: develop)"),
        ("run", "", "no licence is known"),
        ("run", "see the file", "no SPDX identifier"),
        ("run", "Freeware-1.0", "no SPDX identifier"),
    ],
)
def test_what_is_not_allowed_is_a_problem(use: str, licence: str, problem: str) -> None:
    sentence = find_problem(component("thing", use), licence)
    assert problem in sentence and bool(problem) == bool(sentence)


def test_a_package_that_states_nothing_has_no_licence() -> None:
    assert find_licence(component("thing")) == ""
    assert find_licence(component("not-installed", kind="pypi")) == ""
    assert find_licence(component("new-engine", kind="jar")) == ""
    assert find_licence(component("thing", licence="MIT License")) == "MIT"


@pytest.mark.parametrize("kind", ["pypi", "jar"])
def test_no_statement_is_left_over(kind: str) -> None:
    """A statement about a package that is gone would hide what the next one of its name states itself."""
    names = [part.name for part in read_components() if part.kind == kind]
    patterns = load_rules()["stated"][kind]
    assert patterns and not [pattern for pattern in patterns if not filter_names(names, pattern)]


def test_an_old_page_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 0
    assert PAGE.read_text("utf-8") == render_page(read_components())
    stranger = component("stranger", licence="AGPL-3.0-only")
    monkeypatch.setattr("supply.licences.read_components", lambda: [*read_components(), stranger])
    assert main(["--check"]) == 1
    errors = capsys.readouterr().err
    assert "stranger: AGPL-3.0-only is not allowed" in errors and "out of date" in errors
