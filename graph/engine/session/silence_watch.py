"""Watch over statements without a time limit: a load and its reads may take hours, but not for ever.

A server process that was stopped, or a machine that is gone, never answers, and its connections stay
open. So while a statement waits, the server is asked now and then on a second connection; if that
does not answer either, the first one is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.engine.driver_errors import translate_driver_errors
from graph.engine.endpoint import Endpoint
from graph.engine.session.deadlines import Deadlines
from graph.engine.session.driver import connect, drop_connection
from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    import neo4j

ASK_AGAIN_SECONDS = 30.0


class SilenceWatch:
    """Watch over the sessions of one engine; any thread may use it."""

    def __init__(self, endpoint: Endpoint, deadlines: Deadlines) -> None:
        self._endpoint = endpoint
        self._deadlines = deadlines

    @contextmanager
    def watch(self, session: neo4j.Session) -> Iterator[None]:
        """Drop the connection of `session` if the engine stops answering during the block."""
        watched = _Watched(session)
        watched.key = self._deadlines.add(ASK_AGAIN_SECONDS, lambda: self._start_probe(watched))
        try:
            yield
        finally:
            watched.is_over = True
            self._deadlines.remove(watched.key)

    def _start_probe(self, watched: _Watched) -> None:
        threading.Thread(target=self._probe, args=(watched,), daemon=True).start()

    def _probe(self, watched: _Watched) -> None:
        try:
            with (
                translate_driver_errors(self._endpoint.uri),
                connect(self._endpoint, self._endpoint.writer) as driver,
            ):
                driver.get_server_info()
        except ScamgraphError:
            if not watched.is_over:
                drop_connection(watched.session)
            return
        if not watched.is_over:
            watched.key = self._deadlines.add(ASK_AGAIN_SECONDS, lambda: self._start_probe(watched))


class _Watched:
    """A session that is watched, with the key of its next probe."""

    def __init__(self, session: neo4j.Session) -> None:
        self.session = session
        self.key: object = None
        self.is_over = False
