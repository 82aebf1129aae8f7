"""Find unnamed entities by their descriptions: words of their names, what they are, their age.

An entity that matches a description is a candidate, never the answer: many are teenagers.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.model.errors import ScamgraphError
from graph.model.name_matching import fold_name, list_search_words

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

MOST = 20
"""Maximum number of entities that a description leads to, for each way of describing."""
SECONDS = 2.0
"""Seconds after which the descriptions of a large graph are left out: unlike names, they have no index."""

_AGE = re.compile(r"\b(?:aged? (?:of )?(\d{1,3})|(\d{1,3}) ?years? ?olds?)\b")
_AGE_WORDS = {
    "teenager": (13, 19), "teenagers": (13, 19), "teenage": (13, 19), "teen": (13, 19), "teens": (13, 19),
    "child": (0, 17), "children": (0, 17), "minor": (0, 17), "minors": (0, 17),
}  # fmt: skip

# A word is searched for with the blank before it: "boss" is in "bosses", "man" is not in "human".
_WITH_WORDS = """
MATCH (e:Entity) WHERE e.about IS NOT NULL AND all(word IN $words WHERE ' ' + toLower(e.about) CONTAINS word)
RETURN e.id AS id ORDER BY id LIMIT $most
UNION
MATCH (e:Entity)-[:DESCRIBED_AS|HOLDS_POSITION|HELD_POSITION]->(v:Value)
WITH e, ' ' + toLower(e.name + ' ' + v.name) AS told, ' ' + toLower(v.name) AS said
WHERE all(word IN $words WHERE told CONTAINS word) AND any(word IN $words WHERE said CONTAINS word)
RETURN DISTINCT e.id AS id ORDER BY id LIMIT $most
"""
_WITH_AGE = """
MATCH (c:Claim {predicate: 'AGED', polarity: 'affirm'} /* AS OF c */)
WHERE coalesce(c.duration_low, c.duration_value) <= $most_years
  AND coalesce(c.duration_high, c.duration_value) >= $least_years
RETURN DISTINCT c.subject AS id ORDER BY id LIMIT $most
"""


def has_words(text: str, name: str) -> bool:
    """Return whether a name has all words of `text`, in any order, plural or singular, and maybe more."""
    text_words, name_words = (
        frozenset(map(_to_singular, list_search_words(fold_name(each).latin))) for each in (text, name)
    )
    return bool(text_words) and text_words <= name_words


def read_described(store: ReadStore, text: str) -> list[str]:
    """Return the ids of entities whose age, office, or description `text` gives.

    Returns an empty list if nothing matches, or if the engine does not find it in time.
    """
    latin = fold_name(text).latin
    ids: list[str] = []
    with suppress(ScamgraphError):
        if years := read_years(latin):
            ages = {"least_years": years[0], "most_years": years[1], "most": MOST}
            ids += [row["id"] for row in store.read(_WITH_AGE, ages, timeout=SECONDS)]
        parameters = {"words": [f" {_to_singular(word)}" for word in list_search_words(latin)], "most": MOST}
        ids += [row["id"] for row in store.read(_WITH_WORDS, parameters, timeout=SECONDS)]
    return list(dict.fromkeys(ids))


def read_years(text: str) -> tuple[int, int] | None:
    """Return the least and the greatest age in folded words, or None: "18 year old" is 18 to 18."""
    if match := _AGE.search(text):
        years = int(match[1] or match[2])
        return years, years
    return next((_AGE_WORDS[word] for word in text.split() if word in _AGE_WORDS), None)


def _to_singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
