"""Read-only execution of one query: its rows are streamed, and it ends when the caller stops reading."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.driver import CONNECT_SECONDS
from graph.engine.session.query_terminator import GRACE_SECONDS, QueryTerminator, QueryTerminatorFactory
from graph.engine.session.read_guard import Guard
from graph.engine.session.result_rows import FETCH_SIZE, Row, stream_rows
from graph.engine.session.silence_watch import SilenceWatch
from graph.model.errors import ScamgraphError, TooLong

if TYPE_CHECKING:
    import neo4j


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
    session = _open_session(access, question.timeout)
    terminator = access.terminators.create(session)
    if question.timeout is not None:
        terminator.start(question.timeout)
    try:
        with access.watch.watch(session) if question.timeout is None else nullcontext():
            yield from _stream_rows(session, access, question, terminator)
    except ScamgraphError as error:
        if terminator.expired:
            raise _build_timeout_error(question, terminator) from error
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


def _open_session(access: ReadAccess, timeout: float | None) -> neo4j.Session:
    """Open a reading session; it also waits for a connection no longer than the query may take."""
    from neo4j import READ_ACCESS  # noqa: PLC0415 - heavy, and already loaded

    limits: dict[str, Any] = {}
    if timeout is not None:
        limits["connection_acquisition_timeout"] = min(4 * CONNECT_SECONDS, timeout + GRACE_SECONDS)
    with translate_driver_errors(access.endpoint.uri):
        return access.driver.session(
            database=access.endpoint.database,
            fetch_size=FETCH_SIZE,
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


def _remove_semicolon(text: str) -> str:
    """Remove the closing semicolon that people type and the embedded engine refuses."""
    return text.rstrip().removesuffix(";")


def _build_timeout_error(question: ReadQuery, terminator: QueryTerminator) -> TooLong:
    if terminator.dropped:
        return TooLong(
            f"The query was given up: the engine did not stop it at its limit of {question.timeout:g} s.",
            hint="Ask for less. A local engine that cannot stop it is restarted.",
        )
    return TooLong(
        f"The query was stopped at its time limit of {question.timeout:g} s.",
        hint="Ask for less, or allow more time.",
    )
