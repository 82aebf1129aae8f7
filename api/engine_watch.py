"""The engine of a server, watched by a thread: it is started again or reconnected to, and errors say so.

A local engine that was killed is started at once; one that hangs, after some silence. A server that
is not ours cannot be started: only the connection is tried again. An engine that someone stopped with
`scamgraph store down` stays stopped, until someone starts it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.problems import RETRY_SECONDS, Problem
from graph.engine.server import lifecycle
from graph.engine.server.file_lock import LOAD_LOCK, lock_file
from graph.model.errors import EngineGone, ScamgraphError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.engine.server.lifecycle import Recipe
    from graph.store.store import Store

FIRST_PAUSE = 1.0
STABLE_SECONDS = 60.0
"""An engine that goes again within this time is not started at once: something ends it."""
POLL_SECONDS = 1.0
REPORT_GAP_SECONDS = 0.5
"""The least time between two looks at the engine that requests ask for."""
STOPPED_RETRY_SECONDS = 30
_STARTING = "stopped and is being started again"
_RESTARTING = "does not answer and is being started again"
_SILENT = "does not answer; if it stays silent, it is started again"
_RECONNECTING = "does not answer; the server keeps trying to reconnect"
_STOPPED = "was stopped with `scamgraph store down`"


@dataclass(frozen=True, slots=True)
class Outage:
    """What is wrong with the engine and what is done about it, as the end of a sentence.

    `attempt` counts from 1, 0 if none was made; `due` is when the next one begins, by the monotonic
    clock, None while one runs or if none is planned.
    """

    what: str
    attempt: int = 0
    due: float | None = None

    def build_problem(self) -> Problem:
        """Return the 503 problem that answers requests meanwhile."""
        wait = None if self.due is None else max(1, math.ceil(self.due - time.monotonic()))
        parts = [f"attempt {self.attempt}"] if self.attempt else []
        parts += [f"next in {wait} s"] if wait else []
        progress = f" ({'; '.join(parts)})" if parts else ""
        hint, retry_after = "Try again a little later.", wait + 1 if wait else RETRY_SECONDS
        if self.what == _STOPPED:
            hint, retry_after = "`scamgraph store up` starts it again.", STOPPED_RETRY_SECONDS
        return Problem(503, f"The graph's engine {self.what}{progress}.", hint=hint, retry_after=retry_after)


class EngineWatch:
    """The open store of a server, and the thread that watches its engine.

    `recipe` is that of a local engine, None for a server that cannot be started from here.
    """

    def __init__(
        self, open_store: Callable[[], Store], settings: Settings, recipe: Recipe | None = None
    ) -> None:
        self._open_store = open_store
        self._settings = settings
        self._recipe = recipe
        self._log: Callable[[str], None] = lambda _: None
        self._start_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._reported, self._closing = threading.Event(), threading.Event()
        self._probe: _Probe | None = None
        self._store: Store | None = None
        self._retired: Store | None = None
        self._pid: int | None = None
        self._outage: Outage | None = None
        self._attempts, self._due = 0, 0.0
        self._answered_at = -math.inf
        self._silent_since: float | None = None
        self._reason = ""

    @property
    def store(self) -> Store:
        """The open store. Raises EngineGone, without a wait, while the engine does not answer."""
        self.start()
        store, outage = self._store, self._outage
        if outage is not None or store is None:
            raise EngineGone((outage or Outage(_SILENT)).build_problem().detail)
        return store

    @property
    def problem(self) -> Problem | None:
        """The problem that says what is done about an engine that does not answer, None if it answers."""
        outage = self._outage
        return outage.build_problem() if outage is not None else None

    def start(self, log: Callable[[str], None] | None = None) -> None:
        """Open the store and begin to watch, unless that is done; `log` gets what happens to the engine."""
        self._log = log or self._log
        if self._thread is not None:
            return
        with self._start_lock:
            if self._thread is None:
                self._check()
                self._thread = threading.Thread(target=self._run, name="engine watch", daemon=True)
                self._thread.start()

    def report_failure(self) -> None:
        """Look at the engine now: a request has failed."""
        self._reported.set()

    def close(self) -> None:
        """End the watch and close the stores. The engine keeps running."""
        self._closing.set()
        self._reported.set()
        if self._thread is not None:
            self._thread.join(RETRY_SECONDS)  # a start of the engine may take longer, and goes on
        late = self._probe.store if self._probe is not None else None
        for store in (self._store, self._retired, late):
            if store is not None:
                store.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            if self._outage is None:
                self._reported.wait(self._settings.check_seconds)
                self._reported.clear()
            try:
                pause = 0.0 if self._closing.is_set() else self._check()
            except Exception as error:  # whatever it is: a watch that ends watches nothing
                self._log(f"The watch over the engine failed: {error!r}")
                pause = self._settings.check_seconds
            self._closing.wait(pause)

    def _check(self) -> float:
        """Look at the engine, and do what has to be done; return the seconds until the next look."""
        began = time.monotonic()
        pid = lifecycle.read_pid(self._recipe) if self._recipe is not None else None
        store = self._try_open()
        if store is None:
            return self._handle_silence(pid, began)
        self._adopt(store, pid)
        return REPORT_GAP_SECONDS

    def _try_open(self) -> Store | None:
        """Open a second store and read from it; return None if that fails or takes too long.

        A probe that hangs is not repeated but waited for, so that at most one thread hangs.
        """
        probe = self._probe or _Probe(self._open_store)
        self._probe = probe
        probe.join(self._settings.check_seconds)
        if probe.is_alive():
            self._reason = "no answer in time"
            return None
        self._probe, self._reason = None, probe.error
        return probe.store

    def _adopt(self, store: Store, pid: int | None) -> None:
        """Use a newly opened store if the engine was gone or is another one, else close it."""
        current, self._silent_since = self._store, None
        if self._outage is None and current is not None and (pid, store.uri) == (self._pid, current.uri):
            store.close()
        else:
            # The old one is closed with the next one: until then requests may still use it.
            if self._retired is not None:
                self._retired.close()
            self._retired, self._store, self._pid = current, store, pid
            if self._outage is not None:
                self._log("The engine answers again.")
        if self._outage is not None or self._answered_at == -math.inf:
            self._answered_at = time.monotonic()
        self._outage = None

    def _handle_silence(self, pid: int | None, began: float) -> float:
        now = time.monotonic()
        if self._silent_since is None:
            self._silent_since = began
            if now - self._answered_at > STABLE_SECONDS:
                self._attempts, self._due = 0, 0.0
        if self._recipe is None:
            return self._plan_next(_RECONNECTING, self._attempts + 1)
        if pid is None and lifecycle.is_stopped_on_purpose(self._recipe):
            self._attempts, self._due = 0, 0.0
            self._set_outage(Outage(_STOPPED))
            return POLL_SECONDS
        if pid is not None and now - self._silent_since < self._settings.hung_seconds:
            self._set_outage(Outage(_SILENT))
            return REPORT_GAP_SECONDS
        if now < self._due:  # meanwhile somebody else may start it
            return min(POLL_SECONDS, self._due - now)
        return self._revive(self._recipe, pid)

    def _revive(self, recipe: Recipe, pid: int | None) -> float:
        """Start the local engine; if that fails, plan the next attempt."""
        what = _STARTING if pid is None else _RESTARTING
        attempt = self._attempts + 1
        self._set_outage(Outage(what, attempt))
        # A load that runs on a silent engine is left alone: it may be the reason for the silence.
        load_lock = recipe.folder / LOAD_LOCK
        guard = (
            nullcontext() if pid is None else lock_file(load_lock, patience=0.0, refusal="A load is running.")
        )
        try:
            with guard:
                lifecycle.revive(recipe, pid)
        except (ScamgraphError, OSError) as error:
            self._reason = str(error)
        self._plan_next(what, attempt)
        return 0.0

    def _plan_next(self, what: str, attempt: int) -> float:
        """Plan the attempt after this one; return the seconds until then."""
        pause = min(FIRST_PAUSE * 2.0 ** min(attempt - 1, 30), self._settings.restart_seconds)
        self._attempts, self._due = attempt, time.monotonic() + pause
        self._set_outage(Outage(what, attempt, self._due))
        return pause

    def _set_outage(self, outage: Outage) -> None:
        current, self._outage = self._outage, outage
        if current is None or (current.what, current.attempt) != (outage.what, outage.attempt):
            self._log(f"{outage.build_problem().detail} {self._reason}".rstrip())


class _Probe(threading.Thread):
    """Thread that opens a store and reads from it: the driver itself may wait for a very long time."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        super().__init__(name="engine probe", daemon=True)
        self._open_store = open_store
        self.store: Store | None = None
        self.error = ""
        self.start()

    def run(self) -> None:
        """Open a store that answers; without one, `store` stays None, and `error` says why."""
        store = None
        try:
            store = self._open_store()
            store.read("RETURN 1 AS one")
            self.store = store
        except ScamgraphError as error:
            self.error = error.message
            if store is not None:
                store.close()
