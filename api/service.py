"""State that all requests share: the store, the texts, the graph's revision, and the withheld names."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from cachetools import LRUCache

from api.heavy_clients import HeavyClients
from api.problems import convert_input_error
from graph.model.errors import InputError, TooLong
from graph.store.metadata import read_state
from graph.store.wholeness import Wholeness, check_wholeness
from queries.browse.scope import NameRedactor, Scope, load_protected_names, open_scope
from queries.search.passages import Passages

if TYPE_CHECKING:
    from pathlib import Path

    from api.engine_watch import EngineWatch
    from api.settings import Settings
    from graph.store.store import Store
    from queries.wording.citations import TextOf

RESULTS_CACHED = 16
T = TypeVar("T")


class Service:
    """One graph served to many threads: the driver is thread-safe, and each query has its own session.

    `engine` keeps the store open; `passages_file` keeps the index of the texts. The revision is read at most
    once in `settings.revision_seconds`, so a response may be that much older than the graph.
    """

    def __init__(
        self,
        settings: Settings,
        engine: EngineWatch,
        text_of: TextOf,
        texts_held: frozenset[str],
        passages_file: Path | None = None,
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.text_of = text_of
        self.passages = Passages(text_of, passages_file)
        self.heavy_clients = HeavyClients(settings.heavy_query_seconds, settings.most_heavy_query_seconds)
        seed = repr((sorted(texts_held), settings.cypher))
        self.flavour = hashlib.sha256(seed.encode()).hexdigest()[:8]
        self._lock = threading.Lock()
        self._limited: tuple[Store, Store] | None = None
        self._wholeness: tuple[float, Wholeness | None] = (-1.0, None)
        self._names: tuple[tuple[str, int], NameRedactor] | None = None
        self._results: LRUCache[tuple[Any, ...], Any] = LRUCache(RESULTS_CACHED)

    @property
    def store(self) -> Store:
        """The store; each of its queries ends after `settings.query_seconds`.

        Raises EngineGone.
        """
        unlimited = self.store_without_timeout
        with self._lock:
            if self._limited is None or self._limited[0] is not unlimited:
                self._limited = unlimited, unlimited.with_timeout(self.settings.query_seconds)
            return self._limited[1]

    @property
    def store_without_timeout(self) -> Store:
        """The store for queries that may take long and are streamed. Raises EngineGone."""
        return self.engine.store

    def close(self) -> None:
        """Close the store."""
        self.engine.close()
        self.passages.close()
        self._limited = None

    @property
    def cached_version(self) -> str | None:
        """The version of the graph if it was read a moment ago, else None."""
        wholeness = self._find_recent_wholeness()
        return wholeness.version if wholeness is not None else None

    def _find_recent_wholeness(self) -> Wholeness | None:
        checked_at, wholeness = self._wholeness
        return wholeness if time.monotonic() - checked_at < self.settings.revision_seconds else None

    def load_wholeness(self) -> Wholeness:
        """Return the graph's revision and whether the graph is complete.

        Raises GraphDamaged, EngineGone.
        """
        wholeness = self._find_recent_wholeness()
        if wholeness is None:
            wholeness = check_wholeness(self.store)
            self._wholeness = (time.monotonic(), wholeness)
        return wholeness

    def load_revision(self) -> int:
        """Return the graph's revision. Raises GraphDamaged, EngineGone."""
        return self.load_wholeness().revision

    def load_version(self) -> str:
        """Return which graph this is, with its revision. Raises GraphDamaged, EngineGone."""
        return self.load_wholeness().version

    def describe_unfinished(self) -> str:
        """Return why the graph is incomplete, "" if it is complete. Raises GraphDamaged, EngineGone."""
        return self.load_wholeness().unfinished

    def load_protected_names(self) -> NameRedactor:
        """Return the names to withhold, reloaded if the graph has changed.

        What is redacted was read before. So the graph is looked at again each time: the names of a moment
        ago may lack one that a load, or another graph, has brought since.
        """
        state = read_state(self.store)
        version = state.graph, state.revision
        cached = self._names
        if cached is None or cached[0] != version:
            cached = version, load_protected_names(self.store)
            self._names = cached
        return cached[1]

    def cache_by_version(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return the result of `make`, computed once per version of the graph.

        So a page and its JSON share it. Only the results used last are cached. Callers must not change them.
        """
        full_key = (self.load_version(), *key)
        with self._lock:
            if full_key in self._results:
                cached: T = self._results[full_key]
                return cached
        result = make()
        with self._lock:
            self._results[full_key] = result
        return result

    def open_window(self, as_of: str | None, *, possibly: bool = False) -> Scope:
        """Return the graph today or as of a day. Raises Problem that names `as_of` for an invalid day."""
        with translate_input_errors("as_of"):
            return open_scope(self.store, as_of or None, perhaps=possibly)

    def redact_names(self, data: Any) -> Any:
        """Return data without the names of protected people."""
        return self.load_protected_names().redact(data)


@contextmanager
def translate_input_errors(name: str) -> Iterator[None]:
    """Translate an input error of the block into a Problem that names this parameter.

    TooLong passes unchanged.
    """
    try:
        yield
    except TooLong:
        raise
    except InputError as error:
        raise convert_input_error(error, field=name) from error
