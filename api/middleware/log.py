"""Structured logs: one JSON object a line on standard error. No header, query or body is ever in them."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def logger() -> Any:
    """A logger that writes JSON lines to standard error."""
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


class Forward(logging.Handler):
    """Takes what the server itself has to say into the same log."""

    def __init__(self, log: Any) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        level = "error" if record.levelno >= logging.ERROR else "info"
        getattr(self._log, level)("server", message=record.getMessage())
