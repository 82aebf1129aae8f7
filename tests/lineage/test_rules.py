"""The pure rules of lineage: families, what they make of a claim, and that they only ever join origins."""

from __future__ import annotations

import hashlib
import random
from itertools import product
from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.claims import Claim
from graph.model.records import Decision, LineageEntry, ReprintedPassage, Span, When, Withdrawal
from graph.rules.lineage import (
    Kinship,
    LineageStatus,
    add_decided,
    build_lineage_id,
    find_direction,
    find_family,
    find_standing_decisions,
    group_families,
    list_kin,
    normalise_entry,
    resolve_judgement,
)
from graph.rules.origin_model import OriginKey, OriginLookup
from graph.rules.origins import PERHAPS_PRINTED, PRINTED, SAID_BESIDE, find_origins
from graph.store.lineage_mapping import build_lineage_row, build_reprint_relationship, standing_from_row
from tests.graph import made
from tests.machine import choose_amount

SHA = hashlib.sha256(b"").hexdigest()
How = Literal["reprint", "not", "unsure"]
UNNAMED = ("person/p0", "person/p3")
APART = OriginLookup(made.same, lambda _: "", made.same, lambda _: (), lambda _: False)


def entry(a: str, b: str, *spans: tuple[int, int, int, int], judgement: How = "reprint") -> LineageEntry:
    passages = [ReprintedPassage(Span(s, e, SHA), Span(t, f, SHA)) for s, e, t, f in spans]
    return LineageEntry(a, b, 0.5, 0.25, passages, judgement)


def family_of(entries: list[LineageEntry], document: str, start: int, end: int) -> str:
    standing = group_families((one, one.judgement) for one in entries).values()
    return find_family(document, start, end, [s for s in standing if document in (s.entry.a, s.entry.b)])


def test_overlapping_passages_of_three_documents_are_one_family() -> None:
    entries = [
        entry("a", "b", (0, 100, 50, 150)),
        entry("b", "c", (60, 140, 0, 80)),
        entry("c", "d", (90, 99, 0, 9)),
    ]
    assert family_of(entries, "a", 10, 20) == family_of(entries, "c", 10, 20) != ""
    assert family_of(entries, "d", 0, 9) not in ("", family_of(entries, "a", 10, 20))
    assert family_of(entries, "a", 90, 111) == ""  # less than half of it is printed elsewhere
    assert family_of(entries, "a", 90, 110) != ""


def test_what_is_not_settled_is_said_to_be_open_and_gives_way() -> None:
    open_ = entry("a", "b", (0, 100, 0, 100), judgement="unsure")
    assert family_of([open_], "b", 0, 10) == build_lineage_id(open_) + "?"
    assert family_of([entry("a", "b", (0, 100, 0, 100), judgement="not")], "b", 0, 10) == ""
    sure = entry("b", "c", (0, 10, 0, 10))
    assert not family_of([open_, sure], "b", 0, 10).endswith("?")


spans = st.tuples(st.integers(0, 90), st.integers(1, 40), st.integers(0, 90)).map(
    lambda t: (t[0], t[0] + t[1], t[2], t[2] + t[1])
)
pairs = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] < p[1])
lineages = st.lists(
    st.builds(
        lambda pair, some, how: entry(*pair, *some, judgement=how),
        pairs,
        st.lists(spans, min_size=1, max_size=3),
        st.sampled_from(("reprint", "reprint", "unsure", "not")),
    ),
    max_size=8,
    unique_by=build_lineage_id,
)


@given(lineages, st.randoms())
def test_families_are_the_same_for_every_order(entries: list[LineageEntry], chance: random.Random) -> None:
    expected = group_families((one, one.judgement) for one in entries)
    shuffled = entries[:]
    chance.shuffle(shuffled)
    assert group_families((one, one.judgement) for one in shuffled) == expected
    # As found by comparing every two of them.
    joined = {id_: id_ for id_, one in expected.items() if one.family}
    tied = [
        (one, other)
        for one, other in product(joined, repeat=2)
        if _overlap(expected[one][0], expected[other][0])
    ]
    for _ in joined:
        for one, other in tied:
            joined[one] = joined[other] = min(joined[one], joined[other])
    assert joined == {id_: one.family for id_, one in expected.items() if one.family}


def _overlap(one: LineageEntry, other: LineageEntry) -> bool:
    def sides(which: LineageEntry) -> list[tuple[str, Span]]:
        return [side for p in which.passages for side in ((which.a, p.a), (which.b, p.b))]

    return any(
        x == y and 2 * (min(s.end, t.end) - max(s.start, t.start)) >= min(s.end - s.start, t.end - t.start)
        for x, s in sides(one)
        for y, t in sides(other)
    )


def is_named(claim: Claim) -> bool:
    """Whether a speaker with a name makes a claim for certain: an open link is read so that fewer count."""
    return bool(claim.by) and claim.by[0] not in UNNAMED and not claim.by[0].endswith("?")


@settings(max_examples=choose_amount(40, 1000))
@given(lineages, st.integers(0, 1000))
def test_lineage_only_joins_origins(entries: list[LineageEntry], seed: int) -> None:
    letters = dict(zip("abcdef", (f"document/d{n}" for n in range(6)), strict=True))
    entries = [msgspec.structs.replace(one, a=letters[one.a], b=letters[one.b]) for one in entries]
    claims = made.claims_of(made.dossiers(6, 6, seed))
    standing = group_families((one, one.judgement) for one in entries).values()

    def lineage(claim: Claim) -> str:
        here = [one for one in standing if claim.document in (one.entry.a, one.entry.b)]
        return find_family(claim.document, claim.start, claim.end, here)

    def kin(document: str) -> frozenset[Kinship]:
        return list_kin(one for one in standing if document in (one.entry.a, one.entry.b))

    readings = OriginLookup(made.same, lineage, made.same, kin, lambda id_: id_ in UNNAMED)
    without = find_origins(claims, APART)
    assigned = find_origins(claims[::-1], readings)
    assert assigned == find_origins(claims, readings)
    for fact, affirms in {(claim.fact, claim.affirms) for claim in claims}:
        mine = [claim for claim in claims if claim.fact == fact and claim.affirms == affirms]
        before = {without[claim.id].origin for claim in mine}
        after = {assigned[claim.id].origin for claim in mine}
        assert len(after) <= len(before)
        assert len(after) <= len({c.document for c in mine} | {c.by[0] for c in mine if c.by})
        named = {without[c.id].origin for c in mine if is_named(c)}
        assert len(named) <= len(after)
    for claim in claims:
        if is_named(claim):
            assert assigned[claim.id] == without[claim.id]


def test_a_claim_says_why_it_has_the_origin_of_a_story() -> None:
    dossier, other = made.dossiers(2, 1)
    first, second = (claim for claim in made.claims_of([dossier, other]))
    silent = [
        msgspec.structs.replace(
            c, by=(), occasion="", fact="fact/x", start=start, end=start + 10, id=f"claim/{n}"
        )
        for n, (c, start) in enumerate(((first, 0), (second, 0), (second, 50)))
    ]

    def origins(lineage: dict[str, str]) -> dict[str, tuple[OriginKey, str]]:
        readings = APART._replace(lineage=lambda claim: lineage.get(claim.id, ""))
        return {id_: tuple(one) for id_, one in find_origins(silent, readings).items()}  # type: ignore[misc]

    found = origins({"claim/0": "lineage/s", "claim/1": "lineage/s"})
    assert {origin for origin, _ in found.values()} == {OriginKey("lineage", "lineage/s")}
    assert [found[f"claim/{n}"][1] for n in range(3)] == [PRINTED, PRINTED, SAID_BESIDE]
    assert origins({"claim/0": "lineage/s?"})["claim/0"][1] == PERHAPS_PRINTED
    assert {origin.kind for origin, _ in origins({}).values()} == {"document"}


def decision(id_: str, judgement: str, on: str, *items: str, withdrawn: bool = False) -> Decision:
    back = Withdrawal("2026-02-01", "r") if withdrawn else None
    return Decision(id_, "reprint", list(items), judgement, "r", "x", on, back)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "stands"), [("same", "reprint"), ("different", "not"), ("unsure", "unsure")]
)
def test_a_decision_goes_before_what_was_found(said: str, stands: str) -> None:
    one = entry("a", "b", (0, 9, 0, 9), judgement="unsure" if said != "unsure" else "not")
    made_of = [decision("decision/1", said, "2026-01-01", "c", "b", "a")]
    assert resolve_judgement(one, find_standing_decisions(made_of)) == stands
    later = [*made_of, decision("decision/0", "different", "2026-01-02", "a", "b")]
    assert (
        resolve_judgement(one, find_standing_decisions(later))
        == resolve_judgement(one, find_standing_decisions(later[::-1]))
        == "not"
    )
    taken_back = [decision("decision/1", said, "2026-01-01", "a", "b", withdrawn=True)]
    assert resolve_judgement(one, find_standing_decisions(taken_back)) == one.judgement


def test_a_pair_without_passages_stands_by_its_decision_alone() -> None:
    found = entry("b", "c", (0, 9, 0, 9))

    def standing(*made_of: Decision) -> dict[str, LineageStatus]:
        about = find_standing_decisions(made_of)
        return group_families((one, resolve_judgement(one, about)) for one in add_decided([found], about))

    assert standing() == standing(decision("decision/1", "different", "2026-01-01", "a", "b"))
    assert standing(decision("decision/1", "same", "2026-01-01", "a", "b", withdrawn=True)) == standing()
    translated = standing(decision("decision/1", "same", "2026-01-01", "b", "a"))
    alone = next(one for one in translated.values() if one.entry.a == "a")
    assert (alone.judgement, alone.entry.b, alone.entry.passages) == ("reprint", "b", [])
    assert list_kin([alone]) == {Kinship(alone.family, "decided")}
    assert find_family("a", 0, 10, [alone]) == ""
    link = build_reprint_relationship(alone.entry, find_direction(("a", None), ("b", None)))
    assert "share" not in link.properties
    open_ = standing(decision("decision/1", "unsure", "2026-01-01", "a", "b"))
    assert {kinship.how for kinship in list_kin(open_.values())} == {"printed", "perhaps"}
    # What a decision added once goes when the decision does.
    entries = [one.entry for one in translated.values()]
    assert add_decided(entries, {}) == [normalise_entry(found)]


def test_unsettled_passages_make_documents_no_kin() -> None:
    one = group_families([(entry("a", "b", (0, 9, 0, 9)), "unsure")])
    assert list_kin(one.values()) == frozenset()


def test_direction_follows_the_days_where_they_tell() -> None:
    day, later, since = When("2026-01-19"), When("2026-01-21"), When("2026-01-20/")
    assert (
        find_direction(("a", later), ("b", day))
        == find_direction(("b", day), ("a", later))
        == ("a", "b", "published")
    )
    assert find_direction(("a", since), ("b", day))[2] == "published"
    assert find_direction(("a", since), ("b", later)) == ("b", "a", "unknown")
    assert find_direction(("a", None), ("b", day)) == ("b", "a", "unknown")
    assert find_direction(("a", day), ("b", day)) == ("b", "a", "unknown")


@given(lineages)
def test_rows_lose_nothing(entries: list[LineageEntry]) -> None:
    for one in group_families((normalise_entry(one), one.judgement) for one in entries).values():
        assert standing_from_row(build_lineage_row(one)) == one


def test_an_entry_written_the_other_way_round_is_the_same() -> None:
    one = entry("a", "b", (20, 30, 0, 10), (0, 10, 40, 50))
    other = entry("b", "a", (0, 10, 20, 30), (40, 50, 0, 10))
    other = msgspec.structs.replace(other, share_a=0.25, share_b=0.5)
    assert normalise_entry(other) == normalise_entry(one)
    link = build_reprint_relationship(normalise_entry(one), find_direction(("a", None), ("b", None)))
    assert (link.start, link.end, link.properties["share"]) == ("b", "a", 0.25)
    assert link.properties["passages"] == ["0-10=20-30 exact", "40-50=0-10 exact"]
