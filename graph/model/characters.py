"""Characters that no name or sentence may contain: their detection, names, and visible escapes.

Control characters steer terminals, direction overrides show letters in another order than they
are stored (compilers refuse the same nine since CVE-2021-42574), and noncharacters and lone
surrogates are not text. Marks that scripts need stay: joiners, variation selectors, U+200B,
U+200E and U+200F.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_OVERRIDES = r"\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = r"\ufdd0-\ufdef" + "".join(f"\\U{plane:04x}fffe-\\U{plane:04x}ffff" for plane in range(17))
_SURROGATES = r"\ud800-\udfff"
_BREAKS = r"\t\n\r\u2028\u2029"

_find_forbidden = re.compile(f"[{_CONTROLS}{_OVERRIDES}{_NONCHARACTERS}{_SURROGATES}]").search
_find_break = re.compile(f"[{_BREAKS}]").search
_INVISIBLE = re.compile(rf"[{_CONTROLS}{_OVERRIDES}\r\u2028\u2029\ufffe\uffff{_SURROGATES}]")
_NOT_IN_XML = re.compile(rf"[\x00-\x08\x0b-\x1f\ufffe\uffff{_SURROGATES}]")

_CONTROL_NAMES = {
    0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x09: "TAB", 0x0A: "LINE FEED", 0x0B: "LINE TABULATION",
    0x0C: "FORM FEED", 0x0D: "CARRIAGE RETURN", 0x1B: "ESCAPE", 0x7F: "DELETE", 0x85: "NEXT LINE",
}  # fmt: skip
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their category that show nothing: the Hangul fillers."""


def find_forbidden_character(text: str) -> str:
    """Return the first character of a text that is not allowed in any text, "" if there is none."""
    match = _find_forbidden(text)
    return match.group() if match else ""


def find_line_break(text: str) -> str:
    """Return the first tab or line break of a text, "" if there is none."""
    match = _find_break(text)
    return match.group() if match else ""


def has_visible_letter(text: str) -> bool:
    """Return whether a text holds a letter or digit, of any script, that can be seen."""
    return any(character.isalnum() and character not in _FILLERS for character in text)


def describe_character(character: str) -> str:
    """Return a character's code point and name, such as `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    code = ord(character)
    name = unicodedata.name(character, "") or _CONTROL_NAMES.get(code) or _describe_unnamed(character)
    return f"U+{code:04X} ({name})"


def _describe_unnamed(character: str) -> str:
    category = unicodedata.category(character)
    return {"Cs": "half of a surrogate pair", "Cc": "a control character"}.get(category, "a noncharacter")


def make_visible(text: str) -> str:
    r"""Return a text with an escape such as `\u001b` for each character that steers a terminal.

    Tabs and line feeds stay. The escape is that of JSON, so JSON keeps its meaning.
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub(_escape, text)


def make_storable_in_xml(text: str) -> str:
    r"""Return a text with an escape such as `\u001b` for each character that XML 1.0 cannot hold.

    A carriage return is one: a parser reads it as a line feed.
    """
    return _NOT_IN_XML.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
