"""Find dates in an English text, also weekdays and dates relative to its own day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.coverage.mention import Day, Mention

_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
]  # fmt: skip
_MONTH = (
    r"(?P<{0}>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DATES = [
    re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(
        r"\b" + _MONTH.format("mon")
        + r"\s?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:\s?(?:[-–]|to|and|until)\s?(?P<d2>\d{1,2})(?!\d|,\d))?"
        r"(?:,?\s(?P<y>(?:19|20)\d\d)\b)?"
    ),
    re.compile(
        r"\b(?:(?P<d>\d{1,2})\s?(?:[-–]|to|and)\s?)?(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?"
        + _MONTH.format("mon") + r"(?:,?\s(?P<y>(?:19|20)\d\d)\b)?"
    ),
    re.compile(r"\b" + _MONTH.format("mon") + r"(?:,?\s(?P<y>(?:19|20)\d\d)\b)?"),
    re.compile(r"(?<![\w.,$€£])(?P<y>(?:19|20)\d\d)\s?[-–/]\s?(?P<y2>(?:(?:19|20)\d\d|\d\d))(?!\w|,\d)"),
    re.compile(r"(?<![\w.,$€£-])(?P<y>(?:19|20)\d\d)(?![\w%]|,\d|\s(?:people|cases|workers|victims))"),
    re.compile(r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"),
    re.compile(r"\b\d{1,2}:\d{2}(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s[A-Z]{2,4}\b)?"),
    re.compile(
        r"\b(?:today|yesterday|tomorrow|tonight"
        r"|(?:this|last|next|past|previous|coming) (?:day|night|week|weekend|month|year|morning|evening)"
        r"|(?:last|past|recent|coming|next) (?:\w+ )?(?:days|weeks|months|years|decades)"
        r"|(?:\w+ )?(?:days|weeks|months|years) (?:ago|earlier|later|after))\b",
        re.IGNORECASE,
    ),
]  # fmt: skip
_DOUBTFUL_MONTHS = ("May", "March", "Mar")  # words of their own too
_LEADS = re.compile(
    r"\b(?:in|since|until|by|last|next|this|of|from|early|late|mid|through)[\s-]+$", re.IGNORECASE
)


def find_dates(text: str) -> Iterator[Mention]:
    """Yield every date, with overlaps; a time of day counts as a date."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if _is_false_date(text, match, groups):
                continue
            weekday = groups.get("weekday")
            number = next(
                (index for index, day in enumerate(_WEEKDAYS) if weekday and day.startswith(weekday.lower())),
                None,
            )
            yield Mention(
                "date",
                match.start(),
                match.end(),
                match.group(),
                days=tuple(_parse_days(groups)),
                weekday=number,
            )


def _is_false_date(text: str, match: re.Match[str], groups: dict[str, str | None]) -> bool:
    """Return whether a match is not a date: a verb, as in "they may", or a day above 31."""
    alone = not any(groups.get(part) for part in ("d", "d2", "y"))
    if groups.get("mon") in _DOUBTFUL_MONTHS and alone:
        return not _LEADS.search(text, max(0, match.start() - 12), match.start())
    return any(int(number) > 31 for part in ("d", "d2") if (number := groups.get(part)))


def _parse_days(groups: dict[str, str | None]) -> Iterator[Day]:
    year = int(year_digits) if (year_digits := groups.get("y")) else None
    name = groups.get("mon")
    month = next(
        (
            index
            for index, month_name in enumerate(_MONTHS, 1)
            if name and month_name.startswith(name.rstrip(".").lower()[:3])
        ),
        None,
    )
    if groups.get("m"):
        month = int(groups["m"] or 0)
    numbers = [int(digits) for digits in (groups.get("d"), groups.get("d2")) if digits]
    for number in numbers:
        yield year, month, number
    if not numbers and (year or month):
        yield year, month, None
    if (second := groups.get("y2")) and year:
        yield (int(second) if len(second) == 4 else year // 100 * 100 + int(second)), None, None
