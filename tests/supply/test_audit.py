"""The audit never gives an all-clear for what no service has answered for."""

from __future__ import annotations

import json

import pytest

from supply import audit
from supply.audit import CLEAN, NOT_CHECKED, VULNERABLE, Audit, audit_python, judge_npm, judge_python
from supply.components import Component

ONE, TWO = ("one", "1.0"), ("two", "2.0")
CLEAN_ONE = {"name": "one", "version": "1.0", "vulns": []}
SKIPPED = {"name": "two", "skip_reason": "Dependency not found on PyPI and could not be audited: two (2.0)"}
FLAWED = {"name": "two", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}


def test_all_answered_and_nothing_known() -> None:
    result = judge_python([CLEAN_ONE, {**CLEAN_ONE, "name": "two", "version": "2.0"}], {ONE, TWO})
    assert result == Audit(CLEAN, ("Python: no known vulnerabilities in 2 packages.",))


@pytest.mark.parametrize("answers", [[CLEAN_ONE, SKIPPED], [CLEAN_ONE]])
def test_a_package_that_is_skipped_or_left_out_is_not_checked(answers: list[dict[str, str]]) -> None:
    result = judge_python(answers, {ONE, TWO})
    assert result.code == NOT_CHECKED
    (line,) = result.lines
    assert line.startswith("Python: 1 of 2 packages not checked: pip-audit: its data could not be had")
    assert line.endswith("two 2.0.")


def test_a_flaw_is_named_with_its_remedy_and_outweighs_what_is_not_checked() -> None:
    result = judge_python([FLAWED], {ONE, TWO})
    assert result.code == VULNERABLE
    assert result.lines[0] == "Python: two 2.0: PYSEC-1 (fixed in 2.1)"
    assert "1 of 2 packages not checked" in result.lines[1]


def test_a_service_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_run_pip_audit", lambda *_: ("", "Traceback\nConnectionError: no such host"))
    result = audit_python([Component("pypi", *ONE, "run", ())], "osv")
    line = "Python: not checked: pip-audit: its data could not be had: ConnectionError: no such host"
    assert result == Audit(NOT_CHECKED, (line,))


def test_two_versions_of_a_package_are_checked_separately(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = []

    def answer(service: str, requirements: str) -> tuple[str, str]:
        questions.append((service, requirements))
        lines = [line.split("==") for line in requirements.splitlines()]
        return json.dumps({"dependencies": [{"name": n, "version": v, "vulns": []} for n, v in lines]}), ""

    monkeypatch.setattr(audit, "_run_pip_audit", answer)
    packages = [Component("pypi", name, version, "run", ()) for name, version in (ONE, ("one", "2.0"), TWO)]
    assert audit_python(packages, "pypi").code == CLEAN
    assert questions == [("pypi", "one==1.0\ntwo==2.0\n"), ("pypi", "one==2.0\n")]


def test_what_npm_says() -> None:
    counts = {"metadata": {"dependencies": {"total": 50}}}
    clean = judge_npm(json.dumps({**counts, "vulnerabilities": {}}), "")
    assert clean == Audit(CLEAN, ("npm: no known vulnerabilities in 50 packages.",))
    flawed = judge_npm(json.dumps({**counts, "vulnerabilities": {"esbuild": {"severity": "high"}}}), "")
    assert flawed == Audit(VULNERABLE, ("npm: esbuild: high",))
    failed = judge_npm(
        json.dumps({"statusCode": 405, "error": {}}), "npm warn audit 405 Method Not Allowed\n"
    )
    line = "npm: not checked: npm audit: its data could not be had: npm warn audit 405 Method Not Allowed"
    assert failed == Audit(NOT_CHECKED, (line,))
    assert judge_npm("", "").code == NOT_CHECKED


@pytest.mark.parametrize(
    ("python", "npm", "code"), [(0, 0, 0), (0, 3, 3), (3, 0, 3), (3, 1, 1), (1, 3, 1), (0, 1, 1)]
)
def test_the_exit_code_is_the_worst_that_is_known(
    python: int, npm: int, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "audit_python", lambda *_: Audit(python, ("Python: said",)))
    monkeypatch.setattr(audit, "audit_npm", lambda: Audit(npm, ("npm: said",)))
    assert audit.main([]) == code
    *_, java = capsys.readouterr().out.splitlines()
    assert java.startswith("Java: not checked: neither service knows the 65 jars")
