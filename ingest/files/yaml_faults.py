"""Explain the errors of a YAML parser to the person who wrote the file: what is wrong, and the remedy."""

from __future__ import annotations

import re

import yaml

from graph.model.characters import describe_character
from ingest.files.findings import Fault

_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_ANY_REMEDY = "compare the line with a dossier of data/dossiers"
_REMEDIES = (
    ("tab character", "indent with spaces, not with tabs"),
    ("could not find expected ':'", "write `key: value`, and indent the lines of a text alike"),
    ("unknown escape character", "write a backslash twice, or use single quotes"),
    ("unexpected ':'", "put a text that holds a colon in quotes"),
    ("mapping values are not allowed", "put a text that holds a colon in quotes; indent keys alike"),
    ("unexpected end of stream", "close the quotation mark"),
    ("',' or '", "close the bracket, or put a comma between the items"),
    ("did not find expected", "indent the keys of a mapping alike, and the items of a list alike"),
    ("incompatible YAML document", "leave out the line that begins with %YAML"),
)


def explain_syntax(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """Return what is wrong with a text that is not YAML, and the remedy."""
    problem = str(error.problem or "")
    what = "wrong YAML: " + ", ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark
    rest = (
        text.split("\n", mark.line + 1)[mark.line][mark.column :]
        if mark and mark.line <= text.count("\n")
        else ""
    )
    if "invalid Unicode character escape" in problem:
        return _explain_escape(text, mark.line if mark else 0) or (what, "write the character itself")
    if "cannot start any token" in problem:
        if rest.startswith("\t"):
            return what, "indent with spaces, not with tabs"
        return what, f"put the text that begins with `{rest[:1]}` in quotes"
    return what, next((right for part, right in _REMEDIES if part in problem), _ANY_REMEDY)


def _explain_escape(text: str, line: int) -> Fault | None:
    """Explain the first escape from `line` on that is not a character; None if there is none.

    JSON writes one character as two such halves.
    """
    for match in _UNICODE_ESCAPE.finditer("\n".join(text.split("\n")[line : line + 2])):
        code = int(match[1] or match[2], 16)
        if code > 0x10FFFF:
            return f"`{match[0]}` is beyond the last character, U+10FFFF", "write the character itself"
        if 0xD800 <= code <= 0xDFFF:
            return f"holds {describe_character(chr(code))}", "write the character itself, as in a text"
    return None


def explain_character(error: yaml.reader.ReaderError, text: str) -> tuple[int, Fault]:
    """Return the line of a character that YAML cannot hold, and what to do."""
    character = (
        chr(error.character) if isinstance(error.character, int) else error.character.decode("latin-1")
    )
    line = text.count("\n", 0, max(0, text.find(character))) + 1
    return line, (
        f"holds {describe_character(character)}, which may not stand in YAML",
        "delete the character",
    )
