"""Errors as problem+json (RFC 9457) for machines; the pages word the same for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec

from graph.errors import EngineGone, EnvironmentProblem, InputError, ScamgraphError, TooLong

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5


class Problem(Exception):
    """A request that gets no answer. `field` names the parameter at fault, `nearest` what may be meant."""

    def __init__(  # noqa: PLR0913 - each of them is a member of the document
        self,
        status: int,
        detail: str,
        *,
        hint: str = "",
        field: str = "",
        errors: tuple[dict[str, str], ...] = (),
        nearest: tuple[dict[str, Any], ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.errors = errors or (({"field": field, "detail": detail},) if field else ())
        self.nearest = nearest

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def document(self, instance: str = "", request_id: str = "") -> dict[str, Any]:
        """The members of the problem document."""
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "hint": self.hint,
            "instance": instance,
            "request_id": request_id,
            "errors": list(self.errors),
            "nearest": list(self.nearest),
        }
        return {name: value for name, value in found.items() if value not in ("", [])}

    def encoded(self, instance: str = "", request_id: str = "") -> bytes:
        """The problem document as JSON."""
        return msgspec.json.encode(self.document(instance, request_id))

    @property
    def headers(self) -> dict[str, str]:
        """Headers that go with the status."""
        return {"retry-after": str(RETRY_SECONDS)} if self.status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def of_error(error: ScamgraphError) -> Problem:
    """One of our errors as a problem."""
    if isinstance(error, TooLong):
        return Problem(
            504, error.message, hint="Ask for less: fewer hops or rows, an entity with fewer claims."
        )
    if isinstance(error, InputError):
        return Problem(400, error.message, hint=error.hint)
    if isinstance(error, EngineGone):
        return Problem(503, "The graph's engine does not answer.", hint="Try again in a few seconds.")
    if isinstance(error, EnvironmentProblem):
        # The message may name addresses and folders of the machine: they are for its log.
        return Problem(503, "The graph's engine cannot answer now.", hint="The server's log says why.")
    return Problem(400, error.message, hint=error.hint)
