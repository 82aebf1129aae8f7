"""What in a text asks to be carried by a claim: numbers, dates, quotations and known names.

Finding is by rule and for English texts (names: for any script). What is found too much shows as a row to
look at, what is found too little would stay hidden; so the rules lean towards finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.coverage.dates import dates_in
from ingest.coverage.mention import Mention
from ingest.coverage.names import NameIndex, names_in
from ingest.coverage.numbers import numbers_in

_QUOTATION = re.compile(
    r"“(?P<a>[^“”]+)”|\"(?P<b>[^\"\n]+)\"|«(?P<c>[^«»]+)»|(?<!\w)‘(?P<d>[^‘\n]+?)’(?!\w)|「(?P<e>[^」]+)」"
)


def mentions(text: str, names: NameIndex) -> list[Mention]:
    """Everything in `text` that asks to be carried, in order; a number inside a date not once more."""
    dates = _apart(dates_in(text))
    numbers = [n for n in numbers_in(text) if not any(d.start <= n.start < d.end for d in dates)]
    found = [*dates, *_apart(numbers), *_quotations(text), *names_in(text, names)]
    return sorted(found, key=lambda m: (m.start, m.end, m.kind))


def _apart(found: Iterable[Mention]) -> list[Mention]:
    """Of mentions that overlap, the one that begins first, and the longest of those."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _quotations(text: str) -> Iterator[Mention]:
    for match in _QUOTATION.finditer(text):
        name = match.lastgroup or "a"
        if any(character.isalnum() for character in match[name]):
            yield Mention("quotation", match.start(name), match.end(name), match[name])
