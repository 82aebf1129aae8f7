"""The graph as known on a day, or what happened within some days: same questions, fewer claims.

Every pattern of a claim in a question's Cypher gets the condition that the claim was known (or
happened) then, so that each column is computed from those claims alone. Values stored for more than
one claim at a time (origins, figures, conflicts) are recomputed: `queries.ask.recompute`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.model.claims import Claim
from graph.rules.as_of import has_time, parse_day
from queries.as_of.graph_reader import open_reader
from queries.as_of.placeholder import fill_placeholders

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.rules.as_of import AsOf, DateRange
    from graph.store.protocols import ReadStore

_KNOWN = "{c}.published_to <= $as_of_day OR $as_of_held[{c}.document] IS NOT NULL"
_POSSIBLY = (
    "coalesce({c}.published_from, $as_of_day) <= $as_of_day OR $as_of_spoken[{c}.occasion] IS NOT NULL "
    "OR $as_of_held[{c}.document] IS NOT NULL"
)
_HAPPENED = (
    "coalesce({c}.when_from, {c}.when_to) IS NOT NULL AND coalesce({c}.when_from, '') <= $happened_last "
    "AND coalesce({c}.when_to, '9999-12-31') >= $happened_first"
)
_UNTIMED = "{c}.when_from IS NULL AND {c}.when_to IS NULL"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """The claims that a question may see. `untimed` inverts `happened`: claims that give no time."""

    moment: AsOf | None = None
    happened: DateRange | None = None
    untimed: bool = False

    @property
    def condition(self) -> str:
        """Return the condition on a claim, in Cypher, with `{c}` for its name."""
        parts = []
        if self.moment is not None:
            parts.append(_POSSIBLY if self.moment.perhaps else _KNOWN)
        if self.happened is not None:
            parts.append(_UNTIMED if self.untimed else _HAPPENED)
        return " AND ".join(f"({part})" for part in parts)

    @property
    def params(self) -> dict[str, Any]:
        """Return the parameters that the condition uses."""
        found: dict[str, Any] = {}
        if self.moment is not None:
            found["as_of_day"] = self.moment.day
            # As maps: an engine goes through a list from its start, for each claim anew.
            found["as_of_held"] = dict.fromkeys(sorted(self.moment.held), True)
            if self.moment.perhaps:
                found["as_of_spoken"] = dict.fromkeys(sorted(self.moment.spoken), True)
        if self.happened is not None and not self.untimed:
            found |= {"happened_first": self.happened.first, "happened_last": self.happened.last}
        return found

    def is_known(self, claim: Claim) -> bool:
        """Return whether a claim was known at the moment, whenever it happened."""
        return self.moment is None or self.moment.is_included(claim)

    def is_visible(self, claim: Claim) -> bool:
        """Return whether a question may see a claim: the condition, in Python."""
        if self.happened is None:
            return self.is_known(claim)
        told = not has_time(claim) if self.untimed else has_time(claim) and self.happened.has_overlap(claim)
        return told and self.is_known(claim)


@dataclass(frozen=True, slots=True)
class FilteredStore:
    """A read-only store that shows only the claims within `limits`."""

    store: ReadStore
    limits: ClaimFilter

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Return all rows of one of our own questions."""
        return list(self.stream(query, params, timeout=timeout))

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Yield the rows of one of our own questions as they come."""
        held = {**(params or {}), **self.limits.params}
        return self.store.stream(fill_placeholders(query, self.limits.condition), held, timeout=timeout)


def list_known_first(
    store: ReadStore, query: str, params: Mapping[str, Any], day: str
) -> Iterator[tuple[str, Row]]:
    """Yield rows of a question: those known on the day, then the possibly known ones.

    The question gives one `claim` per row. Raises InputError for an invalid day.
    """
    moment = open_reader(store).load_moment(parse_day(day))
    seen = set()
    for known, limits in (("known", moment), ("possibly known", replace(moment, perhaps=True))):
        for row in FilteredStore(store, ClaimFilter(limits)).stream(query, params):
            if row["claim"] not in seen:
                seen.add(row["claim"])
                yield known, row
