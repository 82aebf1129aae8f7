"""Read-only Cypher queries of users, cut at a row limit that reports what it cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from graph.model.errors import InputError
from queries.cypher.plain_values import to_json_row

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.store import Store

LIMIT = 1000
TIMEOUT = 30.0
EXCERPT = 30
"""Characters of a query that an error shows on either side of the place."""
_PLACE = re.compile(r" \[line (\d+), column (\d+)\]$")
COUNTED_BEYOND = 100_000
"""How many rows past the limit are still counted, to say how many were cut."""


class Rows:
    """The rows of a user's query, as JSON values, as they come; iterate once.

    After that `cut` is how many rows were left out, and `at_least` whether counting them was stopped
    early.
    """

    def __init__(
        self, rows: Iterator[Row], limit: int, most_bytes: int | None, notices: Callable[[int], list[str]]
    ) -> None:
        self.cut = 0
        self.is_too_large = False
        self.at_least = False
        self.shown = 0
        self._rows = rows
        self._limit = limit
        self._most_bytes = most_bytes
        self._bytes = 0
        self._notices = notices

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            if self.shown < self._limit and not self.is_too_large:
                data = to_json_row(row)
                if self._most_bytes is not None:
                    self._bytes += len(msgspec.json.encode(data))
                    self.is_too_large = self._bytes > self._most_bytes
                if not self.is_too_large:
                    self.shown += 1
                    yield data
                    continue
            self.cut += 1
            if self.is_too_large or self.cut >= COUNTED_BEYOND:
                self.at_least = True
                self.close()
                return

    def close(self) -> None:
        """Stop the query on the server, when no more of its rows are needed."""
        close = getattr(self._rows, "close", None)
        if close is not None:
            close()

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Return what is doubtful about the query, such as a label nothing has. Read it after the rows."""
        return tuple(self._notices(self.shown))

    @property
    def note(self) -> str:
        """Return what was cut, or "" if nothing was."""
        if not self.cut:
            return ""
        if self.is_too_large:
            return f"Only the first {self.shown:,} rows: the answer is too large. Ask for less."
        count = f"{'at least ' if self.at_least else ''}{self.shown + self.cut:,}"
        return f"Only the first {self.shown:,} of {count} rows; ask for more with a higher limit."


def run_user_query(  # noqa: PLR0913 - each is a limit of its own
    store: Store,
    cypher: str,
    params: Mapping[str, Any] | None = None,
    *,
    limit: int = LIMIT,
    timeout: float = TIMEOUT,
    most_bytes: int | None = None,
) -> Rows:
    """Run a read-only Cypher query; at most `limit` rows, stopped on the server after `timeout` seconds.

    With `most_bytes` it also ends before the row with which its rows, as JSON, would be larger.

    Raises InputError, while rows are read, for Cypher that is wrong (with line and column), that does
    more than read, or that takes too long; EngineGone if the engine stops answering.
    """
    from queries.cypher.notices import collect_notices  # noqa: PLC0415 - brings the model of the graph

    stream = _show_place(store.stream_user_query(cypher, params, timeout=timeout), cypher)
    return Rows(stream, limit, most_bytes, lambda shown: collect_notices(store, cypher, shown))


def _show_place(rows: Iterator[Row], cypher: str) -> Iterator[Row]:
    """Yield the rows; show the place in the query under the message of an error that names one."""
    try:
        yield from rows
    except InputError as error:
        place = _PLACE.search(error.message)
        excerpt = _format_excerpt(cypher, int(place[1]), int(place[2])) if place else ""
        if not excerpt:
            raise
        raise InputError(f"{error.message}\n{excerpt}", hint=error.hint) from error


def _format_excerpt(cypher: str, number: int, column: int) -> str:
    """Return a piece of the line `number` with a mark under `column`; "" for a line that is not there."""
    lines = cypher.splitlines()
    if not 0 < number <= len(lines):
        return ""
    start = max(0, column - 1 - EXCERPT)
    piece = lines[number - 1][start : column + EXCERPT].replace("\t", " ")
    return f"  {piece}\n  {'^':>{column - start}}"
