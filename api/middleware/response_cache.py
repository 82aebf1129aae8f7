"""Response cache by version of the graph: ETag, 304, gzip, and a limit in bytes.

A response depends on its URL, the version of the graph, and the texts available; the ETag names all
three. The version is read at most once in half a second, so a response may be that much older
than the graph. Exports are streamed and never cached.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
import time
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api.middleware.access import read_header
from api.problems import Problem, convert_error
from graph.model.errors import EngineGone, GraphDamaged, ScamgraphError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service import Service

T = TypeVar("T")
LOOK_SECONDS = 0.5
"""Time between two looks at whether the engine still answers, while a request waits for it."""
EXPORTS, REPORTS = "/api/v1/exports/", "/api/v1/reports"
UNCACHED = ("/health", "/ready")
WITHOUT_ENGINE = ("/health", "/openapi.json", "/static/")
"""The beginnings of paths that are answered without the engine: always, and at once."""
WORTH_PACKING = 1024
"""Size in bytes from which a body is compressed: for a smaller one it costs more than it saves."""
_HEADERS_COST = 512
_ABSENCES = (b"No source", b"Nothing ", b'"total":0', b'"items":[]', b'"rows":[]', b"so far: nothing")
"""Parts of a body which says that something is absent."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """One response, uncompressed and, if that saves space, also compressed."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """Approximate size in the cache, in bytes."""
        return len(self.body) + len(self.packed) + _HEADERS_COST


class ResponseCache:
    """Thread-safe cache of the responses requested last, limited to `most` bytes."""

    def __init__(self, most: int) -> None:
        self._responses: LRUCache[tuple[Any, ...], CachedResponse] = LRUCache(most, attrgetter("size"))
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Approximate size of all cached responses, in bytes."""
        return int(self._responses.currsize)

    def get(self, key: tuple[Any, ...]) -> CachedResponse | None:
        """Return the response cached under a key, or None."""
        with self._lock:
            return self._responses.get(key)

    def put(self, key: tuple[Any, ...], answer: CachedResponse) -> None:
        """Cache a response and evict the least recently used ones."""
        if answer.size > self._responses.maxsize // 8:
            return
        with self._lock:
            self._responses[key] = answer


class ResponseCacheMiddleware:
    """Middleware that serves a cached response, or computes one within the time limit."""

    def __init__(
        self, app: ASGIApp, service: Service, render_problem: Callable[[Scope, Problem], Response]
    ) -> None:
        self._app = app
        self._render_problem = render_problem
        self._streamed = GZipMiddleware(app, minimum_size=WORTH_PACKING, compresslevel=5)
        self._service = service
        self._cache = ResponseCache(service.settings.cache_bytes)
        self._reading: asyncio.Task[str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            if (outage := self._find_outage(scope)) is not None:
                raise outage
            await self._serve(scope, receive, send)
        except Problem as problem:
            await self._render_problem(scope, problem)(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith((EXPORTS, REPORTS)) and (
            unfinished := await self._find_unfinished(scope)
        ):
            await self._send_refusal(scope, receive, send, unfinished)
        elif scope["path"].startswith(EXPORTS):
            await self._streamed(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") or scope["path"] in UNCACHED:
            await self._serve_computed(scope, receive, send, None)
        else:
            await self._serve_cached(scope, receive, send)

    async def _serve_cached(self, scope: Scope, receive: Receive, send: Send) -> None:
        version = "0" if is_served_without_engine(scope["path"]) else await self._load_version(scope)
        key = (scope["path"], scope["query_string"], version)
        tag = self._build_etag(key)
        if version and tag in {
            known_tag.strip() for known_tag in read_header(scope, b"if-none-match").split(",")
        }:
            headers = [(b"etag", tag.encode()), (b"vary", b"Accept-Encoding")]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        cached = self._cache.get(key) if version else None
        if cached is None:
            await self._serve_computed(scope, receive, send, (key, tag) if version else None)
        else:
            await _send_response(scope, send, 200, cached)

    async def _serve_computed(
        self, scope: Scope, receive: Receive, send: Send, cache_entry: tuple[tuple[Any, ...], str] | None
    ) -> None:
        collected = _ResponseCollector()
        try:
            await self._wait_for(
                scope, self._app({**scope, "method": _resolve_method(scope)}, receive, collected)
            )
        except Problem:
            raise
        except Exception as error:
            if not collected.body:  # no error handler has rendered it
                raise
            scope["failure"] = error
        if _is_absence(scope, collected) and (unfinished := await self._find_unfinished(scope)):
            await self._send_refusal(scope, receive, send, unfinished)
            return
        headers = [(name, value) for name, value in collected.headers if name != b"content-length"]
        if collected.status == 200 and cache_entry is not None:
            headers += [(b"etag", cache_entry[1].encode()), (b"cache-control", b"no-cache")]
        else:
            headers.append((b"cache-control", b"no-store"))
        body = b"".join(collected.body)
        packed = await run_in_threadpool(_encode_gzip, body) if len(body) >= WORTH_PACKING else b""
        answer = CachedResponse(tuple(headers), body, packed)
        if collected.status == 200 and cache_entry is not None:
            self._cache.put(cache_entry[0], answer)
        await _send_response(scope, send, collected.status, answer)

    async def _load_version(self, scope: Scope) -> str:
        """Return the version of the graph, "" if the route will meet and report why it cannot be read.

        Requests that come at once share one reading. Raises Problem.
        """
        if (version := self._service.cached_version) is not None:
            return version
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(run_in_threadpool(self._service.load_version))
        try:
            return await self._wait_for(scope, asyncio.shield(self._reading))
        except (EngineGone, GraphDamaged):
            return ""
        except ScamgraphError as error:
            raise convert_error(error) from error

    async def _wait_for(self, scope: Scope, work: Awaitable[T]) -> T:
        """Wait for work within the time limit.

        Raises Problem 504 past the limit, and 503 as soon as the engine is found not to answer.
        """
        seconds = self._service.settings.answer_seconds
        deadline = time.monotonic() + seconds
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                if (outage := self._find_outage(scope)) is not None:
                    raise outage
                if (left := deadline - time.monotonic()) <= 0:
                    raise Problem(504, f"No answer within {seconds:g} s.", hint="Ask for less.")
                await asyncio.wait({task}, timeout=min(left, LOOK_SECONDS))
            return task.result()
        finally:
            task.cancel()

    def _find_outage(self, scope: Scope) -> Problem | None:
        """Return the problem of a request that needs an engine which does not answer."""
        return None if is_served_without_engine(scope["path"]) else self._service.engine.problem

    async def _find_unfinished(self, scope: Scope) -> str:
        """Return why the graph is incomplete; "" if it is complete or cannot be queried.

        Other code reports that the graph cannot be queried. Raises Problem as `_wait_for` does.
        """
        try:
            return await self._wait_for(scope, run_in_threadpool(self._service.describe_unfinished))
        except ScamgraphError:
            return ""

    async def _send_refusal(self, scope: Scope, receive: Receive, send: Send, unfinished: str) -> None:
        problem = Problem(503, f"{unfinished} An answer now might miss what a source says.")
        await self._render_problem(scope, problem)(scope, receive, send)

    def _build_etag(self, key: tuple[Any, ...]) -> str:
        path, query, version = key
        url_hash = hashlib.sha256(path.encode() + b"?" + query).hexdigest()[:12]
        return f'W/"{version}-{self._service.flavour}-{url_hash}"'


class _ResponseCollector:
    """ASGI send function that collects a response."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Collect one message instead of sending it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.lower(), value) for name, value in message.get("headers", ())]
        elif message["type"] == "http.response.body":
            self.body.append(message.get("body", b""))


def is_served_without_engine(path: str) -> bool:
    """Return whether a request for this path needs no engine."""
    return path.startswith(WITHOUT_ENGINE)


def _is_absence(scope: Scope, collected: _ResponseCollector) -> bool:
    """Return whether a response says, or may be read to say, that no source has something."""
    if (
        scope["path"] in UNCACHED
        or is_served_without_engine(scope["path"])
        or collected.status not in (200, 404)
    ):
        return False
    return collected.status == 404 or any(mark in part for part in collected.body for mark in _ABSENCES)


def _resolve_method(scope: Scope) -> str:
    """Return the method to run: a HEAD request runs as GET, and its body is not sent."""
    return "GET" if scope["method"] == "HEAD" else str(scope["method"])


def _encode_gzip(body: bytes) -> bytes:
    packed = gzip.compress(body, compresslevel=5, mtime=0)
    return packed if len(packed) < len(body) else b""


async def _send_response(scope: Scope, send: Send, status: int, answer: CachedResponse) -> None:
    body, headers = answer.body, [*answer.headers, (b"vary", b"Accept-Encoding")]
    if answer.packed and _is_gzip_accepted(read_header(scope, b"accept-encoding")):
        body = answer.packed
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _is_gzip_accepted(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
