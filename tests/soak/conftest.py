"""What the tests of cut connections share.

What only `make soak` runs is not collected otherwise, so that nothing is reported as left out.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.machine import SOAK

collect_ignore = [] if SOAK else ["test_cut_changes.py"]
HALVES = pytest.mark.parametrize("half", [False, True], ids=["whole", "half"])
Report = Callable[[Counter[str]], None]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Report:
    """Print what the cuts of a test came to."""

    def print_counts(counts: Counter[str]) -> None:
        counted = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        with capsys.disabled():
            print(f"\n{request.node.name}: {counted}")

    return print_counts


FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the driver's half-made connections pass: it leaves one where a connection is cut while made."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(autouse=True)
def collect_connections() -> Iterator[None]:
    """Collect them after the test that made them, and not in the midst of a later one."""
    yield
    gc.collect()
