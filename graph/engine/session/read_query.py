"""Read-only execution of one query: its rows are streamed, and it ends when the caller stops reading."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.query_terminator import QueryTerminatorFactory
from graph.engine.session.read_guard import Guard
from graph.engine.session.result_rows import FETCH_SIZE, Row, stream_rows
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


def stream_query(
    driver: neo4j.Driver,
    endpoint: Endpoint,
    guard: Guard,
    stoppers: QueryTerminatorFactory,
    question: ReadQuery,
) -> Generator[Row, None, None]:
    """Yield the rows of `question`, run with the login of `driver`; `guard` checks a user's text.

    The query ends on the server with its last row, at its time limit, or when the iterator is closed.
    Raises InputError for a wrong or refused query, TooLong, EngineGone.
    """
    from neo4j import READ_ACCESS, Query  # noqa: PLC0415 - heavy, and already loaded

    with translate_driver_errors(endpoint.uri):
        session = driver.session(
            database=endpoint.database, fetch_size=FETCH_SIZE, default_access_mode=READ_ACCESS
        )
    try:
        text = _remove_semicolon(question.text)
        if question.by_user:
            guard.check_user_query(session, text, question.params)
        if endpoint.engine == "embedded":
            yield from _stream_with_terminator(session, stoppers, question, text, endpoint.uri)
        else:
            with translate_driver_errors(endpoint.uri):
                result = session.run(Query(text, timeout=question.timeout), question.params)
            yield from stream_rows(result, endpoint.uri)
    except KeyboardInterrupt:
        _close_connection(session)
        raise
    finally:
        # Nothing was written, and reading the rows has raised any error: closing has nothing to add.
        with suppress(ScamgraphError), translate_driver_errors(endpoint.uri):
            session.close()


def _stream_with_terminator(
    session: neo4j.Session, stoppers: QueryTerminatorFactory, question: ReadQuery, text: str, uri: str
) -> Iterator[Row]:
    stopper = stoppers.create(session)
    if question.timeout is not None:
        stopper.start(question.timeout)
    try:
        with translate_driver_errors(uri):
            result = session.run(text, question.params)
        for row in stream_rows(result, uri):
            if stopper.expired:
                raise _build_timeout_error(question)
            yield row
    except ScamgraphError as error:
        if stopper.expired:
            raise _build_timeout_error(question) from error
        raise
    except (GeneratorExit, KeyboardInterrupt):
        stopper.stop_now()
        raise
    finally:
        # The terminator must still run here: only it ends a query whose rows nobody reads.
        with suppress(ScamgraphError), translate_driver_errors(uri):
            session.close()
        stopper.close()


def _close_connection(session: neo4j.Session) -> None:
    """Drop the connection of an interrupted query: a Neo4j ends what runs on a lost one.

    An orderly close would wait for the query's end, and the driver offers nothing in between.
    """
    connection = session._connection
    if connection is not None:
        connection.kill()  # type: ignore[no-untyped-call]


def _remove_semicolon(text: str) -> str:
    """Remove the closing semicolon that people type and the embedded engine refuses."""
    return text.rstrip().removesuffix(";")


def _build_timeout_error(question: ReadQuery) -> TooLong:
    return TooLong(
        f"The query was stopped at its time limit of {question.timeout:g} s.",
        hint="Ask for less, or allow more time.",
    )
