"""The graph with only the claims that a search may see: those of its day, within its filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from queries.as_of.placeholder import fill_placeholders
from queries.search.model import Filters

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.protocols import ReadStore
    from queries.browse.scope import Scope

_CONDITIONS = {
    "document": "{c}.document = $only_document",
    "first": "coalesce({c}.published_to, '9999-12-31') >= $only_first",
    "last": "coalesce({c}.published_from, '') <= $only_last",
    "modality": "{c}.modality = $only_modality",
    "speaker": "coalesce(head({c}.by), {c}.voice) IN $only_speaker",
    "place": (
        "({c}.place IN $only_place OR {c}.subject IN $only_place OR coalesce({c}.object, '') IN $only_place)"
    ),
    "kind": "EXISTS { MATCH ({c})-[:SUBJECT|OBJECT]->(only:Scamgraph) WHERE $only_kind IN labels(only) }",
    "nationality": (
        "EXISTS { MATCH ({c})-[:SUBJECT|OBJECT]->(only:Scamgraph) "
        "WHERE only.id = $only_nationality OR only.nationality = $only_nationality }"
    ),
}
"""The condition of each filter on a claim, in Cypher, with `{c}` for its name."""
_MERGED = "MATCH (c:Scamgraph {id: $id})<-[:SAME_AS]-(e:Scamgraph) RETURN e.id AS id"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A read-only store that shows only the claims that fulfil a condition, and its parameters."""

    store: ReadStore
    condition: str
    params: tuple[tuple[str, Any], ...]

    def __hash__(self) -> int:
        """Return the hash of the store behind it."""
        return hash(self.store)

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Return all rows of one of our own queries."""
        return list(self.stream(query, params, timeout=timeout))

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Yield the rows of one of our own queries as they arrive."""
        filled = fill_placeholders(query, self.condition)
        return self.store.stream(filled, {**(params or {}), **dict(self.params)}, timeout=timeout)


def open_claim_view(scope: Scope, filters: Filters) -> ClaimView:
    """Return the claims that `scope` shows and that pass the filters."""
    values = {name: getattr(filters, name) for name in _CONDITIONS if getattr(filters, name)}
    conditions = [f"({_CONDITIONS[name]})" for name in values]
    params = {f"only_{name}": value for name, value in values.items()}
    for name in ("speaker", "place"):
        if name in values:
            ids = [values[name], *(row["id"] for row in scope.store.read(_MERGED, {"id": values[name]}))]
            params[f"only_{name}"] = [*ids, *(f"{id_}?" for id_ in ids)]
    limits = getattr(scope.door, "limits", None)
    if limits is not None:
        conditions.append(f"({limits.condition})")
        params |= limits.params
    return ClaimView(scope.store, " AND ".join(conditions), tuple(params.items()))


def without_kind(filters: Filters) -> Filters:
    """Return the filters on claims that also hold for what has a kind of its own."""
    return replace(filters, kind="")
