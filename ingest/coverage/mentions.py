"""Find what a claim should cover in a text: numbers, dates, quotations and names of the registry.

The rules are for English texts (names: for any script). A false mention only adds a row to look at,
while a missed one stays hidden; so the rules prefer to find too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.coverage.dates import find_dates
from ingest.coverage.mention import Mention
from ingest.coverage.names import NameIndex, find_names
from ingest.coverage.numbers import find_numbers

_QUOTATION = re.compile(
    r"“(?P<a>[^“”]+)”|\"(?P<b>[^\"\n]+)\"|«(?P<c>[^«»]+)»|(?<!\w)‘(?P<d>[^‘\n]+?)’(?!\w)|「(?P<e>[^」]+)」"
)


def find_mentions(text: str, names: NameIndex) -> list[Mention]:
    """Return every mention in `text` that a claim should cover, in order; no number that is in a date."""
    dates = _resolve_overlaps(find_dates(text))
    numbers = [
        number
        for number in find_numbers(text)
        if not any(date.start <= number.start < date.end for date in dates)
    ]
    mentions = [*dates, *_resolve_overlaps(numbers), *_find_quotations(text), *find_names(text, names)]
    return sorted(mentions, key=lambda m: (m.start, m.end, m.kind))


def _resolve_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the one that begins first, and the longest of those."""
    separate: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not separate or mention.start >= separate[-1].end:
            separate.append(mention)
    return separate


def _find_quotations(text: str) -> Iterator[Mention]:
    for match in _QUOTATION.finditer(text):
        name = match.lastgroup or "a"
        if any(character.isalnum() for character in match[name]):
            yield Mention("quotation", match.start(name), match.end(name), match[name])
