"""The text of the reader: a text and its claims beside each other."""

from __future__ import annotations

from types import SimpleNamespace

READER = SimpleNamespace()
