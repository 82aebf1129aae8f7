"""The words and numbers of a query, with the ways in which sources write a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.store.full_text import split_words
from queries.values.number_parsing import AmbiguousNumber, parse_number

LARGEST = 10**18
"""Numbers from this one on are searched as words: the engines hold no larger integers."""
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1_000, "thousand"))
_WHO_SAYS = re.compile(
    r"who (?:says?|said|reports?|reported|claims?|gives?) (?:that )?(?P<what>.*\w.*?)\s*\?*\Z", re.IGNORECASE
)
_AROUND = re.compile(
    r"(?:some|about|around|over|nearly|almost|approximately|at least|at most|more than|less than|up to)\s+"
    r"|[~≈<>]=?\s*",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?:us|a|s|hk)?[$€£¥₩฿]\s*|(?:usd|eur|gbp|cny|thb|myr|sgd)\s+", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ -](thousand|million|billion|trillion)\b)?"
)
_UNIT = re.compile(
    r"\s+(?:people|persons|usd|us dollars|dollars|euros|pounds|percent|per cent)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A query taken apart.

    `asks_who`: it begins with "who says", and `text` is what follows. `numbers` are its readings if all of
    it is a number, else empty; `note` names them if there are two.
    `spellings` are, by word, further ways to write the number that it is.
    """

    text: str
    words: tuple[str, ...]
    spellings: dict[str, tuple[str, ...]]
    numbers: tuple[int | float, ...] = ()
    note: str = ""
    asks_who: bool = False


def parse_search_words(text: str) -> SearchWords:
    """Take a query apart; a query such as "some 100", "$600" or "US$15 billion" is a number."""
    if asked := _WHO_SAYS.match(text.strip()):
        return replace(parse_search_words(asked["what"]), asks_who=True)
    numbers, note = read_numbers(text)
    if numbers:
        first = _write_plain(numbers[0])
        spellings = dict.fromkeys(spelling for number in numbers for spelling in list_spellings(number))
        return SearchWords(text, (first,), {first: tuple(spellings)}, numbers, note)
    words = split_words(text)
    spelled = {
        word: tuple(list_spellings(number)) for word in words if (number := _read_word(word)) is not None
    }
    return SearchWords(text, tuple(words), spelled)


def read_numbers(text: str) -> tuple[tuple[int | float, ...], str]:
    """Return the number that a text is, both readings of an ambiguous one with a note, or nothing."""
    core = _UNIT.sub("", _CURRENCY.sub("", _AROUND.sub("", text.strip(), count=1), count=1))
    try:
        number = parse_number(core)
    except AmbiguousNumber as error:
        readings = (parse_number(core.replace(".", ",")), parse_number(_lengthen(core)))
        return tuple(number for number in readings if number is not None), error.message
    return ((number,) if number is not None and abs(number) < LARGEST else ()), ""


def list_spellings(number: float) -> list[str]:
    """Return how English texts write a number, in lower case: 1440, 1,440; 15 billion."""
    number = abs(number)
    forms = [_write_plain(number)]
    if number >= 1_000 and number == int(number):
        forms.append(f"{int(number):,}")
    for scale, word in _SCALES:
        if number >= scale and number * 1_000 % scale == 0:
            forms.append(f"{_write_plain(number / scale)} {word}")
            break
    return forms


def find_numbers(text: str) -> list[str]:
    """Return the numbers of a text as words of an index: "1,440" as n1440, "2.2 million" as n2200000.

    A number with a scale is listed only with it.
    """
    codes = []
    for match in _WRITTEN.finditer(text.lower()):
        number = parse_number(match[1].replace(",", "") + (f" {match[2]}" if match[2] else ""))
        if number is not None:
            codes.append(f"n{_write_plain(number)}".replace(".", "p"))
    return codes


def _read_word(word: str) -> int | float | None:
    try:
        return parse_number(word) if word[0].isdecimal() else None
    except AmbiguousNumber:
        return None


def _write_plain(number: float) -> str:
    """Return a number in digits, without a sign: a minus before a word means "not" to Lucene."""
    return str(abs(int(number))) if number == int(number) else f"{abs(number):f}".rstrip("0")


def _lengthen(core: str) -> str:
    """Return an ambiguous number so that its dot is a decimal mark: "1.440" as "1.4400"."""
    return re.sub(r"(\.\d{3})(?!\d)", r"\g<1>0", core, count=1)


def iter_forms(words: SearchWords) -> Iterator[tuple[str, ...]]:
    """Yield for each word all its spellings, the word first."""
    for word in words.words:
        yield (word, *(form for form in words.spellings.get(word, ()) if form != word))
