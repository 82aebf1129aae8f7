"""The pytest hooks that leave out what a machine lacks, and say so in the last line.

`SKIP=neo4j,texts` leaves out more; `REQUIRE=texts,neo4j,browser` makes what is missing a failure. The names
are those of `tests.machine.PARTS`. Every skipped test is counted in the last line, whatever skipped it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest

from tests.machine import PARTS, Part

NAMES = tuple(part.name for part in PARTS)
PREFIX = "not tested: "
ENVIRONMENT = 3


def pytest_configure(config: pytest.Config) -> None:
    """Refuse unknown words, and end the run where something required is missing."""
    skipped, required = words("SKIP"), words("REQUIRE")
    if both := sorted(skipped & required):
        raise pytest.UsageError(f"SKIP and REQUIRE both name {', '.join(both)}.")
    if hasattr(config, "workerinput"):
        return  # one worker's answer is every worker's
    lacking = [f"{part.name} ({lack})" for part in PARTS if part.name in required and (lack := _lack(part))]
    if lacking:
        pytest.exit(f"REQUIRE: missing: {', '.join(lacking)}.", returncode=ENVIRONMENT)


def leave_out(items: list[pytest.Item]) -> None:
    """Skip the tests that need what is missing."""
    for part in PARTS:
        needing = [item for item in items if _needs(item, part)]
        if needing and (lack := _lack(part)):
            for item in needing:
                item.add_marker(pytest.mark.skip(reason=f"{PREFIX}{part.name}: {lack}"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Print the line on what was not tested, after pytest's own closing line."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not hasattr(session.config, "workerinput"):
        reasons = [reason_of(report) for report in reporter.stats.get("skipped", [])]
        reporter.write_line(closing_line(reasons), bold=True, yellow=bool(reasons))


def words(variable: str) -> set[str]:
    """Return the parts that an environment variable names.

    Raises UsageError for any other word.
    """
    named = {word.strip() for word in os.environ.get(variable, "").split(",") if word.strip()}
    if unknown := sorted(named - set(NAMES)):
        raise pytest.UsageError(f"{variable} may name {', '.join(NAMES)}; not {', '.join(unknown)}.")
    return named


def closing_line(reasons: list[str]) -> str:
    """Return the last line of a run whose skipped tests have these reasons."""
    if not reasons:
        return "Nothing was skipped."
    counted = sorted(Counter(_split(reason) for reason in reasons).items(), key=_rank)
    told = [f"{name} ({count} {'test' if count == 1 else 'tests'}: {why})" for (name, why), count in counted]
    return f"NOT TESTED: {', '.join(told)}"


def reason_of(report: pytest.TestReport) -> str:
    """Return why a test was skipped."""
    where = report.longrepr
    return str(where[2] if isinstance(where, tuple) else where).removeprefix("Skipped: ")


def _needs(item: pytest.Item, part: Part) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker(part.name) is not None or bool(part.fixtures & fixtures)


def _lack(part: Part) -> str:
    return f"SKIP={part.name}" if part.name in words("SKIP") else part.find_lack()


def _split(reason: str) -> tuple[str, str]:
    """Split a reason into the part that was missing (or "others") and the remedy."""
    if not reason.startswith(PREFIX):
        return "others", reason
    name, _, why = reason.removeprefix(PREFIX).partition(": ")
    return name, why


def _rank(counted: tuple[tuple[str, str], int]) -> tuple[int, str]:
    (name, why), _ = counted
    return (NAMES.index(name) if name in NAMES else len(NAMES)), why
