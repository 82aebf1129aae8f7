"""A sound harbour of each test's own."""

from __future__ import annotations

from tests.ingest.conftest import harbour, unsealed

__all__ = ["harbour", "unsealed"]
