"""A sound harbour, sealed or not yet, for each test its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.seal import seal
from tests.ingest.harbour import Harbour, build


@pytest.fixture
def unsealed(tmp_path: Path) -> Harbour:
    return build(tmp_path / "harbour")


@pytest.fixture
def harbour(unsealed: Harbour) -> Harbour:
    seal(unsealed.dossier, unsealed.texts)
    return unsealed
