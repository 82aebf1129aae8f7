"""Protection of people who may be victims: withheld names, and the text stretches that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from graph.model.export_records import WITHHELD
from graph.model.records import EntityEntry

BORNE = ("named", "pseudonym")
"""Values of `naming` for a name that people bear; other names are our descriptions."""
NAMELESS = f"Person {WITHHELD}"
"""The name that a protected person has in a graph that does not hold the real one."""

Stretch = tuple[int, int]
"""The first code point, and the one after the last."""

_UNSPACED = "\u0e00"
"""From this character on, most scripts write names without blanks around them (Thai, Khmer, Chinese)."""


def has_withheld_name(entity: EntityEntry) -> bool:
    """Return whether the name of an entity is withheld: it is protected, and people bear the name."""
    return entity.protected and entity.naming in BORNE


def redact_names(entities: Iterable[EntityEntry]) -> list[EntityEntry]:
    """Return the entities; those with a withheld name are without what names or describes them."""
    return [
        msgspec.structs.replace(entity, name=NAMELESS, aliases=(), about="", note="")
        if has_withheld_name(entity)
        else entity
        for entity in entities
    ]


def build_name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds these names in a text as whole words, in any case; None for no names."""
    longest_first = sorted({name.strip() for name in names if name.strip()}, key=lambda n: (-len(n), n))
    if not longest_first:
        return None
    return re.compile("|".join(map(_build_word_pattern, longest_first)), re.IGNORECASE)


def _build_word_pattern(name: str) -> str:
    before = r"(?<!\w)" if name[0] < _UNSPACED else ""
    after = r"(?!\w)" if name[-1] < _UNSPACED else ""
    return before + r"\s+".join(map(re.escape, name.split())) + after


def mask_stretches(words: str, start: int, stretches: Iterable[Stretch]) -> str:
    """Return words that begin at `start` of a text, with a mark in place of its `stretches`."""
    end = start + len(words)
    for first, last in sorted(stretches, reverse=True):
        if first < end and last > start:
            words = words[: max(first - start, 0)] + WITHHELD + words[max(last - start, 0) :]
    return words


def format_stretches(stretches: Iterable[Stretch]) -> list[str]:
    """Return stretches as the database stores them, such as "120-133"."""
    return [f"{start}-{end}" for start, end in stretches]


def parse_stretches(texts: Sequence[str] | None) -> list[Stretch]:
    """Return the stretches that `format_stretches` wrote; none for None."""
    pairs = (text.partition("-") for text in texts or ())
    return [(int(start), int(end)) for start, _, end in pairs]
