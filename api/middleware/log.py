"""Structured logs: one JSON object per line on standard error, never with a header, query, or body."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def build_logger() -> Any:
    """Build a logger that writes JSON lines to standard error."""
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


class ForwardingHandler(logging.Handler):
    """Logging handler that forwards the server's own records to the JSON log."""

    def __init__(self, log: Any) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        level = "error" if record.levelno >= logging.ERROR else "info"
        getattr(self._log, level)("server", message=record.getMessage())
