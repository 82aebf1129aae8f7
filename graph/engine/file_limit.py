"""The limit on open files of this process, recognised and explained where it is too low."""

from __future__ import annotations

import errno
import re
import resource

from graph.model.errors import EnvironmentProblem, iter_causes

_IN_MESSAGE = re.compile(r"too many open files", re.IGNORECASE)
_HINT = "Allow more, for example with `ulimit -n 4096` in a new shell, and run the command again."


def has_hit_file_limit(error: BaseException) -> bool:
    """Return whether an exception was raised because too few open files are allowed."""
    limits = (errno.EMFILE, errno.ENFILE)
    return any(isinstance(cause, OSError) and cause.errno in limits for cause in iter_causes(error))


def reports_file_limit(message: str) -> bool:
    """Return whether a message or log of an engine says that it may open too few files."""
    return bool(_IN_MESSAGE.search(message))


def build_file_limit_error() -> EnvironmentProblem:
    """Return the error for this process: with the limit, and how to raise it."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return EnvironmentProblem(f"Too few open files are allowed (limit {limit:,}).", hint=_HINT)


def build_engine_file_limit_error(uri: str) -> EnvironmentProblem:
    """Return the error for a running engine, which keeps the limit of the shell that started it."""
    return EnvironmentProblem(
        f"The engine at {uri} may open too few files.", hint=f"Stop it with `scamgraph store down`. {_HINT}"
    )
