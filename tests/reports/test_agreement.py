"""Versions of a fact: who bears out which sentence, and who it is attributed to."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from graph.model.claims import Claim
from graph.model.records import Quantity
from reports.content.agreement import split_versions
from reports.content.attribution import Attribution

BASE = Claim(
    id="claim/0", document="document/a", key="k", section="body", says="Police arrested Li.", start=0, end=1,
    sha256="0" * 64, subject="police/p", predicate="ARRESTED", predicate_class="LEGAL_ACTION",
    standing="proceeding", relation="ARRESTED", object="person/li", fact="fact/0", voice="media/a",
)  # fmt: skip
WORDS = Attribution(
    lambda id_: {"media/a": "A", "media/b": "B", "media/g": "G", "person/s": "S", "police/p": "the police"}[
        id_
    ],
    lambda claim: {"document/a": "1 May", "document/b": "2 May"}[claim.document],
    lambda claim: claim.speaker == claim.subject,
)


def claim(number: int, says: str, **changes: object) -> Claim:
    """A claim of the fact with these words."""
    changed: Claim = msgspec.structs.replace(BASE, id=f"claim/{number}", says=says, start=number, **changes)
    return changed


@pytest.mark.parametrize(
    ("first", "second", "versions"),
    [
        ("Police arrested Li in May 2026.", "Police arrested Li recently.", 2),
        ("Police arrested Li.", "Police arrested Li, a tycoon, in May.", 1),
        ("Li advised the leaders of Laos.", "Li advised the government of Laos.", 2),
        ("1,726 people fled.", "More than 1,700 people fled.", 2),
        ("Police arrested the scammers.", "The police had arrested scammers.", 1),
    ],
)
def test_a_sentence_needs_all_its_words(first: str, second: str, versions: int) -> None:
    claims = [
        claim(1, first, published_to="2025"),
        claim(2, second, document="document/b", voice="media/b", published_to="2026"),
    ]
    assert len(split_versions(claims)) == versions
    assert {c.id for version in split_versions(claims) for c in version.claims} == {"claim/1", "claim/2"}


def test_an_affirmation_and_a_denial_are_never_one_version() -> None:
    claims = [claim(1, "Police arrested Li."), claim(2, "Police arrested Li, no.", polarity="deny")]
    assert len(split_versions(claims)) == 2


@pytest.mark.parametrize(
    "weaker",
    [
        {"modality": "alleged"},
        {"hedge": "reportedly"},
        {"count": Quantity(of="some", words="some")},
        {"count": Quantity(value=Decimal(5), comparator=">")},
    ],
)
def test_who_says_the_same_less_surely_or_of_fewer_is_not_named_for_it(weaker: dict[str, object]) -> None:
    firm, weak = claim(1, "Police arrested people."), claim(2, "Police arrested some people.", **weaker)
    assert sorted([c.id for c in version.claims] for version in split_versions([firm, weak])) == [
        ["claim/1"],
        ["claim/2"],
    ]


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([claim(1, "x")], "A (1 May)"),
        ([claim(1, "x"), claim(2, "x", document="document/b", voice="media/b")], "A (1 May) and B (2 May)"),
        ([claim(1, "x", by=("person/s",))], "S, as reported by A (1 May)"),
        ([claim(1, "x", by=("person/s?",))], "A, perhaps citing S (1 May)"),
        ([claim(1, "x", by=("person/s", "media/g"))], "S, as reported by A, citing G (1 May)"),
        ([claim(1, "x", by=("police/p",))], "A (1 May)"),
        (
            [claim(1, "x", by=("person/s",)), claim(2, "x", document="document/b", voice="media/b")],
            "S, as reported by A (1 May), and according to B (2 May)",
        ),
    ],
)
def test_an_attribution_names_speakers_reporters_and_days(claims: list[Claim], words: str) -> None:
    assert WORDS.format_speakers(claims) == words
    assert WORDS.attribute("Police arrested Li.", claims) == f"Police arrested Li, according to {words}."
