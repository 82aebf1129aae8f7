"""Name matching without a database: folded forms, search keys, and the likeness of two names.

A name is read in two forms: as written (Unicode NFKC, case folded, words separated by one blank)
and in Latin letters (`anyascii`, one word per Chinese character). Keys are the words of both
forms and, after "=", each whole form without blanks. A key's parts find it when it is misspelt:
at most n mistakes in a word leave one of its n+1 parts whole. Keys of nine letters and more have
three parts and allow two mistakes, shorter ones have two and allow one; keys of one or two
letters or with digits allow none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from graph.model.misspellings import is_misspelling

KEY_PARTS = ("head", "mid", "tail")
"""Properties of a `:NameKey` that hold its parts; each needs an index."""
BEST_NEAR = 94.0
"""The highest score of a near match that is not a spelling of the name."""
MAX_KEYS = 40
"""Maximum for one entity; whole names come first, so only words of its longest aliases are cut off."""

_LONGEST = 48
_MOST_WORDS = 16
_TWO_MISTAKES_FROM = 9
_EXACT, _LATIN, _NO_ARTICLE, _JOINED, _REORDERED = 100.0, 98.0, 97.0, 96.0, 95.0
_MISSPELT = 94.5

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_HAN = re.compile(r"([㐀-鿿豈-﫿\U00020000-\U0003ffff])")
_ARTICLE = re.compile(r"^the (?=.)")
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"})

How = Literal["id", "name", "alias", "spelling", "nation", "part", "description", "near"]


class Forms(NamedTuple):
    """A name as written and in Latin letters, both folded to words separated by one blank."""

    written: str
    latin: str


class Candidate(NamedTuple):
    """An entity that a query may mean."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str


class Match(NamedTuple):
    """A matched entity: `score` from 0 to 100 (100 is the exact name), `matched` the name that fits best.

    `how` says what matched: its id, its name, an alias, a misspelling of one of them, its nation, a
    part of a name, its description, or only something near a name. `names` are all its names.
    """

    id: str
    name: str
    kind: str
    score: float
    how: How
    matched: str
    names: tuple[str, ...] = ()

    @property
    def is_name_match(self) -> bool:
        """Whether the text is its id, one of its names, or a spelling of one."""
        return self.how not in ("part", "description", "near")


class Key(NamedTuple):
    """A key and its parts, each with the length it belongs to; "" where a key has no such part."""

    key: str
    head: str
    mid: str
    tail: str


class NearParts(NamedTuple):
    """The parts that keys near a word can have."""

    heads: list[str]
    mids: list[str]
    tails: list[str]


@lru_cache(maxsize=16384)
def fold_name(name: str) -> Forms:
    """Return the two forms of a name."""
    if name.isascii():
        written = _NOT_ASCII_WORD.sub(" ", name.lower()).strip()
        return Forms(written, written)
    from anyascii import anyascii  # noqa: PLC0415 - only names in other scripts need it

    normal = unicodedata.normalize("NFKC", name)
    written = _fold_words(unicodedata.normalize("NFKC", normal.casefold()))
    spaced = _HAN.sub(r" \1 ", normal)
    return Forms(written, _NOT_ASCII_WORD.sub(" ", anyascii(spaced).lower()).strip())


def _fold_words(text: str) -> str:
    """Return letters, marks and digits as words; invisible characters vanish, all else separates words."""
    characters = []
    for char in text:
        category = unicodedata.category(char)
        if category[0] in "LMN":
            characters.append(char)
        elif category != "Cf":
            characters.append(" ")
    return " ".join("".join(characters).split())


def list_search_words(form: str) -> list[str]:
    """Return the words of a form by which it is found.

    Small words such as "the" count only if there are no others. Chinese has no blanks: a word of
    three or more characters also gives each two that adjoin.
    """
    all_words = form.split()[:_MOST_WORDS]
    search_words = [word for word in all_words if word not in _SMALL_WORDS] or all_words
    pairs = [
        w[i : i + 2] for w in search_words if len(w) > 2 and _HAN.fullmatch(w[0]) for i in range(len(w) - 1)
    ]
    return search_words + pairs


def build_whole_key(form: str) -> str:
    """Return the key of a whole form: "=" and its letters without blanks, the first 48 of them."""
    return f"={form.replace(' ', '')[:_LONGEST]}"


def build_key_id(key: str) -> str:
    """Return the id of a key's node."""
    return f"key/{key}"


def list_name_keys(name: str, aliases: Iterable[str]) -> list[str]:
    """Return the keys under which an entity of these names is found, at most MAX_KEYS, each once."""
    read = [form for text in (name, *aliases) for form in fold_name(text) if form]
    keys = [build_whole_key(form) for form in read]
    keys += [word[:_LONGEST] for form in read for word in list_search_words(form)]
    return list(dict.fromkeys(keys))[:MAX_KEYS]


def split_key(key: str) -> Key:
    """Return a key with the parts that find it when it is misspelt."""
    mark, letters = _split_mark(key)
    size = len(letters)
    if not _is_misspellable(letters):
        return Key(key, "", "", "")
    lead = f"{mark}{size}:"
    if size < _TWO_MISTAKES_FROM:
        cut = size // 2
        return Key(key, lead + letters[:cut], "", lead + letters[cut:])
    cut = size // 3
    return Key(key, lead + letters[:cut], lead + letters[cut : 2 * cut], lead + letters[2 * cut :])


def build_near_parts(key: str) -> NearParts:
    """Return the parts of every key within as many mistakes of this one as its length allows."""
    mark, letters = _split_mark(key)
    parts = NearParts([], [], [])
    if not _is_misspellable(letters):
        return parts
    size = len(letters)
    for length in range(max(3, size - 2), size + 3):
        if length < _TWO_MISTAKES_FROM and abs(length - size) > 1:
            continue
        lead = f"{mark}{length}:"
        cut = length // 2 if length < _TWO_MISTAKES_FROM else length // 3
        rest = length - cut if length < _TWO_MISTAKES_FROM else length - 2 * cut
        parts.heads.append(lead + letters[:cut])
        parts.tails.append(lead + letters[-rest:])
        if length >= _TWO_MISTAKES_FROM:
            starts = range(max(0, cut - 2), min(cut + 2, size - cut) + 1)
            parts.mids.extend(lead + letters[start : start + cut] for start in starts)
    return parts


def list_swaps(key: str) -> list[str]:
    """Return the key with each two adjoining letters swapped.

    In short words a swap can break both parts. Empty for keys that allow no mistake or allow two.
    """
    mark, letters = _split_mark(key)
    if not _is_misspellable(letters) or len(letters) >= _TWO_MISTAKES_FROM:
        return []
    pairs = range(len(letters) - 1)
    return [f"{mark}{letters[:i]}{letters[i + 1]}{letters[i]}{letters[i + 2 :]}" for i in pairs]


def is_near(key: str, other_key: str) -> bool:
    """Return whether two keys, both words or both whole names, differ by no more mistakes than allowed.

    Their lengths decide how many are allowed.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a search needs it

    (mark, letters), (other_mark, other_letters) = _split_mark(key), _split_mark(other_key)
    allowed = 1 if min(len(letters), len(other_letters)) < _TWO_MISTAKES_FROM else 2
    return mark == other_mark and OSA.distance(letters, other_letters, score_cutoff=allowed) <= allowed


def _split_mark(key: str) -> tuple[str, str]:
    return ("=", key[1:]) if key.startswith("=") else ("", key)


def _is_misspellable(letters: str) -> bool:
    return len(letters) > 2 and not any(char.isdigit() for char in letters)


def rank_candidates(query: str, candidates: Iterable[Candidate]) -> list[Match]:
    """Return matches of candidates by how well one of their names fits, best first; ties by id. Pure."""
    query_forms = fold_name(query)
    matches = [_match_candidate(query_forms, candidate) for candidate in candidates]
    return sorted(matches, key=lambda match: (-match.score, match.id))


def _match_candidate(query: Forms, candidate: Candidate) -> Match:
    """Return the match by a candidate's best name; of equals the earliest, so the name before aliases."""
    id_, name, aliases, kind = candidate
    names = (name, *aliases)
    scores = [_score_likeness(query, fold_name(text)) for text in names]
    score = max(scores)
    place = scores.index(score)
    return Match(id_, name, kind, round(score, 1), _derive_how(score, place), names[place], names)


def _derive_how(score: float, place: int) -> How:
    if score < _REORDERED:
        return "spelling" if score == _MISSPELT else "near"
    return "alias" if place else "name"


def _score_likeness(query: Forms, name: Forms) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only a search needs it

    if query.written == name.written:
        return _EXACT
    pairs = [(query.written, name.written)]
    # Two names in another script that only sound alike are two names: their Latin forms prove nothing.
    if query.written == query.latin or name.written == name.latin:
        pairs.append((query.latin, name.latin))
    ways = (
        (_LATIN, str),
        (_NO_ARTICLE, _remove_article),
        (_JOINED, _remove_blanks),
        (_REORDERED, _sort_words),
    )
    for score, form in ways:
        if any(form(query_form) == form(name_form) != "" for query_form, name_form in pairs):
            return score
    if any(is_misspelling(query_form, name_form) for query_form, name_form in pairs):
        return _MISSPELT
    pairs.append((query.latin, name.latin))
    near = max(
        0.6 * fuzz.WRatio(query_form, name_form) + 0.4 * fuzz.ratio(query_form, name_form)
        for query_form, name_form in dict.fromkeys(pairs)
    )
    return min(BEST_NEAR, near)


def _remove_article(form: str) -> str:
    return _ARTICLE.sub("", form)


def _remove_blanks(form: str) -> str:
    return form.replace(" ", "")


def _sort_words(form: str) -> str:
    return " ".join(sorted(form.split()))
