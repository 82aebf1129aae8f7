"""Opaque pagination cursors, each tied to the question that issued it."""

from __future__ import annotations

import base64
import hashlib
import json

from api.problems import Problem


def encode_cursor(question: str, place: str | int) -> str:
    """Return a cursor that continues from `place` in the answer to `question`."""
    return (
        base64.urlsafe_b64encode(json.dumps([_hash_question(question), place]).encode()).decode().rstrip("=")
    )


def decode_cursor(question: str, cursor: str | None, start: str | int) -> str | int:
    """Return the place of a cursor, or `start` without a cursor.

    Raises Problem for a malformed cursor or a cursor of another question.
    """
    if cursor is None:
        return start
    try:
        tag, place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        str(place).encode()  # JSON can spell half a character
    except (ValueError, TypeError):
        raise _build_problem("This is no cursor.") from None
    if tag != _hash_question(question):
        raise _build_problem("This cursor belongs to another question.")
    if type(place) is not type(start) or (isinstance(place, int) and not 0 <= place < 10**9):
        raise _build_problem("This is no cursor.")
    return place


def _hash_question(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]


def _build_problem(detail: str) -> Problem:
    return Problem(
        400, detail, hint="Take `next` of the page before, with the same parameters.", field="cursor"
    )
