"""Explain what is wrong in a line of JSON, and find what a fast decoder overlooks."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from graph.model.characters import describe_character
from ingest.files.findings import Fault
from ingest.files.validation import explain_not_utf8

_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")

NESTED_TOO_DEEP: Fault = ("wrong JSON: nested too deep", "no record needs so many brackets")

_HALVES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([dD][89a-fA-F][0-9a-fA-F]{2})"
)
_PLACE = re.compile(r"\(byte (\d+)\)").search
_NO_NUMBER = re.compile(rb"NaN|Infinity|nan|inf").match


def explain_json(line: bytes, offset: int, error: msgspec.DecodeError) -> Fault:
    """Return the fault of a line that is not JSON; `offset` is that of its first byte in the file."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return explain_not_utf8(line, offset)
    what = f"wrong JSON: {str(error).removeprefix('JSON is malformed: ')}"
    if half := next((match[1] for match in _HALVES.finditer(line) if match[1]), b""):
        return f"holds {describe_character(chr(int(half, 16)))}", "write the character itself, as in a text"
    place = _PLACE(what)
    at = int(place[1]) if place else len(line)
    if word := _NO_NUMBER(line, at):
        return f"`{word.group().decode()}` is no number of JSON", "leave the number out, or write its digits"
    if line[at : at + 1] and line[at] < 0x20:
        return f"holds {describe_character(chr(line[at]))}", "delete it, or replace it by a space"
    return what, "write one JSON object a line, as `json.dumps` does"


def join_surrogate_pairs(text: str) -> str:
    """Return a JSON text with each escaped surrogate pair, which YAML does not know, as one character."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _PAIR.sub(lambda match: match[1] + json.loads(f'"{match[2]}"'), text)


def find_duplicate_key(line: bytes) -> str:
    """Return a key that an object in a line of valid JSON gives twice, "" if there is none.

    Raises RecursionError where the line is nested too deep.
    """
    try:
        _DECODER.decode(line.decode("utf-8"))
    except _DuplicateKey as double:
        return double.key
    return ""


class _DuplicateKey(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _check_duplicate_keys(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _DuplicateKey(next(key for key in keys if keys.count(key) > 1))


_DECODER = json.JSONDecoder(object_pairs_hook=_check_duplicate_keys)
