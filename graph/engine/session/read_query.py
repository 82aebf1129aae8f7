"""Read-only execution of one query: its rows are streamed, and it ends when the caller stops reading."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import gives_no_reason, translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.message_cleaning import clean_message
from graph.engine.session.driver import CONNECT_SECONDS
from graph.engine.session.query_terminator import GRACE_SECONDS, QueryTerminator, QueryTerminatorFactory
from graph.engine.session.read_guard import READ_ONLY, Guard
from graph.engine.session.result_rows import FETCH_SIZE, Row, stream_rows
from graph.engine.session.silence_watch import SilenceWatch
from graph.model.errors import EnvironmentProblem, InputError, ScamgraphError, TooLong, Unstoppable

if TYPE_CHECKING:
    import neo4j


USER_FETCH_SIZE = 100
"""Rows that a user's query sends at once: nobody knows how large they are."""


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A reading query. `timeout` is in seconds, None for the engine's own outer bound.

    `by_user`: its text is not ours, so the guard must admit it first.
    """

    text: str
    params: dict[str, Any]
    timeout: float | None = None
    by_user: bool = False


@dataclass(frozen=True, slots=True)
class ReadAccess:
    """What a reading query needs: the reader's driver, and what guards and ends queries on its engine."""

    driver: neo4j.Driver
    endpoint: Endpoint
    guard: Guard
    terminators: QueryTerminatorFactory
    watch: SilenceWatch


def stream_query(access: ReadAccess, question: ReadQuery) -> Generator[Row, None, None]:
    """Yield the rows of `question`; the guard checks a user's text.

    The query ends on the server with its last row, at its time limit, or when the iterator is closed.
    Raises InputError for a wrong or refused query, TooLong, EngineGone.
    """
    uri = access.endpoint.uri
    session = _open_session(access, question)
    terminator = access.terminators.create(session)
    if question.timeout is not None:
        terminator.start(question.timeout)
    try:
        with access.watch.watch(session) if question.timeout is None else nullcontext():
            yield from _stream_rows(session, access, question, terminator)
    except ScamgraphError as error:
        if terminator.expired:
            raise _build_timeout_error(question, terminator) from error
        if question.by_user and _is_failure_of_server(error) and _answers(access):
            raise _build_query_error(error) from error.__cause__
        raise
    except GeneratorExit:
        terminator.stop()
        raise
    except KeyboardInterrupt:
        terminator.drop()
        raise
    finally:
        # The terminator must still run here: only it ends a query whose rows nobody reads. Nothing was
        # written, and reading the rows has raised any error: closing has nothing to add.
        with suppress(ScamgraphError), translate_driver_errors(uri):
            session.close()
        terminator.close()


def _open_session(access: ReadAccess, question: ReadQuery) -> neo4j.Session:
    """Open a reading session; it also waits for a connection no longer than the query may take."""
    from neo4j import READ_ACCESS  # noqa: PLC0415 - heavy, and already loaded

    limits: dict[str, Any] = {"fetch_size": USER_FETCH_SIZE if question.by_user else FETCH_SIZE}
    if question.timeout is not None:
        patience = min(4 * CONNECT_SECONDS, question.timeout + GRACE_SECONDS)
        limits["connection_acquisition_timeout"] = patience
    with translate_driver_errors(access.endpoint.uri):
        return access.driver.session(
            database=access.endpoint.database,
            default_access_mode=READ_ACCESS,
            **limits,
        )


def _stream_rows(
    session: neo4j.Session, access: ReadAccess, question: ReadQuery, terminator: QueryTerminator
) -> Iterator[Row]:
    from neo4j import Query  # noqa: PLC0415 - heavy, and already loaded

    text = _remove_semicolon(question.text)
    if question.by_user:
        access.guard.check_user_query(session, text, question.params, timeout=question.timeout)
    uri = access.endpoint.uri
    with translate_driver_errors(uri):
        result = session.run(Query(text, timeout=question.timeout), question.params)
    for row in stream_rows(result, uri):
        if terminator.expired:
            raise _build_timeout_error(question, terminator)
        yield row


def _is_failure_of_server(error: ScamgraphError) -> bool:
    """Return whether the server itself sent what is taken for a fault of its own or of the machine."""
    from neo4j.exceptions import Neo4jError  # noqa: PLC0415 - heavy, and already loaded

    return isinstance(error, EnvironmentProblem) and isinstance(error.__cause__, Neo4jError)


def _answers(access: ReadAccess) -> bool:
    try:
        return bool(list(stream_query(access, ReadQuery("RETURN 1 AS one", {}, GRACE_SECONDS))))
    except ScamgraphError:
        return False


def _build_query_error(error: ScamgraphError) -> InputError:
    """Return the error for a query that fails in an engine that answers others.

    The server's message may repeat texts of the query, such as "no space left". So what it says of the
    engine is not believed.
    """
    message = str(getattr(error.__cause__, "message", None) or error.message)
    if gives_no_reason(message):
        return InputError("The engine refused this query and gave no reason.", hint=READ_ONLY)
    message = clean_message(message)
    return InputError(f"The engine could not run this query: {message}", hint="Ask for less, or otherwise.")


def _remove_semicolon(text: str) -> str:
    """Remove the closing semicolon that people type and the embedded engine refuses."""
    return text.rstrip().removesuffix(";")


def _build_timeout_error(question: ReadQuery, terminator: QueryTerminator) -> TooLong:
    if terminator.dropped:
        return Unstoppable(
            f"The query was given up: the engine did not stop it at its limit of {question.timeout:g} s.",
            hint="Ask for less. A local engine that cannot stop it is restarted.",
        )
    return TooLong(
        f"The query was stopped at its time limit of {question.timeout:g} s.",
        hint="Ask for less, or allow more time.",
    )
