"""The interface of a source of ties, and what its implementations share: keys, order, participations.

Every source gives the same rows (`graph.store.fact_mapping.FactRow`), with the roll-ups of
relationships as in the graph, so that later steps need not know where the rows came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph.model.errors import InputError
from graph.rules.derive import Participation, list_participations
from graph.store.fact_mapping import FactRow
from queries.as_of.graph_reader import GraphReader
from queries.network.projection import Selection

if TYPE_CHECKING:
    from graph.model.claims import Claim

MOST_FACTS = 500_000
"""How many ties a projection may have unless more is allowed: some 1.5 GB in memory."""


class Entity(NamedTuple):
    """An end of ties: its name and kind."""

    name: str
    kind: str


class TieSource(Protocol):
    """A source of the ties of a selection."""

    def measure_size(self, selection: Selection) -> int:
        """Return how many ties the selection has, at most."""
        ...

    def read_ties(self, selection: Selection, most: int | None = None) -> list[FactRow]:
        """Return the ties, in the order of ends, type and fact. Raises InputError for more than `most`."""
        ...

    def read_entities(self, selection: Selection) -> dict[str, Entity]:
        """Return the entities of the selection's kinds, by id."""
        ...

    def read_origins(self, ties: Iterable[FactRow]) -> dict[str, frozenset[str]]:
        """Return the independent origins of the claims that affirm each tie, by the tie's key."""
        ...


def build_tie_key(tie: FactRow) -> str:
    """Return the key of a tie: its fact, or for a participation its event, role and entity."""
    fact: str | None = tie.properties.get("fact")
    return fact or f"{tie.start} {tie.type} {tie.properties.get('role', 'place')} {tie.end}"


def build_size_error(selection: Selection, size: int, most: int) -> InputError:
    """Build the error for a selection of more than `most` ties."""
    return InputError(
        f"{selection.words[0].upper()}{selection.words[1:]} has {size:,} facts; more than {most:,} are "
        "not read into memory.",
        hint="Filter it (--asserted, --min-origins 2, --predicates, --without, --labels), or allow more "
        "with --max-facts.",
    )


def build_sort_key(tie: FactRow) -> tuple[str, str, str, str]:
    """Return the sort key of a tie: its ends, then type and key."""
    return tie.start, tie.end, tie.type, build_tie_key(tie)


def group_by_participation(claims: Iterable[Claim], reader: GraphReader) -> dict[Participation, list[Claim]]:
    """Group claims by the participation they report."""
    parts: dict[Participation, list[Claim]] = defaultdict(list)
    for claim in claims:
        for part in list_participations(claim, reader.context):
            parts[part].append(claim)
    return parts


def to_participation(tie: FactRow) -> Participation:
    """Return the participation that a tie stands for."""
    return Participation(tie.start, tie.properties.get("role", "place"), tie.end)


def collect_origins(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the origins of the claims that affirm something."""
    return frozenset(claim.origin for claim in claims if claim.affirms)
