"""What was known on a day: pure.

A document is *known* on a day if it was certainly out by then: the last day its publication can mean, or the
day it was retrieved or first read by us, is not later. It is *possibly known* if only the first day that its
publication can mean is not later. What was said on a dated occasion is possibly known from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.edtf import bounds
from graph.model.errors import InputError


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day (ISO), the documents held by then, and the occasions (as claims write them) that had been.

    `perhaps`: what was only possibly known is kept, too.
    """

    day: str
    held: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    perhaps: bool = False

    def known(self, claim: Claim) -> bool:
        """Whether a claim's document was certainly out on the day."""
        return bool(claim.published_to and claim.published_to <= self.day) or claim.document in self.held

    def possibly(self, claim: Claim) -> bool:
        """Whether a claim was known on the day, or may have been."""
        begun = not claim.published_from or claim.published_from <= self.day
        return begun or claim.occasion in self.spoken or self.known(claim)

    def keeps(self, claim: Claim) -> bool:
        """Whether a claim belongs to what was known, or with `perhaps` to what may have been."""
        return self.possibly(claim) if self.perhaps else self.known(claim)


@dataclass(frozen=True, slots=True)
class Happened:
    """A stretch of valid time, first and last day."""

    first: str
    last: str

    def holds(self, claim: Claim) -> bool:
        """Whether what a claim tells may have happened, in part, within it. It must have a time."""
        return (not claim.when_from or claim.when_from <= self.last) and (
            not claim.when_to or claim.when_to >= self.first
        )


def timed(claim: Claim) -> bool:
    """Whether a claim tells when it happened."""
    return bool(claim.when_from or claim.when_to)


def day_of(text: str) -> str:
    """The one day that `text` is. Raises InputError for what is none, or is longer than a day."""
    found = bounds(text.strip())
    if not found.lower or found.lower != found.upper:
        raise InputError(f"{text!r} is not one day.", hint="Give a day such as 2026-01-20.")
    return found.lower


def happened_in(text: str) -> Happened:
    """The stretch of days that `text` is. Raises InputError for what is none, or has an open end."""
    found = bounds(text.strip())
    if not found.lower or not found.upper:
        raise InputError(f"{text!r} has an open end.", hint="Give first and last day: 2026-01-16/2026-01-20.")
    return Happened(found.lower, found.upper)


def held_from(retrieved: str, read: Iterable[str]) -> str:
    """The first day on which a document was in our hands for certain; "" where nothing tells.

    `retrieved` is as its record gives it (EDTF or "unknown"), `read` the days on which we read it.
    """
    days = [*read]
    if retrieved != "unknown":
        days.append(bounds(retrieved).upper or "")
    return min((day for day in days if day), default="")


def as_of(day: str, held: Iterable[tuple[str, str]], begun: Iterable[str], merged: Mapping[str, str]) -> AsOf:
    """What `AsOf` needs to know of documents and occasions.

    `held` are documents with the day they were in hand from, `begun` the occasions that had been by the day;
    `merged` says which are decided to be another: of those that are one, one that had been is enough.
    """
    in_hand = frozenset(document for document, since in held if since and since <= day)
    spoken = {merged.get(occasion, occasion) for occasion in begun}
    aliases = (alias for alias, one in merged.items() if one in spoken)
    return AsOf(day, in_hand, frozenset((*spoken, *aliases)))
