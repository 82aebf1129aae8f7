"""Rules for claims that were known on a day, and for events within a range of days.

Each rule about a claim is defined here once: in words, as a Python predicate, and as a Cypher condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph.model.claims import Claim
from graph.model.edtf import parse_bounds
from graph.model.errors import InputError

Limit = TypeVar("Limit")


@dataclass(frozen=True, slots=True)
class ClaimRule(Generic[Limit]):
    """A rule about claims, given a limit in time. `holds` and `cypher` accept the same claims.

    In `cypher`, `{c}` is the name of the claim, and `params` gives the parameters. Sets are maps there:
    an engine searches a list from its start for every claim.
    """

    holds: Callable[[Limit, Claim], bool]
    cypher: str
    params: Callable[[Limit], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day (ISO), the documents in hand on it, and the occasions (as claims write them) up to it.

    With `perhaps`, what was only possibly known is included.
    """

    day: str
    held: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    perhaps: bool = False

    @property
    def rule(self) -> ClaimRule[AsOf]:
        """Return the rule for the claims that are included."""
        return POSSIBLY_KNOWN if self.perhaps else KNOWN

    def is_known(self, claim: Claim) -> bool:
        """Return whether a claim's document was certainly out on the day."""
        return KNOWN.holds(self, claim)

    def is_possibly_known(self, claim: Claim) -> bool:
        """Return whether a claim was known on the day, or may have been."""
        return POSSIBLY_KNOWN.holds(self, claim)

    def is_included(self, claim: Claim) -> bool:
        """Return whether a claim was known, or with `perhaps` may have been."""
        return self.rule.holds(self, claim)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A stretch of valid time, first and last day."""

    first: str
    last: str


KNOWN: ClaimRule[AsOf] = ClaimRule(
    holds=lambda at, claim: (
        bool(claim.published_to and claim.published_to <= at.day) or claim.document in at.held
    ),
    cypher="{c}.published_to <= $as_of_day OR $as_of_held[{c}.document] IS NOT NULL",
    params=lambda at: {"as_of_day": at.day, "as_of_held": dict.fromkeys(sorted(at.held), True)},
)
"""The document was certainly out: the last day its publication can mean is not later than the day, or by
the day it was retrieved or first read by us."""

POSSIBLY_KNOWN: ClaimRule[AsOf] = ClaimRule(
    holds=lambda at, claim: (
        not claim.published_from
        or claim.published_from <= at.day
        or claim.occasion in at.spoken
        or claim.document in at.held
    ),
    cypher=(
        "coalesce({c}.published_from, $as_of_day) <= $as_of_day OR $as_of_spoken[{c}.occasion] IS NOT NULL "
        "OR $as_of_held[{c}.document] IS NOT NULL"
    ),
    params=lambda at: {**KNOWN.params(at), "as_of_spoken": dict.fromkeys(sorted(at.spoken), True)},
)
"""The document was out or may have been: the first day its publication can mean is not later than the day,
or is not given. A claim made on a dated occasion counts from its day."""

HAPPENED: ClaimRule[DateRange] = ClaimRule(
    holds=lambda days, claim: (
        bool(claim.when_from or claim.when_to)
        and (not claim.when_from or claim.when_from <= days.last)
        and (not claim.when_to or claim.when_to >= days.first)
    ),
    cypher=(
        "coalesce({c}.when_from, {c}.when_to) IS NOT NULL AND coalesce({c}.when_from, '') <= $happened_last "
        "AND coalesce({c}.when_to, '9999-12-31') >= $happened_first"
    ),
    params=lambda days: {"happened_first": days.first, "happened_last": days.last},
)
"""What the claim says has a time, and may have happened, in part, within the days."""

UNTIMED: ClaimRule[DateRange] = ClaimRule(
    holds=lambda _, claim: not claim.when_from and not claim.when_to,
    cypher="{c}.when_from IS NULL AND {c}.when_to IS NULL",
    params=lambda _: {},
)
"""The claim does not say when it happened."""


ONE_DAY = "Give a day such as 2026-01-20."


def parse_day(text: str) -> str:
    """Return the single day that `text` means.

    Raises InputError for a text that is not a date, or is longer than a day.
    """
    try:
        bounds = parse_bounds(text.strip())
    except InputError as error:
        raise InputError(error.message, hint=ONE_DAY) from None
    if not bounds.lower or bounds.lower != bounds.upper:
        raise InputError(f"{text!r} is not one day.", hint=ONE_DAY)
    return bounds.lower


def parse_date_range(text: str) -> DateRange:
    """Return the range of days that `text` means.

    Raises InputError for a text that is not a date, or has an open end.
    """
    bounds = parse_bounds(text.strip())
    if not bounds.lower or not bounds.upper:
        raise InputError(f"{text!r} has an open end.", hint="Give first and last day: 2026-01-16/2026-01-20.")
    return DateRange(bounds.lower, bounds.upper)


def find_first_day_in_hand(retrieved: str, read: Iterable[str]) -> str:
    """Return the first day on which a document was certainly in our hands, "" where it is unknown.

    `retrieved` is as its record gives it (EDTF or "unknown"), `read` the days on which we read it.
    """
    days = [*read]
    if retrieved != "unknown":
        days.append(parse_bounds(retrieved).upper or "")
    return min((day for day in days if day), default="")


def build_as_of(
    day: str, documents: Iterable[tuple[str, str]], begun: Iterable[str], merged: Mapping[str, str]
) -> AsOf:
    """Build an `AsOf` from documents and occasions.

    Args:
        day: An ISO day.
        documents: Documents, each with the first day it was in hand.
        begun: The occasions that had begun on the day; of merged occasions, one is enough.
        merged: Maps ids to the ids they are decided to be.
    """
    in_hand = frozenset(document for document, since in documents if since and since <= day)
    spoken = {merged.get(occasion, occasion) for occasion in begun}
    aliases = (alias for alias, canonical in merged.items() if canonical in spoken)
    return AsOf(day, in_hand, frozenset((*spoken, *aliases)))
