"""Find the registry's names in a text, in any script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.model.records import EntityEntry
from ingest.coverage.mention import Mention

_TOKEN = re.compile(r"[^\W_]+")
_CURRENCY = re.compile(r"[$€£¥]")  # the US in US$600 is no country
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names of entities by their first word, to find them in texts."""

    by_word: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]] = field(default_factory=dict)
    spaceless: tuple[tuple[str, str], ...] = ()


def build_name_index(entities: Iterable[EntityEntry]) -> NameIndex:
    """Return an index of the names and aliases of `entities`."""
    by_word: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    spaceless: list[tuple[str, str]] = []
    for entity in entities:
        for name in dict.fromkeys((entity.name, *(alias.name for alias in entity.aliases))):
            if _SPACELESS.search(name):
                spaceless.append((name, entity.id))
            elif tokens := tuple(_TOKEN.findall(name.casefold())):
                by_word[tokens[0]].append((tokens, name, entity.id))
    longest_first = {
        word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in by_word.items()
    }
    return NameIndex(longest_first, tuple(spaceless))


def find_names(text: str, names: NameIndex) -> Iterator[Mention]:
    """Yield the longest name of the index at each place, with all entities that have it."""
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    folded = [token.casefold() for token, _, _ in tokens]
    at = 0
    while at < len(tokens):
        length, ids = _find_longest(text, tokens, folded, at, names)
        if length and not _CURRENCY.match(text, tokens[at + length - 1][2]):
            start, end = tokens[at][1], tokens[at + length - 1][2]
            yield Mention("name", start, end, text[start:end], ids=frozenset(ids))
        at += length or 1
    for name, id_ in names.spaceless:
        start = text.find(name)
        while start >= 0:
            yield Mention("name", start, start + len(name), name, ids=frozenset([id_]))
            start = text.find(name, start + len(name))


def _find_longest(
    text: str, tokens: list[tuple[str, int, int]], folded: list[str], at: int, names: NameIndex
) -> tuple[int, set[str]]:
    """Return the number of words of the longest name at `at`, and the entities that have it."""
    length, ids = 0, set[str]()
    for name_words, name, id_ in names.by_word.get(folded[at], ()):
        if len(name_words) < length:
            break
        if tuple(folded[at : at + len(name_words)]) != name_words:
            continue
        # One word must agree in case too, or "us" would be the US and "lisa" a person.
        if len(name_words) == 1 and name[:1].isupper() and tokens[at][0][:1] != name[:1]:
            continue
        if len(name_words) == 1 and name.isupper() and tokens[at][0] != _TOKEN.findall(name)[0]:
            continue
        length = len(name_words)
        ids.add(id_)
    return length, ids
