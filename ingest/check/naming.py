"""Check how entities are named inside sentences: `in_sentence` and `plural` of the registry.

A wrong value is a problem. A missing one is a notice, one for each file: a list of many thousand
bodies from another source loads without them, and its names are then used unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.model.records import EntityEntry
from ingest.files.findings import Fault

BODIES = frozenset({"GovernmentBody", "Embassy", "Police"})
"""Kinds whose names take an article: "the Indonesian embassy". A single word, such as Interpol, does not."""
LABELLED = frozenset({"Cohort", "Collective", "Topic", "Event"})
"""Kinds whose names are mostly labels of ours, which begin with a capital letter as headings do."""
COUNTED = frozenset({"Cohort", "Collective"})

_AFTER_HEAD = re.compile(
    r"\b(?:in|of|at|from|who|that|to|by|on|near|across|with|for|between|against|among|around|outside)\b|[,(]|\w+ed\b"
)
_PLURALS = frozenset({"people", "men", "women", "children", "police"})
_SINGULAR = re.compile(r"(?:ss|us|is|['’]s)\Z").search
_WORD = re.compile(r"[^\W_][\w'’-]*")


def find_naming_faults(entity: EntityEntry) -> Iterator[Fault]:
    """Yield what is wrong with the name of an entity as used in sentences."""
    name = entity.in_sentence
    if not name:
        return
    if name == entity.name:
        yield "`in_sentence` is the name as it is", "leave it out"
    if name.endswith((".", ",", ";", ":")):
        yield f"`in_sentence` ends in `{name[-1]}`", "it stands inside a sentence"
    if name != " ".join(name.split()) or any(mark in name for mark in "()[]"):
        yield "`in_sentence` has brackets or stray blanks", "plain words, such as `the US government`"


def find_missing_wording(entities: Sequence[EntityEntry], proper: frozenset[str]) -> list[str]:
    """Return the ids of entities that a sentence cannot name well, in their order.

    `proper` are first words of names (see `find_proper_words`), which keep their capital in a sentence.
    """
    return [
        entity.id
        for entity in entities
        if (entity.kind in LABELLED or entity.kind in BODIES)
        and not (_has_article(entity, proper) and _has_number_agreement(entity))
    ]


def find_proper_words(entities: Iterable[EntityEntry]) -> frozenset[str]:
    """Return the first words of the names and aliases of places, nationalities, people and bodies."""
    return frozenset(
        _find_first_word(name)
        for entity in entities
        if entity.kind not in LABELLED and entity.naming in ("named", "pseudonym")
        for name in (entity.name, *(alias.name for alias in entity.aliases))
        if entity.kind not in BODIES
    )


def _has_article(entity: EntityEntry, proper: frozenset[str]) -> bool:
    name = entity.name
    if entity.in_sentence or name[:1].islower():
        return True
    if entity.kind in BODIES:
        return " " not in name.strip()
    first = _find_first_word(name)
    return (
        entity.kind not in LABELLED or first in proper or sum(c.isupper() or c.isdigit() for c in first) > 1
    )


def _has_number_agreement(entity: EntityEntry) -> bool:
    """Return whether a group with a plural head noun has `plural`; True for all others."""
    if entity.kind not in COUNTED or entity.plural:
        return True
    head = _AFTER_HEAD.split((entity.in_sentence or entity.name).casefold(), maxsplit=1)[0]
    words = _WORD.findall(head)
    if not words or words[0] in ("a", "an", "one", "each"):
        return True
    return words[-1] not in _PLURALS and (not words[-1].endswith("s") or bool(_SINGULAR(words[-1])))


def _find_first_word(name: str) -> str:
    first = name.partition(" ")[0]
    return first.removesuffix("'s").removesuffix("’s")
