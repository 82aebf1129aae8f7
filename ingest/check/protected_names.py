"""Search texts and ids for the name of a person who may be a victim.

A complete name counts in any case. One word of a longer name counts by itself, unless a public name
has it too (a family name identifies nobody); in prose it counts only with a capital, so that the
verb "may" is not the name May.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model.name_matching import fold_name
from graph.model.protected import NAMELESS, Stretch, build_name_pattern, has_withheld_name
from graph.model.records import EntityEntry

SHORTEST = 3
"""Letters from which on a word of a longer name counts alone."""


@dataclass(slots=True)
class ProtectedNames:
    """The names of all protected people who have one, indexed for search."""

    entities: Iterable[EntityEntry]
    whole: re.Pattern[str] | None = field(init=False)
    single: re.Pattern[str] | None = field(init=False)
    folded: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names."""
        people: dict[str, list[str]] = {}
        public: set[str] = set()
        for entity in self.entities:
            if has_withheld_name(entity):
                people[entity.id] = [name for name in _list_names(entity) if name != NAMELESS]
            elif not entity.protected:
                public.update(word for name in _list_names(entity) for word in _split_words(name))
        self.entities = ()
        names = [name for person_names in people.values() for name in person_names]
        words = {
            word for name in names for word in _list_name_parts(name) if not set(_split_words(word)) & public
        }
        self.whole, self.single = build_name_pattern(names), build_name_pattern(words)
        self.folded = {
            id_: frozenset(
                "-".join(_split_words(part))
                for name in person_names
                for part in (name, *(word for word in _list_name_parts(name) if word in words))
                if len(part) >= SHORTEST
            )
            for id_, person_names in people.items()
        }

    def find(self, text: str) -> list[Stretch]:
        """Return the stretches of a text that hold a name, in order, overlaps merged."""
        stretches: list[Stretch] = []
        for start, end in sorted(self._find_matches(text), key=lambda s: (s[0], -s[1])):
            if stretches and start < stretches[-1][1]:
                stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
            else:
                stretches.append((start, end))
        return stretches

    def _find_matches(self, text: str) -> Iterator[Stretch]:
        if self.whole is not None:
            yield from (match.span() for match in self.whole.finditer(text))
        if self.single is not None:
            yield from (match.span() for match in self.single.finditer(text) if _is_possible_name(match[0]))

    def is_in_slug(self, slug: str) -> bool:
        """Return whether an id, a key or a file name holds a name among its words."""
        if not self.folded:
            return False
        words = f"-{'-'.join(_split_words(slug))}-"
        return any(f"-{name}-" in words for names in self.folded.values() for name in names if name)


def _list_names(entity: EntityEntry) -> list[str]:
    return [entity.name, *(alias.name for alias in entity.aliases)]


def _split_words(text: str) -> list[str]:
    """Return the words of a text in Latin letters and lower case."""
    return fold_name(text.replace("_", " ")).latin.split()


def _list_name_parts(name: str) -> list[str]:
    """Return the longer words of a name that has several."""
    words = name.split()
    return [word for word in words if len(word) >= SHORTEST] if len(words) > 1 else []


def _is_possible_name(word: str) -> bool:
    """Return whether a word is not in lower case; scripts without capitals have no lower-case words."""
    return word != word.lower() or word.lower() == word.upper()
