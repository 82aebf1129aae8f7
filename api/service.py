"""What every request shares: the store, the texts, the graph's revision and the names not to be shown."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from api.problems import of_input
from graph.model.errors import EngineGone, InputError, TooLong
from graph.store.wholeness import Wholeness, check_wholeness
from queries.browse.scope import NameRedactor, Scope, load_protected_names, open_scope

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store.store import Store
    from queries.wording.citations import TextOf

REOPEN_SECONDS = 1.0
MOST_MADE = 16
T = TypeVar("T")


class Service:
    """One graph, served to many threads: the driver is safe for them, and each question has its session.

    `opened` connects anew after the engine was gone. The revision is asked at most once in
    `settings.revision_seconds`, so an answer may be that much older than the graph.
    """

    def __init__(
        self, settings: Settings, opened: Callable[[], Store], text_of: TextOf, texts_held: frozenset[str]
    ) -> None:
        self.settings = settings
        self.text_of = text_of
        seed = repr((sorted(texts_held), settings.cypher))
        self.flavour = hashlib.sha256(seed.encode()).hexdigest()[:8]
        self._opened = opened
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._retired: Store | None = None
        self._limited: tuple[Store, Store] | None = None
        self._tried = 0.0
        self._found: tuple[float, Wholeness | None] = (-1.0, None)
        self._names: tuple[float, int, NameRedactor] | None = None
        self._made: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    @property
    def store(self) -> Store:
        """The store, whose every question ends after `settings.query_seconds`. Raises as `unlimited`."""
        whole = self.unlimited
        with self._lock:
            if self._limited is None or self._limited[0] is not whole:
                self._limited = whole, whole.with_timeout(self.settings.query_seconds)
            return self._limited[1]

    @property
    def unlimited(self) -> Store:
        """The store for what may take long and is streamed; connected anew where it was gone.

        Raises EnvironmentProblem, EngineGone among them.
        """
        with self._lock:
            if self._store is None:
                if time.monotonic() - self._tried < REOPEN_SECONDS:
                    raise EngineGone("The engine does not answer.", hint="Try again in a few seconds.")
                self._tried = time.monotonic()
                self._store = self._opened()
            return self._store

    def lost(self) -> None:
        """Forget the store: the engine is gone, and may come back at another address."""
        with self._lock:
            if self._store is not None:
                # Closed only when the next one is lost: until then other threads may be in it.
                if self._retired is not None:
                    self._retired.close()
                self._retired, self._store = self._store, None
            self._found = (-1.0, None)

    def close(self) -> None:
        """Close the store, and the one that was lost last."""
        with self._lock:
            for held in (self._store, self._retired):
                if held is not None:
                    held.close()
            self._store = self._retired = self._limited = None

    @property
    def known_revision(self) -> int | None:
        """The revision, where it was asked a moment ago."""
        found = self._recent()
        return found.revision if found is not None else None

    def _recent(self) -> Wholeness | None:
        asked, found = self._found
        return found if time.monotonic() - asked < self.settings.revision_seconds else None

    def wholeness(self) -> Wholeness:
        """Where the graph stands. Raises GraphDamaged, EngineGone."""
        found = self._recent()
        if found is None:
            found = check_wholeness(self.store)
            self._found = (time.monotonic(), found)
        return found

    def revision(self) -> int:
        """The graph's revision. Raises GraphDamaged, EngineGone."""
        return self.wholeness().revision

    def unfinished(self) -> str:
        """Say why the graph is not whole, "" if it is. Raises GraphDamaged, EngineGone."""
        return self.wholeness().unfinished

    def names(self) -> NameRedactor:
        """The names not to be shown, asked anew when the revision has changed, every two seconds at most."""
        revision, now = self.revision(), time.monotonic()
        held = self._names
        if held is None or (held[1] != revision and now - held[0] > self.settings.names_seconds):
            held = (now, revision, load_protected_names(self.store))
            self._names = held
        return held[2]

    def once(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` gives, made once for a revision of the graph: the same for a page and for its JSON.

        Only what was asked for last is kept, and nobody may change it.
        """
        whole = (self.revision(), *key)
        with self._lock:
            if whole in self._made:
                found: T = self._made[whole]
                return found
        made = make()
        with self._lock:
            self._made[whole] = made
            while len(self._made) > MOST_MADE:
                self._made.popitem(last=False)
        return made

    def look(self, as_of: str | None, *, possibly: bool = False) -> Scope:
        """The graph today or as of a day. Raises Problem naming `as_of` for what is no day."""
        with field("as_of"):
            return open_scope(self.store, as_of or None, perhaps=possibly)

    def shown(self, data: Any) -> Any:
        """Data as it may be shown: without the names of protected people."""
        return self.names().redact(data)


@contextmanager
def field(name: str) -> Iterator[None]:
    """Say of what is wrong in the block that it is this parameter."""
    try:
        yield
    except TooLong:
        raise
    except InputError as error:
        raise of_input(error, field=name) from error
