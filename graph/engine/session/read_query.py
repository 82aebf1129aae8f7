"""The reading door: one query, its rows as they come, its end when nobody wants more."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import plain_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.query_terminator import Stoppers
from graph.engine.session.read_guard import Guard
from graph.engine.session.result_rows import FETCH_SIZE, Row, rows_of
from graph.model.errors import ScamgraphError, TooLong

if TYPE_CHECKING:
    import neo4j


@dataclass(frozen=True, slots=True)
class Question:
    """A reading query. `timeout` is in seconds, None for the engine's own outer bound.

    `by_user`: its text is not ours, so the guard must admit it first.
    """

    text: str
    params: dict[str, Any]
    timeout: float | None = None
    by_user: bool = False


def reading(
    driver: neo4j.Driver, endpoint: Endpoint, guard: Guard, stoppers: Stoppers, question: Question
) -> Generator[Row, None, None]:
    """Give the rows that answer `question`, asked with the login of `driver`; `guard` admits a user's text.

    The query ends on the server with its last row, at its time limit, or when the iterator is closed.
    Raises InputError for a wrong or refused query, TooLong, EngineGone.
    """
    from neo4j import READ_ACCESS, Query  # noqa: PLC0415 - heavy, and loaded by then

    with plain_errors(endpoint.uri):
        session = driver.session(
            database=endpoint.database, fetch_size=FETCH_SIZE, default_access_mode=READ_ACCESS
        )
    try:
        text = _sendable(question.text)
        if question.by_user:
            guard.admit(session, text, question.params)
        if endpoint.engine == "embedded":
            yield from _stopped_by_us(session, stoppers, question, text, endpoint.uri)
        else:
            with plain_errors(endpoint.uri):
                result = session.run(Query(text, timeout=question.timeout), question.params)
            yield from rows_of(result, endpoint.uri)
    except KeyboardInterrupt:
        _hang_up(session)
        raise
    finally:
        # Nothing was written, and the rows have told what went wrong: closing has nothing to add.
        with suppress(ScamgraphError), plain_errors(endpoint.uri):
            session.close()


def _stopped_by_us(
    session: neo4j.Session, stoppers: Stoppers, question: Question, text: str, uri: str
) -> Iterator[Row]:
    stopper = stoppers.of(session)
    if question.timeout is not None:
        stopper.start(question.timeout)
    try:
        with plain_errors(uri):
            result = session.run(text, question.params)
        for row in rows_of(result, uri):
            if stopper.expired:
                raise _out_of_time(question)
            yield row
    except ScamgraphError as error:
        if stopper.expired:
            raise _out_of_time(question) from error
        raise
    except (GeneratorExit, KeyboardInterrupt):
        stopper.stop_now()
        raise
    finally:
        # Before the watcher is told that it is over: rows nobody reads come to an end only if it ends them.
        with suppress(ScamgraphError), plain_errors(uri):
            session.close()
        stopper.over()


def _hang_up(session: neo4j.Session) -> None:
    """Drop the connection of a query that was interrupted: a Neo4j ends what runs on a lost one.

    Closing it in order would wait for the query's end, and the driver offers nothing between.
    """
    connection = session._connection
    if connection is not None:
        connection.kill()  # type: ignore[no-untyped-call]


def _sendable(text: str) -> str:
    """Drop the closing semicolon that people type and the embedded engine refuses."""
    return text.rstrip().removesuffix(";")


def _out_of_time(question: Question) -> TooLong:
    return TooLong(
        f"The query was stopped at its time limit of {question.timeout:g} s.",
        hint="Ask for less, or allow more time.",
    )
