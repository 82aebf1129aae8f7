"""Check the characters of every text in a file, and the names that people read.

The words of the source (`quote`) may hold any character; sealing removes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from graph.model.characters import (
    describe_character,
    find_forbidden_character,
    find_line_break,
    has_visible_letter,
)
from ingest.files.findings import Fault

LONGEST_NAME = 1000  # characters; the longest official name of a treaty or body has some 300

_OF_THE_SOURCE = frozenset({"quote", "also_quotes"})
_PROSE = frozenset({
    "about", "note", "reason", "why", "text", "says", "what", "known", "scope", "measures", "inferred",
})  # fmt: skip
"""Fields that may have several lines."""

may_hold_wrong_characters = re.compile(
    rb"\\[bfnrtu]|[\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xb7[\x90-\xaf]"
    rb"|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"
).search
"""Whether a line of JSON can hold such a character, raw or escaped: checked first in bulk files."""


class WrongCharacter(NamedTuple):
    """A text with a forbidden character: its path in the file, its record and key, and the fault."""

    path: str
    where: str
    what: str
    right: str


def find_wrong_characters(value: Any) -> Iterator[WrongCharacter]:
    """Yield each text of a file, given as plain values, that holds a forbidden character; keys included."""
    return _walk(value, "", "", "", "")


def _walk(value: Any, path: str, owner: str, inside: str, field: str) -> Iterator[WrongCharacter]:
    """Yield the faults of a value.

    `inside` is the path within the record named `owner`; `field` is the last key on it.
    """
    if isinstance(value, str):
        if fault := find_character_fault(value, several_lines=field in _PROSE):
            yield WrongCharacter(path, " ".join(filter(None, (owner, inside))), *fault)
    elif isinstance(value, dict):
        name = value.get("key") or value.get("id")
        if isinstance(name, str):
            owner, inside = name, ""
        for key, item in value.items():
            if fault := find_character_fault(key):
                yield WrongCharacter(
                    path, " ".join(filter(None, (owner, inside))), f"a key {fault[0]}", fault[1]
                )
            elif key not in _OF_THE_SOURCE:
                within = field if field == "inferred" else key
                yield from _walk(item, _join(path, key), owner, _join(inside, key), within)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]", owner, f"{inside}[{index}]", field)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def find_character_fault(text: str, *, several_lines: bool = False) -> Fault | None:
    """Return what is wrong with the characters of a text, None if nothing is.

    A tab or line break is wrong where the text may not have `several_lines`.
    """
    if character := find_forbidden_character(text):
        return f"holds {describe_character(character)}", "delete it, or replace it by a space"
    if not several_lines and (character := find_line_break(text)):
        return f"holds {describe_character(character)}", "write it on one line, with spaces"
    return None


def find_name_faults(name: str, field: str) -> Iterator[Fault]:
    """Yield what is wrong with a name that people read: empty, without a visible letter, or too long.

    Args:
        name: The name.
        field: What it is called in the message, such as `the name`.
    """
    if not name.strip():
        yield f"{field} is empty", "write a name; one of our own will do"
    elif not has_visible_letter(name):
        yield f"{field} has no visible letter or digit", "write a name with letters of any script"
    if len(name) > LONGEST_NAME:
        yield (
            f"{field} has {len(name):,} characters",
            f"use at most {LONGEST_NAME:,}; put a description in `about` or `note`",
        )
