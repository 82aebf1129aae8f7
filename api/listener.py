"""The connections of the server: bounded in number, and closed if a request or a reader is too slow.

The server beneath (uvicorn with h11) has no time limit for a request that does not arrive, and
answers every malformed one alike.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from api.clients import normalize_address
from api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from api.settings import Settings

GRACE_SECONDS = 10


def build_server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Return the configuration of a server for the application, with the limits of the settings."""

    class Protocol(LimitedProtocol):
        limits = settings

    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=settings.proxy,
        h11_max_incomplete_event_size=settings.most_headers,
        timeout_graceful_shutdown=GRACE_SECONDS,
        http=Protocol,
        ws="none",
    )


class LimitedProtocol(H11Protocol):
    """One connection, with the limits of the settings."""

    limits: Settings

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = ""
        self._awaited = ""
        self._arrival: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a connection, or refuse it if there are too many."""
        super().connection_made(transport)
        self.owner = normalize_address(self.client[0]) if self.client else ""
        if len(self.connections) > self.limits.connections:
            self._refuse(Problem(503, "The server has too many connections."))
        elif self._count_own() > self.limits.connections_per_client:
            self._refuse(Problem(429, "This client has too many connections."))
        else:
            self._await_part("headers", self.limits.headers_seconds)

    def data_received(self, data: bytes) -> None:
        """Handle data, and limit the time of the rest of the request."""
        super().data_received(data)
        self._limit_arrival()

    def on_response_complete(self) -> None:
        """Begin with the next request: its time starts with its first byte."""
        super().on_response_complete()
        self._limit_arrival()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the time limits."""
        super().connection_lost(exc)
        self._await_part("", 0)
        self.resume_writing()

    def pause_writing(self) -> None:
        """Limit the time in which the client reads what was sent."""
        super().pause_writing()
        self._reading = self._reading or self.loop.call_later(self.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """End that limit: the client has read."""
        super().resume_writing()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def send_400_response(self, msg: str) -> None:
        """Answer a request that is no HTTP, or has too large headers: h11 says which in its error."""
        status = getattr(sys.exception(), "error_status_hint", 400)
        detail = f"The headers have at most {self.limits.most_headers:,} bytes." if status == 431 else msg
        self._refuse(Problem(status, detail))

    def _count_own(self) -> int:
        others = (other for other in self.connections if isinstance(other, LimitedProtocol))
        return sum(other.owner == self.owner for other in others)

    def _limit_arrival(self) -> None:
        state = self.conn.their_state
        if self.transport.is_closing():
            self._await_part("", 0)
        elif state is h11.SEND_BODY:
            self._await_part("body", self.limits.body_seconds)
        elif state is h11.IDLE and (self.conn.trailing_data[0] or self.cycle is None):
            self._await_part("headers", self.limits.headers_seconds)
        else:
            self._await_part("", 0)

    def _await_part(self, part: str, seconds: float) -> None:
        """Limit the time of a part of a request; one that is limited already gets no more of it."""
        if part == self._awaited:
            return
        if self._arrival is not None:
            self._arrival.cancel()
        self._awaited = part
        self._arrival = self.loop.call_later(seconds, self._end_late, part, seconds) if part else None

    def _end_late(self, part: str, seconds: float) -> None:
        self._refuse(Problem(408, f"The {part} did not arrive within {seconds:g} s."))

    def _refuse(self, problem: Problem) -> None:
        """Answer with a problem, unless an answer has begun, and close the connection."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = problem.encode_document()
            headers = {
                "content-type": MEDIA_TYPE,
                "content-length": str(len(body)),
                "connection": "close",
                "cache-control": "no-store",
                "x-content-type-options": "nosniff",
                **problem.headers,
            }
            response = h11.Response(
                status_code=problem.status,
                headers=list(headers.items()),
                reason=STATUS_PHRASES[problem.status],
            )
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            self.cycle.disconnected = True  # what still works on the request sends nothing more
        self.transport.close()
