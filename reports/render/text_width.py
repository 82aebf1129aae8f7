"""Width of text in a picture, estimated from above, so that a picture needs no font to be planned."""

from __future__ import annotations

import unicodedata

BOLD = 1.15
"""Factor by which bold text is wider."""
_WIDTHS = {
    0.3: "\"'Jijl", 0.35: " ,.:;I", 0.4: "()-/[\\]ft", 0.45: "!r", 0.5: '"_`“”', 0.55: "?csz‘’",
    0.6: "*FLkvxy|–", 0.65: "$0123456789EPSTYabdeghnopqu{}", 0.7: "ABCKRVXZ", 0.75: "U", 0.8: "&DGHNOQ",
    0.85: "#+<=>^w~", 0.95: "M", 1.0: "%@Wm—",
}  # fmt: skip
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_ASIDE = frozenset({"Mn", "Me", "Cf"})
"""Categories of characters that take no room of their own."""


def compute_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the maximum width of a text at a font size, in the unit of the size.

    The widths are those of DejaVu Sans and Noto Sans, whichever is wider.
    """
    return sum(map(_find_width, text)) * size * (BOLD if bold else 1.0)


def _find_width(letter: str) -> float:
    known = _WIDTH_OF.get(letter)
    if known is not None:
        return known
    if unicodedata.category(letter) in _ASIDE:
        return 0.0
    return 1.35 if unicodedata.east_asian_width(letter) in "WF" or letter > "\uffff" else 0.75


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Wrap a text into lines of at most `width`; a single word that is wider is broken."""
    lines: list[str] = []
    for word in text.split():
        candidate = f"{lines[-1]} {word}" if lines else word
        if lines and compute_width(candidate, size, bold=bold) <= width:
            lines[-1] = candidate
            continue
        *broken, rest = _break_word(word, width, size, bold=bold)
        lines += [*broken, rest]
    return lines or [""]


def _break_word(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is wider than a line, such as a sentence in Thai or Chinese."""
    parts = [""]
    for letter in word:
        aside = unicodedata.category(letter) in _ASIDE or unicodedata.category(letter) == "Mc"
        if parts[-1] and not aside and compute_width(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def balance_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Wrap a text into as few lines as fit, and make these lines about equally long."""
    lines = wrap_text(text, width, size, bold=bold)
    narrow = width
    widest = max((compute_width(word, size, bold=bold) for word in text.split()), default=0.0)
    while narrow - size / 2 >= widest:
        narrow -= size / 2
        narrower = wrap_text(text, narrow, size, bold=bold)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines
