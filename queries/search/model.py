"""What a search asks, and what it finds, in groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

GroupName = Literal[
    "entities", "figures", "claims", "documents", "events", "conflicts", "questions", "passages"
]
GROUPS: tuple[GroupName, ...] = get_args(GroupName)
FacetName = Literal["kind", "document", "speaker", "date", "modality", "nationality", "place"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)

MOST_PAGED = 2_000
"""Hits of a group that can be listed, page by page."""
FIRST_HITS = 5
"""Hits of each group when all groups are shown."""


class Piece(NamedTuple):
    """A part of a text; `hit` is true where the query matches."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on the claims that a search sees; "" where there is none.

    `kind` is a label of the claim's subject or object, `first` and `last` are days of publication, the
    others are ids or a modality.
    """

    kind: str = ""
    document: str = ""
    speaker: str = ""
    first: str = ""
    last: str = ""
    modality: str = ""
    nationality: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A text to search for. With `group`, only that group, its hits after the first `skip`.

    Without `facets` the claims found are not counted by document, speaker and so on, which takes longest.
    """

    text: str
    filters: Filters = Filters()
    group: GroupName | None = None
    limit: int = FIRST_HITS
    skip: int = 0
    facets: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found. `page` is the id whose page shows it; `more` depends on the group."""

    id: str
    kind: str
    title: tuple[Piece, ...]
    page: str
    snippet: tuple[Piece, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, best first; `total` is a lower bound if `at_least`."""

    name: GroupName
    hits: tuple[Hit, ...] = ()
    total: int = 0
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, its name, and the number of claims that have it."""

    value: str
    label: str
    count: int
    active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Values by which the claims of a search can be limited, most frequent first."""

    name: FacetName
    values: tuple[FacetValue, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """How many of each kind were searched; `passages` counts the documents whose text is available."""

    entities: int
    claims: int
    documents: int
    passages: int


class Suggestion(NamedTuple):
    """A name or word near the query; `id` is "" for a word."""

    text: str
    id: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a search. `numbers` are the readings of a query that is a number.

    `searched` is filled if nothing was found, `nearest` if no entity has the name.
    """

    numbers: tuple[int | float, ...]
    groups: tuple[Group, ...]
    facets: tuple[Facet, ...] = ()
    faceted: int = 0
    facets_truncated: bool = False
    searched: Searched | None = None
    nearest: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The number of hits in all groups."""
        return sum(group.total for group in self.groups)

    @property
    def at_least(self) -> bool:
        """Whether the total is a lower bound."""
        return any(group.at_least for group in self.groups)
