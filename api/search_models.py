"""Pydantic models of the answer to a search, for the OpenAPI description."""

from __future__ import annotations

from pydantic import Field

from api.models import Answer, Piece, Shape
from queries.search.model import FacetName, GroupName


class DocumentRef(Shape):
    """A document that a hit is in."""

    id: str = Field(examples=["document/afp-1400-left-2026-01-21"])
    label: str = Field(examples=["More than 1,400 Indonesians leave scam networks in Cambodia (21 January)"])


class SearchHit(Shape):
    """A thing that a search finds, with the pieces of its title and snippet that match.

    Further members depend on the group.
    """

    id: str = Field(examples=["person/chen-zhi"])
    kind: str = Field(examples=["Person"])
    title: list[Piece]
    snippet: list[Piece]
    url: str = Field(examples=["/entity/person/chen-zhi"], description="The page about it.")
    document: DocumentRef | None = None
    claims: list[str] | int | None = None
    start: int | None = None
    end: int | None = None


class SearchGroup(Shape):
    """The hits of one kind, best first; `total` is a lower bound if `at_least`."""

    name: GroupName
    total: int
    at_least: bool
    items: list[SearchHit]
    next: str | None = Field(default=None, description="Cursor of the next page, with `group`.")


class FacetValue(Shape):
    """A value of a facet and the number of claims that have it."""

    value: str = Field(examples=["document/afp-1400-left-2026-01-21"])
    label: str
    count: int
    active: bool = Field(description="The search is limited to it.")


class Facet(Shape):
    """Values by which the claims of a search can be limited, most frequent first."""

    name: FacetName
    values: list[FacetValue]
    truncated: bool = Field(description="There are more values than listed.")


class FacetCount(Shape):
    """The number of claims that the facets count; they are not all if `truncated`."""

    claims: int
    truncated: bool


class Searched(Shape):
    """What was searched: how many of each kind; `passages` counts the documents whose text is available."""

    entities: int
    claims: int
    documents: int
    passages: int


class Suggestion(Shape):
    """A name or word near the query, with the search for it."""

    text: str = Field(examples=["Chen Zhi"])
    id: str | None = None
    url: str


class SearchAnswer(Answer):
    """The answer to a search, in groups; groups without a hit have total 0.

    `searched` and `nearest` are filled if nothing was found.
    """

    query: str = Field(examples=["1,440"])
    number: float | None = Field(default=None, description="The number that the query means, if any.")
    total: int
    at_least: bool
    groups: list[SearchGroup]
    facets: list[Facet]
    faceted: FacetCount
    filters: dict[str, str]
    searched: Searched | None = None
    nearest: list[Suggestion]
    notes: list[str]
