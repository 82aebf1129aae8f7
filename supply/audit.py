"""Look for known vulnerabilities of the locked packages: `make audit`, or `make audit SERVICE=osv`.

Exit code: 0 none is known, 1 some are known, 3 not all packages were checked. pip-audit itself ends with 0
and "No known vulnerabilities found" if the service knows none of the packages, so its answers are counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from supply.components import ROOT, Component, read_components

CLEAN, VULNERABLE, NOT_CHECKED = 0, 1, 3
NO_DATA = "{}: its data could not be had"


@dataclass(frozen=True, slots=True)
class Audit:
    """The result for one kind of package: its exit code and what is printed."""

    code: int
    lines: tuple[str, ...]


def audit_python(packages: list[Component], service: str) -> Audit:
    """Ask pip-audit's `service` about the Python packages of all lock files, also those for other systems."""
    # pip-audit takes one version of a package at a time; a lock file for all systems has some in two.
    rounds: dict[int, list[str]] = defaultdict(list)
    versions = Counter[str]()
    for package in packages:
        rounds[versions[package.name]].append(f"{package.name}=={package.version}\n")
        versions[package.name] += 1
    answers = []
    for lines in rounds.values():
        output, error = _run_pip_audit(service, "".join(lines))
        try:
            answers += json.loads(output)["dependencies"]
        except (ValueError, KeyError):
            reason = (error.strip().splitlines() or ["it printed nothing"])[-1]
            return Audit(NOT_CHECKED, (f"Python: not checked: {NO_DATA.format('pip-audit')}: {reason}",))
    return judge_python(answers, {(package.name, package.version) for package in packages})


def _run_pip_audit(service: str, requirements: str) -> tuple[str, str]:
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format=json"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(requirements)
        file.flush()
        command += [
            "--progress-spinner=off",
            f"--vulnerability-service={service}",
            f"--requirement={file.name}",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return done.stdout, done.stderr


def judge_python(answers: list[dict[str, Any]], packages: set[tuple[str, str]]) -> Audit:
    """Return what pip-audit's answers say about `packages`, pairs of name and version."""
    lines = [
        f"Python: {answer['name']} {answer['version']}: {flaw['id']}"
        f" (fixed in {', '.join(flaw['fix_versions']) or 'no version'})"
        for answer in answers
        for flaw in answer.get("vulns", ())
    ]
    code = VULNERABLE if lines else CLEAN
    checked = {(answer["name"], answer["version"]) for answer in answers if "skip_reason" not in answer}
    missing = sorted(packages - checked)
    if missing:
        names = ", ".join(f"{name} {version}" for name, version in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        lines.append(
            f"Python: {len(missing)} of {len(packages)} packages not checked: {NO_DATA.format('pip-audit')}: "
            f"the service does not know {names}{more}."
        )
        code = code or NOT_CHECKED
    return Audit(code, tuple(lines) or (f"Python: no known vulnerabilities in {len(packages)} packages.",))


def audit_npm() -> Audit:
    """Ask npm about the packages of the explorer's lock file."""
    command = [sys.executable, str(ROOT / "explorer" / "building.py"), "audit"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own file
    return judge_npm(done.stdout, done.stderr)


def judge_npm(output: str, error: str) -> Audit:
    """Return what the JSON of `npm audit` says."""
    try:
        answer = json.loads(output)
        total = answer["metadata"]["dependencies"]["total"]
        flaws = answer["vulnerabilities"]
    except (ValueError, KeyError):
        reason = (error.strip().splitlines() or ["it printed nothing"])[0]
        return Audit(NOT_CHECKED, (f"npm: not checked: {NO_DATA.format('npm audit')}: {reason}",))
    if flaws:
        return Audit(VULNERABLE, tuple(f"npm: {name}: {flaws[name]['severity']}" for name in sorted(flaws)))
    return Audit(CLEAN, (f"npm: no known vulnerabilities in {total} packages.",))


def main(arguments: list[str]) -> int:
    """Print one line for each finding. `arguments` may name a service of pip-audit. Returns the exit code."""
    service = arguments[0] if arguments else "pypi"
    components = read_components()
    audits = [audit_python([part for part in components if part.kind == "pypi"], service), audit_npm()]
    jars = sum(part.kind == "jar" for part in components)
    for line in [line for audit in audits for line in audit.lines]:
        print(line)  # noqa: T201
    print(f"Java: not checked: neither service knows the {jars} jars and runtimes inside the wheels.")  # noqa: T201
    codes = {audit.code for audit in audits}
    return VULNERABLE if VULNERABLE in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
