"""The graph as known on a day, or of what happened within some days: the same questions, fewer claims.

Every pattern of a claim in a question's Cypher has a placeholder (`queries.as_of.placeholder`). The condition
that the claim was known (or happened) then is put there, so that each column is computed from those claims
alone. What is stored of several claims (origins, figures, conflicts) is recomputed: `queries.ask.recompute`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.model.claims import Claim
from graph.rules.as_of import day_of, timed
from queries.as_of.graph_reader import looking
from queries.as_of.placeholder import fill_placeholders

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.rules.as_of import AsOf, Happened
    from graph.store.protocols import Asks

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
class Limits:
    """Which claims a question may see. `untimed` turns `happened` about: those that tell no time."""

    moment: AsOf | None = None
    happened: Happened | None = None
    untimed: bool = False

    @property
    def condition(self) -> str:
        """The condition on a claim, in Cypher, with `{c}` for its name."""
        parts = []
        if self.moment is not None:
            parts.append(_POSSIBLY if self.moment.perhaps else _KNOWN)
        if self.happened is not None:
            parts.append(_UNTIMED if self.untimed else _HAPPENED)
        return " AND ".join(f"({part})" for part in parts)

    @property
    def params(self) -> dict[str, Any]:
        """The parameters that the condition uses."""
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

    def known(self, claim: Claim) -> bool:
        """Whether a claim was known at the moment, whenever it happened."""
        return self.moment is None or self.moment.keeps(claim)

    def keeps(self, claim: Claim) -> bool:
        """Whether a question may see a claim: what the condition says, in Python."""
        if self.happened is None:
            return self.known(claim)
        told = not timed(claim) if self.untimed else timed(claim) and self.happened.holds(claim)
        return told and self.known(claim)


@dataclass(frozen=True, slots=True)
class Door:
    """A reading door behind which only the claims within `limits` stand."""

    store: Asks
    limits: Limits

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Give all rows of one of our own questions."""
        return list(self.stream(query, params, timeout=timeout))

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Give rows of one of our own questions as they come."""
        held = {**(params or {}), **self.limits.params}
        return self.store.stream(fill_placeholders(query, self.limits.condition), held, timeout=timeout)


def known_first(store: Asks, query: str, params: Mapping[str, Any], day: str) -> Iterator[tuple[str, Row]]:
    """Rows of a question that gives one `claim` a row: those known on the day, then the possibly known ones.

    Raises InputError for what is no day.
    """
    moment = looking(store).moment(day_of(day))
    seen = set()
    for known, limits in (("known", moment), ("possibly known", replace(moment, perhaps=True))):
        for row in Door(store, Limits(limits)).stream(query, params):
            if row["claim"] not in seen:
                seen.add(row["claim"])
                yield known, row
