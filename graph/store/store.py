"""The store: the connection to either engine, with a writing and a read-only path.

Writes use explicit transactions only: an auto-commit statement that fails half way leaves half its
rows on the embedded engine. Reads use the reader's account if the engine has one, and READ access
if it has not.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping, MutableMapping
from contextlib import closing, contextmanager, suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cachetools import LRUCache

from graph.engine import databases
from graph.engine.driver_errors import build_disk_full_error, translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.private_files import is_full
from graph.engine.server.select_engine import choose_endpoint
from graph.engine.session.deadlines import Deadlines
from graph.engine.session.driver import connect, detect_engine, is_transient, name_password_file
from graph.engine.session.log_redaction import redact_for_logging
from graph.engine.session.query_terminator import QueryTerminatorFactory
from graph.engine.session.read_guard import Guard
from graph.engine.session.read_query import ReadAccess, ReadQuery, stream_query
from graph.engine.session.result_rows import FETCH_SIZE, Row, stream_rows
from graph.engine.session.silence_watch import SilenceWatch
from graph.model.errors import EngineGone, EnvironmentProblem, InputError, ScamgraphError
from graph.store.cypher_dialect import Dialect, select_dialect

if TYPE_CHECKING:
    import neo4j

T = TypeVar("T")
RowHandler = Callable[[list[Row]], None]
"""Gets the rows that a query returned."""
ATTEMPTS = 8
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 5.0
ADDRESSES_KEPT = 50_000
"""Maximum number of addresses cached in a transaction; some 10 MB."""
ADDRESSES_REMEMBERED = 25_000
"""Maximum number of addresses remembered from one transaction to the next; some 5 MB."""
REOPEN_PAUSES = (0.2, 1.0, 3.0)


class Tx:
    """An open transaction. Rows are plain dicts; a query's parameters are keywords.

    `addresses`: the engine's node ids that `graph.write.node_id_cache` knows in this transaction; code
    that deletes nodes clears it. `remembered`: those of earlier transactions.
    """

    def __init__(self, transaction: neo4j.Transaction, uri: str, dialect: Dialect) -> None:
        self._transaction = transaction
        self._uri = uri
        self._pending: tuple[neo4j.Result, RowHandler] | None = None
        self.dialect = dialect
        self.addresses: MutableMapping[str, int] = LRUCache(ADDRESSES_KEPT)
        self.remembered: MutableMapping[str, int] = LRUCache(ADDRESSES_REMEMBERED)

    def run_pipelined(self, query: str, on_rows: RowHandler, **params: Any) -> None:
        """Run `query` without waiting for its rows; `on_rows` gets them, before the commit at the latest.

        While the engine works on it, the rows of the next query are prepared and sent. For queries that
        write and return a row or two. An exception of `on_rows` is raised by the next use of the
        transaction.
        """
        self._pending = self._run_query(query, params), on_rows

    def run(self, query: str, **params: Any) -> list[Row]:
        """Run `query` and return all its rows. Raises ScamgraphError."""
        return list(self.stream(query, **params))

    def stream(self, query: str, **params: Any) -> Iterator[Row]:
        """Run `query` and yield its rows as they arrive; read them before the transaction ends."""
        yield from stream_rows(self._run_query(query, params), self._uri)

    def _run_query(self, query: str, params: Mapping[str, Any]) -> neo4j.Result:
        """Run a query, then flush the pipelined one before it."""
        with translate_driver_errors(self._uri):
            result = self._transaction.run(query, redact_for_logging(params))
        self.flush()
        return result

    def flush(self) -> None:
        """Wait for the result of the last pipelined query."""
        if self._pending is not None:
            (result, on_rows), self._pending = self._pending, None
            on_rows(list(stream_rows(result, self._uri)))

    def commit(self) -> None:
        """Commit the transaction. Raises EngineGone if the engine did not acknowledge it."""
        self.flush()
        with translate_driver_errors(self._uri):
            self._transaction.commit()


class Store:
    """A connection to one engine; a context manager. Open it with `open_store`.

    `engine` is "embedded" or "neo4j", `version` the server's own, `dialect` the differences in its
    Cypher.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._driver = connect(endpoint, endpoint.writer)
        # On an engine without roles, reads and writes share a login, and only READ access separates them.
        self._reader_driver = connect(endpoint, endpoint.reader) if endpoint.reader else self._driver
        try:
            self.engine, self.version = detect_engine(self._driver, endpoint)
        except BaseException:
            self.close()
            raise
        self.dialect: Dialect = select_dialect(self.engine)
        self._guard = Guard(endpoint)
        deadlines = Deadlines()
        self._terminators = QueryTerminatorFactory(
            endpoint, endpoint.reader or endpoint.writer, deadlines, self._handle_stuck_query
        )
        self._watch = SilenceWatch(endpoint, deadlines)
        self._seconds: float | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def uri(self) -> str:
        """Return the Bolt address."""
        return self._endpoint.uri

    @property
    def database(self) -> str | None:
        """Return the database's name, None for the login's home database."""
        return self._endpoint.database

    @property
    def folder(self) -> Path | None:
        """Return the folder that holds a local engine's files, None for a remote server."""
        return self._endpoint.folder

    @property
    def embedded_folder(self) -> Path | None:
        """Return the folder of an embedded engine, None for any other: we check its files ourselves."""
        return self.folder if self.engine == "embedded" else None

    @property
    def endpoint(self) -> Endpoint:
        """Return the address with its logins, for access to the engine that bypasses this store."""
        return self._endpoint

    @property
    def can_open_replacement(self) -> bool:
        """Return whether a new graph can be built beside this one.

        Readers see this one until the new one is whole.
        """
        return self.embedded_folder is not None

    @contextmanager
    def open_replacement(self) -> Iterator[Store]:
        """Open a store on a new, empty database, which replaces this one when the block ends.

        If the block raises, the new database is dropped and this one stays. Only if
        `can_open_replacement`.
        """
        folder = self.embedded_folder
        if folder is None:
            raise ValueError(f"{self.uri} has one database")
        old, new = databases.find_active(folder), databases.find_inactive(folder)
        databases.delete_database(self._endpoint, new)
        databases.create_database(self._endpoint, new)
        replacement = copy(self)
        replacement._endpoint = replace(self._endpoint, find_database=None, named=new)
        try:
            replacement._check_server_version()
            yield replacement
        except BaseException:
            with suppress(ScamgraphError):
                databases.delete_database(self._endpoint, new)
            raise
        databases.set_active(folder, new)
        with suppress(EngineGone):  # the new one is in use: the next start of the server deletes the old one
            databases.delete_database(self._endpoint, old)

    def _check_server_version(self) -> None:
        try:
            self.read("RETURN 1 AS one")
        except InputError as error:
            raise EnvironmentProblem(
                "The engine was started by an older version of scamgraph.",
                hint="Stop it with `scamgraph store down` and run the command again.",
            ) from error

    def with_timeout(self, seconds: float) -> Store:
        """Return the same store, on the same connections, whose every query ends after `seconds`.

        Close only the original store.
        """
        same = copy(self)
        same._seconds = seconds
        return same

    def close(self) -> None:
        """Close the connections for reading and writing; the server keeps running."""
        self._driver.close()
        self._reader_driver.close()

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one explicit transaction, commit, and return its result.

        A transient error (another writer in the way) is retried, at most 8 attempts with growing pauses:
        `work` must be able to run again from its start. Anything else raises ScamgraphError, and nothing
        of the transaction stays.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.begin() as transaction:
                    result = work(transaction)
                    transaction.commit()
                    return result
            except ScamgraphError as error:
                if attempt == ATTEMPTS or not is_transient(error):
                    raise self._explain_error(error) from error.__cause__
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads writers, hides nothing
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _explain_error(self, error: ScamgraphError) -> ScamgraphError:
        """Return the error, or its cause that a failed commit does not report: a full disk."""
        folder = self._endpoint.folder
        if isinstance(error, EnvironmentProblem) and folder is not None and is_full(folder):
            return build_disk_full_error(f"of {folder}")
        return error

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Open an explicit transaction; without `commit()` in the block, leaving it rolls back."""
        with translate_driver_errors(self.uri):
            session = self._driver.session(database=self.database, fetch_size=FETCH_SIZE)
        with session, self._watch.watch(session):
            with translate_driver_errors(self.uri):
                transaction = session.begin_transaction()
            try:
                yield Tx(transaction, self.uri, self.dialect)
            finally:
                with translate_driver_errors(self.uri):
                    transaction.close()

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Run a query in read-only access and return all rows; see `stream`."""
        return list(self.stream(query, params, timeout=timeout))

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Run one of this project's own queries, in READ access, and yield its rows as they arrive.

        Use `stream_user_query` for a query that a user wrote.

        `timeout`, in seconds and over all rows, stops the query on the server; so does closing the
        iterator. Without it the store's own limit applies (`with_timeout`). Raises TooLong at a limit,
        InputError for a wrong query, EngineGone if the engine stops answering.
        """
        return self._stream(query, params, timeout, by_user=False)

    def stream_user_query(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Run a query that a user wrote, if the guard admits it, and yield its rows as they arrive.

        Limits and errors are those of `stream`. Raises InputError, with line and column, if it does more
        than read.
        """
        return self._stream(query, params, timeout, by_user=True)

    def _stream(
        self, query: str, params: Mapping[str, Any] | None, timeout: float | None, *, by_user: bool
    ) -> Iterator[Row]:
        seconds = timeout if timeout is not None else self._seconds
        question = ReadQuery(query, redact_for_logging(params or {}), seconds, by_user)
        return self._ask_again_if_replaced(question)

    def _ask_again_if_replaced(self, question: ReadQuery) -> Iterator[Row]:
        """Yield the rows.

        If another load put a new database in place before the first row came, run the query there.
        """
        database = self._endpoint.database
        with closing(self._ask(question)) as rows:
            try:
                first = next(rows, None)
            except ScamgraphError:
                if self._endpoint.database == database:
                    raise
            else:
                if first is not None:
                    yield first
                    yield from rows
                return
        yield from self._ask(question)

    def _ask(self, question: ReadQuery) -> Generator[Row, None, None]:
        access = ReadAccess(self._reader_driver, self._endpoint, self._guard, self._terminators, self._watch)
        with name_password_file(self._endpoint, self._endpoint.reader or self._endpoint.writer):
            yield from stream_query(access, question)

    def _handle_stuck_query(self) -> None:
        from graph.store.stuck_engine import restart_stuck_engine  # noqa: PLC0415 - it needs the store itself

        restart_stuck_engine(self)

    def run_schema_statement(self, statement: str) -> list[Row]:
        """Run one schema statement outside a transaction. Never for data: it would not be atomic."""
        with translate_driver_errors(self.uri):
            session = self._driver.session(database=self.database)
        with session, self._watch.watch(session), translate_driver_errors(self.uri):
            return list(stream_rows(session.run(statement), self.uri))


def open_store(engine: str | None = None, *, start: bool = True, home: Path | None = None) -> Store:
    """Connect to an engine; start a local one if necessary and `start` allows it.

    `engine` is "embedded" or "neo4j" (a local one, assembled by Maven). Without it: the server of
    NEO4J_URI (with NEO4J_USER, NEO4J_PASSWORD, NEO4J_DATABASE), else the engine in SCAMGRAPH_ENGINE,
    else embedded. Raises UsageError for another name, EnvironmentProblem (LoginRefused, EngineGone
    among them) if there is no engine to connect to.
    """
    for pause in REOPEN_PAUSES:
        try:
            return Store(choose_endpoint(engine, start=start, home=home))
        except EngineGone:
            # A local server that is just dying still accepts for a moment, and then resets.
            if not start or (engine is None and os.environ.get("NEO4J_URI")):
                raise
            time.sleep(pause)
    return Store(choose_endpoint(engine, start=start, home=home))
