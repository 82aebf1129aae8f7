"""Translation of the driver's exceptions into ScamgraphErrors, in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from graph.engine import databases
from graph.engine.damage_messages import detect_damage_in_message
from graph.engine.endpoint import Endpoint, Login
from graph.engine.file_limit import (
    build_engine_file_limit_error,
    build_file_limit_error,
    has_hit_file_limit,
    reports_file_limit,
)
from graph.engine.message_cleaning import clean_message
from graph.model.errors import (
    EngineGone,
    EnvironmentProblem,
    InputError,
    LoginRefused,
    ScamgraphError,
    TooLong,
    iter_causes,
)

_POSITIONS = (
    re.compile(r"\(line (?P<line>\d+), column (?P<column>\d+) \(offset"),  # Neo4j, column from 1
    re.compile(r"at line (?P<line>\d+)(?::|, column )(?P<column0>\d+)"),  # embedded, column from 0
)
_AGAIN = "What was acknowledged is kept: run the command again."
# What the embedded engine answers while it is being stopped.
_CLOSING = re.compile(
    r"credentials of this connection are no longer valid|not expected in state: AUTHENTICATION"
    r"|database .* is (?:closed|not open)"
    rf"|^(?:{'|'.join(databases.NAMES)})$"  # a database that is being closed is reported by its bare name
)
_NEEDS_RESTART = "encountered a critical error, and needs to be restarted"
_WITHOUT_CAUSE = re.compile(r"Error executing Cypher (?:command|query): ")
_LOCKED = "Timeout on locking"
_DISK = re.compile(r"no space left|disk full|not enough space|disk quota", re.IGNORECASE)
_MEMORY = re.compile(r"out of memory|outofmemory|memory pool|heap space|heap budget", re.IGNORECASE)


@contextmanager
def translate_driver_errors(uri: str) -> Iterator[None]:
    """Turn any exception of the driver in the block into a ScamgraphError that names `uri`."""
    try:
        yield
    except ScamgraphError:
        raise
    except Exception as error:
        ours = translate_error(error, uri)
        if ours is None:
            raise
        raise ours from error


def translate_error(error: Exception, uri: str) -> ScamgraphError | None:
    """Return the ScamgraphError for an exception of the driver, or None if it is not the driver's."""
    from neo4j.exceptions import DriverError, Neo4jError  # noqa: PLC0415 - heavy, and already loaded

    if isinstance(error, Neo4jError):
        return _from_server(error.code or "", error.message or str(error), uri)
    if isinstance(error, UnicodeEncodeError) or (isinstance(error, TypeError) and "Map keys" in str(error)):
        return InputError("A text holds half of a character (a lone surrogate): no engine takes it.")
    if isinstance(error, OverflowError):
        return InputError("A number is too large for the engine, which takes whole numbers of 64 bits.")
    if isinstance(error, (DriverError, OSError)):
        return _from_driver(error, uri)
    return None


def _from_server(code: str, message: str, uri: str) -> ScamgraphError:
    if _CLOSING.search(message):
        return EngineGone(f"The engine at {uri} was stopped.", hint=_AGAIN)
    if _NEEDS_RESTART in message:
        return EnvironmentProblem(
            f"The engine at {uri} gave up, after a full disk perhaps, and needs to be restarted.",
            hint="Make room, run `scamgraph store down` (or restart your own server), and the command again.",
        )
    if gives_no_reason(message):
        return EngineGone(
            f"The engine at {uri} broke off a statement.",
            hint=f"{_AGAIN} If it was not stopped, its log says why: `scamgraph store status` names it.",
        )
    if _LOCKED in message:
        return EnvironmentProblem(
            f"Another client keeps the graph at {uri} locked, so this could not be written.",
            hint="End it, and run the command again: what was acknowledged is kept.",
        )
    if code.startswith("Neo.ClientError.Security."):
        return _from_security_code(code, message, uri)
    return (
        _detect_exhaustion(message, uri)
        or detect_damage_in_message(message, uri)
        or _from_code(code, message, uri)
    )


def gives_no_reason(message: str) -> bool:
    """Return whether the embedded engine only repeats the statement that it broke off."""
    return _WITHOUT_CAUSE.match(message) is not None


def _detect_exhaustion(message: str, uri: str) -> ScamgraphError | None:
    if _DISK.search(message):
        return build_disk_full_error(f"of the engine at {uri}")
    if reports_file_limit(message):
        return build_engine_file_limit_error(uri)
    if _MEMORY.search(message):
        return EnvironmentProblem(
            f"The engine at {uri} ran out of memory: {clean_message(message)}",
            hint="Give it more with SCAMGRAPH_MEMORY (for example 8g) and restart it, or ask for less.",
        )
    return None


def _from_code(code: str, message: str, uri: str) -> ScamgraphError:
    reason = clean_message(message)
    if "DatabaseNotFound" in code:
        return EnvironmentProblem(f"{reason} ({uri})", hint="Set NEO4J_DATABASE to a database that exists.")
    if code.startswith("Neo.ClientError.Transaction.TransactionTimedOut"):
        return TooLong(
            f"The query was stopped at its time limit: {reason}", hint="Ask for less, or allow more time."
        )
    if code.endswith(".Transaction.TransactionNotFound"):  # so the embedded engine reports a failed commit
        return EnvironmentProblem(
            f"The engine at {uri} could not finish the transaction: {reason}",
            hint="It was not acknowledged. The engine's log says why: `scamgraph store status` names it.",
        )
    if code.startswith("Neo.ClientError."):
        return InputError(f"The query was refused: {reason}{_format_position(message)}")
    if code.startswith("Neo.TransientError.General.DatabaseUnavailable"):
        return EngineGone(
            f"The database at {uri} is not available: {reason}",
            hint="Wait a little and run the command again.",
        )
    return EnvironmentProblem(
        f"The engine at {uri} failed: {reason}",
        hint="Its log says more: `scamgraph store status` names it.",
    )


def build_wrong_password_error(endpoint: Endpoint, login: Login) -> LoginRefused:
    """Return the error for a local engine that refuses the password in the file of a login."""
    hint = (
        "Run `scamgraph store down` and the command again: the engine then takes the password in the file."
        if endpoint.reader
        else f"Put the old password back into that file, or remove {endpoint.folder} and load again."
    )
    return LoginRefused(f"The {endpoint.engine} engine refuses the password in {login.file}.", hint=hint)


def build_disk_full_error(whose: str) -> EnvironmentProblem:
    """Return the error for a full disk; `whose` says which disk."""
    return EnvironmentProblem(
        f"The disk {whose} is full.",
        hint="Free some space and run the command again; what was acknowledged is kept.",
    )


def _from_security_code(code: str, message: str, uri: str) -> ScamgraphError:
    reason = clean_message(message)
    if code.endswith(".Forbidden"):
        return InputError(f"The engine does not allow this: {reason}", hint="Queries are read-only.")
    if code.endswith((".Unauthorized", ".AuthenticationRateLimit", ".CredentialsExpired", ".TokenExpired")):
        return LoginRefused(
            f"The engine at {uri} refused the login: {reason}",
            hint="Check NEO4J_USER and NEO4J_PASSWORD, or unset NEO4J_URI to use the embedded engine.",
        )
    return EnvironmentProblem(f"The engine at {uri} refused: {reason}")


def _from_driver(error: Exception, uri: str) -> ScamgraphError:
    from neo4j.exceptions import (  # noqa: PLC0415
        ConfigurationError,
        ReadServiceUnavailable,
        ServiceUnavailable,
        SessionExpired,
        WriteServiceUnavailable,
    )

    if has_hit_file_limit(error):
        return build_file_limit_error()
    if isinstance(error, ConfigurationError):
        reason = clean_message(str(error))
        return EnvironmentProblem(f"{uri} is no address of an engine: {reason}", hint="Check NEO4J_URI.")
    if isinstance(error, (ReadServiceUnavailable, WriteServiceUnavailable)):
        return EngineGone(f"No server of the cluster at {uri} takes this now.", hint="Run the command again.")
    if isinstance(error, (ServiceUnavailable, SessionExpired, OSError)):
        return EngineGone(
            f"The engine at {uri} does not answer{_format_reason(error)}.",
            hint="Look at it with `scamgraph store status`; running the command again is safe. "
            "If it went with a question, it may have run out of memory: ask for less, or give it more with "
            "SCAMGRAPH_MEMORY.",
        )
    return EnvironmentProblem(f"The connection to {uri} failed: {clean_message(str(error))}")


def _format_reason(error: BaseException) -> str:
    """Return the system's reason, such as "Connection refused"; "" if there is none.

    The driver's own text names its classes.
    """
    causes = (cause for cause in iter_causes(error) if isinstance(cause, OSError))
    return next((f" ({cause.strerror})" for cause in causes if cause.strerror), "")


def _format_position(message: str) -> str:
    for pattern in _POSITIONS:
        if match := pattern.search(message):
            groups = match.groupdict()
            column = int(groups["column"]) if groups.get("column") else int(groups["column0"]) + 1
            return f" [line {match['line']}, column {column}]"
    return ""
