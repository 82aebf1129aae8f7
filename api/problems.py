"""Errors as problem+json documents (RFC 9457) for programs; pages show the same errors to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import msgspec

from graph.model.errors import (
    EngineGone,
    EnvironmentProblem,
    InputError,
    ScamgraphError,
    TooLong,
    UnclearName,
    UnknownName,
)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
_RETRIED = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class Problem(Exception):
    """Error that answers a request with a problem document.

    `field` names the parameter at fault; `nearest` are known ids or names similar to an unknown one;
    `candidates` are what a name may mean if nothing here has it, or if several have it. `retry_after` is
    the number of seconds after which another try makes sense.
    """

    def __init__(  # noqa: PLR0913 - each of them is a member of the document
        self,
        status: int,
        detail: str,
        *,
        hint: str = "",
        field: str = "",
        errors: tuple[dict[str, str], ...] = (),
        nearest: tuple[dict[str, Any], ...] = (),
        candidates: tuple[dict[str, Any], ...] = (),
        retry_after: int = RETRY_SECONDS,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.hint = hint
        self.errors = errors or (({"field": field, "detail": detail},) if field else ())
        self.nearest = nearest
        self.candidates = candidates
        self.retry_after = retry_after

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def build_document(self, instance: str = "", request_id: str = "") -> dict[str, Any]:
        """Return the members of the problem document."""
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "hint": self.hint,
            "instance": instance,
            "request_id": request_id,
            "errors": list(self.errors),
            "nearest": list(self.nearest),
            "candidates": list(self.candidates),
        }
        return {name: value for name, value in members.items() if value not in ("", [])}

    def encode_document(self, instance: str = "", request_id: str = "") -> bytes:
        """Encode the problem document as JSON."""
        return msgspec.json.encode(self.build_document(instance, request_id))

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the status."""
        return {"retry-after": str(self.retry_after)} if self.status in _RETRIED else {}


def check_known(value: str, known: Iterable[str], what: str, field: str) -> None:
    """Raise Problem 400 that lists the known values of a parameter unless this is one of them."""
    allowed = tuple(known)
    if value not in allowed:
        hint = f"Known are: {', '.join(allowed)}."
        raise Problem(400, f"There is no {what} {value!r}.", hint=hint, field=field)


def convert_error(error: ScamgraphError) -> Problem:
    """Convert a ScamgraphError to a problem."""
    if isinstance(error, TooLong):
        return Problem(
            504, error.message, hint="Ask for less: fewer hops or rows, an entity with fewer claims."
        )
    if isinstance(error, InputError):
        return convert_input_error(error)
    if isinstance(error, EngineGone):
        return Problem(503, "The graph's engine does not answer.", hint="Try again in a few seconds.")
    if isinstance(error, EnvironmentProblem):
        # The message may name addresses and folders of the machine: they are for its log.
        return Problem(503, "The graph's engine cannot answer now.", hint="The server's log says why.")
    return Problem(400, error.message, hint=error.hint)


def convert_input_error(error: InputError, *, hint: str | None = None, field: str = "") -> Problem:
    """Convert an input error to a problem: 404 with candidates for a name that nothing here has.

    `hint` replaces the error's own hint.
    """
    status = 400
    candidates: tuple[dict[str, Any], ...] = ()
    if isinstance(error, UnclearName):
        status = 404 if isinstance(error, UnknownName) else 400
        candidates = tuple(asdict(each) for each in error.candidates)
    shown = error.hint if hint is None else hint
    return Problem(status, error.message, hint=shown, field=field, candidates=candidates)
