"""Answers kept while the graph stays as it is: ETag by revision, 304, gzip, a cache bounded by bytes.

An answer is a function of its address and the graph's revision (and of the texts held, which the tag names).
The revision is read at most once in half a second, so that an answer may be that much older than the graph.
Exports pass through: they are streamed and kept nowhere.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api.middleware.access import header, send_problem
from api.problems import Problem, of_error
from graph.model.errors import EngineGone, GraphDamaged, ScamgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.service import Service

EXPORTS, REPORTS = "/api/v1/exports/", "/api/v1/reports"
UNKEPT = ("/health", "/ready")
WORTH_PACKING = 1024
"""Bytes from which a body is packed: below, the packing costs more than it saves."""
_HEADERS_COST = 512
_ABSENCES = (b"No source", b"Nothing ", b'"total":0', b'"items":[]', b'"rows":[]', b"so far: nothing")
"""What stands in an answer that denies something."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, plain and, where it pays, packed."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """Bytes it takes in the cache, about."""
        return len(self.body) + len(self.packed) + _HEADERS_COST


class Cache:
    """The answers asked for last, at most `most` bytes of them; safe for many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def get(self, key: tuple[Any, ...]) -> Kept | None:
        """The answer kept under a key."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: tuple[Any, ...], answer: Kept) -> None:
        """Keep an answer; those asked for longest ago go."""
        if answer.size > self._most // 8:
            return
        with self._lock:
            old = self._held.pop(key, None)
            self.size += answer.size - (old.size if old else 0)
            self._held[key] = answer
            while self.size > self._most:
                self.size -= self._held.popitem(last=False)[1].size


class Answers:
    """Gives a kept answer, or lets it be made, within the time an answer may take."""

    def __init__(self, app: ASGIApp, service: Service, word: Callable[[Scope, Problem], Response]) -> None:
        self._app = app
        self._word = word
        self._streamed = GZipMiddleware(app, minimum_size=WORTH_PACKING, compresslevel=5)
        self._service = service
        self._cache = Cache(service.settings.cache_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith((EXPORTS, REPORTS)) and (unfinished := await self._find_unfinished()):
            await self._refuse(scope, receive, send, unfinished)
        elif scope["path"].startswith(EXPORTS):
            await self._streamed(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") or scope["path"] in UNKEPT:
            await self._made(scope, receive, send, None)
        else:
            await self._kept(scope, receive, send)

    async def _kept(self, scope: Scope, receive: Receive, send: Send) -> None:
        revision = self._service.known_revision
        if revision is None:
            try:
                revision = await run_in_threadpool(self._service.revision)
            except EngineGone:
                self._service.lost()
                revision = -1  # whoever answers will find out, and say so in the form asked for
            except GraphDamaged:
                revision = -1
            except ScamgraphError as error:
                await send_problem(scope, send, of_error(error), {})
                return
        key = (scope["path"], scope["query_string"], revision)
        tag = self._tag(key)
        if revision >= 0 and tag in {t.strip() for t in header(scope, b"if-none-match").split(",")}:
            headers = [(b"etag", tag.encode()), (b"vary", b"Accept-Encoding")]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        found = self._cache.get(key) if revision >= 0 else None
        if found is None:
            await self._made(scope, receive, send, (key, tag) if revision >= 0 else None)
        else:
            await _give(scope, send, 200, found)

    async def _made(
        self, scope: Scope, receive: Receive, send: Send, keep: tuple[tuple[Any, ...], str] | None
    ) -> None:
        collected = _Collected()
        try:
            async with asyncio.timeout(self._service.settings.answer_seconds):
                await self._app({**scope, "method": _method(scope)}, receive, collected)
        except TimeoutError:
            seconds = self._service.settings.answer_seconds
            problem = Problem(504, f"No answer within {seconds:g} s.", hint="Ask for less.")
            await send_problem(scope, send, problem, {})
            return
        except Exception as error:
            if not collected.body:  # nobody has worded it
                raise
            scope["failure"] = error
        if _is_absence(scope, collected) and (unfinished := await self._find_unfinished()):
            await self._refuse(scope, receive, send, unfinished)
            return
        headers = [(name, value) for name, value in collected.headers if name != b"content-length"]
        if collected.status == 200 and keep is not None:
            headers += [(b"etag", keep[1].encode()), (b"cache-control", b"no-cache")]
        else:
            headers.append((b"cache-control", b"no-store"))
        body = b"".join(collected.body)
        packed = await run_in_threadpool(_packed, body) if len(body) >= WORTH_PACKING else b""
        answer = Kept(tuple(headers), body, packed)
        if collected.status == 200 and keep is not None:
            self._cache.put(keep[0], answer)
        await _give(scope, send, collected.status, answer)

    async def _find_unfinished(self) -> str:
        """Say why the graph is not whole; "" where it is, or where it cannot be asked: others say that."""
        try:
            return await run_in_threadpool(self._service.unfinished)
        except ScamgraphError:
            return ""

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, unfinished: str) -> None:
        problem = Problem(503, f"{unfinished} An answer now might miss what a source says.")
        await self._word(scope, problem)(scope, receive, send)

    def _tag(self, key: tuple[Any, ...]) -> str:
        path, query, revision = key
        asked = hashlib.sha256(path.encode() + b"?" + query).hexdigest()[:12]
        return f'W/"{revision}-{self._service.flavour}-{asked}"'


class _Collected:
    """An answer as it is made."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Take what would be sent."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.lower(), value) for name, value in message.get("headers", ())]
        elif message["type"] == "http.response.body":
            self.body.append(message.get("body", b""))


def _is_absence(scope: Scope, collected: _Collected) -> bool:
    """Whether an answer says, or may be read to say, that no source has something."""
    if scope["path"] in UNKEPT or collected.status not in (200, 404):
        return False
    return collected.status == 404 or any(mark in part for part in collected.body for mark in _ABSENCES)


def _method(scope: Scope) -> str:
    """HEAD is answered as GET, without the body."""
    return "GET" if scope["method"] == "HEAD" else str(scope["method"])


def _packed(body: bytes) -> bytes:
    found = gzip.compress(body, compresslevel=5, mtime=0)
    return found if len(found) < len(body) else b""


async def _give(scope: Scope, send: Send, status: int, answer: Kept) -> None:
    body, headers = answer.body, [*answer.headers, (b"vary", b"Accept-Encoding")]
    if answer.packed and _takes_gzip(header(scope, b"accept-encoding")):
        body = answer.packed
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
