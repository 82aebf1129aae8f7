"""The text of the map, the timeline, and the figures."""

from __future__ import annotations

from types import SimpleNamespace

CHARTS = SimpleNamespace()
