"""The text of the search page."""

from __future__ import annotations

from types import SimpleNamespace

SEARCH = SimpleNamespace()
