"""The content of a claim (numbers, times, words, entities), and whether it covers a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.catalogue import Catalogue
from graph.model.edtf import parse_bounds
from graph.model.errors import InputError
from graph.model.records import NUMBER_FIELDS, ClaimEntry, DocumentEntry, End, EntityEntry, When
from ingest.coverage.mention import Day, Mention

_WORD = re.compile(r"[^\W_]+")
_PEOPLE = ("Person", "Cohort", "Collective")  # their names are our own words: a number there carries none
_LINKS = ("principal", "part_of", "within", "sending_state", "city", "nationality")
_PARTS = {"others": "other", "both": "all"}

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class ClaimContent:
    """The content of one claim, and its spans, of which the first is the passage itself."""

    spans: tuple[tuple[int, int], ...]
    values: frozenset[float]
    windows: tuple[Window, ...]
    published: Window | None
    lapse: str
    words: str
    names: str
    ids: frozenset[str]
    quoted: bool

    def has_overlap(self, start: int, end: int) -> bool:
        """Return whether one of its spans overlaps this stretch of the text."""
        return any(first < end and start < last for first, last in self.spans)


def build_claim_content(entry: ClaimEntry, document: DocumentEntry, catalogue: Catalogue) -> ClaimContent:
    """Return the content of a claim of `document`."""
    entities = [catalogue.entities[i] for i in _iter_ids(entry) if i in catalogue.entities]
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
    texts = [entry.verb, entry.hedge, *parts, *(end.text or end.title for end in _iter_ends(entry))]
    named = [e for e in entities if e.kind not in _PEOPLE]
    ids = {catalogue.find_canonical(i) for i in _iter_ids(entry)}
    ids |= {catalogue.find_canonical(link) for e in entities for name in _LINKS if (link := getattr(e, name))}
    return ClaimContent(
        tuple((span.start, span.end) for span in [*([entry.at] if entry.at else []), *entry.also]),
        frozenset(float(n) for n in numbers),
        tuple(window for when in times if when is not None and (window := _parse_window(when))),
        _parse_window(document.published) if document.published is not None else None,
        entry.duration.unit.casefold().rstrip("s") if entry.duration is not None else "",
        _fold_texts([*texts, *(name for e in named for name in _iter_names(e))]),
        _fold_texts(name for e in entities for name in _iter_names(e)),
        frozenset(ids),
        bool(entry.quoted),
    )


def is_mention_covered(carried: ClaimContent, mention: Mention, catalogue: Catalogue) -> bool:
    """Return whether the content of a claim that overlaps a mention covers it."""
    if _has_words(carried.words, mention.words):
        return True
    if mention.kind == "name":
        ids = {catalogue.find_canonical(id_) for id_ in mention.ids}
        return not carried.ids.isdisjoint(ids) or _has_words(carried.names, mention.words)
    if mention.kind == "quotation":
        return carried.quoted or _has_words(carried.names, mention.words)
    if mention.kind == "date":
        return _has_date(carried, mention) or (not mention.days and _has_number(carried, mention))
    if _has_number(carried, mention):
        return True
    # A vague word may stand in the name we gave a group: "many foreign workers".
    word = mention.words.lower()
    return not mention.values and (
        _has_words(carried.names, word) or _has_words(carried.words, _PARTS.get(word, word))
    )


def _iter_ids(entry: ClaimEntry) -> Iterator[str]:
    """Yield every entity that the claim names."""
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


def _iter_ends(entry: ClaimEntry) -> Iterator[End]:
    for ends in (entry.subject, entry.object):
        yield from (end for end in (ends if isinstance(ends, list) else (ends,)) if isinstance(end, End))


def _iter_names(entity: EntityEntry) -> Iterator[str]:
    yield entity.name
    yield from (alias.name for alias in entity.aliases)


def _fold_texts(texts: Iterable[str]) -> str:
    """Fold the words of several texts; a line break between texts prevents matches across two of them."""
    return "\n".join(f" {' '.join(_WORD.findall(text.casefold()))} " for text in texts if text)


def _has_words(folded: str, words: str) -> bool:
    wanted = " ".join(_WORD.findall(words.casefold()))
    return bool(wanted) and f" {wanted} " in folded


def _has_number(carried: ClaimContent, mention: Mention) -> bool:
    return any(
        abs(value - held) <= 1e-9 * max(1.0, abs(held)) for value in mention.values for held in carried.values
    )


def _parse_window(when: When) -> Window | None:
    """Return the first and last day of a time, or None.

    The longest possible window where one side is open; None where both are, or the time is not EDTF.
    """
    try:
        known = parse_bounds(when.edtf)
    except InputError:
        return None  # reported by `check`
    if known.lower is None and known.upper is None:
        return None
    lower = date.fromisoformat(known.lower) if known.lower else date.min
    return lower, date.fromisoformat(known.upper) if known.upper else date.max


def _has_date(carried: ClaimContent, mention: Mention) -> bool:
    if mention.weekday is not None:
        return any(_has_weekday(window, mention.weekday) for window in carried.windows)
    if not mention.days:  # "this week", "10:01 AM": any time of the claim's may be its reading; "days after"
        lapse = {word.rstrip("s") for word in _WORD.findall(mention.words.casefold())}
        return bool(carried.windows) or carried.lapse in lapse
    # A date may also be that of the text itself; a weekday or "this week" must be read by the claim.
    windows = [*carried.windows, *([carried.published] if carried.published else [])]
    return all(any(_has_day(window, day) for window in windows) for day in mention.days)


def _has_weekday(window: Window, weekday: int) -> bool:
    """Return whether a window names this weekday.

    It does if it is shorter than a week and holds the day, or if it begins or ends on it.
    """
    short = _count_days(window) <= 6
    days = [window[0] + timedelta(days=n) for n in range(_count_days(window))] if short else window
    return any(day.weekday() == weekday for day in days if day not in (date.min, date.max))


def _has_day(window: Window, day: Day) -> bool:
    """Return whether a window names this day, month or year: it overlaps it and is not much longer."""
    year, month, number = day
    first, last = window
    years = [year] if year else sorted({first.year, last.year})
    for candidate in years:
        try:
            start = date(candidate, month or 1, number or 1)
        except ValueError:
            continue
        end = start if number else _compute_month_end(start) if month else date(candidate, 12, 31)
        at_an_end = start <= first <= end or start <= last <= end
        longest = 31 if number else 366 if month else 3 * 366
        if at_an_end or (first <= end and start <= last and _count_days(window) <= longest):
            return True
    return False


def _compute_month_end(start: date) -> date:
    if start.month == 12:
        return date(start.year, 12, 31)
    return date(start.year, start.month + 1, 1) - timedelta(days=1)


def _count_days(window: Window) -> int:
    return (window[1] - window[0]).days + 1
