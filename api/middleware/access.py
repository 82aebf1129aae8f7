"""ASGI middleware for the request log, request ids, security headers, and access control.

Outermost first: `RequestLogMiddleware` (request id, log, headers that protect a browser,
unexpected errors), then `AccessMiddleware` (host, token, sizes).
"""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Any

from api.clients import WrongTokens, identify_client
from api.problems import MEDIA_TYPE, Problem
from api.tokens import has_valid_token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import Settings

OPEN_PATHS = ("/health", "/ready")
"""Served without a token: they reveal nothing about the graph."""
_REQUEST_ID = re.compile(r"[\w.-]{1,64}")
SECURITY = [
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


def read_header(scope: Scope, name: bytes) -> str:
    """Return a request header, "" if it is absent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def send_problem(scope: Scope, send: Send, problem: Problem, extra: dict[str, str]) -> None:
    """Send a problem document as the response."""
    body = problem.encode_document(scope["path"], scope.get("request_id", ""))
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **problem.headers, **extra}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": raw})
    await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})


class RequestLogMiddleware:
    """Middleware that adds a request id and security headers, and logs each request."""

    def __init__(self, app: ASGIApp, log: Any) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = read_header(scope, b"x-request-id")
        scope["request_id"] = request_id if _REQUEST_ID.fullmatch(request_id) else uuid.uuid4().hex
        began, sent = time.perf_counter(), {"status": 0, "bytes": 0}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                extra = [*SECURITY, (b"x-request-id", scope["request_id"].encode())]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            elif message["type"] == "http.response.body":
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            scope["failure"] = error
            if not sent["status"]:
                await send_problem(scope, send_with_headers, Problem(500, "Something went wrong here."), {})
        if failure := scope.get("failure"):
            self._log.error("failed", request_id=scope["request_id"], path=scope["path"], exc_info=failure)
        took = round((time.perf_counter() - began) * 1000, 1)
        request = {"request_id": scope["request_id"], "method": scope["method"], "path": scope["path"]}
        self._log.info("request", **request, **sent, ms=took)


class AccessMiddleware:
    """Middleware that refuses requests that are too large, name an unknown host, or lack the token."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._wrong_tokens = WrongTokens(settings.wrong_tokens, settings.wrong_token_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem, extra = self._find_refusal(scope)
        if problem is not None:
            await send_problem(scope, send, problem, extra)
        elif scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        else:
            await self._serve_body(scope, receive, send)

    async def _serve_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self._read_body(receive)
        except Problem as problem:
            await send_problem(scope, send, problem, {"connection": "close"})
            return
        if body is not None:
            await self._app(scope, _wrap_receive(body, receive), send)

    def _find_refusal(self, scope: Scope) -> tuple[Problem | None, dict[str, str]]:
        settings = self._settings
        host = _parse_host(read_header(scope, b"host"))
        if self._hosts and host not in self._hosts:
            return Problem(421, "This server does not go by that name.", field="Host"), {}
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > settings.most_address:
            return Problem(414, f"An address has at most {settings.most_address:,} bytes."), {}
        if sum(len(name) + len(value) for name, value in scope["headers"]) > settings.most_headers:
            return Problem(431, f"The headers have at most {settings.most_headers:,} bytes."), {}
        if settings.token_sha256 and scope["path"] not in OPEN_PATHS:
            authorization = read_header(scope, b"authorization")
            if not has_valid_token(settings.token_sha256, authorization):
                return self._refuse_token(scope, authorization)
        return self._refuse_body(scope)

    def _refuse_body(self, scope: Scope) -> tuple[Problem | None, dict[str, str]]:
        length = read_header(scope, b"content-length")
        if length and read_header(scope, b"transfer-encoding"):  # a proxy may believe the other one
            return Problem(400, "A body has a length or is chunked, not both."), {"connection": "close"}
        if length.isdigit() and int(length) > self._settings.most_body:
            return self._build_too_large(), {"connection": "close"}
        return None, {}

    def _refuse_token(self, scope: Scope, authorization: str) -> tuple[Problem, dict[str, str]]:
        """Return 401, or 429 for a client that has sent many wrong tokens; a right one is always admitted."""
        if authorization and (wait := self._wrong_tokens.count(identify_client(scope))):
            return Problem(429, "Too many wrong tokens.", field="Authorization", retry_after=wait), {}
        # A browser can only ask for a password: the token goes with any user name.
        return Problem(401, "This server asks for its token.", field="Authorization"), {
            "www-authenticate": 'Bearer realm="scamgraph", Basic realm="scamgraph", charset="UTF-8"'
        }

    def _build_too_large(self) -> Problem:
        return Problem(413, f"A body has at most {self._settings.most_body:,} bytes.", field="body")

    async def _read_body(self, receive: Receive) -> bytes | None:
        """Return the whole body, None if the client went away before its end.

        Raises Problem 413 if it is too large.
        """
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += bytes(message.get("body", b""))
            if len(body) > self._settings.most_body:
                raise self._build_too_large()
            if not message.get("more_body"):
                return body


def _wrap_receive(body: bytes, receive: Receive) -> Receive:
    is_sent = False

    async def read_body() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read_body


def _parse_host(host: str) -> str:
    """Return the name in a Host header, without its port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
