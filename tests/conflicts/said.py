"""Claims made for one rule at a time: a few words a claim, and all conflicts among them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from graph.model.claims import Claim, build_claims
from graph.model.ontology import load_ontology
from graph.model.quantity_wording import format_article_name
from graph.model.records import ClaimEntry, DocumentEntry, Dossier, Quantity, Reading, SeriesEntry, Span, When
from graph.rules.conflicts.grouping import iter_groups
from graph.rules.conflicts.model import Conflict
from graph.rules.conflicts.search import find_conflicts
from graph.rules.context import RuleContext

ONTOLOGY = load_ontology()
SERIES = (
    SeriesEntry("series/arrivals", "Arrivals", "people"),
    SeriesEntry("series/region", "Earnings, region", "USD", "money made", "the region"),
    SeriesEntry("series/country", "Earnings, country", "USD", "money made", "the country"),
)


def same(id_: str) -> str:
    return id_


def may_be_victim(id_: str) -> bool:
    """Whether an entity of these tests may be a victim."""
    return id_.startswith(("cohort/", "person/victim"))


def is_unnamed(id_: str) -> bool:
    """Whether an entity of these tests has no name of its own."""
    return id_.startswith("person/unnamed")


def name_in_sentence(id_: str) -> str:
    """The name of an entity of these tests inside a sentence: its id, for a document with its article."""
    return format_article_name(id_) if id_.startswith("document/") else id_


CONTEXT = RuleContext(
    same, same, same, lambda _: "", ONTOLOGY, lambda _: (), is_unnamed, name_in_sentence, may_be_victim, same
)


def said(key: str, subject: str, predicate: str, obj: Any = None, **more: Any) -> ClaimEntry:
    """A claim; `when` may be EDTF alone, `at` where its span starts."""
    start = more.pop("at", 20 * (1 + sum(map(ord, key)) % 500))
    if isinstance(more.get("when"), str):
        more["when"] = When(more["when"])
    sha256 = hashlib.sha256(more.pop("words", key).encode()).hexdigest()
    return ClaimEntry(
        key=key,
        section="body",
        says=f"We say {key}.",
        subject=subject,
        predicate=predicate,
        object=obj,
        at=Span(start, start + 10, sha256),
        **more,
    )


def people(value: float, comparator: str = "=", **more: Any) -> Quantity:
    """A number of the series of arrivals."""
    return Quantity(value=value, comparator=comparator, unit="people", series="series/arrivals", **more)  # type: ignore[arg-type]


def dossier(name: str, claims: Iterable[ClaimEntry], published: str = "2026-01-31") -> Dossier:
    """A document with these claims."""
    document = DocumentEntry(
        id=f"document/{name}",
        label=name,
        text_sha256=hashlib.sha256(name.encode()).hexdigest(),
        length=20_000,
        publisher=f"media/{name}",
        published=When(published),
    )
    return Dossier(document, [Reading("a test", "2026-02-01")], list(claims))


def built(*dossiers: Dossier) -> list[Claim]:
    """The claims of these documents."""
    return [claim for one in dossiers for claim in build_claims(one, ONTOLOGY, same)]


def conflicts(*dossiers: Dossier, backwards: bool = False) -> list[Conflict]:
    """All conflicts among the claims of these documents, by id."""
    claims = built(*dossiers)
    return conflicts_among(claims[::-1] if backwards else claims)


def conflicts_among(claims: Iterable[Claim]) -> list[Conflict]:
    """All conflicts among these claims, by id."""
    groups = iter_groups(claims, {s.id: s for s in SERIES}, CONTEXT)
    return sorted(find_conflicts(groups, CONTEXT, lambda _: None))


def kinds(*dossiers: Dossier) -> list[str]:
    """Their kinds, in alphabetical order; the same whatever the order of the claims."""
    found = conflicts(*dossiers)
    assert found == conflicts(*dossiers[::-1], backwards=True)
    return sorted(conflict.kind for conflict in found)
