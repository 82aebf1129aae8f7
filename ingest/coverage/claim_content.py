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
from graph.model.reference_fields import ENTITY_REFERENCES, list_field_names
from ingest.coverage.mention import Day, Mention

_WORD = re.compile(r"[^\W_]+")
_PEOPLE = ("Person", "Cohort", "Collective")  # their names are our own words: a number there carries none
_LINKS = list_field_names(ENTITY_REFERENCES)
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
    entities = [catalogue.entities[id_] for id_ in _iter_ids(entry) if id_ in catalogue.entities]
    occasion = catalogue.occasions.get(entry.occasion)
    times = [
        entry.when,
        *(entity.window for entity in entities),
        occasion.when if occasion else None,
    ]
    quantities = [quantity for field in NUMBER_FIELDS if (quantity := getattr(entry, field)) is not None]
    numbers = [
        number
        for quantity in quantities
        for number in (quantity.value, quantity.low, quantity.high, quantity.of)
        if isinstance(number, (int, float))
    ]
    parts = [
        text
        for quantity in quantities
        for text in (quantity.words, quantity.low, quantity.high, quantity.of, quantity.printed_as)
        if isinstance(text, str)
    ]
    texts = [entry.verb, entry.hedge, *parts, *(end.text or end.title for end in _iter_ends(entry))]
    things = [entity for entity in entities if entity.kind not in _PEOPLE]
    ids = {catalogue.find_canonical(id_) for id_ in _iter_ids(entry)}
    ids |= {
        catalogue.find_canonical(link)
        for entity in entities
        for name in _LINKS
        if (link := getattr(entity, name))
    }
    return ClaimContent(
        tuple((span.start, span.end) for span in [*([entry.at] if entry.at else []), *entry.also]),
        frozenset(float(number) for number in numbers),
        tuple(window for when in times if when is not None and (window := _parse_window(when))),
        _parse_window(document.published) if document.published is not None else None,
        entry.duration.unit.casefold().rstrip("s") if entry.duration is not None else "",
        _fold_texts([*texts, *(name for entity in things for name in _iter_names(entity))]),
        _fold_texts(name for entity in entities for name in _iter_names(entity)),
        frozenset(ids),
        bool(entry.quoted),
    )


def is_mention_covered(content: ClaimContent, mention: Mention, catalogue: Catalogue) -> bool:
    """Return whether the content of a claim that overlaps a mention covers it."""
    if _has_words(content.words, mention.words):
        return True
    if mention.kind == "name":
        ids = {catalogue.find_canonical(id_) for id_ in mention.ids}
        return not content.ids.isdisjoint(ids) or _has_words(content.names, mention.words)
    if mention.kind == "quotation":
        return content.quoted or _has_words(content.names, mention.words)
    if mention.kind == "date":
        return _has_date(content, mention) or (not mention.days and _has_number(content, mention))
    if _has_number(content, mention):
        return True
    # A vague word may be part of the name we gave a group: "many foreign workers".
    word = mention.words.lower()
    return not mention.values and (
        _has_words(content.names, word) or _has_words(content.words, _PARTS.get(word, word))
    )


def _iter_ids(entry: ClaimEntry) -> Iterator[str]:
    """Yield every entity that the claim names."""
    for ends in (entry.subject, entry.object):
        for end in ends if isinstance(ends, list) else (ends,):
            if isinstance(end, str):
                yield end
    for role_ids in entry.roles.values():
        yield from [role_ids] if isinstance(role_ids, str) else role_ids
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
    folded_words = " ".join(_WORD.findall(words.casefold()))
    return bool(folded_words) and f" {folded_words} " in folded


def _has_number(content: ClaimContent, mention: Mention) -> bool:
    return any(
        abs(value - number) <= 1e-9 * max(1.0, abs(number))
        for value in mention.values
        for number in content.values
    )


def _parse_window(when: When) -> Window | None:
    """Return the first and last day of a time, or None.

    The longest possible window where one side is open; None where both are, or the time is not EDTF.
    """
    try:
        bounds = parse_bounds(when.edtf)
    except InputError:
        return None  # reported by `check`
    if bounds.lower is None and bounds.upper is None:
        return None
    lower = date.fromisoformat(bounds.lower) if bounds.lower else date.min
    return lower, date.fromisoformat(bounds.upper) if bounds.upper else date.max


def _has_date(content: ClaimContent, mention: Mention) -> bool:
    if mention.weekday is not None:
        return any(_has_weekday(window, mention.weekday) for window in content.windows)
    if not mention.days:  # "this week", "10:01 AM": any time of the claim's may be its reading; "days after"
        lapse = {word.rstrip("s") for word in _WORD.findall(mention.words.casefold())}
        return bool(content.windows) or content.lapse in lapse
    # A date may also be that of the text itself; a weekday or "this week" must be read by the claim.
    windows = [*content.windows, *([content.published] if content.published else [])]
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
