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
from graph.rules.as_of import HAPPENED, UNTIMED, ClaimRule, parse_day
from queries.as_of.graph_reader import open_reader
from queries.as_of.placeholder import fill_placeholders

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.rules.as_of import AsOf, DateRange
    from graph.store.protocols import ReadStore


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """The claims that a question may see. `untimed` inverts `happened`: claims that give no time."""

    moment: AsOf | None = None
    happened: DateRange | None = None
    untimed: bool = False

    @property
    def condition(self) -> str:
        """Return the condition on a claim, in Cypher, with `{c}` for its name."""
        return " AND ".join(f"({rule.cypher})" for rule, _ in self._list_rules())

    @property
    def params(self) -> dict[str, Any]:
        """Return the parameters that the condition uses."""
        return {
            name: value for rule, limit in self._list_rules() for name, value in rule.params(limit).items()
        }

    def is_known(self, claim: Claim) -> bool:
        """Return whether a claim was known at the moment, whenever it happened."""
        return self.moment is None or self.moment.is_included(claim)

    def is_visible(self, claim: Claim) -> bool:
        """Return whether a question may see a claim: the condition, in Python."""
        return all(rule.holds(limit, claim) for rule, limit in self._list_rules())

    def _list_rules(self) -> list[tuple[ClaimRule[Any], Any]]:
        rules: list[tuple[ClaimRule[Any], Any]] = []
        if self.moment is not None:
            rules.append((self.moment.rule, self.moment))
        if self.happened is not None:
            rules.append((UNTIMED if self.untimed else HAPPENED, self.happened))
        return rules


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
        bound_params = {**(params or {}), **self.limits.params}
        return self.store.stream(
            fill_placeholders(query, self.limits.condition), bound_params, timeout=timeout
        )


def list_known_first(
    store: ReadStore, query: str, params: Mapping[str, Any], day: str
) -> Iterator[tuple[str, Row]]:
    """Yield rows of a question: those known on the day, then the possibly known ones.

    The question gives one `claim` per row. Raises InputError for an invalid day.
    """
    moment = open_reader(store).load_moment(parse_day(day))
    seen = set()
    for certainty, limits in (("known", moment), ("possibly known", replace(moment, perhaps=True))):
        for row in FilteredStore(store, ClaimFilter(limits)).stream(query, params):
            if row["claim"] not in seen:
                seen.add(row["claim"])
                yield certainty, row
