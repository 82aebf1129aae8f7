"""What a claim carries: its numbers, times, words and entities; and whether a mention is among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.catalogue import Catalogue
from graph.model.edtf import bounds
from graph.model.errors import InputError
from graph.model.records import NUMBER_FIELDS, ClaimEntry, DocumentEntry, End, EntityEntry, When
from ingest.coverage.mention import Day, Mention

_WORD = re.compile(r"[^\W_]+")
_PEOPLE = ("Person", "Cohort", "Collective")  # their names are our own words: a number there carries none
_LINKS = ("principal", "part_of", "within", "sending_state", "city", "nationality")
_PARTS = {"others": "other", "both": "all"}

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one claim carries, and where: its spans, of which the first is the passage itself."""

    spans: tuple[tuple[int, int], ...]
    values: frozenset[float]
    windows: tuple[Window, ...]
    published: Window | None
    lapse: str
    words: str
    names: str
    ids: frozenset[str]
    quoted: bool

    def reaches(self, start: int, end: int) -> bool:
        """Whether one of its spans overlaps this stretch of the text."""
        return any(first < end and start < last for first, last in self.spans)


def carried_by(entry: ClaimEntry, document: DocumentEntry, catalogue: Catalogue) -> Carried:
    """What a claim of `document` carries."""
    entities = [catalogue.entities[i] for i in _ids(entry) if i in catalogue.entities]
    occasion = catalogue.occasions.get(entry.occasion)
    times = [
        entry.when,
        *(e.window for e in entities),
        occasion.when if occasion else None,
    ]
    quantities = [q for field in NUMBER_FIELDS if (q := getattr(entry, field)) is not None]
    numbers = [n for q in quantities for n in (q.value, q.low, q.high, q.of) if isinstance(n, (int, float))]
    parts = [
        t for q in quantities for t in (q.words, q.low, q.high, q.of, q.printed_as) if isinstance(t, str)
    ]
    texts = [entry.verb, entry.hedge, *parts, *(end.text or end.title for end in _ends(entry))]
    named = [e for e in entities if e.kind not in _PEOPLE]
    ids = {catalogue.canonical(i) for i in _ids(entry)}
    ids |= {catalogue.canonical(link) for e in entities for name in _LINKS if (link := getattr(e, name))}
    return Carried(
        tuple((span.start, span.end) for span in [*([entry.at] if entry.at else []), *entry.also]),
        frozenset(float(n) for n in numbers),
        tuple(window for when in times if when is not None and (window := _window(when))),
        _window(document.published) if document.published is not None else None,
        entry.duration.unit.casefold().rstrip("s") if entry.duration is not None else "",
        _folded([*texts, *(name for e in named for name in _names(e))]),
        _folded(name for e in entities for name in _names(e)),
        frozenset(ids),
        bool(entry.quoted),
    )


def carries(carried: Carried, mention: Mention, catalogue: Catalogue) -> bool:
    """Whether a claim that reaches a mention carries it."""
    if _contains(carried.words, mention.words):
        return True
    if mention.kind == "name":
        ids = {catalogue.canonical(id_) for id_ in mention.ids}
        return not carried.ids.isdisjoint(ids) or _contains(carried.names, mention.words)
    if mention.kind == "quotation":
        return carried.quoted or _contains(carried.names, mention.words)
    if mention.kind == "date":
        return _carries_date(carried, mention) or (not mention.days and _carries_number(carried, mention))
    if _carries_number(carried, mention):
        return True
    # A vague word may stand in the name we gave a group: "many foreign workers".
    word = mention.words.lower()
    return not mention.values and (
        _contains(carried.names, word) or _contains(carried.words, _PARTS.get(word, word))
    )


def _ids(entry: ClaimEntry) -> Iterator[str]:
    """Every entity the claim names."""
    for ends in (entry.subject, entry.object):
        for end in ends if isinstance(ends, list) else (ends,):
            if isinstance(end, str):
                yield end
    for held in entry.roles.values():
        yield from [held] if isinstance(held, str) else held
    yield from (id_ for id_ in (entry.place, entry.event) if id_)
    yield from (speaker.removesuffix("?") for speaker in entry.by)
    for field in NUMBER_FIELDS:
        quantity = getattr(entry, field)
        if quantity is not None and isinstance(quantity.of, str) and "/" in quantity.of:
            yield quantity.of


def _ends(entry: ClaimEntry) -> Iterator[End]:
    for ends in (entry.subject, entry.object):
        yield from (end for end in (ends if isinstance(ends, list) else (ends,)) if isinstance(end, End))


def _names(entity: EntityEntry) -> Iterator[str]:
    yield entity.name
    yield from (alias.name for alias in entity.aliases)


def _folded(texts: Iterable[str]) -> str:
    """The words of several texts, folded; a line break between texts, so that no match runs across two."""
    return "\n".join(f" {' '.join(_WORD.findall(text.casefold()))} " for text in texts if text)


def _contains(folded: str, words: str) -> bool:
    wanted = " ".join(_WORD.findall(words.casefold()))
    return bool(wanted) and f" {wanted} " in folded


def _carries_number(carried: Carried, mention: Mention) -> bool:
    return any(
        abs(value - held) <= 1e-9 * max(1.0, abs(held)) for value in mention.values for held in carried.values
    )


def _window(when: When) -> Window | None:
    """First and last day of a time; the longest possible where one side is open; None where both are."""
    try:
        known = bounds(when.edtf)
    except InputError:
        return None  # reported by `check`
    if known.lower is None and known.upper is None:
        return None
    lower = date.fromisoformat(known.lower) if known.lower else date.min
    return lower, date.fromisoformat(known.upper) if known.upper else date.max


def _carries_date(carried: Carried, mention: Mention) -> bool:
    if mention.weekday is not None:
        return any(_has_weekday(window, mention.weekday) for window in carried.windows)
    if not mention.days:  # "this week", "10:01 AM": any time of the claim's may be its reading; "days after"
        lapse = {word.rstrip("s") for word in _WORD.findall(mention.words.casefold())}
        return bool(carried.windows) or carried.lapse in lapse
    # A date may also be that of the text itself; a weekday or "this week" must be read by the claim.
    windows = [*carried.windows, *([carried.published] if carried.published else [])]
    return all(any(_covers(window, day) for window in windows) for day in mention.days)


def _has_weekday(window: Window, weekday: int) -> bool:
    """Whether a time names this weekday: within less than a week, or as first or last day of a longer one."""
    short = _length(window) <= 6
    days = [window[0] + timedelta(days=n) for n in range(_length(window))] if short else window
    return any(day.weekday() == weekday for day in days if day not in (date.min, date.max))


def _covers(window: Window, day: Day) -> bool:
    """Whether a time names this day, month or year: it overlaps it and is not much longer."""
    year, month, number = day
    first, last = window
    years = [year] if year else sorted({first.year, last.year})
    for candidate in years:
        try:
            start = date(candidate, month or 1, number or 1)
        except ValueError:
            continue
        end = start if number else _month_end(start) if month else date(candidate, 12, 31)
        at_an_end = start <= first <= end or start <= last <= end
        longest = 31 if number else 366 if month else 3 * 366
        if at_an_end or (first <= end and start <= last and _length(window) <= longest):
            return True
    return False


def _month_end(start: date) -> date:
    if start.month == 12:
        return date(start.year, 12, 31)
    return date(start.year, start.month + 1, 1) - timedelta(days=1)


def _length(window: Window) -> int:
    return (window[1] - window[0]).days + 1
