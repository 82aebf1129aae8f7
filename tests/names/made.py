"""Names made from those of the graph by rules: near names and namesakes, and spellings of a name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from graph.model.protected import NAMELESS
from graph.store.store import Store

FIRST_NAMES = ("Wei", "Bopha", "Oskar", "Marlene", "Tim", "Xiulan", "Theodora", "Budi", "Many", "Agatha")
SURNAMES = ("Su", "Okafor", "Lindqvist", "Ming", "Wijayakusuma", "Petrov", "Bank", "Quill", "Sokha", "Ng")
ADDED = ("Ming", "Bank", "Junior", "Holdings", "Northern", "Deputy", "Former", "Wholesale")
ELSEWHERE = {
    "Phnom Penh": ("Bangkok", "Hanoi", "Vientiane"),
    "Cambodia": ("Vietnam", "Laos", "Norway"),
    "Cambodian": ("Vietnamese", "Laotian", "Norwegian"),
    "Indonesia": ("Vietnam", "Brazil", "Norway"),
    "Indonesian": ("Vietnamese", "Brazilian", "Norwegian"),
    "China": ("Vietnam", "Peru", "Norway"),
    "Chinese": ("Vietnamese", "Peruvian", "Norwegian"),
    "Thailand": ("Vietnam", "Ghana", "Norway"),
    "Bavet": ("Sihanoukville", "Kampot", "Koh Kong"),
    "Poipet": ("Sihanoukville", "Kampot", "Koh Kong"),
}
ACCENTS = str.maketrans("aeiouc", "áéîöūç")
CYRILLIC = str.maketrans("abdegiklmnoprstuvzABDEGIKLMNOPRSTUVZ", "абдегиклмнопрстувзАБДЕГИКЛМНОПРСТУВЗ")
"""Letters that are read back as the same Latin ones."""
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Known(NamedTuple):
    """An entity of the graph with all it is called."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str


class Made(NamedTuple):
    """A made name, what it was made from, and by which rule."""

    text: str
    id: str
    rule: str


def read_known(store: Store) -> list[Known]:
    rows = store.read(
        "MATCH (e:Scamgraph) WHERE (e:Entity OR e:Series) AND NOT e:MergedEntity "
        "RETURN e.id AS id, e.name AS name, coalesce(e.aliases, []) AS aliases, coalesce(e.kind, '') AS kind "
        "ORDER BY id"
    )
    return [
        Known(row["id"], row["name"] or "", tuple(row["aliases"]), row["kind"])
        for row in rows
        if row["name"] != NAMELESS  # no search key leads to who may be a victim
    ]


def make_near_names(known: list[Known]) -> list[Made]:
    """Make names that nothing in the graph has, each near one that something has."""
    taken = {name.casefold().removeprefix("the ") for one in known for name in (one.name, *one.aliases)}
    made = {near.text.casefold(): near for one in known for near in _near(one)}
    return [near for folded, near in sorted(made.items()) if folded.removeprefix("the ") not in taken]


def _near(one: Known) -> Iterator[Made]:
    words = one.name.split()
    chance = random.Random(one.id)
    if one.kind == "Person" and 2 <= len(words) <= 3:
        for first in chance.sample(FIRST_NAMES, 5):
            yield Made(" ".join([first, *words[1:]]), one.id, "another first name")
        for last in chance.sample(SURNAMES, 5):
            yield Made(" ".join([*words[:-1], last]), one.id, "another surname")
    if 2 <= len(words) <= 5:
        for added in chance.sample(ADDED, 2):
            place = chance.randrange(len(words) + 1)
            yield Made(" ".join([*words[:place], added, *words[place:]]), one.id, "an added word")
    if len(words) == 2:
        for word in words:
            yield Made(word, one.id, "a dropped word")
    for name in (one.name, *one.aliases):
        for here, others in ELSEWHERE.items():
            if here in name.split() or (" " in here and here in name):
                for other in others:
                    yield Made(name.replace(here, other), one.id, "another place")


def make_spellings(known: list[Known]) -> list[Made]:
    """Make spellings of names that only one thing in the graph has."""
    bearers: dict[str, set[str]] = {}
    for one in known:
        for name in (one.name, *one.aliases):
            bearers.setdefault(name.casefold(), set()).add(one.id)
    made = [
        spelling
        for one in known
        for spelling in _spellings(one)
        if bearers[one.name.casefold()] == {one.id}
        and bearers.get(spelling.text.casefold(), {one.id}) == {one.id}
    ]
    return made


def _spellings(one: Known) -> Iterator[Made]:
    name, words = one.name, one.name.split()
    chance = random.Random(one.id)
    yield Made(name.upper(), one.id, "case")
    yield Made(name.swapcase(), one.id, "case")
    yield Made(name.translate(ACCENTS), one.id, "accents")
    yield Made(name.translate(FULL_WIDTH), one.id, "another script")
    if name.isascii() and not set(name.lower()) & set("cfhjqwxy"):
        yield Made(name.translate(CYRILLIC), one.id, "another script")
    yield Made(f"“{'  '.join(words)}”.", one.id, "punctuation")
    if len(words) > 1:
        yield Made(", ".join([words[-1], " ".join(words[:-1])]), one.id, "order")
        yield Made("".join(words), one.id, "no blanks")
    long = [place for place, word in enumerate(words) if len(word) >= 6 and word.isalpha() and word.isascii()]
    if long:
        place = chance.choice(long)
        for wrong in _mistakes(words[place], chance):
            yield Made(" ".join([*words[:place], wrong, *words[place + 1 :]]), one.id, "one edit")


def _mistakes(word: str, chance: random.Random) -> Iterator[str]:
    """A letter dropped, added, replaced, two swapped: inside the word, where no ending changes."""
    place = chance.randrange(1, len(word) - 2)
    letter = chance.choice([each for each in LETTERS if each not in word.lower()])
    for wrong in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ):
        if OSA.distance(word, wrong) == 1:
            yield wrong
