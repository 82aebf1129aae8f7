"""What was known on a day, as pure functions.

A document is *known* on a day if it was certainly out: the last day its publication can mean, or
the day it was retrieved or first read by us, is not later. It is *possibly known* if only the
first day that its publication can mean is not later. What was said on a dated occasion is
possibly known from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.edtf import parse_bounds
from graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day (ISO), the documents in hand on it, and the occasions (as claims write them) up to it.

    With `perhaps`, what was only possibly known is included.
    """

    day: str
    held: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    perhaps: bool = False

    def is_known(self, claim: Claim) -> bool:
        """Return whether a claim's document was certainly out on the day."""
        return bool(claim.published_to and claim.published_to <= self.day) or claim.document in self.held

    def is_possibly_known(self, claim: Claim) -> bool:
        """Return whether a claim was known on the day, or may have been."""
        begun = not claim.published_from or claim.published_from <= self.day
        return begun or claim.occasion in self.spoken or self.is_known(claim)

    def is_included(self, claim: Claim) -> bool:
        """Return whether a claim was known, or with `perhaps` may have been."""
        return self.is_possibly_known(claim) if self.perhaps else self.is_known(claim)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A stretch of valid time, first and last day."""

    first: str
    last: str

    def has_overlap(self, claim: Claim) -> bool:
        """Return whether what a claim says may have happened, in part, within the range.

        The claim must have a time.
        """
        return (not claim.when_from or claim.when_from <= self.last) and (
            not claim.when_to or claim.when_to >= self.first
        )


def has_time(claim: Claim) -> bool:
    """Return whether a claim states when it happened."""
    return bool(claim.when_from or claim.when_to)


def parse_day(text: str) -> str:
    """Return the single day that `text` means.

    Raises InputError for a text that is not a date, or is longer than a day.
    """
    found = parse_bounds(text.strip())
    if not found.lower or found.lower != found.upper:
        raise InputError(f"{text!r} is not one day.", hint="Give a day such as 2026-01-20.")
    return found.lower


def parse_date_range(text: str) -> DateRange:
    """Return the range of days that `text` means.

    Raises InputError for a text that is not a date, or has an open end.
    """
    found = parse_bounds(text.strip())
    if not found.lower or not found.upper:
        raise InputError(f"{text!r} has an open end.", hint="Give first and last day: 2026-01-16/2026-01-20.")
    return DateRange(found.lower, found.upper)


def find_first_day_in_hand(retrieved: str, read: Iterable[str]) -> str:
    """Return the first day on which a document was certainly in our hands, "" where it is unknown.

    `retrieved` is as its record gives it (EDTF or "unknown"), `read` the days on which we read it.
    """
    days = [*read]
    if retrieved != "unknown":
        days.append(parse_bounds(retrieved).upper or "")
    return min((day for day in days if day), default="")


def build_as_of(
    day: str, held: Iterable[tuple[str, str]], begun: Iterable[str], merged: Mapping[str, str]
) -> AsOf:
    """Build an `AsOf` from documents and occasions.

    `held` are documents with the first day they were in hand, `begun` the occasions that had begun on
    the day; `merged` maps ids to the ids they are decided to be: of merged occasions, one begun is
    enough.
    """
    in_hand = frozenset(document for document, since in held if since and since <= day)
    spoken = {merged.get(occasion, occasion) for occasion in begun}
    aliases = (alias for alias, one in merged.items() if one in spoken)
    return AsOf(day, in_hand, frozenset((*spoken, *aliases)))
