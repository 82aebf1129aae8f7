"""Lanes: how many requests of one kind run at once, in all and for each client.

Heavy questions have narrow lanes, so that they never hold all threads of the server nor all cores of
the engine, and no client holds a whole lane. A request that finds its lane full waits in a
short queue and is then refused with status 429.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.clients import identify_client
from api.middleware.response_cache import is_served_without_engine
from api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.settings import LaneLimits, Settings

_LANES = (
    ("/api/v1/exports/bundle", "downloads"),
    ("/api/v1/exports/", "exports"),
    ("/api/v1/reports", "downloads"),
    ("/api/v1/cypher", "questions"),
    ("/api/v1/questions/", "questions"),
    ("/api/v1/view", "questions"),
    ("/question/", "questions"),
    ("/graph", "questions"),
)
"""Beginnings of paths and their lanes, the first that fits; every other path is a page."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    client: str
    admitted: asyncio.Future[None]


class Lane:
    """The requests of one kind that run and that wait. Only the event loop's thread uses it."""

    def __init__(self, limits: LaneLimits) -> None:
        self._limits = limits
        self._running = Counter[str]()
        self._waiters: deque[_Waiter] = deque()

    async def enter(self, client: str) -> None:
        """Wait until a request of this client may run; `leave` must follow.

        Raises Problem 429 if too many wait already, or if the wait takes too long.
        """
        if self._has_room(client):
            self._running[client] += 1
            return
        limits, waiting = self._limits, sum(waiter.client == client for waiter in self._waiters)
        if len(self._waiters) >= limits.waiting or waiting >= limits.waiting_per_client:
            raise self._build_refusal()
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(limits.wait_seconds):
                await waiter.admitted
        except BaseException as error:
            self._give_up(waiter)
            if isinstance(error, TimeoutError):
                raise self._build_refusal() from error
            raise

    def leave(self, client: str) -> None:
        """Note that a request of this client has ended, and admit those that now may run."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        for waiter in list(self._waiters):
            if not waiter.admitted.done() and self._has_room(waiter.client):
                self._waiters.remove(waiter)
                self._running[waiter.client] += 1
                waiter.admitted.set_result(None)

    def _has_room(self, client: str) -> bool:
        limits = self._limits
        return self._running.total() < limits.at_once and self._running[client] < limits.at_once_per_client

    def _give_up(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        elif waiter.admitted.done() and not waiter.admitted.cancelled():
            self.leave(waiter.client)  # it was admitted in the moment in which its wait ended

    def _build_refusal(self) -> Problem:
        return Problem(
            429,
            "Too many requests of this kind run already.",
            hint="Ask one after the other, and wait for each answer.",
            retry_after=max(1, round(self._limits.wait_seconds)),
        )


class LaneMiddleware:
    """Middleware that lets each request wait for room in its lane, or refuses it."""

    def __init__(
        self, app: ASGIApp, settings: Settings, render_problem: Callable[[Scope, Problem], Response]
    ) -> None:
        self._app = app
        self._render_problem = render_problem
        names = {name for _, name in _LANES} | {"pages"}
        self._lanes = {name: Lane(getattr(settings, name)) for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http" or is_served_without_engine(scope["path"]):
            await self._app(scope, receive, send)
            return
        lane, client = self._lanes[_choose_lane(scope["path"])], identify_client(scope)
        try:
            await lane.enter(client)
        except Problem as problem:
            await self._render_problem(scope, problem)(scope, receive, send)
            return
        # A thread cannot be stopped: a request past its time limit leaves its lane when it really ends.
        await asyncio.shield(asyncio.create_task(self._run(lane, client, scope, receive, send)))

    async def _run(self, lane: Lane, client: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        finally:
            lane.leave(client)


def _choose_lane(path: str) -> str:
    return next((lane for beginning, lane in _LANES if path.startswith(beginning)), "pages")
