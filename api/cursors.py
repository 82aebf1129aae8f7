"""Opaque cursors: where the next page begins, tied to the question that gave them."""

from __future__ import annotations

import base64
import hashlib
import json

from api.problems import Problem


def encoded(question: str, place: str | int) -> str:
    """A cursor that leads on from `place` in the answer to `question`."""
    return base64.urlsafe_b64encode(json.dumps([_tag(question), place]).encode()).decode().rstrip("=")


def decoded(question: str, cursor: str | None, start: str | int) -> str | int:
    """The place of a cursor, `start` without one. Raises Problem for one that is not ours, or another's."""
    if cursor is None:
        return start
    try:
        tag, place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (ValueError, TypeError):
        raise _wrong("This is no cursor.") from None
    if tag != _tag(question):
        raise _wrong("This cursor belongs to another question.")
    if type(place) is not type(start) or (isinstance(place, int) and not 0 <= place < 10**9):
        raise _wrong("This is no cursor.")
    return place


def _tag(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]


def _wrong(detail: str) -> Problem:
    return Problem(
        400, detail, hint="Take `next` of the page before, with the same parameters.", field="cursor"
    )
